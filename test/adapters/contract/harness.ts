import type { Clock, StateStore } from '../../../shared/ports.ts';

/** Ways of hurting what is stored, behind the store's back. */
export type Damage =
  | { kind: 'finding' | 'baseline-json' | 'lease' }
  | { kind: 'reading-content' | 'reading-gone'; id: string };

/** One place (a file, an emulator) that stores under test are opened on. */
export interface StoreHarness {
  /** A further handle; handles of one estate share their state. */
  open(estate: string, clock?: Clock): Promise<StateStore>;
  /** Damages every record of that kind of the estate. */
  damage(estate: string, damage: Damage): Promise<void>;
  setSchema(estate: string, version: number): Promise<void>;
  close(): Promise<void>;
}

/** What every part of the suite works with: handles are closed after each test, estates are fresh in each. */
export interface Bench {
  harness(): StoreHarness;
  estate(): string;
  /** A handle of this test's estate. */
  open(clock?: Clock): Promise<StateStore>;
}

/** A clock that is moved by hand. */
export class ManualClock implements Clock {
  private at: number;

  constructor(start: Date) {
    this.at = start.getTime();
  }

  now(): Date {
    return new Date(this.at);
  }

  moveTo(instant: Date): void {
    this.at = instant.getTime();
  }

  advance(ms: number): void {
    this.at += ms;
  }
}
