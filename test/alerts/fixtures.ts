import type { MessageContext } from '../../shared/alerts/group.ts';
import type { FindingRecord, Severity, TransitionKind } from '../../shared/findings/model.ts';
import type { Told } from '../../shared/findings/transitions.ts';

export const AT = '2026-02-27T03:10:00.000Z';

/** A told transition; every `name` is a finding of its own. */
export function told(
  name: string,
  overrides: Partial<FindingRecord> = {},
  transition: { kind?: TransitionKind; reason?: string; at?: string } = {},
): Told {
  const record: FindingRecord = {
    fingerprint: Buffer.from(name).toString('hex').padEnd(64, '0'),
    valueHash: 'a'.repeat(64),
    kind: 'violation',
    severity: 'high',
    environment: 'prod',
    role: 'backend',
    resource: `run.services/us-central1/${name}`,
    path: 'ingress',
    rule: 'ingress',
    message: `prod ${name} has ingress all; the contract says internal.`,
    before: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
    after: 'INGRESS_TRAFFIC_ALL',
    expected: 'internal-and-cloud-load-balancing',
    actor: null,
    source: 'contracts/jualuma.yaml:31',
    settle: `gcloud run services update ${name} --ingress=internal-and-cloud-load-balancing`,
    state: 'open',
    episode: 1,
    firstSeenAt: AT,
    lastSeenAt: AT,
    openedByRun: 'run-1',
    resolvedAt: null,
    unknownSince: null,
    seenInARow: 1,
    toldAt: AT,
    remindedAt: null,
    acceptance: null,
    silence: null,
    toldBy: null,
    windowId: null,
    ...overrides,
  };
  const { fingerprint, episode, environment } = record;
  const what = { kind: transition.kind ?? ('opened' as const), reason: transition.reason ?? 'new-violation' };
  return {
    record,
    transition: {
      fingerprint,
      episode,
      environment,
      ...what,
      at: transition.at ?? AT,
      runId: 'run-1',
      by: null,
    },
  };
}

export function many(count: number, severity: Severity = 'high'): Told[] {
  return Array.from({ length: count }, (_, index) =>
    told(`service-${String(index).padStart(3, '0')}`, { severity }),
  );
}

export function context(overrides: Partial<MessageContext> = {}): MessageContext {
  return {
    estate: 'jualuma',
    runId: 'run-1',
    at: AT,
    contractFile: 'contracts/jualuma.yaml',
    routes: [],
    defaultChannel: '#drift',
    firstRun: false,
    scopes: { total: 54, read: 54, unread: 0 },
    ...overrides,
  };
}
