import { decideClaim } from '../../shared/adapters/store/outbox.ts';
import type { DrainInput } from '../../shared/alerts/drain.ts';
import type { OutboxEntry } from '../../shared/alerts/model.ts';
import { AT } from './fixtures.ts';

type OutboxStore = DrainInput['store'] & {
  entries: Map<string, OutboxEntry>;
  /** The store's own clock. */
  time: { now: Date };
};

/** The outbox half of a store, in memory, by the port's rules. */
export function outboxStore(entries: OutboxEntry[]): OutboxStore {
  const time = { now: new Date(AT) };
  const kept = new Map(entries.map((entry) => [entry.id, structuredClone(entry)]));
  return {
    entries: kept,
    time,
    pendingEntries: async () =>
      [...kept.values()].filter(({ state }) => state !== 'sent').map((one) => structuredClone(one)),
    getEntry: async (id) => structuredClone(kept.get(id) ?? null),
    claimEntry: async (id, request) => {
      const entry = kept.get(id);
      const claimed = entry === undefined ? null : decideClaim(entry, request, time.now);
      if (claimed !== null) kept.set(id, claimed);
      return structuredClone(claimed);
    },
    settleEntry: async (entry) => {
      kept.set(entry.id, structuredClone({ ...entry, claim: null }));
    },
    deliveredChannel: async (channel) =>
      [...kept.values()].find((entry) => entry.channel === channel)?.delivery?.channel ?? null,
  };
}
