import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const PATIENCE_MS = 60_000;
const LOOK_MS = 50;

/** `npm run stack` in its own process, with nothing but the tick it begins with. */
export interface RunningStack {
  /** The function's address; the estate is changed by hand one port above. */
  url: string;
  control: string;
  /** Everything it printed so far. */
  text(): string;
  /** What it tells people to export before they use the command. */
  variables(): Record<string, string>;
  /** Waits until so many messages are in the channel; answers the first line of each. */
  messages(count: number): Promise<string[]>;
  /** Ends it as Ctrl-C does, and waits. */
  end(): Promise<void>;
}

/** Starts it, and waits for the first tick. */
export async function startStack(): Promise<RunningStack> {
  const port = await twoFreePorts();
  const child = spawn(process.execPath, ['test/stack/stack.ts', '--port', String(port), '--every', '3600'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed: string[] = [];
  const text = () => printed.join('');
  await firstTick(child, printed);
  return {
    url: `http://127.0.0.1:${port}`,
    control: `http://127.0.0.1:${port + 1}`,
    text,
    variables: () =>
      Object.fromEntries(
        [...text().matchAll(/^ {2}export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]),
      ),
    messages: (count) => headlines(text, count),
    end: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('close', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function firstTick(child: ChildProcess, printed: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      printed.push(chunk);
      if (/^tick: \d+/m.test(printed.join(''))) resolve();
    });
    child.once('close', () => reject(new Error(printed.join(''))));
  });
}

async function headlines(text: () => string, count: number): Promise<string[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const lines = [...text().matchAll(/\n\n {2}┃ (.+)/g)].map(([, line]) => line ?? '');
    if (lines.length >= count) return lines;
    if (Date.now() > deadline) throw new Error(`fewer than ${count} messages: ${text()}`);
    await wait(LOOK_MS);
  }
}

/** A port that is free, with the next one free as well. */
async function twoFreePorts(): Promise<number> {
  const listen = (port: number) =>
    new Promise<number | null>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(null));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
      });
    });
  for (;;) {
    const port = await listen(0);
    if (port !== null && (await listen(port + 1)) !== null) return port;
  }
}
