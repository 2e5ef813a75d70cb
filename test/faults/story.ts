import { expect } from '@jest/globals';
import type { GoogleFault } from '../simulator/google-faults.ts';
import type { ApiRow } from './apis.ts';
import { type Begun, causes, checkBlind, checkRecovery } from './blindness.ts';
import { CHANGES, type Change, type Moment } from './changes.ts';
import type { FaultKind } from './kinds.ts';
import { gapsOf, scopeName, sorted, subjects, tellings } from './passed.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

/** The call fails in this way until it is mended: one blind pass, and one that recovers. */
export async function playFault(row: ApiRow, kind: FaultKind): Promise<void> {
  const limit = limitOf(row, kind.timeoutMs);
  await inWorld(limit.options, async (world) => {
    const story = await begin(world, row, kind.known === true);
    const fault = world.google.faults.add(faultOf(row, kind.fault));
    limit.holds = true;
    checkBlind(story, kind, await world.pass());
    // A try that is given up may never arrive, so tries with a limit are counted where they leave.
    expect(kind.timeoutMs === undefined ? fault.hits : limit.sent).toBe(row.requests * kind.tries);
    fault.remove();
    limit.holds = false;
    checkRecovery(story, kind, await world.pass());
  });
}

/** The call fails for a moment: the pass is as good as any. */
export async function playPassingFault(row: ApiRow, fault: FaultKind['fault']): Promise<void> {
  await inWorld({}, async (world) => {
    const story = await begin(world, row, false);
    world.google.faults.add(faultOf(row, fault));
    const passed = await world.pass();
    expect(gapsOf(passed)).toEqual([]);
    expect(subjects(passed, 'opened')).toEqual(sorted([...story.meanwhile.values(), ...story.hidden]));
    expect(passed.asked.length - new Set(passed.asked).size).toBe(fault.times);
  });
}

/** The call fails from the first pass on: what it shows at last is where the monitor begins, and no drift. */
export async function playFirstSight(row: ApiRow, kind: FaultKind): Promise<void> {
  await inWorld({}, async (world) => {
    const fault = world.google.faults.add(faultOf(row, kind.fault));
    const scopes = sorted(row.blind.map(scopeName));
    const [first, second] = [await world.pass(), await world.pass()];
    expect(gapsOf(first)).toEqual(sorted(scopes.map((scope) => `prod ${scope} ${kind.status}`)));
    expect(gapsOf(second)).toEqual(gapsOf(first));
    // What may pass by itself is told when it did not.
    const named = sorted(causes(row.blind).map(scopeName));
    expect(tellings(second)).toEqual(named.map((scope) => `opened ${scope}`));
    fault.remove();
    const recovered = await world.pass();
    expect(gapsOf(recovered)).toEqual([]);
    expect(subjects(recovered, 'opened', 'drift')).toEqual([]);
    expect(subjects(recovered, 'resolved')).toEqual(named);
    expect((await world.pass()).transitions).toEqual([]);
  });
}

async function inWorld(options: WorldOptions, play: (world: World) => Promise<void>): Promise<void> {
  const world = await openWorld(options);
  try {
    await play(world);
  } finally {
    await world.close();
  }
}

/** The monitor learns the shop and, where asked, one change of each thing; then each thing changes. */
async function begin(world: World, row: ApiRow, withKnown: boolean): Promise<Begun> {
  const first = await world.pass();
  expect(gapsOf(first)).toEqual([]);
  const known = withKnown ? changeAll(world, 'before') : new Map<Change, string>();
  if (withKnown) expect(subjects(await world.pass(), 'opened')).toEqual(sorted([...known.values()]));
  const meanwhile = changeAll(world, 'meanwhile');
  const hidden = row.hidden === undefined ? [] : [row.hidden(world.google.estate)];
  return { row, known, meanwhile, hidden, healthy: new Set(first.asked) };
}

function changeAll({ google }: World, moment: Moment): Map<Change, string> {
  return new Map(CHANGES.map((change) => [change, change.make(google.estate, moment)]));
}

function faultOf(row: ApiRow, fault: FaultKind['fault']): GoogleFault {
  const region = fault.kind === 'unreachable-region' ? row.unreachable?.region : undefined;
  return { ...fault, ...(region === undefined ? {} : { region }), match: { host: row.host, path: row.path } };
}

interface Limit {
  holds: boolean;
  /** Tries of the failing call while it holds. */
  sent: number;
  options: WorldOptions;
}

/** A time limit for the failing call alone, and while it holds: on a busy machine a healthy one may take longer. */
function limitOf(row: ApiRow, timeoutMs: number | undefined): Limit {
  const limit: Limit = { holds: false, sent: 0, options: {} };
  if (timeoutMs === undefined) return limit;
  const limited: typeof fetch = (input, init = {}) => {
    const path = new URL(String(input)).pathname.split('/').slice(2).join('/');
    const { signal: _, ...unlimited } = init;
    const isLimited = limit.holds && row.path.test(`/${path}`);
    limit.sent += isLimited ? 1 : 0;
    return fetch(input, isLimited ? init : unlimited);
  };
  limit.options = { transport: { timeoutMs, fetch: limited } };
  return limit;
}
