import { describe, expect, test } from '@jest/globals';
import { network } from '../../shared/checks/network/network.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { brief, type CheckCase, runCheck } from '../fakes/check-tester.ts';
import type { RoleDraft } from '../fakes/contract-builder.ts';

const app = (template: JsonObject = {}) => ({ services: { app: { template } } });
const sql = (...names: string[]) => app({ cloudSqlInstances: names });
const connector = (egress?: string) =>
  app({
    vpcAccess: {
      connector: 'projects/acme-dev/locations/us-central1/connectors/main',
      ...(egress === undefined ? {} : { egress }),
    },
  });
const direct = (network: string) =>
  app({ vpcAccess: { networkInterfaces: [{ network, subnetwork: 'apps' }] } });
const declaring = (given: RoleDraft['network']) => ({ services: { app: { network: given ?? {} } } });
const SQL = 'template.cloudSqlInstances';
const VPC = 'template.vpcAccess.connector';
const EGRESS = 'template.vpcAccess.egress';

const CASES: Record<string, CheckCase & { gives: string[] }> = {
  'instances of different names are one pattern': {
    contract: declaring({ cloudSql: 'required' }),
    estate: { dev: sql('acme-dev:us-central1:db'), prod: sql('acme-prod:us-central1:main') },
    gives: [`PASS dev app ${SQL}`, `PASS prod app ${SQL}`, 'PASS dev/prod app'],
  },
  'a connector in dev alone, as declared, is intentional': {
    contract: declaring({ vpcConnector: { by: { dev: 'required', prod: 'absent' } } }),
    estate: { dev: connector(), prod: app() },
    gives: [`PASS dev app ${VPC}`, `PASS prod app ${VPC}`, `INTENTIONAL_DIFF dev/prod app ${VPC}`],
  },
  'a connector that is required and gone fails': {
    contract: declaring({ vpcConnector: { by: { dev: 'required', prod: 'absent' } } }),
    estate: { dev: app(), prod: app() },
    gives: [`FAIL dev app ${VPC}`, `PASS prod app ${VPC}`, 'PASS dev/prod app'],
  },
  'a binding nobody declared on one side needs a decision': {
    contract: declaring({}),
    estate: { dev: sql('acme-dev:us-central1:db'), prod: app() },
    gives: [`REVIEW_REQUIRED dev/prod app ${SQL}`],
  },
  'an instance by its short name': {
    contract: declaring({ cloudSql: 'db' }),
    estate: { dev: sql('acme-dev:us-central1:db'), prod: sql('acme-prod:us-central1:other') },
    gives: [`PASS dev app ${SQL}`, `FAIL prod app ${SQL}`],
  },
  'several instances by name, and no other': {
    contract: declaring({ cloudSql: 'acme-dev:us-central1:a,acme-dev:us-central1:b' }),
    estate: {
      dev: sql('acme-dev:us-central1:a', 'acme-dev:us-central1:b'),
      prod: sql('acme-dev:us-central1:a'),
    },
    gives: [`PASS dev app ${SQL}`, `FAIL prod app ${SQL}`],
  },
  'an instance of another environment fails though it is bound as required': {
    contract: declaring({ cloudSql: 'required' }),
    estate: { dev: sql('acme-prod:us-central1:main'), prod: sql('acme-prod:us-central1:main') },
    gives: [`FAIL dev app ${SQL}`, `PASS prod app ${SQL}`, 'PASS dev/prod app'],
  },
  'egress is compared where both have a network': {
    contract: declaring({}),
    estate: { dev: connector('ALL_TRAFFIC'), prod: connector() },
    gives: ['REVIEW_REQUIRED dev/prod app template.vpcAccess.egress'],
  },
  'egress says nothing where there is no network': {
    contract: declaring({ vpcConnector: { by: { dev: 'required', prod: 'absent' } }, egress: 'all-traffic' }),
    estate: { dev: connector('ALL_TRAFFIC'), prod: app() },
    gives: [
      `PASS dev app ${VPC}`,
      `PASS dev app ${EGRESS}`,
      `PASS prod app ${VPC}`,
      `PASS prod app ${EGRESS}`,
      `INTENTIONAL_DIFF dev/prod app ${VPC}`,
    ],
  },
  'egress as its default': {
    contract: declaring({ egress: 'private-ranges-only' }),
    estate: { dev: connector(), prod: connector('PRIVATE_RANGES_ONLY') },
    gives: [
      'PASS dev app template.vpcAccess.egress',
      'PASS prod app template.vpcAccess.egress',
      'PASS dev/prod app',
    ],
  },
  'direct VPC by its network': {
    contract: declaring({ directVpc: 'shared' }),
    estate: { dev: direct('projects/net/global/networks/shared'), prod: direct('default') },
    gives: [
      'PASS dev app template.vpcAccess.networkInterfaces',
      'FAIL prod app template.vpcAccess.networkInterfaces',
    ],
  },
  'not captured: undecided': {
    contract: declaring({ cloudSql: 'absent' }),
    estate: { dev: app(), prod: { regions: [] } },
    gives: [`PASS dev app ${SQL}`, 'BLIND prod app'],
  },
};

describe('network', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    expect(brief(runCheck(network, given)).filter((line) => !line.startsWith('PASS dev/prod'))).toEqual(
      given.gives.filter((line) => !line.startsWith('PASS dev/prod')),
    );
  });

  test('evidence names what is bound', () => {
    const given = CASES['a connector in dev alone, as declared, is intentional'] as CheckCase;
    expect(runCheck(network, given)[2]?.message).toBe(
      'dev app has vpcConnector present (projects/acme-dev/locations/us-central1/connectors/main), prod app absent, as the contract declares (contracts/test.yaml:20).',
    );
  });

  test('what is merely required is not said to be stated, what is named is', () => {
    const required = runCheck(network, {
      contract: declaring({ vpcConnector: 'required' }),
      estate: { dev: connector(), prod: connector() },
    });
    expect(required[0]).toMatchObject({ status: 'PASS', path: VPC, expected: null });
    const absent = runCheck(network, {
      contract: declaring({ vpcConnector: 'absent' }),
      estate: { dev: app(), prod: app() },
    });
    expect(absent[0]).toMatchObject({ status: 'PASS', path: VPC, expected: 'absent' });
  });

  test('a binding into a protected environment is the worst there is', () => {
    const given = CASES[
      'an instance of another environment fails though it is bound as required'
    ] as CheckCase;
    const [failure] = runCheck(network, given);
    expect(failure).toMatchObject({
      severity: 'critical',
      expected: 'no instance of prod',
      observed: 'present',
    });
  });
});
