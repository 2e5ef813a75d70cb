import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { bundled } from '../run/bundled.ts';
import { COMPILE_CACHE } from '../run/compile-cache.ts';
import { quickFolder } from '../run/quick-folder.ts';
import { type SlackSimulator, startSlackSimulator } from '../simulator/slack.ts';
import type { Doomed } from './child.ts';
import { closePlaces, monitoredPass, openPlace, type Place } from './monitored-pass.ts';
import { watchFetch } from './points.ts';
import { SCENES } from './scenes.ts';
import { type Ending, endingOf, type Told, toldIn } from './told.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
const HOUR_MS = 3_600_000;
const START = Date.parse('2026-02-27T00:00:00Z');
/** Passes that die in one process: starting one costs more than a pass. */
const SIDE_BY_SIDE = 20;
/** Every so manieth has a process to itself, and dies in the very call. */
const ALONE_EVERY = 25;

/** One run of the matrix: which point of which scene, and whether Slack lets the monitor read history. */
export interface Run {
  scene: string;
  dieAt: number;
  history: 'open' | 'closed';
}

/** How a run ended, beside what the same scene tells when nobody dies. */
export interface Outcome extends Run {
  /** The name of the point; null where the pass came to its end instead. */
  point: string | null;
  told: Told[];
  expected: Told[];
  ending: Ending;
  expectedEnding: Ending;
}

/** A place to run scenes in, for one kind of store. */
export interface Matrix {
  /** How many points each scene's pass has. */
  points: Map<string, number>;
  play(runs: Run[]): Promise<Outcome[]>;
  close(): Promise<void>;
}

/** `recoveries`: how many passes follow a death. */
export async function openMatrix(options: {
  store: (id: string, folder: string) => Place['store'];
  recoveries: number;
}): Promise<Matrix> {
  const { recoveries } = options;
  watchFetch();
  const folder = quickFolder('plumbline-kill-');
  const slack = {
    open: await startSlackSimulator(),
    closed: await startSlackSimulator({ scopes: ['chat:write'] }),
  };
  const placeOf = (id: string, history: Run['history']): Place => ({
    store: options.store(id, folder),
    slackUrl: slack[history].url,
    // A name: its id is learnt from what was delivered. On the first run there is nothing to learn from.
    channel: id.includes('the first run') ? channelId(id) : `#${id}`,
  });
  const controls = new Map<string, Control>();
  for (const scene of Object.keys(SCENES)) {
    const place = placeOf(`control-${scene}`, 'open');
    controls.set(scene, await control(place, { scene, recoveries }, slack.open));
  }
  return {
    points: new Map([...controls].map(([scene, { points }]) => [scene, points])),
    play: async (runs) => {
      const outcomes: Outcome[] = [];
      for (const group of groups(runs))
        outcomes.push(...(await playGroup(group, { placeOf, controls, slack, recoveries })));
      return outcomes;
    },
    close: async () => {
      await Promise.all([slack.open.close(), slack.closed.close(), closePlaces()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Control {
  points: number;
  told: Told[];
  ending: Ending;
}

/** The scene as it goes when nobody dies. */
async function control(
  place: Place,
  { scene, recoveries }: { scene: string; recoveries: number },
  slack: SlackSimulator,
): Promise<Control> {
  const { before, killed } = sceneOf(scene);
  let points = 0;
  const count = () => {
    points += 1;
  };
  for (const [hour, look] of before.entries()) await monitoredPass(place, { look, at: at(hour) });
  await monitoredPass(place, { look: killed, at: at(before.length), point: count });
  await recover(place, scene, recoveries);
  return { points, told: toldIn(slack, place.channel), ending: await ending(place, scene, slack) };
}

interface Stage {
  placeOf(id: string, history: Run['history']): Place;
  controls: Map<string, Control>;
  slack: Record<Run['history'], SlackSimulator>;
  recoveries: number;
}

async function playGroup(runs: Run[], { placeOf, controls, slack, recoveries }: Stage): Promise<Outcome[]> {
  const staged = runs.map((run) => {
    const id = `${run.scene}-${run.dieAt}-${run.history}`;
    return { run, id, place: placeOf(id, run.history) };
  });
  await Promise.all(staged.map(({ run, place }) => prepare(place, run.scene)));
  const points = await dieTogether(
    staged.map(({ run, id, place }) => {
      const hour = sceneOf(run.scene).before.length;
      return { id, place, scene: run.scene, at: at(hour), dieAt: run.dieAt };
    }),
  );
  await Promise.all(Object.values(slack).map(heardTheDead));
  return Promise.all(
    staged.map(async ({ run, id, place }) => {
      await recover(place, run.scene, recoveries);
      const expected = controls.get(run.scene);
      if (expected === undefined) throw new Error(run.scene);
      const told = toldIn(slack[run.history], place.channel);
      const end = await ending(place, run.scene, slack[run.history]);
      return {
        ...run,
        point: points.get(id) ?? null,
        told,
        expected: expected.told,
        ending: end,
        expectedEnding: expected.ending,
      };
    }),
  );
}

/** What the dead had sent stands before a call of our own: no word of theirs arrives among those of the next pass. */
async function heardTheDead({ url }: SlackSimulator): Promise<void> {
  const answer = await fetch(`${url}api.test`, { method: 'POST', headers: { connection: 'close' } });
  await answer.text();
}

/** Runs the passes in a real process until it is killed; answers the point each of them had come to. */
async function dieTogether(doomed: Doomed[]): Promise<Map<string, string>> {
  const child = spawn(process.execPath, [await bundled(CHILD), JSON.stringify(doomed)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('close', (_, signal) => resolve(signal)),
  );
  const [out, err, signal] = await Promise.all([textOf(child.stdout), textOf(child.stderr), ended]);
  if (signal !== 'SIGKILL') throw new Error(`the process was not killed: ${err}`);
  const lines = out.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => JSON.parse(line) as { id: string; name: string }).map((p) => [p.id, p.name]),
  );
}

async function prepare(place: Place, scene: string): Promise<void> {
  for (const [hour, look] of sceneOf(scene).before.entries())
    await monitoredPass(place, { look, at: at(hour) });
}

/** The next passes, over the same shop. */
async function recover(place: Place, scene: string, recoveries: number): Promise<void> {
  const { before, killed } = sceneOf(scene);
  for (let more = 1; more <= recoveries; more += 1)
    await monitoredPass(place, { look: killed, at: at(before.length + more) });
}

async function ending(place: Place, scene: string, slack: SlackSimulator): Promise<Ending> {
  const store = await openPlace(place, () => new Date(at(sceneOf(scene).before.length + 3)));
  try {
    return await endingOf(store, slack, place.channel);
  } finally {
    await store.close();
  }
}

function groups(runs: Run[]): Run[][] {
  const alone = runs.filter((_, index) => index % ALONE_EVERY === 0).map((run) => [run]);
  const together = runs.filter((_, index) => index % ALONE_EVERY !== 0);
  const count = Math.ceil(together.length / SIDE_BY_SIDE);
  const sideBySide = Array.from({ length: count }, (_, index) =>
    together.slice(index * SIDE_BY_SIDE, (index + 1) * SIDE_BY_SIDE),
  );
  return [...alone, ...sideBySide];
}

function sceneOf(name: string) {
  const scene = SCENES[name];
  if (scene === undefined) throw new Error(`no scene ${name}`);
  return scene;
}

function at(hour: number): string {
  return new Date(START + hour * HOUR_MS).toISOString();
}

function channelId(id: string): string {
  return `C${Buffer.from(id).toString('hex').toUpperCase()}`;
}
