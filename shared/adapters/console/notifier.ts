import { plainText } from '../../alerts/plain-text.ts';
import type { Notifier } from '../../ports.ts';

/**
 * Writes messages as text. Where one went is told by its entry id alone, so the same entry always has
 * the same delivery; what was written before cannot be looked up or edited.
 */
export function createConsoleNotifier(write: (text: string) => void): Notifier {
  return {
    send: async ({ channel, entryId, message }) => {
      write(`${plainText(message)}\n`);
      return { status: 'sent', delivery: { channel, ts: entryId } };
    },
    update: async (delivery) => ({ status: 'sent', delivery }),
    find: async () => 'unknown',
  };
}
