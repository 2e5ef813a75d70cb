import { describe, expect, test } from '@jest/globals';
import { describeError, sanitiseText } from '../../shared/estate/sanitise.ts';

describe('text from outside', () => {
  test.each([
    ['a plain sentence', 'Requested entity was not found.', 'Requested entity was not found.'],
    ['several lines', 'a\r\n\tb\u0000c\u001b[31m', 'a b c [31m'],
    ['a bearer token', 'got Authorization: Bearer abc.def', 'got Authorization: …'],
    ['a Google token', 'token ya29.a0Af-x_y expired', 'token … expired'],
    ['a web token', 'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.sig!', 'jwt …'],
    ['something long and random', `key ${'Ab1_'.repeat(12)} refused`, 'key … refused'],
    ['user info in an address', 'http://me:secret@host/x', 'http://host/x'],
  ])('%s', (_, text, expected) => {
    expect(sanitiseText(text)).toBe(expected);
  });

  test('is cut', () => {
    expect(sanitiseText('ab '.repeat(500))).toHaveLength(240);
  });
});

describe('an error', () => {
  test.each([
    ['by its message', new TypeError('x is not a function'), 'TypeError: x is not a function'],
    ['without what it quotes', new Error('no "secret" in \'text\' of `body`'), 'Error: no "…" in "…" of "…"'],
    ['of a parser by its name', new SyntaxError('Unexpected token s, secret'), 'SyntaxError'],
    ['of another realm', { name: 'AbortError', message: 'aborted' }, 'AbortError: aborted'],
    ['that is none', undefined, 'unexpected error: no message'],
  ])('%s', (_, error, expected) => {
    expect(describeError(error)).toBe(expected);
  });
});
