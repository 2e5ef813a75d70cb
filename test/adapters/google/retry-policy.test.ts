import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Failure } from '../../../shared/adapters/google/answer.ts';
import {
  DEFAULT_RETRY_POLICY,
  parseRetryAfter,
  waitBefore,
} from '../../../shared/adapters/google/retry-policy.ts';

const NOW = Date.UTC(2026, 1, 27, 3, 0, 0);

describe('Retry-After', () => {
  test.each([
    ['120', 120_000],
    [' 5 ', 5000],
    ['0', 0],
    ['Fri, 27 Feb 2026 03:00:30 GMT', 30_000],
    ['Friday, 27-Feb-26 03:00:30 GMT', 30_000],
    ['Fri, 27 Feb 2026 02:00:00 GMT', 0],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['', null],
    [null, null],
  ])('%j', (header, expected) => {
    expect(parseRetryAfter(header, NOW)).toBe(expected);
  });
});

function http(status: number, retryAfterMs: number | null = null): Failure {
  return { kind: 'http', status, error: null, retryAfterMs };
}

describe('the wait before another try', () => {
  const wait = (failure: Failure, attempt: number, random = 0): number | null =>
    waitBefore(failure, attempt, { policy: DEFAULT_RETRY_POLICY, random: () => random });

  test.each([1, 2, 3, 4].map((attempt) => [attempt] as const))('doubles: try %i', (attempt) => {
    expect(wait(http(503), attempt)).toBe(125 * 2 ** (attempt - 1));
    expect(wait(http(429), attempt)).toBe(2000 * 2 ** (attempt - 1));
  });

  test('is never shorter than asked, never longer than the longest, and ends', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(429, 500, 503),
        fc.integer({ min: 1, max: 9 }),
        fc.option(fc.integer({ min: 0, max: 200_000 })),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (status, attempt, asked, random) => {
          const ms = wait(http(status, asked), attempt, random);
          const expectNone =
            attempt > DEFAULT_RETRY_POLICY.retries || (asked ?? 0) > DEFAULT_RETRY_POLICY.maxWaitMs;
          expect(ms === null).toBe(expectNone);
          expect(ms ?? asked ?? 0).toBeGreaterThanOrEqual(asked ?? 0);
          expect(ms ?? 0).toBeLessThanOrEqual(DEFAULT_RETRY_POLICY.maxWaitMs);
        },
      ),
    );
  });

  test('is what the host asked for, where it asked for little', () => {
    expect([1, 2, 3, 4].map((attempt) => wait(http(429, 600), attempt))).toEqual([600, 600, 600, 1000]);
  });

  test('a name that does not resolve is looked up once more only', () => {
    const network = (code: string): Failure => ({ kind: 'network', code });
    expect([1, 2].map((attempt) => wait(network('ENOTFOUND'), attempt))).toEqual([125, null]);
    expect([1, 2].map((attempt) => wait(network('ECONNRESET'), attempt))).toEqual([125, 250]);
  });

  test('a 403 that means a quota is waited for, another 403 is not', () => {
    const error = {
      status: null,
      message: '',
      service: null,
      consumer: null,
      permission: null,
      location: null,
      violations: [],
      retryDelayMs: null,
    };
    const because = (reason: string): Failure => ({
      kind: 'http',
      status: 403,
      retryAfterMs: null,
      error: { ...error, reason },
    });
    expect(wait(because('rateLimitExceeded'), 1)).toBe(2000);
    expect(wait(because('IAM_PERMISSION_DENIED'), 1)).toBeNull();
  });
});
