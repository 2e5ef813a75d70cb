import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { onceInRun } from '../run/run-folder.ts';

const run = promisify(execFile);
/** Begins the name of every folder made here: a cache on purpose, since installing takes longer than most tests. */
const CACHE = join(tmpdir(), 'plumbline-bundle-');
const KEPT_MS = 24 * 60 * 60 * 1000;
let unpacked: Promise<string> | null = null;

/**
 * The folder where the bundle of the sources as they are is unzipped and its one dependency installed, as a
 * deployment does it. Bundled once in a test run, installed once for the same bytes, and gone a day after its last use.
 */
export function unpackedBundle(): Promise<string> {
  unpacked ??= onceInRun('unpacked-bundle', unpack);
  return unpacked;
}

/** Bundles into a folder of its own; answers the bytes of the zip. */
export async function bundleBytes(): Promise<Uint8Array> {
  const dist = mkdtempSync(join(tmpdir(), 'plumbline-dist-'));
  try {
    await run(process.execPath, ['scripts/bundle.ts', dist]);
    return readFileSync(join(dist, 'plumbline.zip'));
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}

async function unpack(): Promise<string> {
  const zip = await bundleBytes();
  const folder = `${CACHE}${hash('sha256', zip).slice(0, 16)}`;
  if (existsSync(folder)) {
    utimesSync(folder, new Date(), new Date());
    return folder;
  }
  removeUnused();
  const draft = mkdtempSync(`${CACHE}draft-`);
  unzipInto(draft, zip);
  await run('npm', ['ci', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: draft });
  try {
    renameSync(draft, folder);
  } catch {
    // Another test was quicker.
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** Other sources made other folders; a draft that is left is of a test that was ended. */
function removeUnused(): void {
  for (const folder of globSync(`${CACHE}*`)) {
    const used = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - used > KEPT_MS) rmSync(folder, { recursive: true, force: true });
  }
}

function unzipInto(folder: string, zip: Uint8Array): void {
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}
