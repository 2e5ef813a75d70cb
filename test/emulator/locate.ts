import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** A Firestore emulator that already runs, or the command that starts one. */
export type Emulator = { kind: 'running'; host: string } | { kind: 'startable'; java: string; jar: string };

const JAR = join('platform', 'cloud-firestore-emulator', 'cloud-firestore-emulator.jar');

/** The emulator of this machine: FIRESTORE_EMULATOR_HOST first, then the component of the Google Cloud SDK; null where there is none. */
export function locateEmulator(env: NodeJS.ProcessEnv = process.env): Emulator | null {
  if (env.FIRESTORE_EMULATOR_HOST) return { kind: 'running', host: env.FIRESTORE_EMULATOR_HOST };
  const java = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : onPath('java', env);
  const jar = sdkRoots(env)
    .map((root) => join(root, JAR))
    .find((file) => existsSync(file));
  return java !== null && jar !== undefined ? { kind: 'startable', java, jar } : null;
}

function* sdkRoots(env: NodeJS.ProcessEnv): Generator<string> {
  if (env.CLOUDSDK_ROOT_DIR) yield env.CLOUDSDK_ROOT_DIR;
  const gcloud = onPath('gcloud', env);
  if (gcloud === null) return;
  yield dirname(dirname(realpathSync(gcloud)));
  // Some installations put a wrapper on PATH; gcloud itself knows, and takes a second to say so.
  const info = spawnSync(gcloud, ['info', '--format=value(installation.sdk_root)'], { encoding: 'utf8' });
  if (info.status === 0 && info.stdout.trim() !== '') yield info.stdout.trim();
}

function onPath(name: string, env: NodeJS.ProcessEnv): string | null {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}
