import { createHmac } from 'node:crypto';
import type { CheckResult, CheckStatus, Evaluation } from '../../shared/checks/model.ts';
import type { Contract, RoleIntent } from '../../shared/contract/model.ts';
import type { DecideInput, ValueAt } from '../../shared/findings/decision.ts';
import type { FindingRecord } from '../../shared/findings/model.ts';
import { observeFindings } from '../../shared/findings/observe.ts';
import type { Json } from '../../shared/snapshot/json.ts';
import type { Change, CoverageEntry } from '../../shared/snapshot/model.ts';

export const BACKEND = 'run.services/us-central1/backend';
export const NOW = new Date('2026-02-27T03:10:00.000Z');

export function hoursLater(hours: number): Date {
  return new Date(NOW.getTime() + hours * 3_600_000);
}

export function fingerprintOf(value: string): string {
  return createHmac('sha256', 'a key of tests').update(value).digest('hex');
}

/** A contract of two environments, prod protected, with one role `backend`. */
export function contract(overrides: Partial<Contract> = {}): Contract {
  const location = { file: 'contracts/shop.yaml', line: 31, column: 5 };
  const environments = ['dev', 'prod'].map((name) => ({
    name,
    project: `shop-${name}`,
    projectNumber: null,
    regions: ['us-central1'],
    protected: name === 'prod',
    location,
  }));
  return {
    file: 'contracts/shop.yaml',
    sha256: 'c'.repeat(64),
    estate: 'shop',
    owner: null,
    target: 95,
    environments,
    compare: [['dev', 'prod']],
    roles: ['backend'],
    ignoreServices: [],
    waivers: [],
    undecided: [],
    drift: { ignore: [], release: [] },
    alerts: { routes: [], remindAfterMs: null },
    iam: () => ({ humans: null, forbiddenRoles: null, serviceAccountKeys: null }),
    apiKeys: () => [],
    secrets: { maxAgeDays: new Map(), fingerprints: [] },
    workflows: null,
    intent: (role, environment) =>
      ({
        role,
        environment,
        regions: ['us-central1'],
        service: { value: 'backend', location, perEnvironment: false },
      }) as unknown as RoleIntent,
    locate: () => location,
    document: null,
    ...overrides,
  };
}

export function result(overrides: Partial<CheckResult> = {}): CheckResult {
  return {
    role: 'backend',
    environments: ['prod'],
    environment: 'prod',
    resource: BACKEND,
    path: 'ingress',
    status: 'FAIL',
    message: 'ingress is all, the contract says internal.',
    expected: 'internal',
    observed: 'all',
    severity: 'high',
    settle: 'Set --ingress=internal.',
    source: { file: 'contracts/shop.yaml', line: 31, column: 5 },
    blind: false,
    waiver: null,
    fingerprint: null,
    ...overrides,
  };
}

/** One check's verdict; `ingress` where no other is named. */
export function evaluation(results: CheckResult[], id = 'ingress'): Evaluation {
  const status: CheckStatus = results.some((one) => one.status === 'FAIL') ? 'FAIL' : 'PASS';
  return {
    checks: [{ id, number: 3, title: id, status, results }],
    score: { overall: 100, target: 95, byCheck: {}, byRole: {} },
    staleWaivers: [],
    staleUndecided: [],
    expiredWaivers: [],
  };
}

export function change(overrides: Partial<Change> = {}): Change {
  return {
    environment: 'prod',
    project: 'shop-prod',
    region: 'us-central1',
    resource: 'run.services',
    id: BACKEND,
    path: 'ingress',
    class: 'posture',
    before: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
    after: 'INGRESS_TRAFFIC_ALL',
    ...overrides,
  };
}

export function coverage(overrides: Partial<CoverageEntry> = {}): CoverageEntry {
  return {
    environment: 'prod',
    project: 'shop-prod',
    region: 'us-central1',
    resource: 'run.services',
    status: 'OK',
    detail: null,
    ...overrides,
  };
}

/** What a pass of these tests sees; everything not given is quiet and readable. */
export interface Seen {
  results?: CheckResult[];
  changes?: Change[];
  coverage?: CoverageEntry[];
  /** What stands at every place asked for; `unread` where the scope cannot be read. */
  value?: Json | 'unread';
  contract?: Partial<Contract>;
  check?: string;
  fromFiles?: boolean;
}

/** The input of one pass after another. */
export function passInput(
  seen: Seen,
  before: FindingRecord[] = [],
  overrides: Partial<DecideInput> = {},
): DecideInput {
  const known = before.filter(({ state }) => state !== 'resolved');
  const observation = observeFindings({
    contract: contract(seen.contract),
    evaluation: evaluation(seen.results ?? [], seen.check),
    changes: seen.changes ?? [],
    coverage: seen.coverage ?? [coverage()],
    known,
    fromFiles: seen.fromFiles ?? false,
    fingerprintOf,
  });
  return {
    previous: known,
    reappeared: before.filter(({ state }) => state === 'resolved'),
    observation,
    valueAt: valueAt(seen.value === undefined ? 'INGRESS_TRAFFIC_ALL' : seen.value),
    firstRun: false,
    newScopes: [],
    now: NOW,
    runId: 'run-1',
    remindAfterMs: null,
    ...overrides,
  };
}

function valueAt(value: Json | 'unread'): ValueAt {
  return (_environment, _resource, path) => {
    if (value === 'unread') return { read: false };
    return { read: true, value: path === null ? 'present' : value };
  };
}
