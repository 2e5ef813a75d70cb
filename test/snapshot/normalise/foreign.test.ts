import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../../shared/snapshot/json.ts';
import { RESOURCE_CLASSES } from '../../../shared/snapshot/model.ts';
import { answerOf, documentOf } from '../../properties/read.ts';
import { knative, rest } from '../bodies.ts';

const CANARY = 'canary-5b1e';

describe('a document that is no service', () => {
  test.each<[string, unknown, string]>([
    ['a revision', { ...knative(), kind: 'Revision' }, 'this is a Revision'],
    ['a list', [rest()], 'not an object'],
    ['a list of v1', { apiVersion: 'v1', kind: 'ServiceList', items: [] }, 'ServiceList'],
    ['a Kubernetes service', { ...knative(), apiVersion: 'v1' }, 'another API'],
    ['an error', { error: { code: 403 } }, 'neither a v1 nor a v2'],
    ['nothing', null, 'not an object'],
    [
      'another service',
      rest({ service: { name: 'projects/p/locations/r/services/other' } }),
      'another service',
    ],
    [
      'another project',
      rest({ service: { name: 'projects/shop-dev/locations/r/services/svc' } }),
      'another project',
    ],
    [
      'another project by number',
      { ...knative(), metadata: { name: 'svc', namespace: '1' } },
      'another project',
    ],
    [
      'a v1 document cut off',
      { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'svc' } },
      'spec is missing',
    ],
    ['no containers', { name: 'svc', template: { containers: [] } }, 'containers is empty'],
    [
      'containers that are no list',
      { name: 'svc', template: { containers: { image: CANARY } } },
      'not a list',
    ],
    ['labels that are a list', rest({ service: { labels: [CANARY] } }), 'labels is not an object'],
    [
      'an env value that is an object',
      rest({ container: { env: [{ name: 'K', value: { a: CANARY } }] } }),
      'env.value is not text',
    ],
    ['an env that is text', rest({ container: { env: CANARY } }), 'env is not a list'],
  ])('%s', (_, body, words) => {
    const answer = answerOf('run.services', 'svc', body);
    expect(answer).toEqual({ ok: false, problem: expect.stringContaining(words) });
    expect(JSON.stringify(answer)).not.toContain(CANARY);
  });

  test('an inventory asset is unwrapped', () => {
    const asset = {
      name: '//run',
      asset_type: 'run.googleapis.com/Service',
      resource: { version: 'v1', data: knative() },
    };
    expect(documentOf('run.services', 'svc', asset)).toEqual(documentOf('run.services', 'svc', knative()));
  });

  test('no input of any shape makes it throw, or holds a null afterwards', () => {
    const anything = fc.jsonValue();
    const shaped = fc.oneof(
      anything,
      anything.map((value) => ({ template: { containers: [value] } })),
      anything.map((value) =>
        rest({ service: value as Record<string, Json>, container: value as Record<string, Json> }),
      ),
      anything.map((value) =>
        knative({ service: { x: value as Json }, spec: value as Record<string, Json> }),
      ),
      anything.map((value) => ({ bindings: [value], keys: [value], versions: [value], restrictions: value })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...RESOURCE_CLASSES), shaped, (resource, body) => {
        const answer = answerOf(resource, 'svc', body);
        if (answer.ok) expect(hasNull(answer.document.fields)).toBe(false);
        else expect(answer.problem).not.toMatch(/\n|undefined/);
      }),
      { numRuns: 1000 },
    );
  });

  test('nesting without end is a problem, not a crash', () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 50_000; depth += 1) deep = { deep };
    expect(answerOf('run.services', 'svc', rest({ service: { deep } })).ok).toBe(false);
  });
});

describe('values that nobody expected', () => {
  const text = (body: unknown) => JSON.stringify(documentOf('run.services', 'svc', body));

  test.each([
    [
      'an unknown delivery',
      rest({ container: { env: [{ name: 'K', valueSource: { other: { value: CANARY } } }] } }),
    ],
    [
      'v1’s other deliveries',
      knative({ container: { env: [{ name: 'K', valueFrom: { configMapKeyRef: { name: CANARY } } }] } }),
    ],
    [
      'an unknown member of an entry',
      rest({ container: { env: [{ name: 'K', value: 'x', plain: CANARY }] } }),
    ],
    [
      'containers nobody knows of',
      rest({ template: { initContainers: [{ env: [{ name: 'K', value: CANARY }] }] } }),
    ],
    ['an unknown field of a container', rest({ container: { bootstrap: CANARY } })],
    [
      'a copy of the applied document',
      knative({ service: { 'kubectl.kubernetes.io/last-applied-configuration': `{"env":"${CANARY}"}` } }),
    ],
    ['a long annotation', rest({ service: { annotations: { note: `${CANARY} ${'x'.repeat(300)}` } } })],
    [
      'a probe’s header',
      rest({ container: { livenessProbe: { httpGet: { httpHeaders: [{ name: 'A', value: CANARY }] } } } }),
    ],
  ])('%s: told, and not shown', (_, body) => {
    expect(text(body)).not.toContain(CANARY);
    expect(text(JSON.parse(JSON.stringify(body).replaceAll(CANARY, 'another')))).toBeDefined();
  });

  test('a change of a hidden value is still a change', () => {
    const body = (value: string) => rest({ template: { initContainers: [{ env: [{ name: 'K', value }] }] } });
    expect(text(body('a'))).not.toBe(text(body('b')));
    expect(text(body('a'))).toBe(text(body('a')));
  });

  test('a name that looks like a pasted token is shortened', () => {
    const token = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';
    const body = rest({
      service: { labels: { [token]: 'x', a: token } },
      container: { env: [{ name: token, value: 'x' }] },
    });
    expect(text(body)).not.toContain(token);
    expect(text(body)).toContain('ghp_…');
  });

  test('an empty-handed v1 document is the v2 one', () => {
    expect(documentOf('run.services', 'svc', knative()).fields).toEqual(
      documentOf('run.services', 'svc', rest()).fields,
    );
  });
});

function hasNull(value: Json): boolean {
  if (value === null) return true;
  return typeof value === 'object' && Object.values(value).some(hasNull);
}
