import { describe, expect, test } from '@jest/globals';
import { loadContract } from '../../../shared/contract/load.ts';
import { changed, SAMPLE } from '../sample.ts';

const KEY =
  '- { name: "^Key {env}", targets: [identitytoolkit.googleapis.com], referrers: { required: ["https://*.acme.com/*"] } }';

function keysOf(entry: string, environment: string) {
  return loadContract(changed(KEY, entry), 'c.yaml').apiKeys(environment);
}

describe('what the contract says of API keys', () => {
  test('name, targets and referrers with their places', () => {
    expect(loadContract(SAMPLE, 'c.yaml').apiKeys('prod')).toEqual([
      {
        name: '^Key prod',
        location: { file: 'c.yaml', line: 43, column: 5 },
        targets: {
          value: ['identitytoolkit.googleapis.com'],
          perEnvironment: false,
          location: { file: 'c.yaml', line: 43, column: 27 },
        },
        referrers: {
          location: { file: 'c.yaml', line: 43, column: 70 },
          required: {
            value: ['https://*.acme.com/*'],
            perEnvironment: false,
            location: { file: 'c.yaml', line: 43, column: 83 },
          },
          allowed: null,
          deprecated: null,
        },
      },
    ]);
  });

  test('lists by environment', () => {
    const entry =
      '- { name: Key, referrers: { required: { dev: ["http://localhost:*"] }, allowed: { prod: [a] } } }';
    expect(keysOf(entry, 'dev')[0]?.referrers).toMatchObject({
      required: { value: ['http://localhost:*'], perEnvironment: true },
      allowed: null,
    });
    expect(keysOf(entry, 'prod')[0]?.referrers).toMatchObject({ required: null, allowed: { value: ['a'] } });
  });

  test('only in the environments it names', () => {
    const entry = '- { name: Key, in: [prod] }';
    expect(['dev', 'stage', 'prod'].map((environment) => keysOf(entry, environment).length)).toEqual([
      0, 0, 1,
    ]);
  });

  test('placeholders are texts in patterns, and plain in required referrers', () => {
    const entry =
      '- { name: "^{project} {env}$", referrers: { required: ["https://{project}.web.app/*"], deprecated: ["^https://{env}\\\\."] } }';
    const [key] = keysOf(entry, 'dev');
    expect(key?.name).toBe('^acme-dev dev$');
    expect(key?.referrers?.required?.value).toEqual(['https://acme-dev.web.app/*']);
    expect(key?.referrers?.deprecated?.value).toEqual(['^https://dev\\.']);
  });

  test('a project that is scoped to a domain is matched as it is written', () => {
    const text = changed(KEY, '- { name: "^{project}$" }').replace(
      'project: acme-dev',
      'project: acme.com:acme-dev',
    );
    const name = loadContract(text, 'c.yaml').apiKeys('dev')[0]?.name ?? '';
    expect(
      ['acme.com:acme-dev', 'acmexcom:acme-dev'].map((display) => new RegExp(name).test(display)),
    ).toEqual([true, false]);
  });

  test('without the section there are none', () => {
    const text = SAMPLE.replace(/^apiKeys:\n(?: {2}.*\n)+/m, '');
    expect(loadContract(text, 'c.yaml').apiKeys('prod')).toEqual([]);
  });
});
