import { expect } from '@jest/globals';
import type { FaultHandle } from '../simulator/faults.ts';
import type { GoogleFault } from '../simulator/google-faults.ts';
import type { ApiRow } from './apis.ts';
import { type Begun, blindScopes, checkBlind, checkRecovery } from './blindness.ts';
import { CHANGES, type Change, type Moment } from './changes.ts';
import type { FaultKind } from './kinds.ts';
import { gapsOf, scopeName, sorted, subjects, tellings } from './passed.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

/** Everything of the shop was read once, one change of each thing is known, and another was just made. */
interface Story extends Begun {
  world: World;
  fault: FaultHandle;
}

/** The call fails in this way until it is mended: one blind pass, and one that recovers. */
export async function playFault(row: ApiRow, kind: FaultKind): Promise<void> {
  const story = await begin(row, kind);
  try {
    checkBlind(story, kind, await story.world.pass());
    expect(story.fault.hits).toBe(row.requests * kind.tries);
    story.fault.remove();
    checkRecovery(story, blindScopes(row, kind), await story.world.pass());
  } finally {
    await story.world.close();
  }
}

/** The call fails for a moment: the pass is as good as any. */
export async function playPassingFault(row: ApiRow, fault: FaultKind['fault']): Promise<void> {
  const story = await begin(row, { fault });
  try {
    const passed = await story.world.pass();
    expect(gapsOf(passed)).toEqual([]);
    expect(subjects(passed, 'opened')).toEqual(sorted([...story.meanwhile.values(), ...story.hidden]));
    expect(story.fault.hits).toBe(fault.times);
    expect(passed.asked.length - new Set(passed.asked).size).toBe(fault.times);
  } finally {
    await story.world.close();
  }
}

/** The call fails from the first pass on: what it shows at last is where the monitor begins, and no drift. */
export async function playFirstSight(row: ApiRow, kind: FaultKind): Promise<void> {
  const world = await openWorld();
  try {
    const fault = world.google.faults.add(faultOf(row, kind.fault));
    const scopes = sorted(row.blind.map(scopeName));
    const [first, second] = [await world.pass(), await world.pass()];
    expect(gapsOf(first)).toEqual(sorted(scopes.map((scope) => `prod ${scope} ${kind.status}`)));
    expect(gapsOf(second)).toEqual(gapsOf(first));
    const isCertain = kind.status === 'DENIED';
    expect(tellings(second)).toEqual(isCertain ? [] : scopes.map((scope) => `opened ${scope}`));
    fault.remove();
    const recovered = await world.pass();
    expect(gapsOf(recovered)).toEqual([]);
    expect(subjects(recovered, 'opened', 'drift')).toEqual([]);
    expect(subjects(recovered, 'resolved')).toEqual(scopes);
    expect((await world.pass()).transitions).toEqual([]);
  } finally {
    await world.close();
  }
}

async function begin(row: ApiRow, kind: Pick<FaultKind, 'fault' | 'timeoutMs'>): Promise<Story> {
  const world = await openWorld(limitOf(row, kind.timeoutMs));
  const first = await world.pass();
  expect(gapsOf(first)).toEqual([]);
  const known = changeAll(world, 'before');
  expect(subjects(await world.pass(), 'opened')).toEqual(sorted([...known.values()]));
  const meanwhile = changeAll(world, 'meanwhile');
  const hidden = row.hidden === undefined ? [] : [row.hidden(world.google.estate)];
  const fault = world.google.faults.add(faultOf(row, kind.fault));
  return { row, known, meanwhile, hidden, healthy: new Set(first.asked), world, fault };
}

function changeAll({ google }: World, moment: Moment): Map<Change, string> {
  return new Map(CHANGES.map((change) => [change, change.make(google.estate, moment)]));
}

function faultOf(row: ApiRow, fault: FaultKind['fault']): GoogleFault {
  const region = fault.kind === 'unreachable-region' ? row.unreachable?.region : undefined;
  return { ...fault, ...(region === undefined ? {} : { region }), match: { host: row.host, path: row.path } };
}

/** The limit is for the failing call alone: on a busy machine a healthy one may take longer. */
function limitOf(row: ApiRow, timeoutMs: number | undefined): WorldOptions {
  if (timeoutMs === undefined) return {};
  const limited: typeof fetch = (input, init = {}) => {
    const path = new URL(String(input)).pathname.split('/').slice(2).join('/');
    const { signal: _, ...unlimited } = init;
    return fetch(input, row.path.test(`/${path}`) ? init : unlimited);
  };
  return { transport: { timeoutMs, fetch: limited } };
}
