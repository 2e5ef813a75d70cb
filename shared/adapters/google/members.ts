import { summariseGaps } from '../../estate/gaps.ts';
import { describeError } from '../../estate/sanitise.ts';
import type { ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import type { Gap } from '../../snapshot/model.ts';
import type { Failed } from './answer.ts';
import { gapOf } from './outcome.ts';
import type { ListEnd } from './pages.ts';
import { notRead, readWhole } from './reader.ts';

/** Why something of one member was not read. */
export interface Trouble {
  gap: Gap;
  /** Google knows nothing of it: it may have been deleted since it was listed. */
  missing: boolean;
}

/** Reads one thing of each member of a list (the policy of a service, the versions of a secret). */
export interface MemberReading {
  scope: ScopeRef;
  /** What the members are, in the plural: `secrets`. */
  members: string;
  /**
   * Reads and hands over one member's document; answers why where it could not, and null at once where
   * nothing is to be read of this member. Must not hold on to the member's own document.
   */
  read: (name: string, member: JsonObject) => Promise<Trouble | null> | null;
  /** A member of which nothing is to be read is known all the same, so all failures together are not the scope's. */
  some?: true;
}

/** Members whose reading has begun. */
export interface MemberReader {
  /** Begins at once: the list need not be at its end. */
  add(name: string, member: JsonObject): void;
  /** Waits for every member; the names of those Google knows nothing of. */
  missing(): Promise<string[]>;
  /** Waits for every member. Where the list itself was not read, nor was this; what is gone is no member. */
  outcome(list: ListEnd, gone: string[]): Promise<ScopeOutcome>;
}

/** The trouble a failed request makes. */
export function troubleOf(failed: Failed): Trouble {
  const { failure } = failed;
  return { gap: gapOf(failed), missing: failure.kind === 'http' && failure.status === 404 };
}

/** Answers a reader without members. */
export function createMemberReader(reading: MemberReading): MemberReader {
  const { scope, members, read } = reading;
  const begun = new Map<string, Promise<Trouble | null>>();
  const ends = (): Promise<[string, Trouble | null][]> =>
    Promise.all([...begun].map(async ([name, end]): Promise<[string, Trouble | null]> => [name, await end]));
  return {
    add: (name, member) => {
      if (begun.has(name)) return;
      const end = start(() => read(name, member));
      if (end !== null) begun.set(name, end);
    },
    missing: async () => (await ends()).flatMap(([name, trouble]) => (trouble?.missing ? [name] : [])),
    outcome: async (list, gone) => {
      if (!list.ok) {
        await ends();
        const { status, detail } = list.gap;
        return notRead(scope, { status, detail: `which ${members} there are is not known: ${detail}` });
      }
      const there = (await ends()).filter(([name]) => !gone.includes(name));
      const gaps = there.flatMap(([name, trouble]) =>
        trouble === null ? [] : [[name, trouble.gap] as const],
      );
      return conclude(reading, { gaps: Object.fromEntries(gaps), total: there.length, gone });
    },
  };
}

/** Where all members failed in one way it is the scope that could not be read. */
function conclude(
  { scope, some }: MemberReading,
  { gaps, total, gone }: { gaps: Record<string, Gap>; total: number; gone: string[] },
): ScopeOutcome {
  const failed = Object.values(gaps);
  const same = new Set(failed.map((gap) => gap.status)).size === 1;
  const whole = some !== true && same && failed.length === total ? summariseGaps(gaps, total) : null;
  if (whole !== null) return notRead(scope, whole);
  return { ...readWhole(scope), gaps, ...(gone.length === 0 ? {} : { gone }) };
}

/** What is thrown, at once or later, is the trouble of this member alone. */
function start(read: () => Promise<Trouble | null> | null): Promise<Trouble | null> | null {
  try {
    return read()?.catch(unexpected) ?? null;
  } catch (error) {
    return Promise.resolve(unexpected(error));
  }
}

function unexpected(error: unknown): Trouble {
  return { gap: { status: 'ERROR', detail: describeError(error) }, missing: false };
}
