import { OPTIONAL_PERMISSIONS } from '../../doctor/permissions.ts';
import type { NeededPermission } from '../../doctor/probe.ts';
import { compareText } from '../../snapshot/model.ts';
import { ALLOWLIST } from './allowlist.ts';

/** What the requests of the allowlist that read a target need, each permission once, in the order of its text. */
export function neededPermissions(): NeededPermission[] {
  const asViewer = ALLOWLIST.filter(({ own }) => own === undefined);
  const rows = Map.groupBy(asViewer, ({ permission }) => permission);
  return [...rows]
    .flatMap(([permission, same]) =>
      permission === null ? [] : [{ permission, reads: same.map(({ reads }) => reads) }],
    )
    .toSorted((a, b) => compareText(a.permission, b.permission));
}

/** What a custom role for the viewer is made of, as Terraform reads it. */
export interface ViewerPermissions {
  /** In every such role: permission → what it reads. */
  required: Record<string, string[]>;
  /** Better to have, where a role may hold them: no predefined role does. */
  optional: Record<string, string[]>;
}

/** The permissions of the allowlist, parted by whether the viewer must have them; in the order of their text. */
export function viewerPermissions(): ViewerPermissions {
  const entries = (optional: boolean) =>
    neededPermissions()
      .filter(({ permission }) => OPTIONAL_PERMISSIONS.has(permission) === optional)
      .map(({ permission, reads }): [string, string[]] => [permission, [...new Set(reads)]]);
  return { required: Object.fromEntries(entries(false)), optional: Object.fromEntries(entries(true)) };
}
