import { closeSharedFolder, openSharedFolder, SHARED_FOLDER } from './shared.ts';

/**
 * Prepares a test run for one shared Firestore emulator, started only when a suite needs it. The emulator
 * is ended with the run, also where the run is interrupted.
 */
async function globalSetup(): Promise<void> {
  const folder = openSharedFolder();
  process.env[SHARED_FOLDER] = folder;
  process.env.METADATA_SERVER_DETECTION = 'none';
  process.once('exit', () => closeSharedFolder(folder));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      closeSharedFolder(folder);
      process.kill(process.pid, signal);
    });
  }
}

// biome-ignore lint/style/noDefaultExport: jest takes the default export of its setup modules.
export default globalSetup;
