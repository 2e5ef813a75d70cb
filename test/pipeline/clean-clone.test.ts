import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type TinyRepository, tinyRepository } from './tiny-repository.ts';

const SCRIPT = resolve('.ci/clean-clone');
let tiny: TinyRepository;
let clone: string;

beforeEach(() => {
  tiny = tinyRepository({ '.gitignore': 'node_modules/\n', 'a.txt': 'committed', 'bin/run': 'b' });
  tiny.write('node_modules/x.js', 'ignored');
  clone = join(tiny.folder, '../clone');
});
afterEach(() => tiny.remove());

const cleanClone = (folder = tiny.folder) =>
  execFileSync(SCRIPT, [clone], { cwd: folder, encoding: 'utf8' }).trim();
const files = () =>
  readdirSync(clone, { recursive: true, encoding: 'utf8' }).filter((f) => !/^\.git\b(?!i)/.test(f));

test('a commit is cloned, without what git ignores', () => {
  expect(cleanClone()).toBe(`clean clone of ${tiny.git('rev-parse', '--short', 'HEAD').trim()}`);
  expect(files().sort()).toEqual(['.gitignore', 'a.txt', 'bin', 'bin/run']);
});

test('a detached head of a shallow checkout is cloned', () => {
  const shallow = join(tiny.folder, '../shallow');
  tiny.git('commit', '--quiet', '--allow-empty', '--no-verify', '--message=second');
  tiny.git('clone', '--quiet', '--depth=1', `file://${tiny.folder}`, shallow);
  execFileSync('git', ['checkout', '--quiet', '--detach'], { cwd: shallow });
  expect(cleanClone(shallow)).toMatch(/^clean clone of [0-9a-f]+$/);
  expect(files()).toContain('a.txt');
});

test('changes that are not committed are taken along, and it says so', () => {
  tiny.write('a.txt', 'changed');
  tiny.write('new.txt', 'n');
  rmSync(join(tiny.folder, 'bin/run'));
  expect(cleanClone()).toMatch(/working tree/);
  expect(files().sort()).toEqual(['.gitignore', 'a.txt', 'new.txt']);
  expect(readFileSync(join(clone, 'a.txt'), 'utf8')).toBe('changed');
  expect(tiny.git('diff', '--cached', '--name-only')).toBe('');
});

test('a folder without a history is taken as git would commit it', () => {
  rmSync(join(tiny.folder, '.git'), { recursive: true });
  expect(cleanClone()).toMatch(/working tree/);
  expect(files().sort()).toEqual(['.gitignore', 'a.txt', 'bin', 'bin/run']);
});

test('a folder inside another repository is not taken for that one', () => {
  tiny.write('inner/b.txt', 'b');
  tiny.git('add', '--all');
  tiny.git('commit', '--quiet', '--no-verify', '--message=inner');
  cleanClone(join(tiny.folder, 'inner'));
  expect(files()).toEqual(['b.txt']);
});

test('without git it says what is missing', () => {
  const { status, stderr } = spawnSync('/bin/bash', [SCRIPT, clone], {
    cwd: tiny.folder,
    env: { PATH: '/nowhere' },
  });
  expect(status).toBe(1);
  expect(String(stderr)).toContain('git not found on PATH');
});
