import type { ScopeOutcome } from '../../estate/source.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import { createMemberReader, type MemberReading } from './members.ts';
import { listOutcome, type NamedList, nameOf, pagesOf, readNamedList } from './named-list.ts';
import { readPages } from './pages.ts';
import type { ReaderContext } from './reader.ts';

/**
 * Reads a list and, while its pages arrive, what belongs to each of its members; answers the outcome of
 * the list and of each of the readings.
 */
export async function readOwners(
  context: ReaderContext,
  list: NamedList,
  readings: MemberReading[],
): Promise<ScopeOutcome[]> {
  const readers = readings.map(createMemberReader);
  const each = (name: string, member: JsonObject): void => {
    for (const reader of readers) reader.add(name, member);
  };
  const end = await readNamedList(context, { ...list, each });
  const missing = await Promise.all(readers.map((reader) => reader.missing()));
  const gone = end.ok ? await deletedOf(context, list, missing.flat()) : [];
  const outcomes = await Promise.all(readers.map((reader) => reader.outcome(end, gone)));
  return [listOutcome(list.scope, end, gone), ...outcomes];
}

/**
 * Those that were deleted since they were listed. That Google knows nothing of what belongs to a member
 * is not enough to call it deleted, since a deletion is told to people: only a second, whole list that
 * lacks it is. Otherwise the 404 stays a gap of that member.
 */
async function deletedOf(context: ReaderContext, list: NamedList, missing: string[]): Promise<string[]> {
  if (missing.length === 0) return [];
  const left = new Set(missing);
  const end = await readPages({
    ...pagesOf(context, list),
    take: (items) => {
      for (const item of items) left.delete(nameOf(list, item) ?? '');
    },
  });
  return end.ok && end.unreachable.length === 0 ? [...left].sort() : [];
}
