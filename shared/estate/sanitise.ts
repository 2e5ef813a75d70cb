import { replaceCredentials } from '../credentials.ts';
import { PlumblineError } from '../errors.ts';

const LONGEST = 240;

/** Text in quotes may be a piece of the document that was being read. */
const QUOTED = /"[^"]*"|'[^']*'|`[^`]*`/g;
/** Bearer tokens, JSON web tokens, Google access tokens, and anything long and random enough to be one. */
const CREDENTIAL_LIKE = /\b(?:bearer\s+\S+|ya29\.\S+|eyJ[\w-]+\.\S+|[\w+/=-]{40,})/gi;
const USER_INFO = /\/\/[^/\s@]+@/g;

/** One line of at most 240 characters without anything that looks like a credential. */
export function sanitiseText(text: string): string {
  const bare = text.replace(USER_INFO, '//').replace(CREDENTIAL_LIKE, '…');
  const line = replaceCredentials(bare, () => '…')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/**
 * What may be told of an unexpected error. Plumbline's own messages are written for people; of others'
 * the quoted parts are left out, and of a parser's, which cites its input, everything but the name.
 */
export function describeError(error: unknown): string {
  if (error instanceof PlumblineError) {
    return sanitiseText(error.message);
  }
  const { name, message } = partsOf(error);
  if (name === 'SyntaxError') {
    return name;
  }
  return sanitiseText(`${name}: ${message.replace(QUOTED, '"…"')}`);
}

/** By shape, not by class: an error may come from another realm. */
function partsOf(error: unknown): { name: string; message: string } {
  const like = typeof error === 'object' && error !== null ? error : {};
  const name = 'name' in like && typeof like.name === 'string' ? like.name : 'unexpected error';
  const message = 'message' in like && typeof like.message === 'string' ? like.message : 'no message';
  return { name, message };
}
