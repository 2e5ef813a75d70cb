import { describe, expect, test } from '@jest/globals';
import { serviceAccount } from '../../shared/checks/service-account.ts';
import { brief, type CheckCase, runCheck } from '../fakes/check-tester.ts';
import { NUMBER } from '../fakes/snapshot-builder.ts';

const OWN = 'cr-app@acme-prod.iam.gserviceaccount.com';
const DEFAULT = `${NUMBER}-compute@developer.gserviceaccount.com`;
const runningAs = (account: string | null) => ({
  services: { app: { template: account === null ? { serviceAccount: '' } : { serviceAccount: account } } },
});
const ONE = { environments: { prod: { protected: true } }, compare: [] as [string, string][] };
const DECLARED = { ...ONE, services: { app: { serviceAccount: OWN } } };
const SILENT = { ...ONE, services: { app: {} } };
const PATH = 'template.serviceAccount';

const CASES: Record<string, CheckCase & { gives: string[]; severity?: string }> = {
  'the declared account passes': {
    contract: DECLARED,
    estate: { prod: runningAs(OWN) },
    gives: [`PASS prod app ${PATH}`],
  },
  'the default compute account fails': {
    contract: DECLARED,
    estate: { prod: runningAs(DEFAULT) },
    gives: [`FAIL prod app ${PATH}`],
    severity: 'critical',
  },
  'no account is the default compute account': {
    contract: DECLARED,
    estate: { prod: runningAs(null) },
    gives: [`FAIL prod app ${PATH}`],
    severity: 'critical',
  },
  'the default compute account fails even where it is declared': {
    contract: { ...ONE, services: { app: { serviceAccount: DEFAULT } } },
    estate: { prod: runningAs(DEFAULT) },
    gives: [`FAIL prod app ${PATH}`],
    severity: 'critical',
  },
  'the default compute account fails where nothing is declared': {
    contract: SILENT,
    estate: { prod: runningAs(DEFAULT) },
    gives: [`FAIL prod app ${PATH}`],
    severity: 'critical',
  },
  'an account of another project fails': {
    contract: DECLARED,
    estate: { prod: runningAs('cr-app@acme-dev.iam.gserviceaccount.com') },
    gives: [`FAIL prod app ${PATH}`],
    severity: 'critical',
  },
  'another account of the same project fails': {
    contract: DECLARED,
    estate: { prod: runningAs('cr-other@acme-prod.iam.gserviceaccount.com') },
    gives: [`FAIL prod app ${PATH}`],
    severity: 'high',
  },
  'an account of the same project passes where none is declared': {
    contract: SILENT,
    estate: { prod: runningAs(OWN) },
    gives: [`PASS prod app ${PATH}`],
  },
  'a project whose name ends in another is another': {
    contract: SILENT,
    estate: { prod: runningAs('cr-app@not-acme-prod.iam.gserviceaccount.com') },
    gives: [`FAIL prod app ${PATH}`],
    severity: 'critical',
  },
  'an account of a domain-scoped project is its own': {
    contract: { environments: { prod: { project: 'example.com:acme' } }, compare: [], services: { app: {} } },
    estate: { prod: runningAs('cr-app@acme.example.com.iam.gserviceaccount.com') },
    gives: [`PASS prod app ${PATH}`],
  },
  'not captured: undecided': {
    contract: DECLARED,
    estate: { prod: { regions: [] } },
    gives: ['BLIND prod app'],
  },
};

describe('service-account', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    const results = runCheck(serviceAccount, given);
    expect(brief(results)).toEqual(given.gives);
    if (given.severity !== undefined) expect(results[0]?.severity).toBe(given.severity);
  });

  test('evidence names the account, what is wanted, and the command', () => {
    const [failure] = runCheck(serviceAccount, { contract: DECLARED, estate: { prod: runningAs(DEFAULT) } });
    expect(failure?.message).toBe(
      `prod app runs as the default compute account ${DEFAULT}; the contract wants ${OWN} (contracts/test.yaml:12).`,
    );
    expect(failure).toMatchObject({ expected: OWN, observed: DEFAULT });
    expect(failure?.settle).toContain(`--service-account=${OWN}`);
  });
});
