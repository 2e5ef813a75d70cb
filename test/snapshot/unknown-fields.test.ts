import { describe, expect, test } from '@jest/globals';
import { diffReadings } from '../../shared/snapshot/diff.ts';
import { type Reading, type ResourceClass, resourceId } from '../../shared/snapshot/model.ts';
import { unknownFields } from '../../shared/snapshot/unknown-fields.ts';
import { documentOf } from '../properties/read.ts';
import { REGION } from '../properties/service-spec.ts';
import { container, knative, rest, service, template } from './bodies.ts';
import { job, mapping, pool, revision } from './workloads.ts';

interface Case {
  name: string;
  resource: ResourceClass;
  before: unknown;
  first: unknown;
  later: unknown;
  /** Where the note says it stands. */
  path: string;
  /** Where the diff says it changed, and as what. */
  changed?: string;
  class?: string;
}

const SECRET = { name: 'projects/shop-prod/secrets/svc' };
const binding = (over: object) => ({ bindings: [{ role: 'r', members: ['allUsers'], ...over }] });

const CASES: Case[] = [
  {
    name: 'a service’s flag',
    resource: 'run.services',
    before: rest(),
    first: service({ vaultEnabled: true }),
    later: service({ vaultEnabled: false }),
    path: 'vaultEnabled',
  },
  {
    name: 'a service’s message',
    resource: 'run.services',
    before: rest(),
    first: service({ tenancy: { enabled: true } }),
    later: service({ tenancy: { enabled: false } }),
    path: 'tenancy',
    changed: 'tenancy.enabled',
  },
  {
    name: 'a scaling member',
    resource: 'run.services',
    before: template({ scaling: { maxInstanceCount: 4 } }),
    first: template({ scaling: { maxInstanceCount: 4, diskUtilization: 0.6 } }),
    later: template({ scaling: { maxInstanceCount: 4, diskUtilization: 0.9 } }),
    path: 'template.scaling.diskUtilization',
  },
  {
    name: 'a container’s message',
    resource: 'run.services',
    before: rest(),
    first: container({ enclave: { mode: 'A' } }),
    later: container({ enclave: { mode: 'B' } }),
    path: 'template.containers.main.enclave',
    changed: 'template.containers.main.enclave.mode',
  },
  {
    name: 'a port’s member',
    resource: 'run.services',
    before: rest(),
    first: container({ ports: [{ containerPort: 8080, exposure: 1 }] }),
    later: container({ ports: [{ containerPort: 8080, exposure: 2 }] }),
    path: 'template.containers.main.ports.0.exposure',
    changed: 'template.containers.main.ports',
    class: 'config',
  },
  {
    name: 'an annotation of the platform',
    resource: 'run.services',
    before: knative(),
    first: knative({ service: { 'run.googleapis.com/new': 'a' } }),
    later: knative({ service: { 'run.googleapis.com/new': 'b' } }),
    path: 'annotations["run.googleapis.com/new"]',
  },
  {
    name: 'a task’s member',
    resource: 'run.jobs',
    before: job(),
    first: job({ task: { priority: 'A' } }),
    later: job({ task: { priority: 'B' } }),
    path: 'template.template.priority',
  },
  {
    name: 'a worker pool’s member',
    resource: 'run.workerPools',
    before: pool({ pool: { scaling: { manualInstanceCount: 1 } } }),
    first: pool({ pool: { scaling: { manualInstanceCount: 1, maxSurge: 10 } } }),
    later: pool({ pool: { scaling: { manualInstanceCount: 1, maxSurge: 20 } } }),
    path: 'scaling.maxSurge',
  },
  {
    name: 'a serving revision’s member',
    resource: 'run.revisions',
    before: { revisions: [revision('svc-1')] },
    first: { revisions: [revision('svc-1', { sidecar: true })] },
    later: { revisions: [revision('svc-1', { sidecar: false })] },
    path: 'serving.svc-1.sidecar',
  },
  {
    name: 'a domain mapping’s member',
    resource: 'run.domainMappings',
    before: mapping(),
    first: mapping({ tlsPolicy: 'A' }),
    later: mapping({ tlsPolicy: 'B' }),
    path: 'tlsPolicy',
  },
  {
    name: 'a policy’s member',
    resource: 'run.services.iamPolicy',
    before: binding({}),
    first: { ...binding({}), rules: [1] },
    later: { ...binding({}), rules: [2] },
    path: 'iamPolicy.rules',
  },
  {
    name: 'a binding’s member',
    resource: 'run.services.iamPolicy',
    before: binding({}),
    first: binding({ bindingId: 'a' }),
    later: binding({ bindingId: 'b' }),
    path: 'iamPolicy.bindings.r.allUsers.0.bindingId',
    changed: 'iamPolicy.bindings.r.allUsers',
    class: 'posture',
  },
  {
    name: 'a secret’s field of tomorrow',
    resource: 'secretmanager.secrets',
    before: SECRET,
    first: { ...SECRET, escrow: { a: 'b' } },
    later: { ...SECRET, escrow: { a: 'c' } },
    path: 'escrow',
    changed: 'escrow.a',
  },
];

describe('a field the catalogue does not know', () => {
  test.each(CASES)('$name: a note and a change when it appears, a change when it changes', (one) => {
    const read = (body: unknown) => readingOf(one.resource, body);
    const [before, first, later] = [read(one.before), read(one.first), read(one.later)] as const;
    const id = resourceId({ resource: one.resource, region: regionOf(one.resource) }, 'svc');
    const told = [[one.changed ?? one.path, one.class ?? 'unclassified']];
    expect(unknownFields(before)).toEqual([]);
    expect(unknownFields(first)).toEqual([{ id, path: one.path }]);
    expect(changesOf(before, first)).toEqual(told);
    expect(changesOf(first, later)).toEqual(told);
    expect(changesOf(first, first)).toEqual([]);
    expect(changesOf(first, before)).toEqual(told);
  });

  test('everything that is known leaves no note', () => {
    const reading = readingOf('run.services', {
      ...rest({
        container: {
          env: [{ name: 'K', value: 'v' }],
          livenessProbe: { httpGet: { httpHeaders: [{ name: 'a', value: 'b' }] } },
        },
      }),
      traffic: [{ tag: 'blue', revision: 'svc-1', percent: 100 }],
      labels: { team: 'a', 'commit-sha': 'b' },
    });
    expect(unknownFields(reading)).toEqual([]);
  });
});

function changesOf(before: Reading, after: Reading): [string | null, string][] {
  return diffReadings(before, after).map((change) => [change.path, change.class]);
}

function regionOf(resource: ResourceClass): string | null {
  return resource.startsWith('run.') ? REGION : null;
}

function readingOf(resource: ResourceClass, body: unknown): Reading {
  const region = regionOf(resource);
  const documents = { [resourceId({ resource, region }, 'svc')]: documentOf(resource, 'svc', body) };
  const scope = { environment: 'prod', project: 'shop-prod', region, resource };
  return { ...scope, status: 'OK', detail: null, documents, gaps: {} };
}
