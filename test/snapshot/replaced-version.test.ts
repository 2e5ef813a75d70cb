import { expect, test } from '@jest/globals';
import { diffReadings } from '../../shared/snapshot/diff.ts';
import type { Reading } from '../../shared/snapshot/model.ts';

const T1 = '2026-01-01T00:00:00.123456Z';
const T2 = '2026-02-01T00:00:00Z';

interface Version {
  createTime?: string;
  state?: string;
}

function reading(versions: Record<string, Version>): Reading {
  const state = (version: Version) => version.state ?? 'ENABLED';
  const live = Object.entries(versions).filter(([, version]) => state(version) !== 'DESTROYED');
  const fields = { versions: Object.fromEntries(live.map(([n, version]) => [n, { state: state(version) }])) };
  const evidence = {
    versions: Object.fromEntries(
      Object.entries(versions).map(([n, version]) => [n, { ...version, state: state(version) }]),
    ),
  };
  return {
    environment: 'prod',
    project: 'p',
    region: null,
    resource: 'secretmanager.versions',
    status: 'OK',
    detail: null,
    documents: { S: { name: 'S', fields, evidence } },
    gaps: {},
  };
}

const ENABLED = { state: 'ENABLED' };

test.each<[string, Record<string, Version>, Record<string, Version>, unknown[]]>([
  [
    'another version under an old number is told',
    { 1: { createTime: T1 } },
    { 1: { createTime: T2 } },
    [['versions.1', { createTime: T1, ...ENABLED }, { createTime: T2, ...ENABLED }]],
  ],
  [
    'each that was replaced, and none beside it',
    { 1: { createTime: T1 }, 2: { createTime: T1 }, 3: { createTime: T1 } },
    { 1: { createTime: T2 }, 2: { createTime: T1 } },
    [
      ['versions.1', { createTime: T1, ...ENABLED }, { createTime: T2, ...ENABLED }],
      ['versions.3', ENABLED, null],
    ],
  ],
  [
    'the same instant in other words is no change',
    { 1: { createTime: T2 } },
    { 1: { createTime: '2026-02-01T00:00:00.000000Z' } },
    [],
  ],
  ['a time that one side does not tell is no change', { 1: { createTime: T1 } }, { 1: {} }, []],
  [
    'a version that is disabled is told without its time',
    { 1: { createTime: T1 } },
    { 1: { createTime: T1, state: 'DISABLED' } },
    [['versions.1', ENABLED, { state: 'DISABLED' }]],
  ],
  [
    'a destroyed one that was replaced is history',
    { 1: { createTime: T1, state: 'DESTROYED' } },
    { 1: { createTime: T2, state: 'DESTROYED' } },
    [],
  ],
])('%s', (_, before, after, changes) => {
  const found = diffReadings(reading(before), reading(after));
  expect(found.map((change) => [change.path, change.before, change.after])).toEqual(changes);
});
