import { expect, test } from '@jest/globals';
import { undeliveredWords } from '../../shared/alerts/undelivered-words.ts';

const problem = (id: string, channel: string) => ({ id, channel, detail: 'is_archived: name another one' });

test('each channel says once what is wrong with it', () => {
  const problems = [problem('a', '#drift'), problem('b', '#drift'), problem('c', '#prod')];
  expect(undeliveredWords({ pending: 3, problems })).toBe(
    '3 message(s) undelivered (#drift: is_archived: name another one; #prod: is_archived: name another one)',
  );
});

test('what merely waits for its turn has no reason', () => {
  expect(undeliveredWords({ pending: 12, problems: [] })).toBe('12 message(s) undelivered');
});
