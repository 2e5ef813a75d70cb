import { part } from '../view/containers.ts';
import type { FoundSecret, SecretVersion } from '../view/secret-index.ts';

const DAY_MS = 86_400_000;

/** Whole days since a version was created, by the pass's clock; null where its time is not told. */
export function ageInDays({ createTime }: SecretVersion, now: Date): number | null {
  const created = createTime === null ? Number.NaN : Date.parse(createTime);
  return Number.isNaN(created) ? null : Math.floor((now.getTime() - created) / DAY_MS);
}

/** Whether a version is older than a number of days, to the millisecond. */
export function isOlderThan({ createTime }: SecretVersion, days: number, now: Date): boolean {
  return createTime !== null && now.getTime() - Date.parse(createTime) > days * DAY_MS;
}

/** A rotation that was due and did not happen. */
export interface OverdueRotation {
  /** RFC 3339 */
  due: string;
  newest: string | null;
}

/**
 * The rotation of a secret that is overdue. Secret Manager moves the next time on by the period when it
 * asks for a rotation, so the last one due is one period before it; whoever rotates has a day to do so.
 * Null where none is due, none is planned, or its time was not captured.
 */
export function overdueRotation(
  { fields, evidence }: FoundSecret,
  newest: SecretVersion | null,
  now: Date,
): OverdueRotation | null {
  const { nextRotationTime } = evidence;
  const next = typeof nextRotationTime === 'string' ? Date.parse(nextRotationTime) : Number.NaN;
  if (Number.isNaN(next)) return null;
  const at = now.getTime();
  const created = Date.parse(newest?.createTime ?? '');
  const rotatedSince = (due: number) => !Number.isNaN(created) && created >= due;
  const period = seconds(part(fields.rotation).rotationPeriod) * 1_000;
  const last = next - period;
  const due = next <= at ? next : last;
  const patience = next <= at ? 0 : DAY_MS;
  if (Number.isNaN(due) || rotatedSince(due) || at < due + patience) return null;
  return { due: new Date(due).toISOString(), newest: newest?.createTime ?? null };
}

function seconds(duration: unknown): number {
  return typeof duration === 'string' && /^\d+(\.\d+)?s$/.test(duration)
    ? Number(duration.slice(0, -1))
    : Number.NaN;
}
