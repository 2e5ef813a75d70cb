import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, sha256 } from '../../shared/snapshot/canonical-json.ts';
import { diffReadings } from '../../shared/snapshot/diff.ts';
import type { Reading, ResourceDocument } from '../../shared/snapshot/model.ts';
import { withContainerNameOf } from '../../shared/snapshot/renamed-container.ts';
import { MUTATIONS } from './mutations.ts';
import { documentOf } from './read.ts';
import { renderKnative } from './render-knative.ts';
import { renderRest } from './render-rest.ts';
import { PROJECT, REGION, serviceSpec } from './service-spec.ts';
import { shuffled } from './shuffle.ts';

const ID = `run.services/${REGION}/svc`;

describe('a changed service', () => {
  test.each(MUTATIONS)('$name: another hash, and a diff that names the place', (mutation) => {
    fc.assert(
      fc.property(serviceSpec, fc.boolean(), fc.nat(), (spec, knative, seed) => {
        const changed = mutation.apply(spec);
        fc.pre(JSON.stringify(changed) !== JSON.stringify(spec));
        const render = knative ? renderKnative : renderRest;
        const before = documentOf('run.services', spec.name, render(spec));
        const after = documentOf('run.services', spec.name, shuffled(render(changed), seed));
        expect(hashOf(after)).not.toBe(hashOf(before));
        const changes = diffReadings(readingOf(before), readingOf(after));
        expect(changes.map(({ path }) => path)).toEqual(mutation.paths(spec));
        expect(new Set(changes.map((change) => change.class))).toEqual(new Set([mutation.class]));
      }),
      { numRuns: 40 },
    );
  });

  test('is no change of itself, in any order, and every change has two different sides', () => {
    fc.assert(
      fc.property(serviceSpec, serviceSpec, fc.nat(), (one, other, seed) => {
        const before = documentOf('run.services', one.name, renderRest(one));
        const again = documentOf('run.services', one.name, shuffled(renderRest(one), seed));
        const after = documentOf('run.services', one.name, renderRest({ ...other, name: one.name }));
        expect(diffReadings(readingOf(before), readingOf(again))).toEqual([]);
        const there = diffReadings(readingOf(before), readingOf(after));
        const back = diffReadings(readingOf(after), readingOf(before));
        for (const change of there) expect(change.before).not.toEqual(change.after);
        expect(
          back.map(({ path, before: old, after: now }) => ({ path: unnamed(path), before: now, after: old })),
        ).toEqual(
          there.map(({ path, before: old, after: now }) => ({
            path: unnamed(path),
            before: old,
            after: now,
          })),
        );
        const named = { ...before, fields: withContainerNameOf(before.fields, after.fields, 'run.services') };
        expect(there.length === 0).toBe(hashOf(named) === hashOf(after));
      }),
      { numRuns: 400 },
    );
  });
});

/** The main container is called as it is on the later side. */
function unnamed(path: string | null): string | undefined {
  return path?.replace(/^(template\.containers)\.(?:main|app)\b/, '$1.*');
}

function hashOf(document: ResourceDocument): string {
  return sha256(canonicalJson(document.fields));
}

function readingOf(document: ResourceDocument): Reading {
  const scope = { environment: 'prod', project: PROJECT, region: REGION, resource: 'run.services' as const };
  return { ...scope, status: 'OK', detail: null, documents: { [ID]: document }, gaps: {} };
}
