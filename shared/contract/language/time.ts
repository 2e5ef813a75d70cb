import { z } from 'zod';
import { must } from './words.ts';

const DURATION = /^([1-9]\d{0,5})(s|m|h|d)$/;
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DURATION_DUE = must('a duration such as 45s, 90m, 72h or 30d');

/** A duration in words (`72h`); its output is milliseconds. */
export function duration(): z.ZodType<number, string> {
  return z
    .string(DURATION_DUE)
    .regex(DURATION, DURATION_DUE)
    .meta({ examples: ['72h', '30d'] })
    .transform((text) => durationMs(text) ?? 0);
}

/** Milliseconds of a duration as the contract writes it; null where it is none. */
export function durationMs(text: string): number | null {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count === undefined || unit === undefined) return null;
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const EXPIRY_DUE = must('a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z');

/** When something ends: a date (its last second, UTC) or an RFC 3339 time; its output is RFC 3339 in UTC. */
export function expiry(): z.ZodType<string, string> {
  return z
    .string(EXPIRY_DUE)
    .refine((text) => expiryInstant(text) !== null, EXPIRY_DUE)
    .meta({ pattern: `${DATE.source}|${INSTANT.source}`, examples: ['2026-12-31', '2026-12-31T18:00:00Z'] })
    .transform((text) => expiryInstant(text) ?? text);
}

/** The instant at which a date or time of the contract ends; null where there is no such day or time. */
export function expiryInstant(text: string): string | null {
  const instant = DATE.test(text) ? `${text}T23:59:59Z` : text;
  if (!INSTANT.test(instant)) return null;
  const time = Date.parse(instant);
  if (Number.isNaN(time) || !isCalendarDay(instant.slice(0, 10))) return null;
  return new Date(time).toISOString().replace('.000Z', 'Z');
}

/** JavaScript turns February 30 into March 2; the calendar does not. */
function isCalendarDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
