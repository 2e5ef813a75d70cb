import { describe, expect, it } from '@jest/globals';
import { emptyBefore } from '../shared/first-sight.ts';
import type { RunRecord } from '../shared/ports.ts';
import { type CoverageEntry, type Reading, type ResourceClass, scopeKey } from '../shared/snapshot/model.ts';

const scope = (region: string | null, resource: ResourceClass = 'run.jobs') => ({
  environment: 'prod',
  project: 'shop-prod',
  region,
  resource,
});
const KNOWN = scope('us-central1');

function seen(region: string | null, resource?: ResourceClass): Reading {
  const documents = { stray: { name: 'stray', fields: {}, evidence: {} } };
  return { ...scope(region, resource), status: 'OK', detail: null, documents, gaps: {} };
}

function gap(entry: Partial<CoverageEntry>): CoverageEntry {
  return { ...scope('europe-west1'), status: 'UNREACHABLE', detail: 'no answer', ...entry };
}

function after(coverage: CoverageEntry[] | null) {
  return { listRuns: async () => (coverage === null ? [] : [{ coverage } as RunRecord]) };
}

const baselineOf = (of: Parameters<typeof scopeKey>[0]) => ({ [scopeKey(of)]: { sha256: 'x', readAt: 'y' } });

describe('what stands for the earlier reading of a scope without a baseline', () => {
  it.each<[string, CoverageEntry[]]>([
    ['the last pass saw every region', []],
    ['a gap of another region hides nothing here', [gap({ region: 'asia-east1' })]],
    ['a gap of another class hides nothing here', [gap({ resource: 'run.services' })]],
    ['a gap of another environment hides nothing here', [gap({ environment: 'dev' })]],
  ])('is an empty one: %s', async (_name, coverage) => {
    const before = await emptyBefore(after(coverage), baselineOf(KNOWN), seen('europe-west1'));
    expect(before).toMatchObject({ region: 'europe-west1', status: 'OK', documents: {} });
  });

  it.each<[string, CoverageEntry[] | null, Reading, Parameters<typeof scopeKey>[0]]>([
    ['the region was not read then', [gap({})], seen('europe-west1'), KNOWN],
    ['nobody knew then in which regions there are any', [gap({ region: null })], seen('europe-west1'), KNOWN],
    ['nobody knew then which other regions there are', [gap({ region: '*' })], seen('europe-west1'), KNOWN],
    ['the class was never read', [], seen('europe-west1'), scope('us-central1', 'run.services')],
    ['the environment was never read', [], seen('europe-west1'), { ...KNOWN, environment: 'dev' }],
    [
      'the class is not looked for everywhere',
      [],
      seen('europe-west1', 'run.domainMappings'),
      scope('us-central1', 'run.domainMappings'),
    ],
    ['there was no pass', null, seen('europe-west1'), KNOWN],
  ])('is none, so that it is a baseline: %s', async (_name, coverage, reading, known) => {
    expect(await emptyBefore(after(coverage), baselineOf(known), reading)).toBeNull();
  });
});
