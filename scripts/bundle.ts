/**
 * `npm run bundle`: the function as one folder and one zip, ready to be deployed: `dist/bundle/` and
 * `dist/plumbline.zip`, or the same below the folder that is named. The same sources give the same bytes,
 * on whatever day and machine.
 */
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Zippable, zipSync } from 'fflate';
import { BUNDLE_OPTIONS } from './bundle-options.ts';
import { licencesOf } from './licences.ts';
import { type Lockfile, lockFor } from './lock-closure.ts';

const [, , DIST = 'dist'] = process.argv;
const OUT = join(DIST, 'bundle');
const ZIP = join(DIST, 'plumbline.zip');
/** Zip archives know no time zone and no date before this one. */
const EPOCH = new Date(1980, 0, 1);
/** The launcher's own copy must be the one the function registers with, so it is installed, not bundled. */
const EXTERNAL = '@google-cloud/functions-framework';

const root = JSON.parse(readFileSync('package.json', 'utf8')) as {
  name: string;
  version: string;
  license: string;
  engines: Record<string, string>;
  dependencies: Record<string, string>;
};

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const inputs = await bundle();
writeManifests();
for (const file of globSync('contracts/*.{yaml,yml}').sort()) cpSync(file, join(OUT, file));
cpSync('LICENSE', join(OUT, 'LICENSE'));
writeFileSync(join(OUT, 'THIRD_PARTY_LICENCES.txt'), licencesOf(inputs));
const bytes = pack();
process.stdout.write(`${OUT} and ${ZIP}: ${(bytes / 1e6).toFixed(2)} MB zipped\n`);

/** Answers every file that something of the bundle comes from. */
async function bundle(): Promise<string[]> {
  const { metafile } = await build({
    ...BUNDLE_OPTIONS,
    entryPoints: { index: 'functions/monitor.ts' },
    outdir: OUT,
    minify: true,
    legalComments: 'none',
    metafile: true,
    external: [EXTERNAL],
  });
  const outputs = Object.values(metafile.outputs);
  return [...new Set(outputs.flatMap((output) => Object.keys(output.inputs)))];
}

/** Of the packages only the launcher is installed, at the version and with the hashes that were tested. */
function writeManifests(): void {
  const manifest = {
    name: root.name,
    version: root.version,
    license: root.license,
    engines: root.engines,
    dependencies: { [EXTERNAL]: root.dependencies[EXTERNAL] ?? '' },
  };
  const whole = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
  const lock = { version: root.version, requires: true, ...lockFor(whole, manifest) };
  writeJson('package.json', { private: true, type: 'module', main: 'index.js', ...manifest });
  writeJson('package-lock.json', lock);
}

function writeJson(name: string, value: object): void {
  writeFileSync(join(OUT, name), `${JSON.stringify(value, null, 2)}\n`);
}

/** Answers the size of the archive. */
function pack(): number {
  const files = globSync(`${OUT}/**/*`, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const entries: Zippable = Object.fromEntries(
    files.map((file) => [file.slice(OUT.length + 1), new Uint8Array(readFileSync(file))]),
  );
  const zip = zipSync(entries, { level: 9, mtime: EPOCH });
  writeFileSync(ZIP, zip);
  return zip.length;
}
