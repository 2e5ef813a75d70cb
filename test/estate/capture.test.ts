import { describe, expect, test } from '@jest/globals';
import { PlumblineError } from '../../shared/errors.ts';
import { captureEstate } from '../../shared/estate/capture.ts';
import { coverageOf } from '../../shared/estate/coverage.ts';
import { expectedScopes } from '../../shared/estate/scopes.ts';
import type { CaptureTarget, EstateSource, RawDocument, ScopeOutcome } from '../../shared/estate/source.ts';
import { createValueReducer } from '../../shared/estate/value-reducer.ts';
import {
  compareScopes,
  type Reading,
  type ResourceClass,
  type Snapshot,
} from '../../shared/snapshot/model.ts';

const CANARY = 'canary-77aa';
const DEV: CaptureTarget = { environment: 'dev', project: 'shop-dev', regions: ['us-central1'] };
const PROD: CaptureTarget = { environment: 'prod', project: 'shop-prod', regions: ['us-central1'] };

/** Everything the target is to answer for, OK and empty, but for what is given. */
function outcomes(target: CaptureTarget, given: Partial<ScopeOutcome>[] = []): ScopeOutcome[] {
  const all = expectedScopes(target).map(({ resource, region }) => ({ resource, region }));
  return all.map((ref) => {
    const own = given.find((one) => one.resource === ref.resource);
    return { ...ref, status: 'OK' as const, detail: null, gaps: {}, ...own };
  });
}

function source(read: EstateSource['read']): EstateSource {
  return { read };
}

/** A source that hands over documents and then answers. */
function giving(documents: RawDocument[], given: Partial<ScopeOutcome>[] = []): EstateSource {
  return source(async (target, emit) => {
    for (const document of documents) {
      emit(document);
    }
    return outcomes(target, given);
  });
}

function capture(from: EstateSource, targets: CaptureTarget[] = [PROD]): Promise<Snapshot> {
  return captureEstate({
    estate: 'shop',
    targets,
    source: from,
    reduce: createValueReducer({ key: new Uint8Array(32), environments: [] }),
    projectNumbers: { 'shop-prod': '123456789012' },
    now: new Date('2026-02-27T03:00:00Z'),
    signal: new AbortController().signal,
  });
}

function readingOf(snapshot: Snapshot, resource: ResourceClass, environment = 'prod'): Reading {
  const found = snapshot.readings.find((one) => one.resource === resource && one.environment === environment);
  if (found === undefined) {
    throw new Error(`no reading of ${resource}`);
  }
  return found;
}

function policy(name: string, ...members: string[]): RawDocument {
  const body = { etag: 'BwX', bindings: [{ role: 'roles/run.invoker', members }] };
  return { resource: 'run.services.iamPolicy', region: 'us-central1', name, body };
}

function secret(name: string, fields: object = {}): RawDocument {
  const body = { name: `projects/123456789012/secrets/${name}`, replication: { automatic: {} }, ...fields };
  return { resource: 'secretmanager.secrets', region: null, name, body };
}

describe('what a source gives', () => {
  test('becomes canonical documents by id, in order, under the right scope', async () => {
    const snapshot = await capture(giving([secret('B'), policy('api', 'allUsers'), secret('A')]));
    expect(snapshot).toMatchObject({
      schemaVersion: 1,
      estate: 'shop',
      capturedAt: '2026-02-27T03:00:00.000Z',
    });
    const secrets = readingOf(snapshot, 'secretmanager.secrets');
    expect(Object.keys(secrets.documents)).toEqual(['secretmanager.secrets/A', 'secretmanager.secrets/B']);
    expect(secrets).toMatchObject({
      status: 'OK',
      detail: null,
      gaps: {},
      project: 'shop-prod',
      region: null,
    });
    const policies = readingOf(snapshot, 'run.services.iamPolicy');
    expect(policies.documents['run.services/us-central1/api']).toMatchObject({
      name: 'api',
      fields: { iamPolicy: { bindings: { 'roles/run.invoker': { allUsers: [{}] } } } },
    });
  });

  test('in any order gives the same bytes', async () => {
    const documents = [secret('A'), secret('B'), secret('C')];
    const one = await capture(giving(documents));
    const other = await capture(giving(documents.toReversed()));
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  test('comes as readings in the order of compareScopes, all targets read at once', async () => {
    let underWay = 0;
    let most = 0;
    const slow = source(async (target) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return outcomes(target).toReversed();
    });
    const { readings } = await capture(slow, [PROD, DEV]);
    expect(most).toBe(2);
    expect(readings).toEqual(readings.toSorted(compareScopes));
    expect(readings).toHaveLength(18);
  });
});

describe('a scope that was not read', () => {
  test('has its status and no documents, whatever arrived', async () => {
    const gap = {
      resource: 'secretmanager.secrets',
      status: 'UNREACHABLE',
      detail: 'page 2 failed',
    } as const;
    const snapshot = await capture(giving([secret('A')], [gap]));
    expect(readingOf(snapshot, 'secretmanager.secrets')).toMatchObject({
      status: 'UNREACHABLE',
      detail: 'page 2 failed',
      documents: {},
      gaps: {},
    });
  });

  test('of which the source says nothing is NOT_CAPTURED, never empty', async () => {
    const { readings } = await capture(source(async () => []));
    expect(readings).toHaveLength(9);
    expect(new Set(readings.map(({ status }) => status))).toEqual(new Set(['NOT_CAPTURED']));
  });

  test('of which documents came but no outcome is an ERROR', async () => {
    const half = source(async (target, emit) => {
      emit(secret('A'));
      return outcomes(target).filter(({ resource }) => resource !== 'secretmanager.secrets');
    });
    expect(readingOf(await capture(half), 'secretmanager.secrets')).toMatchObject({
      status: 'ERROR',
      documents: {},
    });
  });

  test('and was also called OK stays a gap, in either order', async () => {
    for (const turn of [0, 1]) {
      const both = source(async (target) => {
        const denied = { ...outcomes(target)[0], status: 'DENIED', detail: 'no' } as ScopeOutcome;
        return turn === 0 ? [denied, ...outcomes(target)] : [...outcomes(target), denied];
      });
      const { readings } = await capture(both);
      expect(readings).toHaveLength(9);
      expect(readings[0]).toMatchObject({ resource: 'run.services', status: 'DENIED' });
    }
  });
});

describe('a document', () => {
  test('that cannot be understood is a gap by id; its neighbours are there', async () => {
    const broken = { ...secret('B'), body: `${CANARY} is not an object` };
    const snapshot = await capture(giving([secret('A'), broken]));
    const reading = readingOf(snapshot, 'secretmanager.secrets');
    expect(Object.keys(reading.documents)).toEqual(['secretmanager.secrets/A']);
    expect(reading.gaps).toEqual({
      'secretmanager.secrets/B': { status: 'ERROR', detail: expect.any(String) },
    });
    expect(JSON.stringify(snapshot)).not.toContain(CANARY);
  });

  test('given twice alike is one', async () => {
    const reading = readingOf(
      await capture(giving([secret('A'), secret('A', { etag: '"x"' })])),
      'secretmanager.secrets',
    );
    expect(Object.keys(reading.documents)).toEqual(['secretmanager.secrets/A']);
    expect(reading.gaps).toEqual({});
  });

  test('given twice and not alike is a gap that says where, not which value', async () => {
    const first = secret('A', { labels: { team: CANARY } });
    const reading = readingOf(
      await capture(giving([first, secret('A'), secret('A'), first])),
      'secretmanager.secrets',
    );
    expect(reading.documents).toEqual({});
    expect(reading.gaps['secretmanager.secrets/A']?.detail).toMatch(
      /^two documents of secretmanager\.secrets\/A .* disagree in labels: /,
    );
    expect(JSON.stringify(reading)).not.toContain(CANARY);
  });

  test('of an owner the source calls unread is not kept', async () => {
    const gaps = { A: { status: 'DENIED' as const, detail: 'grant it' } };
    const given = { resource: 'secretmanager.secrets' as const, gaps };
    const reading = readingOf(
      await capture(giving([secret('A'), secret('B')], [given])),
      'secretmanager.secrets',
    );
    expect(Object.keys(reading.documents)).toEqual(['secretmanager.secrets/B']);
    expect(reading.gaps).toEqual({ 'secretmanager.secrets/A': gaps.A });
  });
});

describe('an owner that was deleted while it was read', () => {
  test('is not kept, whatever arrived of it, nor is a gap of it; the note stays', async () => {
    const broken = { ...secret('C'), body: 'not an object' };
    const detail = 'deleted while being read: B, C';
    const given = { resource: 'secretmanager.secrets' as const, detail, gone: ['B', 'C'] };
    const reading = readingOf(
      await capture(giving([secret('A'), secret('B'), broken], [given])),
      'secretmanager.secrets',
    );
    expect(reading).toMatchObject({ status: 'OK', detail, gaps: {} });
    expect(Object.keys(reading.documents)).toEqual(['secretmanager.secrets/A']);
  });

  test('said in two outcomes of one scope: both count', async () => {
    const twice = source(async (target, emit) => {
      for (const name of ['A', 'B', 'C']) emit(secret(name));
      const scope = { resource: 'secretmanager.secrets' as const, region: null, status: 'OK' as const };
      const gone = (name: string) => ({ ...scope, detail: null, gaps: {}, gone: [name] });
      return [...outcomes(target), gone('A'), gone('B')];
    });
    const reading = readingOf(await capture(twice), 'secretmanager.secrets');
    expect(Object.keys(reading.documents)).toEqual(['secretmanager.secrets/C']);
  });
});

describe('a source that throws', () => {
  const failing = (error: unknown): EstateSource =>
    source(async (target, emit) => {
      emit(secret('A'));
      if (target.environment === 'prod') {
        throw error;
      }
      return outcomes(target);
    });

  test('takes every scope of its environment along, and no other', async () => {
    const snapshot = await capture(failing(new Error('socket hang up')), [DEV, PROD]);
    const of = (environment: string): Reading[] =>
      snapshot.readings.filter((one) => one.environment === environment);
    expect(of('prod')).toHaveLength(9);
    for (const reading of of('prod')) {
      expect(reading).toMatchObject({ status: 'ERROR', documents: {}, gaps: {} });
      expect(reading.detail).toBe('reading prod stopped unexpectedly: Error: socket hang up');
    }
    expect(new Set(of('dev').map(({ status }) => status))).toEqual(new Set(['OK']));
    expect(coverageOf(snapshot).filter(({ status }) => status === 'ERROR')).toHaveLength(9);
  });

  test('synchronously: likewise', async () => {
    const broken = source(() => {
      throw new Error('at once');
    });
    expect((await capture(broken)).readings.map(({ status }) => status)).toEqual(Array(9).fill('ERROR'));
  });

  test.each([
    ['a piece of the document in quotes', new Error(`cannot read "${CANARY}" of '${CANARY}'`)],
    ['a parser that cites its input', new SyntaxError(`Unexpected token h, ${CANARY} is not valid JSON`)],
    ['a token', new Error(`401 for Bearer ${CANARY}`)],
    ['something that is not an error', CANARY],
    [
      'an error of Plumbline, which is told',
      new PlumblineError('INPUT_INVALID', 'exports/shop-prod is not a folder'),
    ],
  ])('%s', async (name, error) => {
    const snapshot = await capture(failing(error));
    expect(JSON.stringify(snapshot)).not.toContain(CANARY);
    expect(snapshot.readings[0]?.detail).toMatch(
      name.includes('is told') ? /is not a folder$/ : /^reading prod/,
    );
  });
});
