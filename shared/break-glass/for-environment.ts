import type { ContractEdit } from '../contract/edit.ts';
import type { Contract } from '../contract/model.ts';
import { isObject, type Json } from '../snapshot/json.ts';

/** The edit that gives one environment a value of its own beside what the others have. */
export function forEnvironment(
  contract: Contract,
  { path, value, environment }: ContractEdit & { environment: string },
): ContractEdit {
  const written = writtenAt(contract.document, path);
  const names = contract.environments.map(({ name }) => name);
  if (
    written === undefined ||
    (isObject(written) && Object.keys(written).every((key) => names.includes(key)))
  )
    return { path: [...path, environment], value };
  const each = names.map((name) => [name, name === environment ? value : written] as const);
  return { path, value: Object.fromEntries(each) };
}

/** What a document says at a path; undefined where it says nothing. */
export function writtenAt(document: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (node, key) => (isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined),
    document,
  );
}
