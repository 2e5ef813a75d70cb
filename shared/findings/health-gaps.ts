import { type CoverageEntry, type ResourceClass, scopeKey } from '../snapshot/model.ts';
import { EXPORT_AGAIN } from './gap-settle.ts';
import { findingFingerprint, valueHash } from './identity.ts';
import type { Finding, FindingRecord } from './model.ts';
import type { ObserveInput } from './observe.ts';

/** Messages to one channel that have not arrived for long. */
export interface Undelivered {
  channel: string;
  /** `*`: about the estate as a whole. */
  environment: string;
  /** RFC 3339, when the oldest was written. */
  since: string;
  /** What the other side said last; null where it said nothing. */
  detail: string | null;
}

/** The value of a gap whose list was read and has become empty at once, and of a channel that takes nothing. */
export const EMPTIED = 'EMPTIED';
const UNDELIVERED = 'UNDELIVERED';
/** The value of a gap in which fingerprints of two keys met. */
export const OTHER_KEY = 'OTHER_KEY';
const LITERALS = 'literals';
/** So many resources do not vanish between two passes by accident; fewer are told one by one alone. */
const LEAST_EMPTIED = 3;
const CHANNEL = 'alerts/';
/** Classes that are lists of their own; what belongs to a service or secret vanishes with it. */
const LISTS: ReadonlySet<ResourceClass> = new Set([
  'run.services',
  'run.jobs',
  'run.workerPools',
  'iam.serviceAccounts',
  'secretmanager.secrets',
  'apikeys.keys',
]);

/** Whether a finding says that people are not told, and is about no scope. */
export function isAboutChannel({ kind, resource }: Pick<Finding, 'kind' | 'resource'>): boolean {
  return kind === 'read-gap' && resource.startsWith(CHANNEL);
}

/** The channel such a finding is about. */
export function channelOf({ resource }: Pick<Finding, 'resource'>): string {
  return resource.slice(CHANNEL.length);
}

/** What blinds people though nothing was refused: a list that has become empty at once, a channel that takes nothing. */
export function healthGapsOf(input: ObserveInput, gapResource: (scope: CoverageEntry) => string): Finding[] {
  const emptied = input.coverage.flatMap((scope) => {
    const lost = lostIn(input, scope, gapResource(scope));
    return lost === null ? [] : [emptiedGap(input, scope, { resource: gapResource(scope), lost })];
  });
  const otherKey = [...new Set(input.otherKey)].map((environment) => keyGap(input, environment));
  return [...emptied, ...otherKey, ...(input.undelivered ?? []).map((one) => channelGap(input, one))];
}

/** Whether a finding says that literals were not compared, and is about no scope. */
export function isAboutKey({ kind, resource }: Pick<Finding, 'kind' | 'resource'>): boolean {
  return kind === 'read-gap' && resource === LITERALS;
}

/** How many resources a list lost at once; null where it did not. It stays so until something is listed, or it is accepted. */
function lostIn(input: ObserveInput, scope: CoverageEntry, resource: string): number | null {
  if (scope.status !== 'OK' || !LISTS.has(scope.resource)) return null;
  if (input.listed?.get(scopeKey(scope)) !== 0) return null;
  const lost = input.changes.filter(
    (change) => change.path === null && change.after === null && scopeKey(change) === scopeKey(scope),
  ).length;
  if (lost >= LEAST_EMPTIED) return lost;
  const known = input.known.find(
    (record) => record.environment === scope.environment && record.resource === resource && isEmptied(record),
  );
  return typeof known?.before === 'number' ? known.before : null;
}

function isEmptied({ kind, after }: FindingRecord): boolean {
  return kind === 'read-gap' && after === EMPTIED;
}

function emptiedGap(
  input: ObserveInput,
  scope: CoverageEntry,
  { resource, lost }: { resource: string; lost: number },
): Finding {
  return {
    ...gap(input, { environment: scope.environment, resource, value: EMPTIED }),
    message: `${resource} of ${scope.project} was read and lists nothing; ${lost} were there at the last reading. Either all were deleted, or the list is not whole.`,
    before: lost,
    settle: `Accept it if they were deleted on purpose; otherwise ${input.fromFiles === true ? `let gcloud print the list again (${EXPORT_AGAIN})` : 'run plumbline doctor'}.`,
  };
}

/** One finding in the place of a drift for each literal. */
function keyGap(input: ObserveInput, environment: string): Finding {
  return {
    ...gap(input, { environment, resource: LITERALS, value: OTHER_KEY }),
    message: `Literal values of ${environment} were not compared in this pass: the last reading was fingerprinted with another key. Whether one was changed in between is not known; from the next pass on they are compared again.`,
    settle:
      'Nothing to do if the key was replaced on purpose (PLUMBLINE_FINGERPRINT_KEY, or fingerprint.key beside the store); otherwise bring the old one back.',
  };
}

function channelGap(input: ObserveInput, { channel, environment, since, detail }: Undelivered): Finding {
  const [first] = input.contract.environments;
  const known = input.contract.environments.find(({ name }) => name === environment) ?? first;
  const why = detail === null ? '' : ` (${detail})`;
  return {
    ...gap(input, {
      environment: known?.name ?? environment,
      resource: `${CHANNEL}${channel}`,
      value: UNDELIVERED,
    }),
    message: `Messages to ${channel} are undelivered since ${since}${why}: nobody has been told what they say.`,
    settle:
      'Mend the channel or the Slack app, or name another channel; they are kept, and go out with the next pass.',
  };
}

function gap(
  input: ObserveInput,
  { environment, resource, value }: { environment: string; resource: string; value: string },
): Omit<Finding, 'message' | 'settle'> {
  const { estate, environments } = input.contract;
  const known = environments.find(({ name }) => name === environment);
  return {
    fingerprint: findingFingerprint({ estate, environment, resource, path: null, rule: 'read-gap' }),
    valueHash: valueHash(input.fingerprintOf, value),
    kind: 'read-gap',
    severity: known?.protected === true ? 'high' : 'medium',
    environment,
    role: null,
    resource,
    path: null,
    rule: null,
    before: null,
    after: value,
    expected: null,
    actor: null,
    source: null,
  };
}
