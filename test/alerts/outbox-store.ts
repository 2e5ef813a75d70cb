import type { DrainInput } from '../../shared/alerts/drain.ts';
import type { OutboxEntry } from '../../shared/alerts/model.ts';

type OutboxStore = DrainInput['store'] & { entries: Map<string, OutboxEntry> };

/** The outbox half of a store, in memory, by the port's rules. */
export function outboxStore(entries: OutboxEntry[]): OutboxStore {
  const kept = new Map(entries.map((entry) => [entry.id, structuredClone(entry)]));
  return {
    entries: kept,
    pendingEntries: async () =>
      [...kept.values()].filter(({ state }) => state !== 'sent').map((one) => structuredClone(one)),
    getEntry: async (id) => structuredClone(kept.get(id) ?? null),
    claimEntry: async (id, { owner, now, ttlMs }) => {
      const entry = kept.get(id);
      if (entry === undefined || entry.state === 'sent') return null;
      if (entry.notBefore !== null && Date.parse(entry.notBefore) > now.getTime()) return null;
      if (
        entry.claim !== null &&
        entry.claim.owner !== owner &&
        Date.parse(entry.claim.until) > now.getTime()
      )
        return null;
      const until = new Date(now.getTime() + ttlMs).toISOString();
      const claimed = { ...entry, claim: { owner, until } };
      kept.set(id, claimed);
      return structuredClone(claimed);
    },
    settleEntry: async (entry) => {
      kept.set(entry.id, structuredClone({ ...entry, claim: null }));
    },
  };
}
