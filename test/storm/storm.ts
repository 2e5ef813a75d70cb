import { expect } from '@jest/globals';
import { getAt } from '../../shared/snapshot/path.ts';
import { parseReading } from '../../shared/snapshot/reading-json.ts';
import { type RunningFunction, startFunction } from '../acceptance/function.ts';
import type { PassJson, World } from '../acceptance/world.ts';
import { breakGlass } from '../simulator/jualuma.ts';

const REGION = 'us-central1';
const PROJECT = 'jualuma-prod';
const TICKS = 25;
const REQUESTS = 25;
const AT_ONCE = 25;
const READS_BETWEEN = 7;
/** Maximum instances of the backend before the first request; each request finds one more. */
const FLOOR = 100;

/** What somebody was answered, and how far the estate had moved on when they asked. */
interface Answer {
  status: number;
  body: PassJson;
  asked: 'tick' | 'break-glass';
  seen: number;
}

export interface Storm {
  answers: Answer[];
  /** Runs whose pass was logged by one of the instances. */
  logged: Record<string, unknown>[];
}

/**
 * Fifty triggers at once on several instances of the real function: ticks, and break-glass requests, before
 * each of which the estate moves on by one. Then an hour in which nothing happens.
 */
export async function playStorm(world: World, instances: number): Promise<Storm> {
  const running = await Promise.all(Array.from({ length: instances }, () => startFunction(world.variables)));
  try {
    expect((await trigger(running[0], {})).status).toBe(200);
    breakGlass(world.google.estate);
    const answers = await Promise.all(await strike(world, running));
    const { body } = await trigger(running[0], {});
    expect(body.transitions).toEqual([]);
    return { answers, logged: running.flatMap(passLines) };
  } finally {
    await Promise.all(running.map((one) => one.stop()));
  }
}

/** Half of them at once, the others while Google is being read: passes that began before meet them. */
async function strike(world: World, running: RunningFunction[]): Promise<Promise<Answer>[]> {
  const under: Promise<Answer>[] = [];
  let answered = 0;
  const start = world.google.requests.length;
  for (let index = 0; index < TICKS + REQUESTS; index += 1) {
    const due = start + Math.max(0, index - AT_ONCE) * READS_BETWEEN;
    while (world.google.requests.length < due && answered < under.length) await new Promise(setImmediate);
    const answer = index % 2 === 0 ? tick(running, index) : request(world, running, index);
    under.push(answer);
    void answer.then(() => {
      answered += 1;
    });
  }
  return under;
}

function tick(running: RunningFunction[], index: number): Promise<Answer> {
  const answer = trigger(running[index % running.length], index % 4 === 0 ? {} : { trigger: 'schedule' });
  return answer.then((given) => ({ ...given, asked: 'tick', seen: 0 }));
}

/** Moves the estate on, and asks for a pass that must see it. */
function request(world: World, running: RunningFunction[], index: number): Promise<Answer> {
  const seen = FLOOR + index;
  world.google.estate.updateService(PROJECT, REGION, 'jualuma-backend', (service) => {
    service.template.scaling = { ...service.template.scaling, maxInstanceCount: seen };
  });
  const asked = {
    trigger: 'break-glass',
    reason: 'a storm',
    ticket: `INC-${index}`,
    actor: 'ann@example.com',
  };
  const answer = trigger(running[index % running.length], asked);
  return answer.then((given) => ({ ...given, asked: 'break-glass', seen }));
}

async function trigger(
  running: RunningFunction | undefined,
  body: object,
): Promise<{ status: number; body: PassJson }> {
  const response = await fetch(running?.url ?? '', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  return { status: response.status, body: (await response.json()) as PassJson };
}

function passLines(running: RunningFunction): Record<string, unknown>[] {
  const lines = running.output().split('\n');
  return lines
    .filter((line) => line.includes('"event":"pass"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** How many instances the backend may have in a stored reading: what a run saw. */
export function instancesIn(reading: string): number {
  const document = parseReading(reading).documents[`run.services/${REGION}/jualuma-backend`];
  return Number(getAt(document?.fields ?? {}, ['template', 'scaling', 'maxInstanceCount']));
}
