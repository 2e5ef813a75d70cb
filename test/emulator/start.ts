import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Emulator } from './locate.ts';

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;
/** It lives for minutes: the best compiler and a collector of many threads cost more than they save. */
const SHORT_LIFE = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

export interface StartedEmulator {
  host: string;
  /** Leader of the emulator's own process group. */
  pid: number;
}

/** Starts an emulator on a free loopback port and answers once it serves; its output goes to `emulator.log` in the folder. */
export async function startEmulator(
  emulator: Extract<Emulator, { kind: 'startable' }>,
  folder: string,
): Promise<StartedEmulator> {
  const port = await freePort();
  const log = join(folder, 'emulator.log');
  const output = openSync(log, 'a');
  const child = spawn(
    emulator.java,
    [
      ...SHORT_LIFE,
      '-Duser.language=en',
      '-cp',
      emulator.jar,
      'com.google.cloud.datastore.emulator.firestore.CloudFirestore',
      'start',
      '--host=127.0.0.1',
      `--port=${port}`,
    ],
    { cwd: folder, detached: true, stdio: ['ignore', output, output] },
  );
  child.unref();
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`the Firestore emulator ended with ${code}: ${tail(log)}`)),
    );
  });
  failed.catch(() => undefined);
  const host = `127.0.0.1:${port}`;
  await Promise.race([serving(host, log), failed]);
  child.removeAllListeners();
  return { host, pid: child.pid ?? 0 };
}

/** Ends an emulator and whatever it started; harmless where it is gone. */
export function stopEmulator(pid: number): void {
  if (pid <= 0) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

async function serving(host: string, log: string): Promise<void> {
  const until = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < until) {
    const answer = await fetch(`http://${host}/`).catch(() => null);
    if (answer?.ok) return;
    await setTimeout(POLL_MS);
  }
  throw new Error(`the Firestore emulator did not answer within ${START_TIMEOUT_MS / 1000} s: ${tail(log)}`);
}

function tail(log: string): string {
  return readFileSync(log, 'utf8').trim().split('\n').slice(-5).join(' | ');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
