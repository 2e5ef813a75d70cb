import { contractSchema } from '../contract/language/contract.ts';
import { ANY_NAMES } from '../contract/language/names.ts';
import type { Json } from '../snapshot/json.ts';

const KNOWN = new Map<string, boolean>();
const MOST_REMEMBERED = 10_000;

/** Whether the contract's language has words for a value of a setting (`resources.memory`, 512Mi). */
export function isDeclarable(setting: string, value: Json): boolean {
  const id = `${setting} ${JSON.stringify(value)}`;
  const known = KNOWN.get(id);
  if (known !== undefined) return known;
  if (KNOWN.size >= MOST_REMEMBERED) KNOWN.clear();
  const answer = contractSchema(ANY_NAMES).shape.profiles.safeParse({ any: nested(setting, value) }).success;
  KNOWN.set(id, answer);
  return answer;
}

/** Whether a key of an environment can stand in a contract. */
export function isDeclarableKey(key: string): boolean {
  return /^[^=\s]{1,256}$/.test(key) && key !== '__proto__' && key !== '<<';
}

function nested(setting: string, value: Json): Json {
  const [outer = '', inner] = setting.split('.');
  return inner === undefined ? { [outer]: value } : { [outer]: { [inner]: value } };
}
