import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** A text for a shell, and where it runs. */
export interface Step {
  name: string;
  text: string;
  /** The shell and its options; Cloud Build takes `sh` where a script names none. */
  shell?: string[];
  cwd?: string;
  env: NodeJS.ProcessEnv;
}

/** Jest's summary is the last thing it prints. */
const TAIL = 1 << 16;

/** Runs steps with their output shown, and counts: one for each step, and every test that Jest says it ran. */
export class Tally {
  passed = 0;
  failed = 0;

  /** Counts the step as failed unless it ends with 0; a failing step does not keep the next from running. */
  async run(step: Step): Promise<void> {
    process.stdout.write(`\n== ${step.name}: ${step.text.trim()}\n`);
    const { code, output } = await execute(step);
    const tests = jestCount(output);
    this.passed += tests.passed;
    this.failed += tests.failed;
    const testless = /^npm test\b/.test(step.text) && tests.passed + tests.failed === 0;
    this.count(step.name, code === 0 && !testless, code === 0 ? 'no test ran' : `ended with ${code}`);
  }

  /** Counts something that was found out in another way than by running a step. */
  count(name: string, holds: boolean, reason: string): void {
    if (holds) this.passed += 1;
    else {
      this.failed += 1;
      process.stdout.write(`== ${name} failed: ${reason}\n`);
    }
  }
}

/** What Jest's summary counts, `Tests:  1 failed, 20 passed, 21 total`; nothing where the output has none. */
export function jestCount(output: string): { passed: number; failed: number } {
  const line =
    stripVTControlCharacters(output)
      .match(/^Tests: .*$/gm)
      ?.at(-1) ?? '';
  const number = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  return { passed: number('passed'), failed: number('failed') };
}

function execute({ text, shell = ['sh'], cwd, env }: Step): Promise<{ code: number; output: string }> {
  const [command = 'sh', ...options] = shell;
  const child = spawn(command, [...options, '-c', text], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const show = (to: NodeJS.WriteStream) => (chunk: string) => {
    to.write(chunk);
    output = (output + chunk).slice(-TAIL);
  };
  child.stdout.setEncoding('utf8').on('data', show(process.stdout));
  child.stderr.setEncoding('utf8').on('data', show(process.stderr));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
