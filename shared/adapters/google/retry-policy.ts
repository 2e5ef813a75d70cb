import type { Failure } from './answer.ts';

/** How patient the transport is. All times in milliseconds. */
export interface RetryPolicy {
  /** Further tries of one request. */
  retries: number;
  /** Wait before the first further try; doubles with each. */
  baseMs: number;
  /** The same where the host says "too many": quotas are counted by the minute. */
  throttledBaseMs: number;
  /** A single wait is never longer; a host that asks for more is not asked again. */
  maxWaitMs: number;
  /** Further tries in a row, without a success between them, for all requests to one API of one project. */
  budget: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  retries: 4,
  baseMs: 250,
  throttledBaseMs: 4000,
  maxWaitMs: 60_000,
  budget: 64,
};

const TRANSIENT_STATUS = new Set([408, 429, 500, 502, 503, 504]);
const THROTTLED_REASONS = new Set([
  'RATE_LIMIT_EXCEEDED',
  'RESOURCE_QUOTA_EXCEEDED',
  'dailyLimitExceeded',
  'quotaExceeded',
  'rateLimitExceeded',
  'userRateLimitExceeded',
]);

/** Whether the host said that it is asked too often; some older APIs say so with 403. */
export function isThrottled(failure: Failure): boolean {
  if (failure.kind !== 'http') {
    return false;
  }
  return failure.status === 429 || THROTTLED_REASONS.has(failure.error?.reason ?? '');
}

/**
 * Milliseconds to wait before another try, or null for no other try. Backs off exponentially, half of
 * it by chance, and never comes back sooner than the host asked for.
 */
export function waitBefore(
  failure: Failure,
  attempt: number,
  { policy, random }: { policy: RetryPolicy; random: () => number },
): number | null {
  if (attempt > triesAgain(failure, policy)) {
    return null;
  }
  const asked = failure.kind === 'http' ? (failure.retryAfterMs ?? 0) : 0;
  // A host that says how long knows its quota better than a guess does.
  const base = isThrottled(failure) && asked === 0 ? policy.throttledBaseMs : policy.baseMs;
  const backoff = Math.min(base * 2 ** (attempt - 1), policy.maxWaitMs);
  return asked > policy.maxWaitMs ? null : Math.max(asked, backoff / 2 + (backoff / 2) * random());
}

function triesAgain(failure: Failure, policy: RetryPolicy): number {
  switch (failure.kind) {
    case 'http':
      return TRANSIENT_STATUS.has(failure.status) || isThrottled(failure) ? policy.retries : 0;
    case 'network':
      // A name that does not resolve seldom does a second later; some regional hosts never do.
      return failure.code === 'ENOTFOUND' ? Math.min(1, policy.retries) : policy.retries;
    case 'timeout':
      // Each try costs a whole time limit, so a host that is merely slow is asked once more only.
      return Math.min(1, policy.retries);
    default:
      return 0;
  }
}

/** The Retry-After header in milliseconds from `now`, in both its forms (seconds, HTTP date); null where there is none. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  const value = header?.trim() ?? '';
  if (/^\d+$/.test(value)) {
    return Number(value) * 1000;
  }
  // An HTTP date begins with the day's name; Date.parse alone would take "-5" or "1.5" for a year.
  const at = /^[A-Za-z]{3,9},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
