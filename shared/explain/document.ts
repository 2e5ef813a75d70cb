import type { Contract, Location } from '../contract/model.ts';
import { isObject, type Json } from '../snapshot/json.ts';

/** Something the contract says, and where. */
export interface Written {
  value: Json;
  source: Location;
}

type Path = (string | number)[];

/** What a contract says at a path for one environment, given once or as `{ env: value }`; null where it says nothing. */
export function writtenFor(contract: Contract, path: Path, environment: string): Written | null {
  const value = valueAt(contract.document, path);
  if (value === undefined) return null;
  if (!isByEnvironment(value, contract)) return { value, source: contract.locate(path) };
  const own = isObject(value) && Object.hasOwn(value, environment) ? value[environment] : undefined;
  return own === undefined ? null : { value: own, source: contract.locate([...path, environment]) };
}

/** The value at a path of a document; undefined where nothing stands there. */
export function valueAt(document: Json, path: Path): Json | undefined {
  let value: Json | undefined = document;
  for (const segment of path) {
    if (Array.isArray(value)) value = value[Number(segment)];
    else if (isObject(value) && Object.hasOwn(value, segment)) value = value[segment];
    else return undefined;
  }
  return value;
}

function isByEnvironment(value: Json, { environments }: Contract): boolean {
  const names = new Set(environments.map(({ name }) => name));
  return isObject(value) && Object.keys(value).every((key) => names.has(key));
}
