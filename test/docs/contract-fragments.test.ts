import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { loadContract } from '../../shared/contract/load.ts';

type Fragment = Record<string, unknown> & { services?: { backend?: object } };

const NAMES = { dev: 'api-dev', stage: 'api-stage', prod: 'api' };
const environment = (name: string) => ({ project: `acme-${name}`, regions: ['us-central1'] });

/** A whole contract with what a document shows of one in it. */
function contractWith(fragment: Fragment): string {
  return stringify({
    apiVersion: 'plumbline/v1',
    estate: 'acme',
    environments: { dev: environment('dev'), stage: environment('stage'), prod: environment('prod') },
    compare: [['stage', 'prod']],
    ...fragment,
    services: { backend: { names: NAMES, ...fragment.services?.backend } },
  });
}

const read = (name: string) => readFileSync(`docs/${name}`, 'utf8');
const fenced = (text: string) => [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? '');
const indented = (text: string) =>
  [...text.matchAll(/(?:^ {4}.*\n)+/gm)].map(([block]) => block.replace(/^ {4}/gm, ''));

const FRAGMENTS: [string, Fragment][] = [
  ...indented(read('secret-fingerprints.md'))
    .filter((block) => /^services:/m.test(block))
    .map((block) => ['secret-fingerprints.md', parse(block)] as [string, Fragment]),
  ...fenced(read('workflows-and-smoke.md')).map(
    (block) => ['workflows-and-smoke.md', parse(block)] as [string, Fragment],
  ),
];

describe('what the documents show of a contract', () => {
  test('is there', () => {
    expect(FRAGMENTS.length).toBe(3);
  });

  test.each(FRAGMENTS)('is valid in docs/%s', (_name, fragment) => {
    expect(() => loadContract(contractWith(fragment), 'acme.yaml')).not.toThrow();
  });

  test('is a check that can fail', () => {
    expect(() => loadContract(contractWith({ secretz: {} }), 'acme.yaml')).toThrow(/secretz/);
  });
});
