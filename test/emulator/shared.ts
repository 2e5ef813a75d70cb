import { madeIn, makeOnce } from '../run/run-folder.ts';
import type { Emulator } from './locate.ts';
import { type StartedEmulator, startEmulator, stopEmulator } from './start.ts';

const NAME = 'emulator';

/** The run's emulator, started by whichever test process needs it first; the others wait for it. */
export function sharedEmulator(
  emulator: Extract<Emulator, { kind: 'startable' }>,
  folder: string,
): Promise<StartedEmulator> {
  return makeOnce(folder, NAME, () => startEmulator(emulator, folder));
}

/** Ends the emulator of a test run, if one was started. */
export function stopSharedEmulator(folder: string): void {
  const started = madeIn<StartedEmulator>(folder, NAME);
  if (started !== null) stopEmulator(started.pid);
}
