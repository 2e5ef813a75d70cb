import { beforeAll, describe, test } from '@jest/globals';
import { runFolder } from '../run/run-folder.ts';
import { type Emulator, locateEmulator } from './locate.ts';
import { sharedEmulator } from './shared.ts';

const MISSING =
  'no Firestore emulator: set FIRESTORE_EMULATOR_HOST, or install Java and `gcloud components install cloud-firestore-emulator`';
const START_TIMEOUT_MS = 120_000;

/** host:port of the emulator; null until the first test of a `describeWithEmulator` block is about to run. */
export function emulatorHost(): string | null {
  return process.env.FIRESTORE_EMULATOR_HOST ?? null;
}

/**
 * A `describe` whose tests have a real Firestore emulator and FIRESTORE_EMULATOR_HOST set. Where there is
 * none it fails in CI, and is skipped with a warning elsewhere.
 */
export function describeWithEmulator(name: string, block: () => void): void {
  const emulator = locateEmulator();
  if (emulator !== null) describe(name, () => runWith(emulator, block));
  else if (process.env.CI) describe(name, () => test('has a Firestore emulator', refuse));
  else skip(name, block);
}

function runWith(emulator: Emulator, block: () => void): void {
  beforeAll(async () => {
    if (emulator.kind === 'running') return;
    process.env.FIRESTORE_EMULATOR_HOST = (await sharedEmulator(emulator, runFolder())).host;
  }, START_TIMEOUT_MS);
  block();
}

function refuse(): void {
  throw new Error(MISSING);
}

function skip(name: string, block: () => void): void {
  process.stderr.write(`SKIPPED ${name}: ${MISSING}\n`);
  describe.skip(name, block);
}
