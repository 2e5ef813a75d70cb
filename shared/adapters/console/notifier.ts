import { plainText } from '../../alerts/plain-text.ts';
import { describeError } from '../../estate/sanitise.ts';
import type { Notifier } from '../../ports.ts';

/**
 * Writes messages as text. Where one went is told by its entry id alone, so the same entry always has
 * the same delivery; what was written before cannot be looked up or edited. What `write` refuses, by
 * throwing or by a promise, was told to nobody and is tried again.
 */
export function createConsoleNotifier(write: (text: string) => unknown): Notifier {
  return {
    send: async ({ channel, entryId, message }) => {
      try {
        await write(`${plainText(message)}\n`);
      } catch (error) {
        return { status: 'retry-later', afterMs: 0, detail: describeError(error) };
      }
      return { status: 'sent', delivery: { channel, ts: entryId } };
    },
    update: async (delivery) => ({ status: 'sent', delivery }),
    find: async () => 'unknown',
  };
}
