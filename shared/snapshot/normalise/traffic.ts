import type { JsonObject } from '../json.ts';
import { compareText } from '../model.ts';
import type { Place, Raw } from './context.ts';
import { enumAt, TRAFFIC_TYPE } from './enums.ts';
import { type Keyed, mapOf } from './keyed.ts';
import { revisionName } from './names.ts';
import { countAt, listAt, objectAt, put, textAt } from './read.ts';
import { keepUnknown } from './unknown.ts';

const TARGET = new Set(['percent', 'revision', 'tag', 'type']);
const LATEST = 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST';
const PINNED = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION';

/**
 * Traffic targets by tag, else `latest`, else `pinned-1`… in the order of their revisions. Absent where
 * everything goes to the latest ready revision, which is the documented default.
 */
export function traffic(value: unknown, place: Place): JsonObject | undefined {
  const targets = listAt(value, 'traffic').map((item) => target(objectAt(item, 'traffic'), place));
  if (targets.length === 0 || (targets.length === 1 && isDefault(targets[0]))) return undefined;
  targets.sort(byRevision);
  const entries: Keyed[] = [];
  let pinned = 0;
  for (const one of targets) {
    if (typeof one.tag === 'string') entries.push([tagKey(one.tag), one]);
    else if (one.type === LATEST) entries.push(['latest', one]);
    else {
      pinned += 1;
      entries.push([`pinned-${pinned}`, one]);
    }
  }
  return mapOf(entries);
}

function target(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  const revision = revisionName(raw.revision, 'traffic.revision');
  put(out, 'percent', countAt(raw.percent, 'traffic.percent'));
  put(out, 'revision', revision);
  put(out, 'tag', textAt(raw.tag, 'traffic.tag'));
  const type = enumAt(raw.type, TRAFFIC_TYPE, 'traffic.type');
  put(out, 'type', type ?? (revision === undefined ? LATEST : PINNED));
  keepUnknown(out, raw, { known: TARGET, place });
  return out;
}

function isDefault(only: JsonObject | undefined): boolean {
  return only?.type === LATEST && only.percent === 100 && Object.keys(only).length === 2;
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
