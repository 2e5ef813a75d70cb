import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { canonicalJson } from '../../../shared/snapshot/canonical-json.ts';
import { diffReadings } from '../../../shared/snapshot/diff.ts';
import { isObject, type Json, type JsonObject } from '../../../shared/snapshot/json.ts';
import {
  type Gap,
  type Reading,
  type ResourceClass,
  type ResourceDocument,
  resourceId,
} from '../../../shared/snapshot/model.ts';
import { formatPath, getAt, parsePath } from '../../../shared/snapshot/path.ts';
import { render, type Wrap } from './corpus-render.ts';
import { captureFolder, folderOf } from './setup.ts';

const CORPUS = join(import.meta.dirname, '../../corpus/public');
const CAPTURED = ['services', 'jobs', 'iam', 'secrets', 'service-accounts', 'api-keys', 'jualuma'];
/** Held for the reading of audit logs, of which an exports folder tells nothing by itself. */
const HELD = ['audit-logs'];

interface Placement {
  project: string;
  at: string;
  resource: ResourceClass;
  regions?: string[];
  wrap?: Wrap;
  /** The way to the part of the document that is meant, with dots. */
  part?: string;
  /** Files that must lie beside it. */
  beside?: Record<string, unknown>;
}

interface Case extends Placement {
  region: string | null;
  name: string;
  fields?: Record<string, Json>;
  keys?: Record<string, string[]>;
  env?: Record<string, Record<string, string>>;
  evidence?: JsonObject;
  evidenceKeys?: Record<string, string[]>;
  gap?: string;
}

interface Series extends Placement {
  documents: string[];
  changes: { path: string; before: Json; after: Json }[][];
}

function load(path: string): unknown {
  return JSON.parse(readFileSync(join(CORPUS, path), 'utf8'));
}

const DOCUMENTS = CAPTURED.flatMap((folder) =>
  readdirSync(join(CORPUS, folder))
    .filter((name) => !name.endsWith('.expect.json'))
    .map((name) => `${folder}/${name}`),
);
const CASES = DOCUMENTS.flatMap((document) =>
  ([load(`${document}.expect.json`)].flat() as Case[]).map((expected): [string, string, Case] => [
    document,
    [expected.part, expected.name].filter((word) => word !== undefined).join(' '),
    expected,
  ]),
);

function contentOf(document: string, { wrap, part }: Placement): unknown {
  const text = readFileSync(join(CORPUS, document), 'utf8');
  if (wrap === undefined && part === undefined) return text;
  const whole: Json = JSON.parse(text);
  const meant = part === undefined ? whole : (getAt(whole, part.split('.')) ?? null);
  return wrap === undefined ? meant : render(wrap, meant, whole);
}

async function capture(content: unknown, placement: Placement): Promise<Reading[]> {
  const { project, at, resource, regions = [], beside = {} } = placement;
  const files = Object.entries({ ...beside, [at]: content });
  const root = folderOf(Object.fromEntries(files.map(([path, text]) => [`${project}/${path}`, text])));
  const snapshot = await captureFolder(root, { environment: 'public', project, regions });
  return snapshot.readings.filter((reading) => reading.resource === resource);
}

function found(readings: Reading[], { region, name }: Case): { document?: ResourceDocument; gap?: Gap } {
  const reading = readings.find((candidate) => candidate.region === region)!;
  const id = resourceId(reading, name);
  const whole =
    reading.status === 'OK' ? undefined : { status: reading.status, detail: reading.detail ?? '' };
  return { document: reading.documents[id]!, gap: reading.gaps[id] ?? whole! };
}

function keysAt(value: Json | undefined): string[] {
  return isObject(value) ? Object.keys(value).sort() : [];
}

function delivery(value: Json | undefined): string {
  if (!isObject(value)) return 'nothing';
  return value.kind === 'secret' ? `secret ${value.secret} ${value.version}` : String(value.kind);
}

describe('public documents', () => {
  test('every one has an expectation, or is held for what is not captured from files', () => {
    const folders = readdirSync(CORPUS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...CAPTURED, ...HELD].sort());
    expect(DOCUMENTS.length).toBeGreaterThanOrEqual(35);
  });

  test.each(CASES)('%s: %s', async (document, _name, expected) => {
    const { document: seen, gap } = found(await capture(contentOf(document, expected), expected), expected);
    if (expected.gap !== undefined) {
      expect(gap).toMatchObject({ status: 'ERROR', detail: expect.stringContaining(expected.gap) });
      expect(seen).toBeUndefined();
      return;
    }
    expect(gap).toBeUndefined();
    const fields = seen!.fields;
    const at = (path: string) => getAt(fields, parsePath(path)) ?? null;
    const paths = Object.keys(expected.fields ?? {});
    expect(Object.fromEntries(paths.map((path) => [path, at(path)]))).toEqual(expected.fields ?? {});
    for (const [path, keys] of Object.entries(expected.keys ?? {})) expect(keysAt(at(path))).toEqual(keys);
    for (const [path, keys] of Object.entries(expected.evidenceKeys ?? {})) {
      expect(keysAt(getAt(seen!.evidence, parsePath(path)))).toEqual(keys);
    }
    expect(seen!.evidence).toMatchObject(expected.evidence ?? {});
    if (expected.env === undefined) return;
    expect(keysAt(at('template.containers'))).toEqual(Object.keys(expected.env).sort());
    for (const [container, env] of Object.entries(expected.env)) {
      const values = at(formatPath(['template', 'containers', container, 'env']));
      const seenEnv = keysAt(values).map((key) => [key, delivery(getAt(values, [key]))]);
      expect(Object.fromEntries(seenEnv)).toEqual(env);
    }
  });

  const services = CASES.filter(
    ([, , { resource, gap, wrap, part }]) =>
      resource === 'run.services' && gap === undefined && wrap === undefined && part === undefined,
  );

  test.each(services)('%s in the list is the same service', async (document, _name, expected) => {
    const text = readFileSync(join(CORPUS, document), 'utf8');
    const alone = found(await capture(text, expected), expected).document;
    const list = found(
      await capture([parse(text)], { ...expected, at: 'run-services.json' }),
      expected,
    ).document;
    expect(canonicalJson(list as unknown as JsonObject)).toBe(canonicalJson(alone as unknown as JsonObject));
  });

  test.each(services)('%s keeps no literal value', async (document, _name, expected) => {
    const text = readFileSync(join(CORPUS, document), 'utf8');
    const planted = text
      .replace(/"value":\s*"[^"]*"/g, '"value": "CANARY-7f3a9"')
      .replace(/^(\s+value:) \S.*$/gm, '$1 CANARY-7f3a9');
    const { document: seen } = found(await capture(planted, expected), expected);
    const literals = Object.values(expected.env ?? {}).flatMap((env) => Object.values(env));
    expect(planted.includes('CANARY') || !literals.includes('literal')).toBe(true);
    expect(JSON.stringify(seen)).not.toContain('CANARY');
  });
});

const STEPS = (load('series.json') as Series[]).flatMap((series) =>
  series.changes.map((changes, index): [string, Series, number, Series['changes'][number]] => [
    `${series.documents[index]} → ${series.documents[index + 1]?.split('.').slice(-3, -1).join('.')}`,
    series,
    index,
    changes,
  ]),
);

describe('public documents in time', () => {
  test.each(STEPS)('%s', async (_name, series, index, changes) => {
    const [before, after] = await Promise.all(
      [index, index + 1].map(async (step) => {
        const [reading] = await capture(contentOf(series.documents[step]!, series), series);
        return reading!;
      }),
    );
    const differences = diffReadings(before!, after!);
    const seen = differences.map(({ path, before: was, after: is }) => ({ path, before: was, after: is }));
    expect(seen).toEqual(changes);
    expect(differences.every((difference) => ['posture', 'config'].includes(difference.class))).toBe(true);
  });
});
