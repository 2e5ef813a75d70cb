import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../shared/snapshot/canonical-json.ts';
import { jobSpec, renderKnativeJob, renderRestJob } from './job-spec.ts';
import { noisy } from './noise.ts';
import { documentOf } from './read.ts';
import { frozen, shuffled, spelledOtherwise } from './shuffle.ts';

const RUNS = { numRuns: 1_000 };
const textOf = (name: string, body: unknown) => canonicalJson({ ...documentOf('run.jobs', name, body) });
const fieldsOf = (name: string, body: unknown) => canonicalJson(documentOf('run.jobs', name, body).fields);

describe('a generated job', () => {
  test('is the same document from v1 and from v2, to the byte', () => {
    fc.assert(
      fc.property(jobSpec, (spec) => {
        expect(textOf(spec.name, renderKnativeJob(spec))).toBe(textOf(spec.name, renderRestJob(spec)));
      }),
      RUNS,
    );
  });

  test('is the same whatever the order of keys and keyed lists, the spelling of numbers, and noise', () => {
    fc.assert(
      fc.property(jobSpec, fc.boolean(), fc.nat(), (spec, knative, seed) => {
        const body = frozen(knative ? renderKnativeJob(spec) : renderRestJob(spec));
        expect(textOf(spec.name, spelledOtherwise(shuffled(body, seed), seed))).toBe(textOf(spec.name, body));
        expect(fieldsOf(spec.name, noisy(body, seed, 'job'))).toBe(fieldsOf(spec.name, body));
      }),
      RUNS,
    );
  });
});
