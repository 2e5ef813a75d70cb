import { writeSync } from 'node:fs';
import { monitoredPass, type Place } from './monitored-pass.ts';
import { type Point, watchFetch } from './points.ts';
import { SCENES } from './scenes.ts';

/** One pass that is to die at a point of its own. */
export interface Doomed {
  id: string;
  place: Place;
  scene: string;
  /** RFC 3339; the pass's clock. */
  at: string;
  /** The point, counted from 1, at which the process dies. */
  dieAt: number;
}

/**
 * A process that runs passes and dies by SIGKILL. Several passes (of estates that know nothing of each
 * other) run side by side; each stops for good at its own point, and when all stand there the process is
 * killed. A single pass is killed in the very call. What comes to its end instead is named on stdout.
 */
const doomed = JSON.parse(process.argv[2] ?? '[]') as Doomed[];
let running = doomed.length;
watchFetch();
for (const one of doomed) {
  const { place, scene, at } = one;
  const look = SCENES[scene]?.killed ?? {};
  monitoredPass(place, { look, at, point: deadlyPoint(one) }).then(
    () => survive(`${one.id} ended well`),
    (error) => survive(`${one.id} failed: ${error}`),
  );
}

function deadlyPoint({ id, dieAt }: Doomed): Point {
  let count = 0;
  return (name) => {
    count += 1;
    if (count !== dieAt) return;
    writeSync(1, `${JSON.stringify({ id, name })}\n`);
    running -= 1;
    if (running === 0) process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  };
}

function survive(what: string): void {
  writeSync(2, `${what}\n`);
  running -= 1;
  if (running === 0) process.kill(process.pid, 'SIGKILL');
}
