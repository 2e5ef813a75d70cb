import type { NetworkSetting } from '../../contract/model.ts';
import { isObject, type Json } from '../../snapshot/json.ts';
import { part } from '../view/containers.ts';
import type { ObservedService } from '../view/lookup.ts';

/** One network setting as it is. */
export interface NetworkValue {
  setting: NetworkSetting;
  path: string;
  /** `present` where something is bound, `absent` where nothing is; the egress itself in the contract's words. */
  pattern: string;
  /** What is bound. */
  names: string[];
  /** Egress follows from having a network: without one there is nothing to compare. */
  compared: boolean;
}

/** Every network setting of a service. */
export function networkValues(service: ObservedService): NetworkValue[] {
  const template = part(service.fields.template);
  const access = part(template.vpcAccess);
  const connector = typeof access.connector === 'string' ? [access.connector] : [];
  const interfaces = interfaceNames(access.networkInterfaces);
  return [
    bound('cloudSql', 'template.cloudSqlInstances', textList(template.cloudSqlInstances)),
    bound('vpcConnector', 'template.vpcAccess.connector', connector),
    bound('directVpc', 'template.vpcAccess.networkInterfaces', interfaces),
    egress(access.egress, connector.length + interfaces.length > 0),
  ];
}

function bound(setting: NetworkSetting, path: string, names: string[]): NetworkValue {
  return { setting, path, pattern: names.length > 0 ? 'present' : 'absent', names, compared: true };
}

/** Private ranges only is Cloud Run's default wherever there is a network. */
function egress(value: Json | undefined, connected: boolean): NetworkValue {
  const stated = typeof value === 'string' ? value.toLowerCase().replaceAll('_', '-') : 'private-ranges-only';
  return {
    setting: 'egress',
    path: 'template.vpcAccess.egress',
    pattern: connected ? stated : 'absent',
    names: [],
    compared: connected,
  };
}

function textList(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** `NETWORK/SUBNETWORK` of each interface, from a list or a map of them. */
function interfaceNames(value: Json | undefined): string[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? value : Object.values(part(value));
  return list
    .filter(isObject)
    .map(({ network, subnetwork }) =>
      [network, subnetwork].flatMap((name) => (typeof name === 'string' ? [lastPart(name)] : [])).join('/'),
    );
}

function lastPart(name: string): string {
  return name.split('/').at(-1) ?? name;
}
