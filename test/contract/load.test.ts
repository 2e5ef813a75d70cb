import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ContractError } from '../../shared/contract/contract-error.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { changed, SAMPLE } from './sample.ts';

const MINIMAL = `apiVersion: plumbline/v1
estate: acme
environments: { dev: { project: acme-dev, regions: [us-central1] } }
services: { web: { names: web } }
`;

describe('a contract', () => {
  const contract = loadContract(SAMPLE, 'c.yaml');

  test('as the rest of the monitor sees it', () => {
    expect(contract).toMatchObject({
      file: 'c.yaml',
      sha256: createHash('sha256').update(SAMPLE).digest('hex'),
      estate: 'acme',
      owner: null,
      target: 95,
      compare: [
        ['dev', 'prod'],
        ['stage', 'prod'],
      ],
      roles: ['backend', 'web'],
      ignoreServices: ['goog-managed-by:cloudfunctions', 'preview-*'],
      drift: { ignore: ['labels.release-id'], release: ['image'] },
      alerts: {
        routes: [
          { match: { environment: 'prod' }, channel: '#prod' },
          { match: {}, channel: '#drift' },
        ],
        remindAfterMs: 72 * 3_600_000,
      },
    });
    expect(contract.environments.at(-1)).toEqual({
      name: 'prod',
      project: 'acme-prod',
      projectNumber: '678067977394',
      regions: ['us-central1'],
      protected: true,
      location: { file: 'c.yaml', line: 6, column: 3 },
    });
    expect(contract.waivers).toEqual([
      {
        check: 'resources',
        roles: ['web'],
        environments: null,
        path: 'memory',
        reason: 'source maps',
        owner: 'web',
        expires: '2027-03-31T23:59:59Z',
        location: { file: 'c.yaml', line: 34, column: 5 },
      },
    ]);
  });

  test('the document stays as it was written', () => {
    expect(contract.document).toMatchObject({ services: { backend: { env: { DATABASE_URL: 'secret' } } } });
  });

  test.each([
    ['a key', ['services', 'backend', 'iap'], 16, 5],
    ['an entry of a list', ['waivers', 0], 34, 5],
    ['an entry of an entry', ['compare', 1, 0], 7, 25],
    ['a path that leads nowhere: its nearest parent', ['services', 'backend', 'nothing', 'here'], 12, 3],
    ['no path', [], 1, 1],
  ])('tells where it says something: %s', (_, path, line, column) => {
    expect(contract.locate(path)).toEqual({ file: 'c.yaml', line, column });
  });
});

describe('the smallest contract', () => {
  test('needs an estate, an environment and a service', () => {
    const contract = loadContract(MINIMAL, 'c.yaml');
    expect(contract).toMatchObject({ compare: [], waivers: [], ignoreServices: [], target: 95 });
    expect(contract.alerts).toEqual({ routes: [], remindAfterMs: null });
    expect(contract.intent('web', 'dev').service).toMatchObject({ value: 'web', perEnvironment: false });
  });

  test.each([
    [
      'the protected one',
      'prod: { project: acme-prod, regions: [us-central1], protected: true }, dev:',
      'dev',
      'prod',
    ],
    ['the last', 'prod: { project: acme-prod, regions: [us-central1] }, dev:', 'prod', 'dev'],
  ])(
    'where it does not say what to compare, every environment is held against %s',
    (_, by, candidate, reference) => {
      expect(loadContract(MINIMAL.replace('dev:', by), 'c.yaml').compare).toEqual([[candidate, reference]]);
    },
  );
});

describe('waivers', () => {
  test.each([
    ['2026-12-31', '2026-12-31T23:59:59Z'],
    ['"2026-12-31"', '2026-12-31T23:59:59Z'],
    ['2028-02-29', '2028-02-29T23:59:59Z'],
    ['2026-12-31T18:00:00Z', '2026-12-31T18:00:00Z'],
    ['2026-12-31T18:00:00+02:00', '2026-12-31T16:00:00Z'],
  ])('that expire on %s end at %s', (written, instant) => {
    const contract = loadContract(changed('expires: 2027-03-31', `expires: ${written}`), 'c.yaml');
    expect(contract.waivers[0]?.expires).toBe(instant);
  });

  test('a folded reason is one line', () => {
    const folded = SAMPLE.replace(
      /\{ check: resources.*\}/,
      'check: resources\n    environment: dev\n    reason: >\n      source\n      maps\n    owner: web\n    expires: 2027-03-31',
    );
    expect(loadContract(folded, 'c.yaml').waivers[0]).toMatchObject({
      reason: 'source maps',
      roles: null,
      environments: ['dev'],
    });
  });
});

test('the error carries its code and every issue, in the order of the file', () => {
  const error = (() => {
    try {
      return loadContract(changed('estate: acme', 'estate: a b').replace('72h', '72'), 'x.yaml');
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toBeInstanceOf(ContractError);
  expect(error).toMatchObject({
    name: 'ContractError',
    code: 'CONTRACT_INVALID',
    retryable: false,
    issues: [
      { file: 'x.yaml', line: 2, column: 9, path: 'estate' },
      { file: 'x.yaml', line: 53, column: 16, path: 'alerts.remindAfter' },
    ],
  });
});
