import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Emulator } from './locate.ts';
import { type StartedEmulator, startEmulator, stopEmulator } from './start.ts';

/** The folder through which the test processes of one run share one emulator. */
export const SHARED_FOLDER = 'PLUMBLINE_TEST_EMULATOR_FOLDER';
const WAIT_MS = 90_000;
const POLL_MS = 50;

/** Makes the folder of a test run; nothing is started yet. */
export function openSharedFolder(): string {
  return mkdtempSync(join(tmpdir(), 'plumbline-emulator-'));
}

/** Ends the emulator of a test run, if one was started, and removes its folder. */
export function closeSharedFolder(folder: string): void {
  if (existsSync(join(folder, 'started.json'))) stopEmulator(readStarted(folder).pid);
  rmSync(folder, { recursive: true, force: true });
}

/** The run's emulator, started by whichever test process needs it first; the others wait for it. */
export async function sharedEmulator(
  emulator: Extract<Emulator, { kind: 'startable' }>,
  folder: string,
): Promise<StartedEmulator> {
  if (takeTurn(folder)) return startOnce(emulator, folder);
  const until = performance.now() + WAIT_MS;
  while (performance.now() < until) {
    if (existsSync(join(folder, 'started.json'))) return readStarted(folder);
    if (existsSync(join(folder, 'failed'))) throw new Error(readFileSync(join(folder, 'failed'), 'utf8'));
    await setTimeout(POLL_MS);
  }
  throw new Error('the Firestore emulator of another test process did not come up');
}

/** Making a folder succeeds once, whoever tries. */
function takeTurn(folder: string): boolean {
  try {
    mkdirSync(join(folder, 'turn'));
    return true;
  } catch {
    return false;
  }
}

async function startOnce(
  emulator: Extract<Emulator, { kind: 'startable' }>,
  folder: string,
): Promise<StartedEmulator> {
  try {
    const started = await startEmulator(emulator, folder);
    writeFileSync(join(folder, 'starting.json'), JSON.stringify(started));
    renameSync(join(folder, 'starting.json'), join(folder, 'started.json'));
    return started;
  } catch (error) {
    writeFileSync(join(folder, 'failed'), String(error));
    throw error;
  }
}

function readStarted(folder: string): StartedEmulator {
  const value: unknown = JSON.parse(readFileSync(join(folder, 'started.json'), 'utf8'));
  return value as StartedEmulator;
}
