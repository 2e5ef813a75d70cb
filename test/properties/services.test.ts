import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../shared/snapshot/canonical-json.ts';
import { documentOf } from './read.ts';
import { renderKnative } from './render-knative.ts';
import { renderRest } from './render-rest.ts';
import { type ServiceSpec, serviceSpec } from './service-spec.ts';
import { shuffled, spelledOtherwise } from './shuffle.ts';

const RUNS = { numRuns: 400 };
const textOf = (spec: ServiceSpec, body: unknown) =>
  canonicalJson({ ...documentOf('run.services', spec.name, body) });

describe('a generated service', () => {
  test('is the same document from v1 and from v2, to the byte', () => {
    fc.assert(
      fc.property(serviceSpec, (spec) => {
        expect(documentOf('run.services', spec.name, renderKnative(spec))).toEqual(
          documentOf('run.services', spec.name, renderRest(spec)),
        );
        expect(textOf(spec, renderKnative(spec))).toBe(textOf(spec, renderRest(spec)));
      }),
      RUNS,
    );
  });

  test('is the same whatever the order of keys and keyed lists, and the spelling of numbers and truths', () => {
    fc.assert(
      fc.property(serviceSpec, fc.boolean(), fc.nat(), (spec, knative, seed) => {
        const body = knative ? renderKnative(spec) : renderRest(spec);
        const other = spelledOtherwise(shuffled(body, seed), seed);
        expect(textOf(spec, other)).toBe(textOf(spec, body));
      }),
      RUNS,
    );
  });

  test('leaves its input as it was', () => {
    fc.assert(
      fc.property(serviceSpec, fc.boolean(), (spec, knative) => {
        const body = frozen(knative ? renderKnative(spec) : renderRest(spec));
        const before = JSON.stringify(body);
        documentOf('run.services', spec.name, body);
        expect(JSON.stringify(body)).toBe(before);
      }),
      RUNS,
    );
  });

  test('shows no literal value, wherever one was put', () => {
    fc.assert(
      fc.property(serviceSpec, fc.boolean(), (spec, knative) => {
        const canaried = withCanary(spec);
        const body = knative ? renderKnative(canaried) : renderRest(canaried);
        expect(JSON.stringify(body)).toContain(CANARY);
        expect(textOf(spec, body)).not.toContain(CANARY);
      }),
      RUNS,
    );
  });
});

const CANARY = 'canary-7f3a';

function withCanary(spec: ServiceSpec): ServiceSpec {
  const containers = spec.template.containers.map((one) => ({
    ...one,
    args: [...one.args, `--token=${CANARY}`],
    command: [...one.command, CANARY],
    env: { ...one.env, A: { value: CANARY }, B: { value: `{"k":"${CANARY}"}` } },
    liveness: { path: '/live', header: CANARY, period: 10 },
  }));
  return {
    ...spec,
    buildTarget: 'handler',
    buildEnv: { BUILD: CANARY },
    template: { ...spec.template, containers },
  };
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
