import type { JsonObject } from '../json.ts';
import { compareText } from '../model.ts';
import type { Place, Raw } from './context.ts';
import { enumAt, SPLIT_TYPE, TRAFFIC_TYPE } from './enums.ts';
import { type Keyed, mapOf } from './keyed.ts';
import { revisionName } from './names.ts';
import { countAt, listAt, objectAt, put, textAt } from './read.ts';
import { keepUnknown } from './unknown.ts';

const TARGET = new Set(['percent', 'revision', 'tag', 'type']);

/** What is allocated, and the words for it. */
interface Allocation {
  where: string;
  types: typeof TRAFFIC_TYPE;
  place: Place;
}

/**
 * Traffic targets by tag, else `latest`, else `pinned-1`… in the order of their revisions. Absent where
 * everything goes to the latest ready revision, which is the documented default.
 */
export function traffic(value: unknown, place: Place): JsonObject | undefined {
  return allocation(value, { where: 'traffic', types: TRAFFIC_TYPE, place });
}

/** A worker pool's instances over its revisions, in the same form. */
export function instanceSplits(value: unknown, place: Place): JsonObject | undefined {
  return allocation(value, { where: 'instanceSplits', types: SPLIT_TYPE, place });
}

function allocation(value: unknown, of: Allocation): JsonObject | undefined {
  const latest = of.types[1] ?? '';
  const targets = listAt(value, of.where).map((item) => target(objectAt(item, of.where), of));
  if (targets.length === 0 || (targets.length === 1 && isDefault(targets[0], latest))) return undefined;
  targets.sort(byRevision);
  const entries: Keyed[] = [];
  let pinned = 0;
  for (const one of targets) {
    if (typeof one.tag === 'string') entries.push([tagKey(one.tag), one]);
    else if (one.type === latest) entries.push(['latest', one]);
    else {
      pinned += 1;
      entries.push([`pinned-${pinned}`, one]);
    }
  }
  return mapOf(entries);
}

function target(raw: Raw, { where, types, place }: Allocation): JsonObject {
  const out: JsonObject = {};
  const revision = revisionName(raw.revision, `${where}.revision`);
  put(out, 'percent', countAt(raw.percent, `${where}.percent`));
  put(out, 'revision', revision);
  put(out, 'tag', textAt(raw.tag, `${where}.tag`));
  const type = enumAt(raw.type, types, `${where}.type`);
  put(out, 'type', type ?? types[revision === undefined ? 1 : 2]);
  keepUnknown(out, raw, { known: TARGET, place });
  return out;
}

function isDefault(only: JsonObject | undefined, latest: string): boolean {
  return only?.type === latest && only.percent === 100 && Object.keys(only).length === 2;
}

/** A tag may be called what the untagged targets are called here. */
function tagKey(tag: string): string {
  return tag === 'latest' || /^pinned-[0-9]+$/.test(tag) ? `tag ${tag}` : tag;
}

function byRevision(a: JsonObject, b: JsonObject): number {
  return (
    compareText(String(a.revision ?? ''), String(b.revision ?? '')) ||
    Number(a.percent ?? 0) - Number(b.percent ?? 0)
  );
}
