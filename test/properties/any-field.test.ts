import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, sha256 } from '../../shared/snapshot/canonical-json.ts';
import { classOf } from '../../shared/snapshot/catalogue.ts';
import { diffReadings } from '../../shared/snapshot/diff.ts';
import { isObject, type Json, type JsonObject } from '../../shared/snapshot/json.ts';
import {
  type Reading,
  type ResourceClass,
  type ResourceDocument,
  resourceId,
} from '../../shared/snapshot/model.ts';
import { formatPath } from '../../shared/snapshot/path.ts';
import { jobSpec, renderRestJob } from './job-spec.ts';
import { documentOf } from './read.ts';
import { renderRest } from './render-rest.ts';
import { PROJECT, REGION, serviceSpec } from './service-spec.ts';

const KINDS = [
  ['run.services', serviceSpec.map((spec) => documentOf('run.services', spec.name, renderRest(spec)))],
  ['run.jobs', jobSpec.map((spec) => documentOf('run.jobs', spec.name, renderRestJob(spec)))],
] as const;

describe.each(KINDS)('any single field of %s', (resource, document) => {
  test('changed or taken away: another hash, and the diff names it, and it alone', () => {
    fc.assert(
      fc.property(document, fc.nat(), fc.boolean(), (before, pick, gone) => {
        const leaves = leavesOf(before.fields, []);
        const leaf = leaves[pick % leaves.length] ?? [];
        const after = { ...before, fields: structuredClone(before.fields) };
        change(after.fields, leaf, gone);
        expect(hashOf(after)).not.toBe(hashOf(before));
        const [found, ...others] = diffReadings(readingOf(resource, before), readingOf(resource, after));
        expect(others).toEqual([]);
        expect(found?.path).toBe(formatPath(leaf));
        expect(classesAt(resource, leaf)).toContain(found?.class);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** A literal that is replaced by another is configuration, though how its key is delivered is posture. */
function classesAt(resource: ResourceClass, path: string[]): string[] {
  return [classOf(resource, path), classOf(resource, [...path, 'fingerprint'])];
}

/** Places that are one fact each: how a key is delivered and a reduced value are. */
function leavesOf(value: Json, path: string[]): string[][] {
  if (!isObject(value) || 'kind' in value || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]));
}

function change(fields: JsonObject, path: string[], gone: boolean): void {
  const holder = path.slice(0, -1).reduce<JsonObject>((at, key) => at[key] as JsonObject, fields);
  const key = path.at(-1) ?? '';
  if (gone) delete holder[key];
  else
    Object.defineProperty(holder, key, { value: another(holder[key]), enumerable: true, configurable: true });
}

function another(value: Json | undefined): Json {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) return [...value, 'another'];
  if (isObject(value) && 'fingerprint' in value) return { ...value, fingerprint: 'another' };
  return isObject(value) && 'secret' in value ? { ...value, secret: 'another' } : `${value} another`;
}

function hashOf(document: ResourceDocument): string {
  return sha256(canonicalJson(document.fields));
}

function readingOf(resource: ResourceClass, document: ResourceDocument): Reading {
  const documents = { [resourceId({ resource, region: REGION }, document.name)]: document };
  const scope = { environment: 'prod', project: PROJECT, region: REGION, resource };
  return { ...scope, status: 'OK', detail: null, documents, gaps: {} };
}
