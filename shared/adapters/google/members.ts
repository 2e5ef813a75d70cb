import { summariseGaps } from '../../estate/gaps.ts';
import { describeError } from '../../estate/sanitise.ts';
import type { ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import type { Gap } from '../../snapshot/model.ts';
import type { ListEnd } from './pages.ts';
import { notRead, readWhole } from './reader.ts';

/** Reads one thing of each member of a list (the policy of a service, the versions of a secret). */
export interface MemberReading {
  scope: ScopeRef;
  /** What the members are, in the plural: `secrets`. */
  members: string;
  /** Reads and hands over one member's document; answers why where it could not. */
  read: (name: string) => Promise<Gap | null>;
}

/** Members whose reading has begun. */
export interface MemberReader {
  /** Begins at once: the list need not be at its end. */
  add(name: string): void;
  /** Waits for every member. Where the list itself was not read, nor was this. */
  outcome(list: ListEnd): Promise<ScopeOutcome>;
}

/** Answers a reader without members. */
export function createMemberReader({ scope, members, read }: MemberReading): MemberReader {
  const reading = new Map<string, Promise<Gap | null>>();
  return {
    add: (name) => {
      if (!reading.has(name)) {
        reading.set(name, settle(read, name));
      }
    },
    outcome: async (list) => {
      const ends = await Promise.all([...reading].map(async ([name, end]) => [name, await end] as const));
      if (!list.ok) {
        const { status, detail } = list.gap;
        return notRead(scope, { status, detail: `which ${members} there are is not known: ${detail}` });
      }
      const gaps = Object.fromEntries(ends.flatMap(([name, gap]) => (gap === null ? [] : [[name, gap]])));
      return conclude(scope, gaps, ends.length);
    },
  };
}

/** Where all members failed in one way it is the scope that could not be read. */
function conclude(scope: ScopeRef, gaps: Record<string, Gap>, total: number): ScopeOutcome {
  const failed = Object.values(gaps);
  const same = new Set(failed.map((gap) => gap.status)).size === 1;
  const whole = same && failed.length === total ? summariseGaps(gaps, total) : null;
  return whole === null ? { ...readWhole(scope), gaps } : notRead(scope, whole);
}

async function settle(read: MemberReading['read'], name: string): Promise<Gap | null> {
  try {
    return await read(name);
  } catch (error) {
    return { status: 'ERROR', detail: describeError(error) };
  }
}
