import { isDeepStrictEqual } from 'node:util';
import { KeptDocument } from '../snapshot/kept-document.ts';
import {
  compareText,
  type Gap,
  type Reading,
  type ResourceClass,
  type ResourceDocument,
  resourceId,
} from '../snapshot/model.ts';
import { compareGapStatus } from './gaps.ts';
import { describeError } from './sanitise.ts';
import { scopeOf } from './scopes.ts';
import type { CaptureTarget, RawDocument, ScopeOutcome, ScopeRef } from './source.ts';

/** A document in canonical form, or why it could not be understood. */
export type Canonical = { ok: true; document: ResourceDocument } | { ok: false; problem: string };

/** Each service has one of each, and its checks look at them once; what all services lean on stays open. */
const MANY: ReadonlySet<ResourceClass> = new Set(['run.services', 'run.services.iamPolicy', 'run.revisions']);

/** What arrived of one scope, by name. */
interface Members {
  ref: ScopeRef;
  documents: Map<string, ResourceDocument>;
  gaps: Map<string, Gap>;
}

/** Gathers what a source hands over of one environment. */
export interface Collector {
  /** Reduces a document to canonical form at once; the raw one is not kept. */
  add(raw: RawDocument): void;
  /** One reading for each outcome, and for each scope that has documents but no outcome. */
  readings(outcomes: ScopeOutcome[]): Reading[];
}

/** Answers an empty collector for the target. */
export function createCollector(
  target: CaptureTarget,
  toCanonical: (raw: RawDocument) => Canonical,
): Collector {
  const scopes = new Map<string, Members>();
  return {
    add: (raw) => put(membersOf(scopes, raw), raw, understand(toCanonical, raw)),
    readings: (outcomes) => {
      const decided = new Map<string, ScopeOutcome>();
      for (const outcome of [...outcomes, ...withoutOutcome(scopes, outcomes)]) {
        decided.set(keyOf(outcome), worse(decided.get(keyOf(outcome)), outcome));
      }
      return [...decided.values()].map((outcome) => readingOf(target, outcome, membersOf(scopes, outcome)));
    },
  };
}

function understand(toCanonical: (raw: RawDocument) => Canonical, raw: RawDocument): Canonical {
  try {
    return toCanonical(raw);
  } catch (error) {
    return { ok: false, problem: `it could not be understood (${describeError(error)})` };
  }
}

function put(members: Members, raw: RawDocument, canonical: Canonical): void {
  const { name } = raw;
  if (!canonical.ok) {
    members.gaps.set(name, { status: 'ERROR', detail: canonical.problem });
    return;
  }
  const { document } = canonical;
  const other = members.documents.get(name);
  if (other !== undefined && !isDeepStrictEqual(other.fields, document.fields)) {
    const detail = disagreement(resourceId(raw, name), other, document);
    members.gaps.set(name, { status: 'ERROR', detail });
  }
  members.documents.set(name, MANY.has(raw.resource) ? new KeptDocument(document) : document);
}

/** Names both documents by what tells them apart: the settings, never their values. */
function disagreement(id: string, first: ResourceDocument, second: ResourceDocument): string {
  const names = [...new Set([...Object.keys(first.fields), ...Object.keys(second.fields)])];
  const differing = names.filter((name) => !isDeepStrictEqual(first.fields[name], second.fields[name]));
  const generations = [first, second].map((one) => one.evidence.generation ?? 'unknown').join(' and ');
  return (
    `two documents of ${id} (generations ${generations}) disagree in ${differing.sort(compareText).join(', ')}: ` +
    'read it again, or keep one of them'
  );
}

function readingOf(target: CaptureTarget, outcome: ScopeOutcome, members: Members): Reading {
  const { status, detail } = outcome;
  const scope = scopeOf(target, outcome);
  if (status !== 'OK') {
    return { ...scope, status, detail, documents: {}, gaps: {} };
  }
  const gone = new Set(outcome.gone);
  const gaps = new Map([...members.gaps, ...Object.entries(outcome.gaps)]);
  return {
    ...scope,
    status,
    detail,
    documents: byId(outcome, members.documents, (name) => !gaps.has(name) && !gone.has(name)),
    gaps: byId(outcome, gaps, (name) => !gone.has(name)),
  };
}

function withoutOutcome(scopes: Map<string, Members>, outcomes: ScopeOutcome[]): ScopeOutcome[] {
  const answered = new Set(outcomes.map(keyOf));
  return [...scopes.values()]
    .filter(({ ref }) => !answered.has(keyOf(ref)))
    .map(({ ref }) => ({
      ...ref,
      status: 'ERROR',
      detail: 'documents arrived, but not whether they are all there are',
      gaps: {},
    }));
}

function worse(known: ScopeOutcome | undefined, next: ScopeOutcome): ScopeOutcome {
  if (known === undefined) return next;
  if (known.status !== 'OK')
    return next.status !== 'OK' && compareGapStatus(next.status, known.status) < 0 ? next : known;
  if (next.status !== 'OK') return next;
  const gone = [...(known.gone ?? []), ...(next.gone ?? [])];
  return { ...next, gaps: { ...known.gaps, ...next.gaps }, ...(gone.length === 0 ? {} : { gone }) };
}

function membersOf(scopes: Map<string, Members>, { resource, region }: ScopeRef): Members {
  const key = keyOf({ resource, region });
  const members = scopes.get(key) ?? { ref: { resource, region }, documents: new Map(), gaps: new Map() };
  scopes.set(key, members);
  return members;
}

function keyOf({ resource, region }: ScopeRef): string {
  return `${resource}|${region ?? '-'}`;
}

/** A record by resource id, in the order of the ids, which in one scope is that of the shorter names. */
function byId<T>(
  scope: ScopeRef,
  members: ReadonlyMap<string, T>,
  isIn: (name: string) => boolean,
): Record<string, T> {
  const record: Record<string, T> = {};
  // Thousands of members are set in a third of the time `Object.fromEntries` takes; no id is `__proto__`: each holds a slash.
  for (const name of [...members.keys()].filter(isIn).sort())
    record[resourceId(scope, name)] = members.get(name) as T;
  return record;
}
