import { closeSharedFolder, SHARED_FOLDER } from './shared.ts';

/** Ends the emulator of the test run, if one was started. */
async function globalTeardown(): Promise<void> {
  const folder = process.env[SHARED_FOLDER];
  if (folder) closeSharedFolder(folder);
}

// biome-ignore lint/style/noDefaultExport: jest takes the default export of its teardown modules.
export default globalTeardown;
