import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { afterEach, expect, it, jest } from '@jest/globals';
import { describeWithEmulator } from '../emulator/emulator.ts';

jest.setTimeout(180_000);

describeWithEmulator('npm run stack', () => {
  let child: ReturnType<typeof spawn> | undefined;
  afterEach(() => {
    child?.kill('SIGKILL');
  });

  it('answers to the curl lines it prints, tells a break-glass, and leaves nothing running', async () => {
    const port = await twoFreePorts();
    const printed: string[] = [];
    child = spawn(process.execPath, ['test/stack/stack.ts', '--port', String(port), '--every', '3600'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const text = () => printed.join('');
    await new Promise<void>((resolve, reject) => {
      child?.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
        printed.push(chunk);
        if (/^tick: \d+/m.test(text())) resolve();
      });
      child?.once('close', () => reject(new Error(text())));
    });
    expect(text()).toMatch(/^tick: 200 complete$/m);
    const [, , , broken = ''] = [...text().matchAll(/^ {2}curl (?:-X POST )?(\S+)/gm)].map(([, url]) => url);
    expect(broken).toBe(`http://127.0.0.1:${port + 1}/revert`);
    expect((await fetch(`http://127.0.0.1:${port + 1}/break-glass`, { method: 'POST' })).status).toBe(200);
    const pass = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST' });
    const { transitions } = (await pass.json()) as { transitions: { kind: string }[] };
    expect(transitions.filter(({ kind }) => kind === 'opened')).toHaveLength(6);
    expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).json()).toMatchObject({ status: 'ok' });

    const ended = new Promise((resolve) => child?.once('close', resolve));
    child.kill('SIGTERM');
    await ended;
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });
});

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
