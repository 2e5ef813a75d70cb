import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { loadContract } from '../../shared/contract/load.ts';
import { contractJsonSchema } from '../../shared/contract/schema.ts';
import type { Json } from '../../shared/snapshot/json.ts';
import { isObject } from '../../shared/snapshot/json.ts';
import { changed, SAMPLE } from './sample.ts';

const FOLDER = join(import.meta.dirname, '../../contracts');
const CONTRACTS = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const validate = ajv.compile(contractJsonSchema());

test('the file for editors is current: npm run -s schema writes it', () => {
  const file = readFileSync(join(FOLDER, 'contract.schema.json'), 'utf8');
  expect(file).toBe(`${JSON.stringify(contractJsonSchema(), null, 2)}\n`);
});

describe('the contracts in the repository', () => {
  test.each(CONTRACTS)('%s loads, and its schema says so too', (name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    expect(loadContract(text, name).roles.length).toBeGreaterThan(0);
    expect(validate(parse(text))).toBe(true);
  });

  test('there is one complete and one to start from', () => {
    expect(CONTRACTS).toEqual(expect.arrayContaining(['jualuma.yaml', 'example.yaml']));
  });
});

describe('the schema', () => {
  test('takes what the loader takes', () => {
    validate(parse(SAMPLE));
    expect(validate.errors).toBeNull();
  });

  test.each([
    ['an unknown key', 'envPolicy: closed', 'envPolcy: closed'],
    ['a wrong word', 'ingress: all', 'ingress: any'],
    ['a wrong word for one environment', 'iap: false\n', 'ingress: { dev: any }\n'],
    ['an unknown check', 'check: resources', 'check: resource'],
    ['a waiver without reason', 'reason: source maps, ', ''],
    ['a duration without unit', 'remindAfter: 72h', 'remindAfter: 72'],
  ])('refuses %s, as the loader does', (_, piece, by) => {
    expect(validate(parse(changed(piece, by)))).toBe(false);
  });

  test('says what every key is for', () => {
    expect(undescribed(contractJsonSchema(), '')).toEqual([]);
  });

  test('shows how each kind of value is written', () => {
    const shown = examplesOf(contractJsonSchema());
    for (const example of [
      'acme-prod',
      'us-central1',
      '512Mi',
      '500m',
      '300s',
      '72h',
      '2026-12-31',
      'cr-backend',
    ])
      expect(shown).toContain(example);
  });

  test.each([
    ['an expiry that is no date', 'expires: 2027-03-31', 'expires: soon'],
    ['a map that names no environment', 'iap: false\n', 'iap: {}\n'],
  ])('refuses %s', (_, piece, by) => {
    expect(validate(parse(changed(piece, by)))).toBe(false);
  });

  test('names itself', () => {
    expect(contractJsonSchema()).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'Plumbline parity contract',
    });
  });
});

/** Every example of a schema. */
function examplesOf(schema: Json): Json[] {
  if (Array.isArray(schema)) return schema.flatMap(examplesOf);
  if (!isObject(schema)) return [];
  const own = Array.isArray(schema.examples) ? schema.examples : [];
  return [...own, ...Object.values(schema).flatMap(examplesOf)];
}

/** The keys of a schema that have no description. */
function undescribed(schema: Json, path: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((part, at) => undescribed(part, `${path}/${at}`));
  if (!isObject(schema)) return [];
  const keys = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const bare = keys.filter(([, key]) => isObject(key) && typeof key.description !== 'string');
  return [
    ...bare.map(([name]) => `${path}/${name}`),
    ...Object.entries(schema).flatMap(([name, part]) => undescribed(part, `${path}/${name}`)),
  ];
}
