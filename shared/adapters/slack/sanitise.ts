import { replaceCredentials } from '../../credentials.ts';

const LONGEST = 200;
const TOKEN_SHAPES = /\b(?:xox[a-z]|xapp)-[\w-]+/gi;

/** Words of an outside error, short and on one line, without the token or anything that looks like one. */
export function sanitise(text: string, token: string): string {
  const bare = token === '' ? text : text.replaceAll(token, '[token]');
  const told = replaceCredentials(bare.replace(TOKEN_SHAPES, '[token]'), () => '[token]');
  const line = told.replace(/[\p{Cc}\s]+/gu, ' ');
  return line.trim().slice(0, LONGEST);
}
