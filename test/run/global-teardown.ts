import { stopSharedEmulator } from '../emulator/shared.ts';
import { closeRunFolder, RUN_FOLDER } from './run-folder.ts';

/** Ends the emulator of the test run, if one was started, and removes what was made for it. */
async function globalTeardown(): Promise<void> {
  const folder = process.env[RUN_FOLDER];
  if (!folder) return;
  stopSharedEmulator(folder);
  closeRunFolder(folder);
}

// biome-ignore lint/style/noDefaultExport: jest takes the default export of its teardown modules.
export default globalTeardown;
