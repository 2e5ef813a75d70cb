import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';

const run = promisify(execFile);
let unpacked: Promise<string> | null = null;

/**
 * The folder where the bundle of the sources as they are is unzipped and its one dependency installed, as a
 * deployment does it. Made once for the same bytes, by whichever test comes first.
 */
export function unpackedBundle(): Promise<string> {
  unpacked ??= unpack();
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
  const folder = join(tmpdir(), `plumbline-bundle-${hash('sha256', zip).slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const draft = mkdtempSync(join(tmpdir(), 'plumbline-bundle-draft-'));
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

function unzipInto(folder: string, zip: Uint8Array): void {
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}
