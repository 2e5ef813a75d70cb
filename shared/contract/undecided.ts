import type { ContractDocument } from './language/contract.ts';
import type { Undecided } from './model.ts';
import type { Places } from './places.ts';

/** What a document calls undecided, each with its place. */
export function undecidedOf(document: ContractDocument, places: Places): Undecided[] {
  return (document.undecided ?? []).map((open, index) => ({
    check: open.check,
    roles: open.roles ?? null,
    environments: open.environments ?? null,
    path: open.path ?? null,
    expires: open.expires,
    location: places.locate(['undecided', index]),
  }));
}
