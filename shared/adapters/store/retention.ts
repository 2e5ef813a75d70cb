const DAY_MS = 24 * 60 * 60 * 1000;

/** How long run records, transitions and readings that no baseline refers to are kept, in milliseconds (90 days). */
export const RETENTION_MS = 90 * DAY_MS;

/** How long a break-glass window is kept after it was written last, in milliseconds: as long as the audit log that explains it. */
export const WINDOW_RETENTION_MS = 400 * DAY_MS;

/** A reading that would expire sooner than this is written anew when it is put again, in milliseconds. */
const RENEWAL_MS = 7 * DAY_MS;

/** When something written now, by the store's own clock, may be forgotten. */
export function expiryFrom(now: Date): Date {
  return new Date(now.getTime() + RETENTION_MS);
}

/** When a window written now, by the store's own clock, may be forgotten. */
export function windowExpiryFrom(now: Date): Date {
  return new Date(now.getTime() + WINDOW_RETENTION_MS);
}

/** Whether something is past its expiry, though it may not have been deleted yet; null never expires. */
export function isExpired(expiresAt: Date | null, now: Date): boolean {
  return expiresAt !== null && expiresAt.getTime() <= now.getTime();
}

/**
 * Whether a stored reading outlives the pass that is about to refer to it. The commit then takes its
 * expiry away: what a baseline refers to never expires.
 */
export function isDurable(expiresAt: Date | null, now: Date): boolean {
  return expiresAt === null || expiresAt.getTime() > now.getTime() + RENEWAL_MS;
}
