import { describe, expect, test } from '@jest/globals';
import { compareWithBaseline } from '../shared/compare-baseline.ts';
import type { StateStore } from '../shared/ports.ts';
import { sha256 } from '../shared/snapshot/canonical-json.ts';
import { type Reading, type Snapshot, scopeKey } from '../shared/snapshot/model.ts';
import { parseReading, readingText } from '../shared/snapshot/reading-json.ts';

const AT = '2026-02-27T03:00:00Z';

function accounts(names: string[], gaps: Reading['gaps'] = {}): Reading {
  const documents = names.map((name) => [
    `iam.serviceAccounts/${name}`,
    { name, fields: { disabled: false }, evidence: {} },
  ]);
  return {
    environment: 'prod',
    project: 'shop-prod',
    region: null,
    resource: 'iam.serviceAccounts',
    status: 'OK',
    detail: null,
    documents: Object.fromEntries(documents),
    gaps,
  };
}

const secrets: Reading = { ...accounts([]), resource: 'secretmanager.secrets' };

function snapshotOf(...readings: Reading[]): Snapshot {
  return { schemaVersion: 1, estate: 'shop', capturedAt: AT, readings };
}

/** Holds readings, and notes which of them are asked for and which are put. */
function storeOf(...readings: Reading[]): {
  store: StateStore;
  asked: string[];
  put: Record<string, string>;
} {
  const kept = new Map(readings.map((reading) => [idOf(reading), readingText(reading)]));
  const asked: string[] = [];
  const getReadings: StateStore['getReadings'] = async (ids) => {
    asked.push(...ids);
    return Object.fromEntries(ids.map((id) => [id, kept.get(id) ?? '']));
  };
  const put: Record<string, string> = {};
  const putReadings: StateStore['putReadings'] = async (texts) => {
    Object.assign(put, texts);
  };
  return { store: { getReadings, putReadings } as StateStore, asked, put };
}

function idOf(reading: Reading): string {
  return sha256(readingText(reading));
}

function baselineOf(...readings: Reading[]) {
  return Object.fromEntries(
    readings.map((reading) => [scopeKey(reading), { sha256: idOf(reading), readAt: '2026-02-26T03:00:00Z' }]),
  );
}

describe('compareWithBaseline', () => {
  test('loads and keeps nothing where nothing changed', async () => {
    const { store, asked, put } = storeOf(accounts(['a']), secrets);
    const seen = snapshotOf(accounts(['a']), secrets);
    const comparison = await compareWithBaseline(store, baselineOf(accounts(['a']), secrets), seen);
    expect(asked).toEqual([]);
    expect(comparison).toMatchObject({ changes: [], newScopes: [] });
    expect(put).toEqual({});
    expect(comparison.baseline[scopeKey(secrets)]).toEqual({ sha256: idOf(secrets), readAt: AT });
  });

  test('loads the one scope that changed, and keeps its new content once', async () => {
    const { store, asked, put } = storeOf(accounts(['a']), secrets);
    const now = accounts(['a', 'b']);
    const comparison = await compareWithBaseline(
      store,
      baselineOf(accounts(['a']), secrets),
      snapshotOf(now, secrets),
    );
    expect(asked).toEqual([idOf(accounts(['a']))]);
    expect(comparison.changes).toMatchObject([{ id: 'iam.serviceAccounts/b', after: 'present' }]);
    expect(put).toEqual({ [idOf(now)]: readingText(now) });
    expect(comparison.baseline[scopeKey(now)]?.sha256).toBe(idOf(now));
  });

  test('carries over what could not be read, so that it is compared once it can be', async () => {
    const before = accounts(['a', 'b']);
    const { store, put } = storeOf(before);
    const blind = accounts(['a', 'c'], { 'iam.serviceAccounts/b': { status: 'DENIED', detail: 'b' } });
    const comparison = await compareWithBaseline(store, baselineOf(before), snapshotOf(blind));
    const next = comparison.baseline[scopeKey(blind)]?.sha256 ?? '';
    expect(comparison.readings[scopeKey(blind)]).toBe(idOf(blind));
    expect(put[idOf(blind)]).toBe(readingText(blind));
    expect(Object.keys(parseReading(put[next] ?? '').documents)).toEqual([
      'iam.serviceAccounts/a',
      'iam.serviceAccounts/b',
      'iam.serviceAccounts/c',
    ]);
  });

  test('compares an estate in which everything changed', async () => {
    const names = Array.from({ length: 150_000 }, (_, index) => `account-${index}`);
    const { store } = storeOf(accounts([]));
    const comparison = await compareWithBaseline(
      store,
      baselineOf(accounts([])),
      snapshotOf(accounts(names)),
    );
    expect(comparison.changes).toHaveLength(names.length);
  });
});
