import { describe, expect, test } from '@jest/globals';
import { namingMap } from '../../shared/checks/naming-map/naming-map.ts';
import { brief, type CheckCase, runCheck } from '../fakes/check-tester.ts';
import type { ContractDraft } from '../fakes/contract-builder.ts';

const ONE: ContractDraft = {
  environments: { prod: { protected: true } },
  compare: [],
  services: { backend: {} },
};
const GAP = { status: 'ERROR', detail: 'not readable' } as const;

const CASES: Record<string, CheckCase & { gives: string[] }> = {
  'every service is one role': {
    contract: ONE,
    estate: { prod: { services: { backend: {} } } },
    gives: ['PASS prod'],
  },
  'a service of no role fails': {
    contract: ONE,
    estate: { prod: { services: { backend: {}, 'hello-world': {} } } },
    gives: ['FAIL prod hello-world'],
  },
  'one ignored by name passes': {
    contract: { ...ONE, ignoreServices: ['preview-*'] },
    estate: { prod: { services: { backend: {}, 'preview-12': {} } } },
    gives: ['PASS prod'],
  },
  'one that only resembles the ignored name fails': {
    contract: { ...ONE, ignoreServices: ['preview-*'] },
    estate: { prod: { services: { backend: {}, 'my-preview-12': {} } } },
    gives: ['FAIL prod my-preview-12'],
  },
  'one ignored by label passes': {
    contract: { ...ONE, ignoreServices: ['goog-managed-by:cloudfunctions'] },
    estate: {
      prod: {
        services: { backend: {}, hook: { fields: { labels: { 'goog-managed-by': 'cloudfunctions' } } } },
      },
    },
    gives: ['PASS prod'],
  },
  'one ignored by what manages it passes where the label is evidence only': {
    contract: { ...ONE, ignoreServices: ['goog-managed-by:cloudfunctions'] },
    estate: { prod: { services: { backend: {}, hook: { evidence: { managedBy: 'cloudfunctions' } } } } },
    gives: ['PASS prod'],
  },
  'one with another value of the label fails': {
    contract: { ...ONE, ignoreServices: ['goog-managed-by:cloudfunctions'] },
    estate: {
      prod: { services: { backend: {}, hook: { fields: { labels: { 'goog-managed-by': 'firebase' } } } } },
    },
    gives: ['FAIL prod hook'],
  },
  'a label that could not be read decides nothing': {
    contract: { ...ONE, ignoreServices: ['goog-managed-by:cloudfunctions'] },
    estate: { prod: { services: { backend: {} }, unreadServices: { hook: GAP } } },
    gives: ['BLIND prod hook'],
  },
  'a stranger whose document could not be read is a stranger': {
    contract: ONE,
    estate: { prod: { services: { backend: {} }, unreadServices: { hook: GAP } } },
    gives: ['FAIL prod hook'],
  },
  'a role in a region outside the contract fails': {
    contract: ONE,
    estate: { prod: { services: { backend: {}, 'backend@europe-west1': { region: 'europe-west1' } } } },
    gives: ['FAIL prod run.services/europe-west1/backend'],
  },
  'a region that is read and empty is fine': {
    contract: ONE,
    estate: { prod: { services: { backend: {} }, regions: ['us-central1', 'europe-west1'] } },
    gives: ['PASS prod'],
  },
  'regions that could not be listed leave it undecided': {
    contract: ONE,
    estate: { prod: { services: { backend: {} }, denied: [{ resource: 'run.services', region: null }] } },
    gives: ['BLIND prod'],
  },
  'a contract region that nobody captured leaves it undecided': {
    contract: { ...ONE, environments: { prod: { regions: ['us-central1', 'us-east1'] } } },
    estate: { prod: { services: { backend: {} } } },
    gives: ['BLIND prod'],
  },
  'one name for two roles fails': {
    contract: { ...ONE, services: { backend: { names: 'app' }, frontend: { names: 'app' } } },
    estate: { prod: { services: { app: {} } } },
    gives: ['FAIL prod names/app'],
  },
  'two environments in one project share its services': {
    contract: {
      environments: { dev: { project: 'acme-dev' }, stage: { project: 'acme-dev' } },
      compare: [],
      services: { backend: { names: { by: { dev: 'backend', stage: 'backend-stage' } } } },
    },
    estate: {
      dev: { services: { backend: {}, 'backend-stage': {} } },
      stage: { services: { backend: {}, 'backend-stage': {} } },
    },
    gives: ['PASS dev', 'PASS stage'],
  },
};

describe('naming-map', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    expect(brief(runCheck(namingMap, given))).toEqual(given.gives);
  });

  test('names the region outside the contract and the role that is in it', () => {
    const [failure] = runCheck(
      namingMap,
      CASES['a role in a region outside the contract fails'] as CheckCase,
    );
    expect(failure).toMatchObject({ role: 'backend', severity: 'high', observed: 'present' });
    expect(failure?.message).toContain('europe-west1, a region outside the contract');
    expect(failure?.settle).toContain('environments.prod.regions');
  });

  test('says what was ignored', () => {
    const [pass] = runCheck(namingMap, CASES['one ignored by name passes'] as CheckCase);
    expect(pass?.message).toBe(
      'prod: 1 service found, each of them one role of the map; 1 ignored: preview-12.',
    );
  });
});
