import { type ChildProcess, spawn } from 'node:child_process';
import { unpackedBundle } from '../bundle/unpacked.ts';
import { COMPILE_CACHE } from '../run/compile-cache.ts';

const FRAMEWORK = 'node_modules/@google-cloud/functions-framework/build/src/main.js';

/** Bundling and installing may take longer than a test, so it is done before the first one; outside of jest there is none. */
const { beforeAll } = globalThis as { beforeAll?: (work: () => Promise<unknown>, ms: number) => void };
beforeAll?.(() => unpackedBundle(), 180_000);

export interface RunningFunction {
  url: string;
  pid: number;
  /** Everything it printed so far. */
  output(): string;
  stop(): Promise<void>;
  /** Asks it to end, as Cloud Run does before it takes an instance away; answers its exit code. */
  terminate(): Promise<number | null>;
}

/** Starts the bundled function under the real functions-framework, in its own process, on a free port unless one is named. */
export async function startFunction(
  variables: Record<string, string>,
  onPort?: number,
): Promise<RunningFunction> {
  const port = onPort ?? (await freePort());
  const child = spawn(process.execPath, [FRAMEWORK, '--target=monitor', `--port=${port}`], {
    cwd: await unpackedBundle(),
    env: {
      PATH: process.env.PATH ?? '',
      METADATA_SERVER_DETECTION: 'none',
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...variables,
    },
  });
  const printed: string[] = [];
  await started(child, printed);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    output: () => printed.join(''),
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.kill('SIGKILL');
      }),
    terminate: () =>
      new Promise((resolve) => {
        child.once('close', (code) => resolve(code));
        child.kill('SIGTERM');
      }),
  };
}

/** The framework says its address once it listens. */
function started(child: ChildProcess, printed: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const hear = (text: string) => {
      printed.push(text);
      if (text.includes('URL:')) resolve();
    };
    child.stdout?.setEncoding('utf8').on('data', hear);
    child.stderr?.setEncoding('utf8').on('data', hear);
    child.once('close', (code) => reject(new Error(`the function ended with ${code}: ${printed.join('')}`)));
  });
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
