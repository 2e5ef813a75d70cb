import { describe, expect, test } from '@jest/globals';
import { PlumblineError } from '../../shared/errors.ts';
import { RESOURCE_CLASSES, type Reading, type Snapshot } from '../../shared/snapshot/model.ts';
import {
  parseReading,
  parseSnapshot,
  readingText,
  snapshotText,
} from '../../shared/snapshot/reading-json.ts';

const READING: Reading = {
  environment: 'prod',
  project: 'p',
  region: null,
  resource: 'secretmanager.versions',
  status: 'OK',
  detail: null,
  documents: {
    'secretmanager.secrets/s': {
      name: 's',
      fields: { versions: { '10': { state: 'ENABLED' }, '9': { state: 'DISABLED' } } },
      evidence: {},
    },
  },
  gaps: { 'secretmanager.secrets/t': { status: 'DENIED', detail: 'no' } },
};
const SNAPSHOT: Snapshot = {
  schemaVersion: 1,
  estate: 'e',
  capturedAt: '2026-02-27T10:00:00Z',
  readings: [READING],
};

test('a reading survives its text, and its text is canonical', () => {
  const text = readingText(READING);
  expect(parseReading(text)).toEqual(READING);
  expect(readingText(parseReading(text))).toBe(text);
  expect(text).toContain('{"10":{"state":"ENABLED"},"9":{"state":"DISABLED"}}');
  expect(text.startsWith('{"detail":null,"documents":')).toBe(true);
});

test('a snapshot survives its text, and its text is canonical', () => {
  const text = snapshotText(SNAPSHOT);
  expect(parseSnapshot(text)).toEqual(SNAPSHOT);
  expect(snapshotText(parseSnapshot(text))).toBe(text);
});

test('which key its literals were fingerprinted with may stand in a snapshot, and need not', () => {
  const marked = { ...SNAPSHOT, keyMark: '0123456789abcdef' };
  const text = snapshotText(marked);
  expect(parseSnapshot(text)).toEqual(marked);
  expect(Object.keys(JSON.parse(text))).toEqual([
    'capturedAt',
    'estate',
    'keyMark',
    'readings',
    'schemaVersion',
  ]);
  expect(snapshotText(SNAPSHOT)).not.toContain('keyMark');
});

describe('parseSnapshot refuses, and names what is wrong', () => {
  const broken = (change: object) => JSON.stringify({ ...SNAPSHOT, ...change });
  const inReading = (change: object) => broken({ readings: [{ ...READING, ...change }] });

  test.each([
    ['text that is no JSON', '{"schemaVersion": 1,', 'not JSON'],
    ['another version', broken({ schemaVersion: 2 }), 'schemaVersion'],
    ['something else altogether', '[]', 'the document'],
    ['an unknown key', broken({ extra: 1 }), 'extra'],
    ['a time that is none', broken({ capturedAt: 'yesterday' }), 'capturedAt'],
    ['an unknown class', inReading({ resource: 'run.tasks' }), 'readings.0.resource'],
    ['an unknown status', inReading({ status: 'FINE' }), 'readings.0.status'],
    [
      'a gap that is OK',
      inReading({ gaps: { a: { status: 'OK', detail: '' } } }),
      'readings.0.gaps.a.status',
    ],
    ['documents of a scope that was not read', inReading({ status: 'DENIED' }), 'readings.0.documents'],
    [
      'a null inside a document',
      inReading({ documents: { a: { name: 'a', fields: { x: { y: [null] } }, evidence: {} } } }),
      'fields.x.y.0',
    ],
    [
      'fields that are a list',
      inReading({ documents: { a: { name: 'a', fields: [], evidence: {} } } }),
      'readings.0.documents.a.fields',
    ],
  ])('%s', (_, text, words) => {
    expect(() => parseSnapshot(text)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(words) }),
    );
  });

  test('many problems are told in one line, the first five by name', () => {
    const text = broken({ readings: Array.from({ length: 9 }, () => ({ ...READING, status: 'FINE' })) });
    expect(() => parseSnapshot(text)).toThrow(/readings\.4\.status.* and 4 more$/);
  });

  test('a damaged stored reading is the store’s fault', () => {
    expect(() => parseReading('{}')).toThrow(PlumblineError);
    expect(() => parseReading('')).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }));
  });
});

describe('every class of resource', () => {
  test.each(RESOURCE_CLASSES)('%s is written and read back', (resource) => {
    const reading = { ...READING, resource };
    expect(parseReading(readingText(reading))).toEqual(reading);
    const snapshot = { ...SNAPSHOT, readings: [reading] };
    expect(parseSnapshot(snapshotText(snapshot))).toEqual(snapshot);
  });
});
