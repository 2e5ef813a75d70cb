import type { ContractDocument } from './language/contract.ts';
import type { Undecided } from './model.ts';
import type { YamlSource } from './yaml-source.ts';

/** What a document calls undecided, each with its place. */
export function undecidedOf(document: ContractDocument, source: Pick<YamlSource, 'locate'>): Undecided[] {
  return (document.undecided ?? []).map((open, index) => ({
    check: open.check,
    roles: open.roles ?? null,
    environments: open.environments ?? null,
    path: open.path ?? null,
    expires: open.expires,
    location: source.locate(['undecided', index]),
  }));
}
