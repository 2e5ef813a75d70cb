/** What one pass meets at a place. */
export type Meeting =
  /** `wrong`: it is not as it should be; `value` tells apart what it is. */
  { seen: true; value: string; wrong: boolean; certain?: boolean } | { seen: false };

/** What people do about a place between two passes; times are hours since the start. */
export type Act =
  | { what: 'accept'; until: number | null }
  | { what: 'silence'; until: number }
  | { what: 'reopen' };

const REMIND_AFTER_HOURS = 72;

/**
 * What must be told about one place, said again in its own words and without the monitor's code: one
 * finding, its life, and the one thing at most that each pass tells of it.
 */
export class PlaceModel {
  open = false;
  /** What people last knew it to be. */
  private value = '';
  private known = false;
  private accepted: { until: number | null } | null = null;
  private mutedUntil: number | null = null;
  /** When people last heard of it in this episode; null: never. */
  private heardAt: number | null = null;
  private told = false;
  private waiting = false;
  private readonly serious: boolean;
  private readonly isGap: boolean;

  constructor(kind: { serious: boolean; gap: boolean }) {
    this.serious = kind.serious;
    this.isGap = kind.gap;
  }

  /** Whether the monitor must take the act. */
  act(act: Act, now: number): boolean {
    if (act.what === 'reopen') {
      if (!this.open || (this.accepted === null && !this.isMuted(now))) return false;
      this.accepted = null;
      this.mutedUntil = null;
      return true;
    }
    if (!this.open || this.accepted !== null) return false;
    if (act.what === 'accept') this.accepted = { until: act.until };
    else this.mutedUntil = act.until;
    return true;
  }

  /** What the pass at `now` must tell of it; null: nothing. */
  meet(meeting: Meeting, now: number): string | null {
    if (!meeting.seen) return null;
    if (!this.open) return meeting.wrong ? this.begin(meeting, now) : null;
    return meeting.wrong ? this.goOn(meeting, now) : this.end(now);
  }

  isAccepted(): boolean {
    return this.accepted !== null;
  }

  private begin(meeting: Meeting & { seen: true }, now: number): string | null {
    const kind = this.known ? 'regressed' : 'opened';
    this.open = true;
    this.known = true;
    this.value = meeting.value;
    this.accepted = null;
    this.heardAt = null;
    this.told = false;
    this.waiting = this.isGap && meeting.certain !== true;
    if (!this.isMuted(now)) this.mutedUntil = null;
    return this.waiting ? null : this.say(kind, now);
  }

  private goOn(meeting: Meeting & { seen: true }, now: number): string | null {
    const silenceEnds = this.mutedUntil !== null && !this.isMuted(now);
    if (silenceEnds) this.mutedUntil = null;
    const changed = this.value !== meeting.value;
    this.value = meeting.value;
    if (this.waiting && this.accepted === null) {
      this.waiting = false;
      return this.say('opened', now);
    }
    if (changed) {
      this.waiting = false;
      this.accepted = null;
      return this.say('changed', now);
    }
    if (this.accepted !== null && this.accepted.until !== null && this.accepted.until <= now) {
      this.accepted = null;
      return this.say('acceptance-ended', now);
    }
    if (this.accepted !== null) return null;
    if (silenceEnds) return this.say('silence-ended', now);
    return this.remind(now);
  }

  private end(now: number): string | null {
    const tells = this.told && this.accepted === null && !this.isMuted(now);
    this.open = false;
    this.accepted = null;
    this.waiting = false;
    return tells ? 'resolved' : null;
  }

  private remind(now: number): string | null {
    if (!this.serious || this.heardAt === null || this.isMuted(now)) return null;
    return now - this.heardAt >= REMIND_AFTER_HOURS ? this.say('reminded', now) : null;
  }

  private say(kind: string, now: number): string | null {
    if (this.isMuted(now)) return null;
    this.heardAt = now;
    this.told = true;
    this.waiting = false;
    return kind;
  }

  private isMuted(now: number): boolean {
    return this.mutedUntil !== null && this.mutedUntil > now;
  }
}

/** A setting nobody declared: what it was before it moved is what it should be, unless people accepted another. */
export class Anchor {
  private anchor: string;
  private last: string;

  constructor(value: string) {
    this.anchor = value;
    this.last = value;
  }

  /** Whether the value now is wrong, given whether a finding is open about it and was accepted. */
  isWrong(value: string, finding: { open: boolean; accepted: boolean }): boolean {
    if (!finding.open) this.anchor = this.last;
    const back = value === this.anchor;
    if (!back && finding.accepted && value !== this.last) this.anchor = this.last;
    this.last = value;
    return !back;
  }
}
