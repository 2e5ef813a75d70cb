import { stopSharedEmulator } from '../emulator/shared.ts';
import { closeRunFolder, openRunFolder, RUN_FOLDER } from './run-folder.ts';

/**
 * Prepares a test run for what its processes share: one Firestore emulator, bundles of what they start.
 * Each is made only when a suite needs it, and is gone with the run, also where the run is interrupted.
 */
async function globalSetup(): Promise<void> {
  const folder = openRunFolder();
  process.env[RUN_FOLDER] = folder;
  process.env.METADATA_SERVER_DETECTION = 'none';
  process.once('exit', () => close(folder));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      close(folder);
      process.kill(process.pid, signal);
    });
  }
}

function close(folder: string): void {
  stopSharedEmulator(folder);
  closeRunFolder(folder);
}

// biome-ignore lint/style/noDefaultExport: jest takes the default export of its setup modules.
export default globalSetup;
