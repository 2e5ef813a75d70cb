import { expect, test } from '@jest/globals';
import { classifyFailure } from '../../../shared/adapters/slack/classify.ts';
import { sanitise } from '../../../shared/adapters/slack/sanitise.ts';

test.each([
  ['the token itself', 'bad secret-token here', 'secret-token', 'bad [token] here'],
  ['anything shaped like one', 'got xoxb-12-ab and xapp-1-A', 'x', 'got [token] and [token]'],
  ['line breaks', 'one\n\ttwo', '', 'one two'],
])('%s is taken out', (_name, text, token, expected) => {
  expect(sanitise(text, token === 'x' ? '' : token)).toBe(expected);
});

test('long words are cut', () => {
  expect(sanitise('a'.repeat(999), '')).toHaveLength(200);
});

test.each([
  ['an error that quotes the token', new Error('A request error occurred: Bearer xoxb-1-canary')],
  ['no error at all', 'xoxb-1-canary'],
  ['nothing', undefined],
])('%s is ambiguous and tells no token', (_name, error) => {
  const failure = classifyFailure(error, 'xoxb-1-canary');
  expect(failure.status).toBe('ambiguous');
  expect(JSON.stringify(failure)).not.toContain('canary');
});
