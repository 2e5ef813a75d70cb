import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Command, InvalidArgumentError } from 'commander';
import { LOCAL_STORE, openSettings } from '../wire.ts';
import { type CommonOptions, newCommand } from './options.ts';

/** `plumbline serve`: the HTTP function on this machine, under the real functions-framework. */
export function serveCommand(done: (code: number) => void): Command {
  return newCommand('serve', 'the HTTP function on this machine')
    .option('--port <n>', 'the port to listen on', port, 8080)
    .action(async (options: CommonOptions & { port: number }) => {
      const { contract } = openSettings(process.env, options);
      done(await serve(options.port, contract.file));
    });
}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError('a port is a number up to 65535.');
  return value;
}

async function serve(portNumber: number, contractFile: string): Promise<number> {
  const framework = createRequire(import.meta.url).resolve('@google-cloud/functions-framework');
  const main = framework.replace(/index\.js$/, 'main.js');
  const compiled = fileURLToPath(new URL('../monitor.js', import.meta.url));
  const source = existsSync(compiled) ? compiled : fileURLToPath(new URL('../monitor.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [main, '--target=monitor', `--source=${source}`, `--port=${portNumber}`],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        PLUMBLINE_CONTRACT: contractFile.replace(/^(gs:.*)#\d+$/, '$1'),
        PLUMBLINE_STORE: process.env.PLUMBLINE_STORE ?? LOCAL_STORE,
      },
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on('exit', (code) => resolve(code === null ? 0 : code)));
}
