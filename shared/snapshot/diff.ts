import { labelOfKey } from './api-key-label.ts';
import type { CatalogueNode } from './catalogue/tree.ts';
import { catalogueOf } from './catalogue.ts';
import { diffFields, diffKnownFields, type FieldDifference } from './diff-fields.ts';
import {
  type Change,
  type CoverageEntry,
  compareScopes,
  compareText,
  gapFor,
  isOtherKey,
  type Reading,
  type ResourceClass,
  type ResourceDocument,
  type Scope,
  type Snapshot,
  scopeKey,
} from './model.ts';
import { withObserved } from './not-observed.ts';
import { formatPath } from './path.ts';
import { withContainerNameOf } from './renamed-container.ts';
import { withTimeOfReplaced } from './replaced-version.ts';

/** Documents of these classes stand for themselves; the others tell facts about their owner. */
const OWNERS: ReadonlySet<ResourceClass> = new Set([
  'run.services',
  'run.jobs',
  'run.workerPools',
  'run.domainMappings',
  'iam.serviceAccounts',
  'secretmanager.secrets',
  'apikeys.keys',
]);

/**
 * What changed from one OK reading of a scope to a later one, by resource id and path. Ids that either
 * side could not read are left out: nobody knows. A policy, versions or keys that are new with their
 * owner are told fact by fact.
 */
export function diffReadings(before: Reading, after: Reading): Change[] {
  return changesBetween(before, after, diffFields);
}

/** The same for two readings whose literals were fingerprinted with two keys, and so are not compared. */
export function diffKnown(before: Reading, after: Reading): Change[] {
  return changesBetween(before, after, diffKnownFields);
}

function changesBetween(before: Reading, after: Reading, differ: typeof diffFields): Change[] {
  const changes: Change[] = [];
  const catalogue = catalogueOf(after.resource);
  const ids = new Set([...Object.keys(before.documents), ...Object.keys(after.documents)]);
  for (const id of ids) {
    const old = before.documents[id];
    const now = after.documents[id];
    if (old === now || gapFor(before, id) !== null || gapFor(after, id) !== null) continue;
    changes.push(...changesOf(id, { scope: after, catalogue, differ, old, now }));
  }
  return changes.length < 2 ? changes : ordered(changes);
}

/** What two snapshots show, and what at least one of them does not. */
export interface SnapshotDiff {
  changes: Change[];
  gaps: CoverageEntry[];
  /** Their literals were fingerprinted with two keys: whether any is another one is not known. */
  isOtherKey: boolean;
}

/**
 * What changed between two snapshots, in the order of their scopes. A scope that one of them could not
 * read, or does not have, is a named gap and never a deletion; so is a single resource that was not read.
 */
export function diffSnapshots(before: Snapshot, after: Snapshot): SnapshotDiff {
  const otherKey = isOtherKey(before.keyMark, after.keyMark);
  const differ = otherKey ? diffKnown : diffReadings;
  const old = new Map(before.readings.map((reading) => [scopeKey(reading), reading]));
  const now = new Map(after.readings.map((reading) => [scopeKey(reading), reading]));
  const scopes = [...new Map([...old, ...now]).entries()].sort(([, a], [, b]) => compareScopes(a, b));
  const changes: Change[] = [];
  const gaps: CoverageEntry[] = [];
  for (const [key, scope] of scopes) {
    const pair = { before: old.get(key), after: now.get(key) };
    gaps.push(...gapsOf(scope, pair));
    if (pair.before?.status === 'OK' && pair.after?.status === 'OK') {
      changes.push(...differ(pair.before, pair.after));
    }
  }
  return { changes, gaps, isOtherKey: otherKey };
}

interface Pair {
  scope: Scope;
  catalogue: CatalogueNode;
  differ: typeof diffFields;
  old: ResourceDocument | undefined;
  now: ResourceDocument | undefined;
}

function changesOf(id: string, { scope, catalogue, differ, old, now }: Pair): Change[] {
  const { environment, project, region, resource } = scope;
  const label = resource === 'apikeys.keys' ? labelOfKey(now ?? old) : null;
  const place = { environment, project, region, resource, id, ...(label === null ? {} : { label }) };
  if ((old === undefined || now === undefined) && OWNERS.has(resource)) {
    const present = (side: ResourceDocument | undefined) => (side === undefined ? null : 'present');
    const document = resource === 'run.services' ? (now ?? old) : undefined;
    const whole = { path: null, class: 'posture' as const, before: present(old), after: present(now) };
    return [{ ...place, ...whole, ...(document === undefined ? {} : { document }) }];
  }
  const before = old && comparable(old, now, resource);
  const after = now && comparable(now, old, resource);
  const fields = after?.fields ?? {};
  const found = differ(withContainerNameOf(before?.fields ?? {}, fields, resource), fields, catalogue);
  return found.flatMap((difference) => changeOf(place, difference));
}

/** A document as it is held against another one of the same resource, in what only the two together tell. */
function comparable(
  document: ResourceDocument,
  other: ResourceDocument | undefined,
  resource: ResourceClass,
): ResourceDocument {
  if (resource !== 'secretmanager.versions') return withObserved(document, other);
  return other === undefined ? document : withTimeOfReplaced(document, other);
}

/** Noise is dropped while normalising; were some left in an older document, it would still be no change. */
function changeOf(
  place: Scope & Pick<Change, 'id' | 'label'>,
  { segments, before, after, ...rest }: FieldDifference,
): Change[] {
  if (rest.class === 'noise') return [];
  return [{ ...place, path: formatPath(segments), class: rest.class, before, after }];
}

/** By id; within one resource the paths came in order. */
function ordered(changes: Change[]): Change[] {
  return changes.sort((a, b) => compareText(a.id, b.id));
}

function gapsOf(
  scope: Scope,
  pair: { before: Reading | undefined; after: Reading | undefined },
): CoverageEntry[] {
  const { environment, project, region, resource } = scope;
  const entry = (side: Pick<Reading, 'status' | 'detail'>): CoverageEntry => ({
    ...{ environment, project, region, resource },
    status: side.status,
    detail: side.detail,
  });
  const { before, after } = pair;
  if (before === undefined || after === undefined) {
    return [
      entry({
        status: 'NOT_CAPTURED',
        detail: `only the ${before === undefined ? 'later' : 'earlier'} snapshot has it`,
      }),
    ];
  }
  const unread = [after, before].find((side) => side.status !== 'OK');
  if (unread !== undefined) return [entry(told(unread, unread === after ? 'later' : 'earlier'))];
  const ids = new Map([...Object.entries(before.gaps), ...Object.entries(after.gaps)]);
  return [...ids]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, gap]) => entry({ status: gap.status, detail: `${id}: ${gap.detail}` }));
}

function told(side: Reading, which: string): Pick<Reading, 'status' | 'detail'> {
  const words = `not read in the ${which} snapshot`;
  return { status: side.status, detail: side.detail === null ? words : `${words}: ${side.detail}` };
}
