import { z } from 'zod';
import { holdsCredential } from '../../credentials.ts';
import { isObject, type Json } from '../../snapshot/json.ts';
import { CHECK_IDS } from '../check-ids.ts';
import { didYouMean } from '../suggest.ts';
import { must, shaped } from './words.ts';

/** The names a contract gives itself, which its other parts refer to; null: not to be held against. */
export interface Names {
  environments: readonly string[] | null;
  roles: readonly string[] | null;
}

/** Refers to nothing in particular: for the JSON Schema, which knows no one contract. */
export const ANY_NAMES: Names = { environments: null, roles: null };

/** The names of a document that may be wrong elsewhere. */
export function namesOf(document: Json): Names {
  return { environments: keysOf(document, 'environments'), roles: keysOf(document, 'services') };
}

function keysOf(document: Json, key: string): string[] | null {
  const part = isObject(document) && Object.hasOwn(document, key) ? document[key] : null;
  return isObject(part) ? Object.keys(part) : null;
}

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/;

/** A name a contract gives: letters, digits, dashes, underscores. */
export function givenName(of: string): z.ZodString {
  return shaped(NAME, `a name for ${of} of letters, digits, dashes or underscores`);
}

/** The name of an environment of this contract. */
export function environmentName(names: Names): z.ZodType<string, string> {
  return reference('an environment of this contract', names.environments);
}

/** The name of a role of this contract. */
export function roleName(names: Names): z.ZodType<string, string> {
  return reference('a role of this contract', names.roles);
}

/** The id of a check. */
export function checkId(): z.ZodType<string, string> {
  return z
    .string(must('the id of a check'))
    .refine((id) => (CHECK_IDS as readonly string[]).includes(id), {
      error: ({ input }) => unknownWord('a check', input, CHECK_IDS),
    })
    .meta({ enum: [...CHECK_IDS] });
}

function reference(what: string, known: readonly string[] | null): z.ZodType<string, string> {
  return z.string(must(`the name of ${what}`)).refine((name) => known === null || known.includes(name), {
    error: ({ input }) => unknownWord(what, input, known ?? []),
  });
}

function unknownWord(what: string, input: unknown, known: readonly string[]): string {
  const word = String(input);
  const named = word.length > 64 || holdsCredential(word) ? 'this' : `"${word}"`;
  return `${named} is not ${what}; ${didYouMean(word, known)}`;
}
