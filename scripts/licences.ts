import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  name?: string;
  version?: string;
  license?: string;
}

/**
 * The licences of every package that some bundled file comes from, each with its text; in the order of their
 * names. Throws where a package states none.
 */
export function licencesOf(inputs: string[]): string {
  const folders = [...new Set(inputs.flatMap((input) => packageFolder(input) ?? []))];
  const parts = folders.map((folder) => {
    const { name = folder, version = '', license } = readManifest(folder);
    if (license === undefined) throw new Error(`${name} states no licence`);
    return { title: `${name} ${version} (${license})`, text: licenceText(folder) };
  });
  const listed = new Map(parts.map(({ title, text }) => [title, text]));
  const sorted = [...listed].sort(([a], [b]) => (a < b ? -1 : 1));
  const index = sorted.map(([title]) => `- ${title}`).join('\n');
  const texts = sorted.map(([title, text]) => `${'='.repeat(78)}\n${title}\n\n${text.trim()}\n`);
  return `What is bundled with Plumbline, and under which licence.\n\n${index}\n\n${texts.join('\n')}`;
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` → `node_modules/a/node_modules/@b/c`; null for the product's own files. */
function packageFolder(input: string): string | null {
  const at = input.lastIndexOf('node_modules/');
  if (at === -1) return null;
  const below = input.slice(at + 'node_modules/'.length).split('/');
  const name = below[0]?.startsWith('@') ? below.slice(0, 2).join('/') : below[0];
  return `${input.slice(0, at)}node_modules/${name}`;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function licenceText(folder: string): string {
  const file = readdirSync(folder)
    .sort()
    .find((name) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(name));
  return file !== undefined && existsSync(join(folder, file))
    ? readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')
    : '(the package holds no text of it)';
}
