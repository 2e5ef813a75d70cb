import { EVERYWHERE } from '../snapshot/everywhere.ts';
import {
  type CoverageEntry,
  type CoverageStatus,
  compareScopes,
  isGap,
  type ResourceClass,
} from '../snapshot/model.ts';
import { BLIND_SPOTS } from './blind-spots.ts';
import { gapSettle } from './gap-settle.ts';
import { EMPTIED, OTHER_KEY } from './health-gaps.ts';
import { findingFingerprint, valueHash } from './identity.ts';
import type { Finding, FindingRecord } from './model.ts';
import type { ObserveInput } from './observe.ts';

/** Told at once: nobody but a person can mend it. */
const CERTAIN: readonly string[] = ['DENIED', 'API_DISABLED'];
/** Of a channel that takes nothing, a list that was read, another key: no second look says more. */
const NEWS: readonly string[] = ['UNDELIVERED', EMPTIED, OTHER_KEY];
/** The place of a gap that hid what is in any region. */
const ANY = '*';
const NO_GAP: readonly CoverageStatus[] = ['OK', 'NOT_CAPTURED'];
/** What is read of each member of a list: where the list cannot be read, neither can this. */
const LIST_OF: Partial<Record<ResourceClass, ResourceClass>> = {
  'run.services.iamPolicy': 'run.services',
  'run.revisions': 'run.services',
  'run.jobs.iamPolicy': 'run.jobs',
  'run.workerPools.iamPolicy': 'run.workerPools',
  'iam.serviceAccountKeys': 'iam.serviceAccounts',
  'secretmanager.versions': 'secretmanager.secrets',
  'secretmanager.secrets.iamPolicy': 'secretmanager.secrets',
};

/** The id a read gap's finding is named by: `run.services/us-central1`, `apikeys.keys`. */
export function gapResource(scope: Pick<CoverageEntry, 'resource' | 'region'>): string {
  return scope.region === null ? scope.resource : `${scope.resource}/${scope.region}`;
}

/**
 * One finding for every scope that was asked for and not read, but for what is read of the members of a list
 * that failed in the same way: one cause is one finding, which names all that is unseen. What was never
 * captured is told by the coverage alone.
 */
export function readGapsOf(input: ObserveInput): Finding[] {
  const gaps = input.coverage.filter(({ status }) => !NO_GAP.includes(status)).toSorted(compareScopes);
  const byScope = new Map<string, CoverageEntry>();
  for (const gap of gaps) {
    const key = `${gap.environment}|${gapResource(gap)}`;
    const known = byScope.get(key);
    if (known === undefined || (!CERTAIN.includes(known.status) && CERTAIN.includes(gap.status)))
      byScope.set(key, gap);
  }
  const listOf = (gap: CoverageEntry): CoverageEntry | undefined => {
    const list = LIST_OF[gap.resource];
    const known = list && byScope.get(`${gap.environment}|${gapResource({ ...gap, resource: list })}`);
    return known?.status === gap.status ? known : undefined;
  };
  const folded = Map.groupBy(byScope.values(), listOf);
  return (folded.get(undefined) ?? []).map((gap) => readGap(input, gap, folded.get(gap) ?? []));
}

/** Whether a gap waits for a second pass: a region that did not answer once is no news. */
export function waitsForSecondPass(finding: Finding): boolean {
  const told = [...CERTAIN, ...NEWS];
  return finding.kind === 'read-gap' && !told.includes(String(finding.after));
}

/** Whether a gap's record was seen in one pass only, and waits for the next before anybody is told. */
export function isWaiting(record: FindingRecord): boolean {
  const untold = record.state === 'open' && record.toldAt === null;
  return untold && record.seenInARow === 1 && waitsForSecondPass(record);
}

/** What the coverage says now of the scope a read gap stands for. */
export function gapVerdict(record: FindingRecord, coverage: CoverageEntry[]): 'read' | 'gone' | 'undecided' {
  const here = coverage.filter(({ environment }) => environment === record.environment);
  const entries = here.filter((entry) => gapResource(entry) === record.resource);
  if (entries.some(isGap)) return 'undecided';
  if (entries.length > 0) return entries.every(({ status }) => status === 'OK') ? 'read' : 'gone';
  const [resource = '', place = ANY] = record.resource.split('/');
  const ofClass = here.filter((entry) => entry.resource === resource);
  if (ofClass.length === 0) return 'undecided';
  // Every region was looked at, and there is nothing in this one.
  if (EVERYWHERE.has(resource) && ofClass.every(({ status }) => status === 'OK')) return 'read';
  // What was hidden everywhere has no scope of its own once every place can be asked.
  return place === ANY ? 'read' : 'gone';
}

function readGap(input: ObserveInput, gap: CoverageEntry, members: CoverageEntry[]): Finding {
  const { environment, status } = gap;
  const resource = gapResource(gap);
  const known = input.contract.environments.find(({ name }) => name === environment);
  const unseen = [gap, ...members].map((one) => BLIND_SPOTS[one.resource]).join('; ');
  const detail = gap.detail === null || gap.detail === '' ? '' : `: ${gap.detail}`;
  return {
    fingerprint: findingFingerprint({
      estate: input.contract.estate,
      environment,
      resource,
      path: null,
      rule: 'read-gap',
    }),
    valueHash: valueHash(input.fingerprintOf, CERTAIN.includes(status) ? status : 'unreadable'),
    kind: 'read-gap',
    severity: known?.protected === true ? 'high' : 'medium',
    environment,
    role: null,
    resource,
    path: null,
    rule: null,
    message: `${resource} of ${gap.project} could not be read (${status}${detail}). Unseen meanwhile: ${unseen}.`,
    before: null,
    after: status,
    expected: 'OK',
    actor: null,
    source: null,
    settle: gapSettle(gap, input.fromFiles === true),
  };
}
