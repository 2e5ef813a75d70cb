import { describe, expect, test } from '@jest/globals';
import { serviceCoverage } from '../../shared/checks/service-coverage.ts';
import { brief, type CheckCase, runCheck } from '../fakes/check-tester.ts';

const BOTH = { services: { backend: {} } };
const GAP = { status: 'UNREACHABLE', detail: 'the region did not answer' } as const;

const CASES: Record<string, CheckCase & { gives: string[] }> = {
  'a service in every environment passes': {
    contract: { services: { backend: {} } },
    estate: { dev: BOTH, prod: BOTH },
    gives: ['PASS dev backend', 'PASS prod backend'],
  },
  'a role without a name in an environment fails there': {
    contract: { services: { backend: { names: { by: { dev: 'backend' } } } } },
    estate: { dev: BOTH, prod: {} },
    gives: ['PASS dev backend', 'FAIL prod'],
  },
  'a named service that is not there fails': {
    contract: { services: { backend: {} } },
    estate: { dev: BOTH, prod: {} },
    gives: ['PASS dev backend', 'FAIL prod backend'],
  },
  'a region that did not answer is not an absent service': {
    contract: { services: { backend: {} } },
    estate: { dev: BOTH, prod: { denied: [{ resource: 'run.services', region: 'us-central1' }] } },
    gives: ['PASS dev backend', 'BLIND prod backend'],
  },
  'a scope nobody captured is not an absent service': {
    contract: { services: { backend: {} } },
    estate: { dev: BOTH, prod: { regions: [] } },
    gives: ['PASS dev backend', 'BLIND prod backend'],
  },
  'a single service that could not be read is undecided': {
    contract: { services: { backend: {} } },
    estate: { dev: BOTH, prod: { unreadServices: { backend: GAP } } },
    gives: ['PASS dev backend', 'BLIND prod backend'],
  },
  'a service in mid-deployment is there': {
    contract: { services: { backend: {} } },
    estate: { dev: BOTH, prod: { services: { backend: { evidence: { reconciling: true } } } } },
    gives: ['PASS dev backend', 'PASS prod backend'],
  },
  'each region of the environment needs it': {
    contract: {
      environments: { prod: { regions: ['us-central1', 'europe-west1'] } },
      compare: [],
      services: { backend: {} },
    },
    estate: { prod: { ...BOTH, regions: ['us-central1', 'europe-west1'] } },
    gives: ['PASS prod backend', 'FAIL prod run.services/europe-west1/backend'],
  },
};

describe('service-coverage', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    expect(brief(runCheck(serviceCoverage, given))).toEqual(given.gives);
  });

  test('says where the role does run, and how to settle it', () => {
    const given = CASES['a role without a name in an environment fails there'] as CheckCase;
    const failure = runCheck(serviceCoverage, given)[1];
    expect(failure?.message).toBe(
      'backend has no service in prod; it is named for dev (backend) (contracts/test.yaml:10).',
    );
    expect(failure?.settle).toContain('services.backend.names');
    expect(failure?.severity).toBe('medium');
  });

  test('says that a missing service runs in another region', () => {
    const prod = { services: { backend: { region: 'europe-west1' } } };
    const [result] = runCheck(serviceCoverage, {
      contract: { environments: { prod: { protected: true } }, compare: [], services: { backend: {} } },
      estate: { prod },
    });
    expect(result).toMatchObject({ status: 'FAIL', severity: 'high', expected: 'present', observed: null });
    expect(result?.message).toContain('one of that name is in europe-west1');
  });

  test('names the gap it is blind by', () => {
    const given = CASES['a single service that could not be read is undecided'] as CheckCase;
    expect(runCheck(serviceCoverage, given)[1]?.message).toContain('UNREACHABLE, the region did not answer');
  });
});
