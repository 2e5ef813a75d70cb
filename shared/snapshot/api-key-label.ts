import type { ResourceDocument } from './model.ts';

/** As many as tell two keys of one name apart. */
const SHORT_UID = 8;
/** A name may be longer than a headline. */
const LONGEST = 60;

/** What people call an API key: `API key "Browser key" (1a2b3c4d)`; null where it has no name. */
export function labelOfKey(key: Pick<ResourceDocument, 'name' | 'fields'> | undefined): string | null {
  const name = key?.fields.displayName;
  if (key === undefined || typeof name !== 'string' || name === '') return null;
  return keyLabelOf(name, key.name);
}

/** The same from a display name and a uid; the name stands quoted, so that it cannot pass for the words around it. */
export function keyLabelOf(displayName: string, uid: string): string {
  const characters = [...displayName];
  const name = characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : displayName;
  return `API key ${JSON.stringify(name)} (${uid.slice(0, SHORT_UID)})`;
}
