import { describe, expect, test } from '@jest/globals';
import { coverageOf, isComplete, missingScopes } from '../../shared/estate/coverage.ts';
import type { CaptureTarget } from '../../shared/estate/source.ts';
import type { Gap, GapStatus, Reading, ResourceClass } from '../../shared/snapshot/model.ts';

function reading(resource: ResourceClass, rest: Partial<Reading> = {}): Reading {
  const scope = { environment: 'prod', project: 'shop-prod', region: null, resource };
  return { ...scope, status: 'OK', detail: null, documents: {}, gaps: {}, ...rest };
}

function documents(...names: string[]): Reading['documents'] {
  return Object.fromEntries(names.map((name) => [name, { name, fields: {}, evidence: {} }]));
}

function gap(status: GapStatus): Gap {
  return { status, detail: `mend ${status}` };
}

describe('coverage', () => {
  test('has one line for each reading, in order', () => {
    const readings = [reading('apikeys.keys'), reading('run.services', { region: 'us-central1' })];
    expect(coverageOf({ readings })).toEqual([
      {
        environment: 'prod',
        project: 'shop-prod',
        region: 'us-central1',
        resource: 'run.services',
        status: 'OK',
        detail: null,
      },
      {
        environment: 'prod',
        project: 'shop-prod',
        region: null,
        resource: 'apikeys.keys',
        status: 'OK',
        detail: null,
      },
    ]);
  });

  test.each([
    [
      'one member missing',
      { gaps: { A: gap('DENIED') }, documents: documents('B', 'C') },
      'DENIED',
      '1 of 3 not read: A (DENIED): mend DENIED',
    ],
    [
      'several: the worst first, with what mends it',
      { gaps: { A: gap('THROTTLED'), B: gap('DENIED'), C: gap('UNREACHABLE') }, documents: documents('D') },
      'DENIED',
      '3 of 4 not read: B (DENIED), C (UNREACHABLE), A (THROTTLED): mend DENIED',
    ],
    [
      'many: the first are named, the rest counted',
      { gaps: Object.fromEntries([...'GFEDCBA'].map((name) => [name, gap('ERROR')])) },
      'ERROR',
      '7 of 7 not read: A (ERROR), B (ERROR), C (ERROR), D (ERROR), E (ERROR) and 2 more: mend ERROR',
    ],
    ['the scope itself', { status: 'API_DISABLED', detail: 'enable it' }, 'API_DISABLED', 'enable it'],
    ['a remark on what was read', { detail: 'as of yesterday' }, 'OK', 'as of yesterday'],
  ] as [string, Partial<Reading>, string, string][])('%s', (_, rest, status, detail) => {
    expect(coverageOf({ readings: [reading('secretmanager.versions', rest)] })).toMatchObject([
      { status, detail },
    ]);
  });

  test.each([
    ['everything read', [reading('apikeys.keys'), reading('run.services')], true],
    ['a scope missing', [reading('apikeys.keys'), reading('run.services', { status: 'THROTTLED' })], false],
    ['a member missing', [reading('secretmanager.versions', { gaps: { A: gap('DENIED') } })], false],
    ['nothing to read', [], true],
    [
      'what a capture may lack is not visible',
      [
        reading('apikeys.keys'),
        reading('run.domainMappings', { status: 'NOT_CAPTURED', detail: 'not visible: not granted' }),
      ],
      true,
    ],
    [
      'what was stopped before it was read is a gap, whatever its class',
      [
        reading('apikeys.keys'),
        reading('run.domainMappings', { status: 'NOT_CAPTURED', detail: 'the pass was stopped' }),
      ],
      false,
    ],
  ])('complete: %s', (_, readings, complete) => {
    expect(isComplete({ readings })).toBe(complete);
  });
});

describe('missing scopes', () => {
  const target: CaptureTarget = {
    environment: 'prod',
    project: 'shop-prod',
    regions: ['us-central1', 'us-east1'],
  };
  const names = (readings: Reading[], of: CaptureTarget): string[] =>
    missingScopes({ readings }, [of]).map(({ resource, region }) => `${resource} ${region ?? '-'}`);

  test('of nothing are all: regional classes in each region', () => {
    expect(names([], target)).toHaveLength(11);
    expect(names([], target).slice(0, 3)).toEqual([
      'run.services us-central1',
      'run.services us-east1',
      'run.services.iamPolicy us-central1',
    ]);
  });

  test('a gap is an answer, another region or environment is not', () => {
    const readings = [
      reading('run.services', { region: 'us-central1', status: 'DENIED' }),
      reading('run.services', { region: 'europe-west1' }),
      reading('apikeys.keys', { environment: 'dev' }),
      reading('iam.serviceAccounts'),
    ];
    expect(names(readings, target)).toContain('run.services us-east1');
    expect(names(readings, target)).not.toContain('run.services us-central1');
    expect(names(readings, target)).toContain('apikeys.keys -');
    expect(names(readings, target)).not.toContain('iam.serviceAccounts -');
  });

  test('without regions in the contract any region answers', () => {
    const anywhere = { ...target, regions: [] };
    expect(names([], anywhere)).toContain('run.services -');
    expect(names([reading('run.services', { region: 'europe-west1' })], anywhere)).not.toContain(
      'run.services -',
    );
  });
});
