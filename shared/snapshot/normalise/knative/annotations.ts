import { isSystemName } from '../../catalogue/names.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { Raw } from '../context.ts';
import { isAbsent, listAt, put, textAt } from '../read.ts';

/** Puts an annotation's text where the v2 API has it; false where the text is not what the annotation holds. */
export type Setter = (out: Raw, text: string) => boolean;

/** Settings of a v1 document found in its annotations, and the annotations that are none. */
export interface Sorted {
  /** User annotations, and those of the platform that nobody knows. */
  kept: Raw;
  out: Raw;
}

/** What clients stamp and the platform answers on documents of every kind: nothing of it was asked for. */
export const OUTPUT: ReadonlySet<string> = new Set([
  'run.googleapis.com/client-name',
  'run.googleapis.com/client-version',
  'run.googleapis.com/creator',
  'run.googleapis.com/creatorEmail',
  'run.googleapis.com/lastModifierEmail',
  'run.googleapis.com/operation-id',
  'run.googleapis.com/satisfies-pzs',
  'run.googleapis.com/threat-detection',
  'serving.knative.dev/creator',
]);

/** Spreads annotations over `out` by a table of setters; noise is dropped, what no setter takes is kept. */
export function spreadAnnotations(
  annotations: Raw,
  rule: { setters: ReadonlyMap<string, Setter>; noise: ReadonlySet<string> },
  out: Raw,
): Raw {
  const kept: Raw = {};
  for (const key in annotations) {
    if (rule.noise.has(key) || isAbsent(annotations[key])) continue;
    const setter = rule.setters.get(key);
    const text = annotationText(annotations[key], key);
    if (setter === undefined || !setter(out, text)) put(kept as JsonObject, key, text);
  }
  return kept;
}

/** A setter that writes the text as it is, translated by a table of words where one is given. */
export function into(field: string, words: Readonly<Record<string, string>> = {}): Setter {
  return (out, text) => {
    out[field] = Object.hasOwn(words, text) ? words[text] : text;
    return true;
  };
}

/** The same for a member of a message. */
export function intoMessage(
  message: string,
  field: string,
  words?: Readonly<Record<string, string>>,
): Setter {
  const set = into(field, words);
  return (out, text) => {
    const inner = (out[message] ?? {}) as Raw;
    out[message] = inner;
    return set(inner, text);
  };
}

/** Writes what an annotation's JSON holds as a list. */
export function listInto(field: string): (out: Raw, value: unknown) => void {
  return (out, value) => {
    out[field] = listAt(value, field);
  };
}

/** A setter for an annotation whose text is JSON, its words quoted or not; text that is none leaves the annotation where it was. */
export function parsed(set: (out: Raw, value: unknown) => void): Setter {
  return (out, text) => {
    try {
      set(out, relaxedJson(text));
      return true;
    } catch {
      return false;
    }
  };
}

const WORD = /"(?:[^"\\]|\\.)*"|'([^']*)'|[A-Za-z][\w.-]*/g;

/** Cloud Run takes words without quotes too, and Google's own samples write them: `{app:[collector]}`. */
function relaxedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.replace(WORD, quoted));
  }
}

function quoted(word: string, inside: string | undefined): string {
  if (word.startsWith('"') || /^(?:true|false|null)$/.test(word)) return word;
  return JSON.stringify(inside ?? word);
}

/** The parts of a comma-separated list, trimmed, empty ones left out. */
export function commaList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Only the platform's own names are told where a value is not what an annotation holds. */
function annotationText(value: unknown, key: string): string {
  if (typeof value === 'string') return value;
  return textAt(value, `metadata.annotations.${isSystemName(key) ? key : '*'}`) ?? '';
}

/** The members of an object but for some, in an object of its own. */
export function membersBut(raw: Raw, left: ReadonlySet<string>): Raw {
  const out: Raw = {};
  for (const key in raw) if (!left.has(key)) put(out as JsonObject, key, raw[key] as Json);
  return out;
}
