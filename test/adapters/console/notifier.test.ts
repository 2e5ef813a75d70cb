import { expect, test } from '@jest/globals';
import { createConsoleNotifier } from '../../../shared/adapters/console/notifier.ts';
import { PlumblineError } from '../../../shared/errors.ts';
import { MESSAGES } from '../../alerts/messages.ts';

const [message] = Object.values(MESSAGES);
if (message === undefined) throw new Error('no message');
const request = { entryId: 'entry', channel: 'console', message, thread: null, short: false };

test('writes the message, and the same entry has the same delivery', async () => {
  const written: string[] = [];
  const notifier = createConsoleNotifier((text) => written.push(text));
  const [one, other] = [await notifier.send(request), await notifier.send(request)];
  expect(one).toEqual({ status: 'sent', delivery: { channel: 'console', ts: 'entry' } });
  expect(other).toEqual(one);
  expect(written[0]).toMatch(/^CRITICAL · prod · backend .*\n/);
  expect(written[0]).toMatch(/contracts\/jualuma\.yaml\n$/);
});

test.each<[string, (text: string) => unknown]>([
  ['by throwing', () => raise()],
  ['by a promise', async () => raise()],
])('what cannot be written was told to nobody: %s', async (_, write) => {
  expect(await createConsoleNotifier(write).send(request)).toEqual({
    status: 'retry-later',
    afterMs: 0,
    detail: 'standard output: cannot be written',
  });
});

function raise(): never {
  throw new PlumblineError('USAGE', 'standard output: cannot be written');
}

test('edits nothing and can look nothing up', async () => {
  const written: string[] = [];
  const notifier = createConsoleNotifier((text) => written.push(text));
  const delivery = { channel: 'console', ts: 'entry' };
  expect(await notifier.update(delivery, message)).toEqual({ status: 'sent', delivery });
  expect(await notifier.find('console', 'entry', '2026-01-01T00:00:00.000Z')).toBe('unknown');
  expect(written).toEqual([]);
});
