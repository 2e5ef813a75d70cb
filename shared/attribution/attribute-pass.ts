import type { Contract } from '../contract/model.ts';
import type { PassDecisions } from '../decide.ts';
import { driftFingerprint } from '../findings/drifts.ts';
import type { Actor, FindingRecord, TransitionKind } from '../findings/model.ts';
import { resourceScope } from '../findings/resource-scope.ts';
import { covers } from '../findings/same-path.ts';
import type { Baseline } from '../ports.ts';
import {
  AUDIT_LOG,
  type Change,
  type CoverageLine,
  compareText,
  parseScopeKey,
  type Snapshot,
  scopeKey,
} from '../snapshot/model.ts';
import { attribute } from './attribute.ts';
import type { AuditAnswer, AuditTrail } from './audit-trail.ts';
import { isStillAskedFor, withActors } from './name.ts';
import { type Target, targetOf } from './target.ts';

const NEWS: readonly TransitionKind[] = ['opened', 'changed', 'regressed'];

/** What a pass decided, and what it decided it from. */
export interface AttributionFacts {
  contract: Contract;
  decisions: PassDecisions;
  changes: readonly Change[];
  /** Whether changes that are no finding are asked for too: a break-glass window names who made them. */
  all?: boolean;
  /** As it was before this pass. */
  baseline: Baseline | null;
  snapshot: Snapshot;
  /** When the reading was over. */
  until: Date;
  signal: AbortSignal;
}

/** The decisions with actors where some were found; and the projects whose log could not be read. */
export interface Attributed {
  decisions: PassDecisions;
  /** By fingerprint: of a finding, or of the drift that a change would be. */
  actors: ReadonlyMap<string, Actor>;
  gaps: CoverageLine[];
}

/** One environment's places to ask for. */
interface Share {
  environment: string;
  project: string;
  targets: Target[];
}

/**
 * Names who likely made the changes that are news in this pass, and those of the last hours that nobody was
 * named for yet. Only projects with such a change are asked, once each: a quiet pass asks nobody. A log that
 * cannot be read is a gap, and the news goes out without an actor.
 */
export async function attributePass(
  trail: AuditTrail | undefined,
  facts: AttributionFacts,
): Promise<Attributed> {
  const { decisions } = facts;
  if (trail === undefined) return { decisions, actors: new Map(), gaps: [] };
  const answers = await Promise.all(sharesOf(facts).map((share) => ask(trail, share, facts)));
  const read = answers.flatMap(({ targets, answer }) => (answer?.ok === true ? { targets, answer } : []));
  const actors = new Map(read.flatMap(({ targets, answer }) => [...attribute(targets, answer)]));
  const asked = new Map(read.flatMap(({ targets }) => targets).map((one) => [one.fingerprint, one] as const));
  const gaps = answers.flatMap(({ environment, project, answer }) =>
    answer?.ok === false
      ? ({ environment, project, region: null, resource: AUDIT_LOG, ...answer.gap } satisfies CoverageLine)
      : [],
  );
  return { decisions: withActors(decisions, { actors, asked }), actors, gaps };
}

async function ask(
  trail: AuditTrail,
  { environment, project, targets }: Share,
  { until, signal }: AttributionFacts,
): Promise<Share & { answer: AuditAnswer | null }> {
  const services = [...new Set(targets.map(({ service }) => service))].toSorted(compareText);
  const since = targets.map((target) => target.since).toSorted(compareText)[0] ?? '';
  const question = { project, since, until: until.toISOString(), services };
  return { environment, project, targets, answer: await trail.read(question, signal) };
}

function sharesOf(facts: AttributionFacts): Share[] {
  const { environments } = facts.contract;
  return environments.flatMap(({ name, project }) => {
    const isHere = (place: Place) => place.environment === name;
    const news = [...newsOf(facts), ...quietly(facts)].filter(isHere);
    const late = facts.decisions.open
      .filter(
        (record) => isHere(record) && !news.some(({ fingerprint }) => fingerprint === record.fingerprint),
      )
      .filter((record) => isStillAskedFor(record, facts.until));
    const targets = [...news, ...late].flatMap((place) => targetFor(place, project, facts) ?? []);
    return targets.length === 0 ? [] : { environment: name, project, targets };
  });
}

/** Findings that are news because something changed, and not only because something is wrong. */
function newsOf({ decisions, changes }: AttributionFacts): FindingRecord[] {
  const moved = new Set(
    decisions.transitions.filter(({ kind }) => NEWS.includes(kind)).map(({ fingerprint }) => fingerprint),
  );
  const isChanged = ({ environment, resource, path }: FindingRecord) =>
    changes.some(
      (change) => change.environment === environment && change.id === resource && covers(path, change.path),
    );
  return decisions.records.filter((record) => moved.has(record.fingerprint) && isChanged(record));
}

/** The changes that no finding speaks of, where they are asked for: what conforms, and what was released. */
function quietly({ all, changes, contract, decisions }: AttributionFacts): Place[] {
  if (all !== true) return [];
  const told = ({ environment, id, path }: Change) =>
    decisions.findings.some(
      (finding) =>
        finding.environment === environment && finding.resource === id && covers(finding.path, path),
    );
  return changes
    .filter((change) => !told(change))
    .map((change) => {
      const { environment, id: resource, path, after } = change;
      return { fingerprint: driftFingerprint(contract.estate, change), environment, resource, path, after };
    });
}

/** What is asked for: a finding, or a change that is none. */
type Place = Pick<FindingRecord, 'fingerprint' | 'environment' | 'resource' | 'path' | 'after' | 'askedFor'>;

/** What was asked for before is asked for the same time. */
function targetFor(place: Place, project: string, facts: AttributionFacts): Target | null {
  const aliases = aliasesOf(place, facts.snapshot);
  const since = sinceOf(place, project, facts.baseline ?? {});
  const now = since === null ? null : { since, until: facts.until.toISOString() };
  const time = place.askedFor ?? now;
  return time === null ? null : targetOf(place, { project, ...time, aliases });
}

/** The last OK reading of the place; of a region nothing was known of, that of the environment. */
function sinceOf({ environment, resource, path }: Place, project: string, baseline: Baseline): string | null {
  const scope = resourceScope(resource, path);
  const own = scope === null ? undefined : baseline[scopeKey({ environment, project, ...scope })];
  if (own !== undefined) return own.readAt;
  const others = Object.entries(baseline).filter(([key]) => parseScopeKey(key).environment === environment);
  return others.map(([, { readAt }]) => readAt).toSorted(compareText)[0] ?? null;
}

/** The audit log knows a service account by its number. */
function aliasesOf({ environment, resource }: Place, { readings }: Snapshot): string[] {
  if (!resource.startsWith('iam.serviceAccounts/')) return [];
  const numbers = readings
    .filter((reading) => reading.environment === environment && reading.resource === 'iam.serviceAccounts')
    .map(({ documents }) => documents[resource]?.fields.uniqueId);
  return numbers.filter((number) => typeof number === 'string');
}
