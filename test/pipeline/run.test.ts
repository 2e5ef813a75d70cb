import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { idleCommand, type TinyRepository, tinyRepository } from './tiny-repository.ts';

/** Installing takes what is installed here: Node and the YAML parser come from the first step, as in a real one. */
const INSTALL = `ln -s '${resolve('node_modules')}' node_modules`;
const SUITE = "echo 'Tests:       1 failed, 1 skipped, 20 passed, 22 total' >&2; exit 3";
const EMPTY_JOB = '{ defaults: { run: { working-directory: x } }, steps: [] }';
let tiny: TinyRepository;

afterEach(() => tiny.remove());

/** Runs `.ci/run` in a repository of nothing but a build file and what runs it. */
function runBuild(scripts: string[], more = '') {
  const steps = scripts.map((script, at) => `  - { id: s${at}, name: n, script: ${JSON.stringify(script)} }`);
  tiny = tinyRepository(
    {
      '.gitignore': 'node_modules\n',
      'package.json': JSON.stringify({
        type: 'module',
        scripts: { demo: 'echo demo in $PWD', test: 'true' },
      }),
      'cloudbuild.yaml': `steps:\n  - id: install\n    name: n\n    script: ${INSTALL}\n${steps.join('\n')}\n${more}`,
      '.github/workflows/ci.yml': `jobs: { plan: ${EMPTY_JOB}, apply: ${EMPTY_JOB} }\n`,
    },
    ['.ci', 'test/pipeline'],
  );
  const bin = join(tiny.folder, '../bin');
  mkdirSync(bin);
  // So that no machine is given one for the sake of this test.
  idleCommand(bin, 'java');
  const seen = join(tiny.folder, '../seen');
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, SEEN: seen };
  const { status, stdout } = spawnSync('.ci/run', { cwd: tiny.folder, env, encoding: 'utf8' });
  return {
    status,
    stdout,
    last: stdout.trimEnd().split('\n').at(-1),
    seen: () => readFileSync(seen, 'utf8'),
  };
}

test('every step runs in the clone as it stands, and the demo after them', () => {
  const { status, last, stdout, seen } = runBuild(['echo "$PWD $CI" > "$SEEN"', 'test ! -e x && touch x']);
  expect({ status, last }).toEqual({ status: 0, last: '4 passed, 0 failed' });
  expect(seen()).toMatch(/plumbline-pipeline-\w+\/plumbline true\n$/);
  expect(stdout).toMatch(/^demo in .*plumbline-pipeline-\w+\/plumbline$/m);
  expect(tiny.git('status', '--porcelain')).toBe('');
});

test('a failing step fails the run, the next one runs all the same, and the tests of a suite are counted', () => {
  const { status, last, stdout, seen } = runBuild([SUITE, 'echo after > "$SEEN"']);
  expect({ status, last }).toEqual({ status: 1, last: '23 passed, 2 failed' });
  expect(stdout).toContain('== s0 failed: ended with 3');
  expect(seen()).toBe('after\n');
});

test.each([
  ['a suite that ran no test', ['npm test'], '', 's0 failed: no test ran'],
  ['a field that nobody reads', [], 'availableSecrets: {}\n', 'Unrecognized key'],
])('%s fails the run', (_, scripts, more, reason) => {
  const { status, last, stdout } = runBuild(scripts, more);
  expect(status).toBe(1);
  expect(last).toMatch(/^\d+ passed, 1 failed$/);
  expect(stdout).toContain(reason);
});

test('what cannot be installed ends the run, with a count', () => {
  tiny = tinyRepository({ 'cloudbuild.yaml': 'steps:\n  - script: exit 4\n' }, ['.ci']);
  const { status, stdout } = spawnSync('.ci/run', { cwd: tiny.folder, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stdout).toMatch(/== exit 4 failed\n\n0 passed, 1 failed\n$/);
});

test('a step before the one that was taken for the first fails the run', () => {
  tiny = tinyRepository({ 'cloudbuild.yaml': 'steps: [{ id: a, name: n, script: npm ci }]\n' });
  const run = spawnSync(process.execPath, [resolve('test/pipeline/run.ts'), '--done', 'npm install'], {
    cwd: tiny.folder,
    encoding: 'utf8',
  });
  expect(run.status).toBe(1);
  expect(run.stdout).toContain("== first step failed: it is 'npm ci', and 'npm install' was run");
});
