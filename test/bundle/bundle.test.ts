import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { VERSION } from '../../functions/version.ts';
import { type Lockfile, lockFor } from '../../scripts/lock-closure.ts';
import { bundleBytes } from './unpacked.ts';

jest.setTimeout(120_000);

const json = (bytes: Uint8Array | undefined) => JSON.parse(new TextDecoder().decode(bytes));
const root = JSON.parse(readFileSync('package.json', 'utf8'));
const whole = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
const FRAMEWORK = '@google-cloud/functions-framework';

test('the version in code is that of the package', () => {
  expect(VERSION).toBe(root.version);
});

describe('the bundle', () => {
  let bytes: Uint8Array;
  let files: Record<string, Uint8Array>;
  beforeAll(async () => {
    bytes = await bundleBytes();
    files = unzipSync(bytes);
  });

  test('has the same bytes whenever it is made', async () => {
    expect(Buffer.compare(await bundleBytes(), bytes)).toBe(0);
  });

  test('is one file with its manifest, its licences and the contracts', () => {
    const names = Object.keys(files).sort();
    expect(names.filter((name) => !name.startsWith('contracts/'))).toEqual([
      'LICENSE',
      'THIRD_PARTY_LICENCES.txt',
      'index.js',
      'package-lock.json',
      'package.json',
    ]);
    expect(names).toContain('contracts/jualuma.yaml');
    expect(json(files['package.json'])).toEqual({
      private: true,
      type: 'module',
      main: 'index.js',
      name: 'plumbline',
      version: root.version,
      license: root.license,
      engines: root.engines,
      dependencies: { [FRAMEWORK]: root.dependencies[FRAMEWORK] },
    });
  });

  test('installs what was tested: every entry of its lockfile is one of the whole', () => {
    const { packages } = json(files['package-lock.json']) as Lockfile;
    const { '': own, ...installed } = packages;
    expect(own?.dependencies).toEqual({ [FRAMEWORK]: root.dependencies[FRAMEWORK] });
    expect(Object.keys(installed)).toContain('node_modules/express');
    for (const [place, entry] of Object.entries(installed)) {
      const { dev: _, devOptional: __, ...tested } = whole.packages[place] ?? {};
      expect({ place, entry }).toEqual({ place, entry: tested });
    }
    expect(Object.keys(installed).filter((place) => /jest|esbuild|biome|firestore/.test(place))).toEqual([]);
  });

  test('lists the licence of what is in it, none of them copyleft', () => {
    const text = new TextDecoder().decode(files['THIRD_PARTY_LICENCES.txt']);
    const listed = [...text.matchAll(/^- (\S+) (\S+) \((.+)\)$/gm)].map(([, name, , licence]) => [
      name,
      licence,
    ]);
    expect(listed.length).toBeGreaterThan(40);
    expect(listed.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        '@google-cloud/firestore',
        '@slack/web-api',
        'google-auth-library',
        'yaml',
        'zod',
      ]),
    );
    expect(listed.filter(([, licence]) => /GPL|CC-BY-NC|UNLICENSED/.test(licence ?? ''))).toEqual([]);
  });

  test('holds no path of the machine it was made on', () => {
    const text = new TextDecoder().decode(files['index.js']);
    expect(text).not.toContain(process.cwd());
  });
});

describe('a lockfile of some packages', () => {
  const lock: Lockfile = {
    lockfileVersion: 3,
    packages: {
      'node_modules/a': { version: '1', dependencies: { b: '1' }, dev: true },
      'node_modules/a/node_modules/b': { version: '1', dependencies: { c: '1' } },
      'node_modules/b': { version: '2' },
      'node_modules/c': { version: '1', optionalDependencies: { absent: '1' } },
    },
  };
  const placesOf = (dependencies: Record<string, string>) =>
    Object.keys(lockFor(lock, { name: 'x', dependencies }).packages);

  test.each<[string, Record<string, string>, string[]]>([
    [
      'the nested one is taken where it is nearer',
      { a: '1' },
      ['', 'node_modules/a', 'node_modules/a/node_modules/b', 'node_modules/c'],
    ],
    ['and the one above elsewhere', { b: '2' }, ['', 'node_modules/b']],
  ])('%s', (_, dependencies, places) => {
    expect(placesOf(dependencies)).toEqual(places);
  });

  test('marks of development are left out, and what is missing is an error', () => {
    expect(
      lockFor(lock, { name: 'x', dependencies: { a: '1' } }).packages['node_modules/a'],
    ).not.toHaveProperty('dev');
    expect(() => placesOf({ d: '1' })).toThrow(/no d /);
  });
});
