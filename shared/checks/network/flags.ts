import type { NetworkSetting } from '../../contract/model.ts';

const FLAGS: Record<NetworkSetting, (wanted: string) => string> = {
  cloudSql: (wanted) =>
    wanted === 'absent' ? '--clear-cloudsql-instances' : '--set-cloudsql-instances=INSTANCE',
  vpcConnector: (wanted) => (wanted === 'absent' ? '--clear-vpc-connector' : '--vpc-connector=CONNECTOR'),
  directVpc: (wanted) => (wanted === 'absent' ? '--clear-network' : '--network=NETWORK --subnet=SUBNET'),
  egress: (wanted) => `--vpc-egress=${wanted}`,
};

/** The flags that bring a network setting to what is wanted: what must be absent is cleared, not replaced. */
export function networkFlags(setting: NetworkSetting, wanted: string): string {
  return FLAGS[setting](wanted);
}
