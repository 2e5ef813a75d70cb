import type { NeededPermission } from '../../doctor/probe.ts';
import { compareText } from '../../snapshot/model.ts';
import { ALLOWLIST } from './allowlist.ts';

/** What the requests of the allowlist need, each permission once, in the order of its text. */
export function neededPermissions(): NeededPermission[] {
  const rows = Map.groupBy(ALLOWLIST, ({ permission }) => permission);
  return [...rows]
    .flatMap(([permission, same]) =>
      permission === null ? [] : [{ permission, reads: same.map(({ reads }) => reads) }],
    )
    .toSorted((a, b) => compareText(a.permission, b.permission));
}
