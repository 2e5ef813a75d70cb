import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder that is a git repository with one commit, removed with `remove`. */
export interface TinyRepository {
  folder: string;
  git(...args: string[]): string;
  write(file: string, content: string): void;
  remove(): void;
}

const NOBODY = [
  '-c',
  'user.name=nobody',
  '-c',
  'user.email=nobody@example.com',
  '-c',
  'commit.gpgsign=false',
];

/** Makes one of the given files and of copies of what is named of this repository. */
export function tinyRepository(files: Record<string, string>, copied: string[] = []): TinyRepository {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-tiny-'));
  const folder = join(root, 'repository');
  const git = (...args: string[]) =>
    execFileSync('git', [...NOBODY, ...args], { cwd: folder, encoding: 'utf8' });
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  for (const file of copied) cpSync(file, join(folder, file), { recursive: true });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--no-verify', '--message=tiny');
  return { folder, git, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Puts a command that does nothing into the folder, to be found before the machine's own. */
export function idleCommand(folder: string, name: string): void {
  writeFileSync(join(folder, name), '#!/bin/sh\n');
  chmodSync(join(folder, name), 0o755);
}
