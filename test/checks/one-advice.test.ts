import { describe, expect, test } from '@jest/globals';
import { isolation } from '../../shared/checks/isolation/isolation.ts';
import type { Check } from '../../shared/checks/model.ts';
import { network } from '../../shared/checks/network/network.ts';
import { serviceAccount } from '../../shared/checks/service-account.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { runCheck } from '../fakes/check-tester.ts';
import type { RoleDraft } from '../fakes/contract-builder.ts';

/** What two checks advise for dev's service, whose setting is one of prod. */
function advice(check: Check, template: JsonObject, role: RoleDraft): string[] {
  const contract = {
    services: { app: { names: { by: { dev: 'app', prod: 'app' } }, ...role } },
    environments: { dev: {}, prod: { protected: true } },
  };
  const estate = { dev: { services: { app: { template } } }, prod: { services: { app: {} } } };
  return runCheck(check, { contract, estate })
    .filter(({ status, environment }) => status === 'FAIL' && environment === 'dev')
    .map(({ settle }) => /--region=\S+ (--[^;]*)/.exec(settle ?? '')?.[1] ?? `${settle}`);
}

describe('two checks of one setting advise one thing', () => {
  const connector = { vpcAccess: { connector: 'projects/acme-prod/locations/us-central1/connectors/c' } };
  const instance = { cloudSqlInstances: ['acme-prod:us-central1:db'] };
  const direct = { vpcAccess: { networkInterfaces: [{ network: 'projects/acme-prod/global/networks/n' }] } };
  const account = { serviceAccount: 'cr-app@acme-prod.iam.gserviceaccount.com' };
  const own = 'cr-app@acme-dev.iam.gserviceaccount.com';

  test.each<[string, Check, JsonObject, RoleDraft, string]>([
    [
      'a connector where none is to be',
      network,
      connector,
      { network: { vpcConnector: 'absent' } },
      '--clear-vpc-connector',
    ],
    [
      'a network where none is to be',
      network,
      direct,
      { network: { directVpc: 'absent' } },
      '--clear-network',
    ],
    [
      'an instance where none is to be',
      network,
      instance,
      { network: { cloudSql: 'absent' } },
      '--clear-cloudsql-instances',
    ],
    [
      'an instance where one is to be',
      network,
      instance,
      { network: { cloudSql: 'required' } },
      '--set-cloudsql-instances=INSTANCE',
    ],
    [
      'an account of another project',
      serviceAccount,
      account,
      { serviceAccount: { by: { dev: own } } },
      `--service-account=${own}`,
    ],
  ])('%s', (_, check, template, role, flags) => {
    expect(advice(check, template, role)).toEqual([flags]);
    expect(advice(isolation, template, role)).toEqual([flags]);
  });

  test('where nothing is declared another one is to be named', () => {
    expect(advice(isolation, connector, {})).toEqual(['--vpc-connector=CONNECTOR']);
    expect(advice(isolation, account, {})).toEqual(['--service-account=ACCOUNT']);
  });
});
