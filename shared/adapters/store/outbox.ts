import type { OutboxEntry } from '../../alerts/model.ts';

/** Who asks to send an entry, and for how long (milliseconds) nobody else may. */
export interface ClaimRequest {
  owner: string;
  ttlMs: number;
}

/**
 * The claimed entry, or null where it is sent, not due, or claimed by a live other at the store's own time.
 * A claim whose drain never came back may have been sent: its outcome is unknown.
 */
export function decideClaim(entry: OutboxEntry, request: ClaimRequest, at: Date): OutboxEntry | null {
  const now = at.getTime();
  if (entry.state === 'sent') return null;
  if (entry.notBefore !== null && Date.parse(entry.notBefore) > now) return null;
  if (entry.claim !== null && entry.claim.owner !== request.owner && Date.parse(entry.claim.until) > now) {
    return null;
  }
  const until = new Date(now + request.ttlMs).toISOString();
  const leftUnsettled = entry.claim !== null && entry.claim.owner !== request.owner;
  return {
    ...entry,
    ambiguous: entry.ambiguous || leftUnsettled,
    claim: { owner: request.owner, until },
  };
}

/**
 * What is kept when a drain writes an entry back, or null to keep what is stored: what was sent stays
 * sent, and who lost the claim may only report that it was sent.
 */
export function decideSettle(stored: OutboxEntry | null, entry: OutboxEntry): OutboxEntry | null {
  const settled = { ...entry, claim: null };
  if (stored === null || entry.state === 'sent') return settled;
  if (stored.state === 'sent') return null;
  const holder = stored.claim?.owner;
  const lost = holder !== undefined && entry.claim !== null && entry.claim.owner !== holder;
  return lost ? null : settled;
}
