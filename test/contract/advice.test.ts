import { expect, test } from '@jest/globals';
import { adviceOn } from '../../shared/contract/advice.ts';
import { formatIssue } from '../../shared/contract/contract-error.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { SAMPLE } from './sample.ts';

const BEFORE = '2027-03-31T23:59:58Z';
const WAIVER =
  '  - { check: resources, role: web, path: memory, reason: source maps, owner: web, expires: 2027-03-31 }\n';

function advice(text: string, now = BEFORE): string[] {
  return adviceOn(loadContract(text, 'c.yaml'), new Date(now)).map(formatIssue);
}

test('a contract that is as meant needs none', () => {
  expect(advice(SAMPLE)).toEqual([]);
});

test.each<[string, string, string, string[]]>([
  ['a waiver said twice', WAIVER, `${WAIVER}${WAIVER}`, ['c.yaml:35:5: waivers.1: repeats c.yaml:34:5']],
  [
    'a mistyped path',
    'path: memory',
    'path: memroy',
    ['c.yaml:34:5: waivers.0: has a path "memroy" that resources does not know; did you mean "memory"?'],
  ],
  ['a canonical path is one', 'path: memory', 'path: limits.memory', []],
  [
    'an environment key is a path of its own',
    'check: resources, role: web, path: memory',
    'check: env-keys, role: web, path: MEMRY',
    [],
  ],
  [
    'an environment that is compared with nothing',
    'compare: [[dev, prod], [stage, prod]]',
    'compare: [[dev, prod]]',
    ['c.yaml:5:3: environments.stage: is compared with nothing'],
  ],
  [
    'a role that is compared with nothing',
    'names: { dev: web, stage: web-stage, prod: frontend }',
    'names: { dev: web, stage: web-stage }',
    ['c.yaml:29:3: services.web: is compared with nothing: it has a service in dev and stage only'],
  ],
  [
    'a key that is wanted nowhere',
    'names: { dev: backend, stage: backend-stage, prod: backend }',
    'names: { dev: backend, stage: backend-stage }',
    [
      'c.yaml:12:3: services.backend: is compared with nothing: it has a service in dev and stage only',
      'c.yaml:25:7: services.backend.env.PRICE: is wanted only where backend has no service',
    ],
  ],
])('%s', (_, piece, by, says) => {
  expect(SAMPLE.split(piece)).toHaveLength(2);
  expect(advice(SAMPLE.replace(piece, by))).toEqual(says);
});

test('a waiver is over at its second, and not before', () => {
  expect(advice(SAMPLE, BEFORE)).toEqual([]);
  expect(advice(SAMPLE, '2027-03-31T23:59:59Z')).toEqual([
    'c.yaml:34:5: waivers.0: is over since 2027-03-31T23:59:59Z',
  ]);
});
