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
import type { AuditTrail } from './audit-trail.ts';
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
 * Names who likely made the changes that are news in this pass. Only projects with such a change are asked,
 * once each: a quiet pass asks nobody. A log that cannot be read is a gap, and the news goes out without an actor.
 */
export async function attributePass(
  trail: AuditTrail | undefined,
  facts: AttributionFacts,
): Promise<Attributed> {
  const { decisions, until, signal } = facts;
  if (trail === undefined || facts.changes.length === 0) return { decisions, actors: new Map(), gaps: [] };
  const answers = await Promise.all(
    sharesOf(facts).map(async ({ environment, project, targets }) => {
      const services = [...new Set(targets.map(({ service }) => service))].toSorted(compareText);
      const since = targets.map((target) => target.since).toSorted(compareText)[0] ?? '';
      const question = { project, since, until: until.toISOString(), services };
      return { environment, project, targets, answer: await trail.read(question, signal) };
    }),
  );
  const actors = new Map(
    answers.flatMap(({ targets, answer }) => (answer?.ok === true ? [...attribute(targets, answer)] : [])),
  );
  const gaps = answers.flatMap(({ environment, project, answer }) =>
    answer?.ok === false
      ? ({ environment, project, region: null, resource: AUDIT_LOG, ...answer.gap } satisfies CoverageLine)
      : [],
  );
  return { decisions: withActors(decisions, actors), actors, gaps };
}

function sharesOf(facts: AttributionFacts): Share[] {
  const { environments } = facts.contract;
  return environments.flatMap(({ name, project }) => {
    const targets = [...newsOf(facts), ...quietly(facts)]
      .filter(({ environment }) => environment === name)
      .flatMap((record) => targetFor(record, project, facts) ?? []);
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
type Place = Pick<FindingRecord, 'fingerprint' | 'environment' | 'resource' | 'path' | 'after'>;

function targetFor(record: Place, project: string, facts: AttributionFacts): Target | null {
  const since = sinceOf(record, project, facts.baseline ?? {});
  const aliases = aliasesOf(record, facts.snapshot);
  return since === null ? null : targetOf(record, { project, since, aliases });
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

function withActors(decisions: PassDecisions, actors: ReadonlyMap<string, Actor>): PassDecisions {
  if (actors.size === 0) return decisions;
  const named = <T extends { fingerprint: string; actor: Actor | null }>(finding: T): T => {
    const actor = actors.get(finding.fingerprint);
    return actor === undefined ? finding : { ...finding, actor };
  };
  return {
    ...decisions,
    records: decisions.records.map(named),
    open: decisions.open.map(named),
    tell: decisions.tell.map((told) => ({ ...told, record: named(told.record) })),
    findings: decisions.findings.map(named),
  };
}
