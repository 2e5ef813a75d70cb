import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../shared/snapshot/canonical-json.ts';
import { noisy } from './noise.ts';
import { documentOf } from './read.ts';
import { renderKnative } from './render-knative.ts';
import { renderRest } from './render-rest.ts';
import { type ServiceSpec, serviceSpec } from './service-spec.ts';
import { frozen, shuffled, spelledOtherwise } from './shuffle.ts';

const RUNS = { numRuns: 1_000 };
const textOf = (spec: ServiceSpec, body: unknown) =>
  canonicalJson({ ...documentOf('run.services', spec.name, body) });
const fieldsOf = (spec: ServiceSpec, body: unknown) =>
  canonicalJson(documentOf('run.services', spec.name, body).fields);

describe('a generated service', () => {
  test('is the same document from v1 and from v2, to the byte', () => {
    fc.assert(
      fc.property(serviceSpec, (spec) => {
        expect(textOf(spec, renderKnative(spec))).toBe(textOf(spec, renderRest(spec)));
      }),
      RUNS,
    );
  });

  test('is the same whatever the order of keys and keyed lists, and the spelling of numbers and truths', () => {
    fc.assert(
      fc.property(serviceSpec, fc.boolean(), fc.nat(), (spec, knative, seed) => {
        const body = knative ? renderKnative(spec) : renderRest(spec);
        expect(textOf(spec, spelledOtherwise(shuffled(body, seed), seed))).toBe(textOf(spec, body));
      }),
      RUNS,
    );
  });

  test('is the same whatever the platform and its clients stamp on it', () => {
    fc.assert(
      fc.property(serviceSpec, fc.boolean(), fc.nat(), (spec, knative, seed) => {
        const body = knative ? renderKnative(spec) : renderRest(spec);
        expect(fieldsOf(spec, noisy(body, seed, 'service'))).toBe(fieldsOf(spec, body));
      }),
      RUNS,
    );
  });

  test('is the same read twice, and once stored; its input stays as it was', () => {
    fc.assert(
      fc.property(serviceSpec, fc.boolean(), (spec, knative) => {
        const body = frozen(knative ? renderKnative(spec) : renderRest(spec));
        const before = JSON.stringify(body);
        const text = textOf(spec, body);
        expect(textOf(spec, structuredClone(body))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
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
