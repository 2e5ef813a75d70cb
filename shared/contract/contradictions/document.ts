import { isObject, type Json } from '../../snapshot/json.ts';

/** The entries of a map at the top of a document that may be wrong elsewhere; none where it is no map. */
export function entriesOf(document: Json, key: string): [string, Json][] {
  const part = isObject(document) ? document[key] : undefined;
  return isObject(part) ? Object.entries(part) : [];
}

/** The name of a role in an environment as the document has it; null where it has none there. */
export function nameIn(service: Json, environment: string): string | null {
  const names = isObject(service) ? service.names : undefined;
  const name = isObject(names) ? (Object.hasOwn(names, environment) ? names[environment] : undefined) : names;
  return typeof name === 'string' ? name : null;
}
