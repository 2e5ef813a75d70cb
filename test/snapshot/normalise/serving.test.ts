import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { equalJson } from '../../../shared/snapshot/equal.ts';
import { answerOf, documentOf } from '../../properties/read.ts';
import { knative, rest } from '../bodies.ts';
import { knativeRevision, mapping, revision } from '../workloads.ts';

const revisions = (...list: unknown[]) => documentOf('run.revisions', 'svc', { revisions: list });
const SAMPLE = 'test/corpus/public/services/aegis-ai-00003-sp7.failed-revision.json';

describe('revisions that serve', () => {
  test('stand by their name, in the form the template of their service has', () => {
    const { template } = documentOf('run.services', 'svc', rest()).fields;
    expect(revisions(revision('svc-1')).fields).toEqual({ serving: { 'svc-1': template } });
    expect(revisions(revision('svc-2'), revision('svc-1')).fields).toEqual({
      serving: { 'svc-1': template, 'svc-2': template },
    });
  });

  test('are the same from v1 and from v2', () => {
    expect(revisions(knativeRevision('svc-1'))).toEqual(revisions(revision('svc-1')));
    const changed = {
      serviceAccount: 'a@b',
      sessionAffinity: true,
      timeout: '60s',
      scaling: { maxInstanceCount: 7 },
      vpcAccess: { connector: 'projects/450503644772/locations/europe-west1/connectors/c' },
      labels: { team: 'a' },
    };
    const v1 = knativeRevision('svc-1', {
      annotations: {
        'autoscaling.knative.dev/maxScale': '7',
        'run.googleapis.com/sessionAffinity': 'true',
        'run.googleapis.com/vpc-access-connector': 'c',
      },
      labels: { team: 'a' },
      spec: { serviceAccountName: 'a@b', timeoutSeconds: 60 },
    });
    expect(revisions(v1)).toEqual(revisions(revision('svc-1', changed)));
  });

  test.each([
    ['another account', { serviceAccount: 'x@y' }],
    ['another connector', { vpcAccess: { connector: 'c' } }],
    ['another ceiling', { scaling: { maxInstanceCount: 3 } }],
  ])('%s than the template’s shows', (_, over) => {
    const { template } = documentOf('run.services', 'svc', knative()).fields;
    const { serving } = revisions(revision('svc-1', over)).fields as { serving: Record<string, never> };
    expect(equalJson(serving['svc-1'], template)).toBe(false);
  });

  test('nothing of their state or of their deployment is a setting', () => {
    const noisy = revision('svc-1', {
      uid: 'u',
      etag: 'e',
      logUri: 'https://x',
      conditions: [{}],
      scalingStatus: { desiredMinInstanceCount: 1 },
      launchStage: 'BETA',
    });
    expect(revisions(noisy)).toEqual(revisions(revision('svc-1')));
  });

  test('may be none', () => {
    expect(revisions()).toEqual({ name: 'svc', fields: {}, evidence: {} });
  });

  test('a real one that failed is read', () => {
    const body = JSON.parse(readFileSync(SAMPLE, 'utf8'));
    const { fields } = documentOf('run.revisions', 'aegis-ai', [body]);
    expect(Object.keys(fields.serving ?? {})).toEqual(['aegis-ai-00003-sp7']);
    expect(JSON.stringify(fields)).not.toContain('knative');
  });

  test('tell the digest an image resolved to, where it is named by its tag alone', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const v1 = (image: string, status: object) => {
      const body = knativeRevision('svc-1', { spec: { containers: [{ image, name: 'app' }] } });
      return revisions({ ...body, status });
    };
    const told = { digests: { 'svc-1': { app: digest } } };
    expect(v1('p/svc:1', { imageDigest: `p/svc@${digest}` }).evidence).toEqual(told);
    const named = { containerStatuses: [{ name: 'app', imageDigest: `p/svc@${digest}` }] };
    expect(v1('p/svc:1', named).evidence).toEqual(told);
    expect(v1(`p/svc@${digest}`, { imageDigest: `p/svc@${digest}` }).evidence).toEqual({});
    expect(v1('p/svc:1', { imageDigest: 'p/svc' }).evidence).toEqual({});
    expect(v1('p/svc:1', {}).fields).toEqual(v1('p/svc:1', named).fields);
  });

  test.each([
    ['another service’s', { revisions: [{ ...revision('svc-1'), service: 'other' }] }],
    [
      'another service’s in v1',
      { revisions: [knativeRevision('x', { labels: { 'serving.knative.dev/service': 'o' } })] },
    ],
    ['a service', { revisions: [knative()] }],
    ['one without a name', { revisions: [{ containers: [] }] }],
    ['no list', { items: [] }],
    ['a text', 'svc-1'],
  ])('%s is refused', (_, body) => {
    expect(answerOf('run.revisions', 'svc', body).ok).toBe(false);
  });
});

describe('which revisions take the traffic', () => {
  const evidence = (body: unknown) => documentOf('run.services', 'svc', body).evidence;

  test('is told alike by v1 and v2, the latest one by name', () => {
    const name = 'projects/shop-prod/locations/europe-west1/services/svc/revisions/svc-2';
    const v2 = rest({
      service: {
        latestReadyRevision: name,
        trafficStatuses: [
          { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 90 },
          { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'svc-1', percent: 10 },
          { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'svc-0', tag: 'old' },
        ],
      },
    });
    const v1 = {
      ...knative(),
      status: {
        latestReadyRevisionName: 'svc-2',
        traffic: [
          { latestRevision: true, revisionName: 'svc-2', percent: 90 },
          { revisionName: 'svc-1', percent: 10 },
          { revisionName: 'svc-0', tag: 'old', url: 'https://old---svc' },
        ],
      },
    };
    expect(evidence(v2).serving).toEqual({ 'svc-1': 10, 'svc-2': 90 });
    expect(evidence(v1).serving).toEqual({ 'svc-1': 10, 'svc-2': 90 });
  });

  test('a service of another hand is known by its label', () => {
    const labels = { 'goog-managed-by': 'cloudfunctions' };
    expect(evidence(rest({ service: { labels } })).managedBy).toBe('cloudfunctions');
    expect(evidence(knative({ labels })).managedBy).toBe('cloudfunctions');
    expect(evidence(rest()).managedBy).toBeUndefined();
  });

  test.each([
    ['v2, at work', rest({ service: { reconciling: true } }), true],
    ['v2, settled', rest({ service: { reconciling: false } }), false],
    ['v1, at work', { ...knative(), status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }, true],
    [
      'v1, not yet seen',
      {
        ...knative(),
        metadata: { name: 'svc', generation: 2 },
        status: { observedGeneration: 1, conditions: [{ type: 'Ready', status: 'True' }] },
      },
      true,
    ],
    ['v1, settled', { ...knative(), status: { conditions: [{ type: 'Ready', status: 'True' }] } }, false],
    ['v1, failed', { ...knative(), status: { conditions: [{ type: 'Ready', status: 'False' }] } }, false],
  ])('mid-deployment is told: %s', (_, body, expected) => {
    expect(evidence(body).reconciling).toBe(expected);
  });

  test('an ingress that was not observed is told, not invented', () => {
    const silent = documentOf('run.services', 'svc', rest({ service: { ingress: undefined } }));
    expect(silent.fields).not.toHaveProperty('ingress');
    expect(silent.evidence.notObserved).toEqual(['ingress']);
    expect(evidence(rest())).not.toHaveProperty('notObserved');
    expect(evidence(knative())).not.toHaveProperty('notObserved');
  });
});

describe('a domain mapping', () => {
  const fields = (body: unknown) => documentOf('run.domainMappings', 'svc', body).fields;

  test('says which service the domain leads to', () => {
    expect(fields(mapping())).toEqual({ routeName: 'backend' });
  });

  test.each([
    ['Google’s own certificate', mapping({ certificateMode: 'AUTOMATIC', forceOverride: false })],
    [
      'who made it',
      mapping(
        {},
        { annotations: { 'serving.knative.dev/creator': 'a', 'serving.knative.dev/lastModifier': 'b' } },
      ),
    ],
    [
      'its place',
      mapping(
        {},
        {
          labels: {
            'cloud.googleapis.com/location': 'europe-west1',
            'run.googleapis.com/overrideAt': '2026-07-31T17:36:36.150Z',
          },
        },
      ),
    ],
    [
      'its records',
      mapping({}, {}, { mappedRouteName: 'x', resourceRecords: [{ type: 'A', rrdata: '1.2.3.4' }] }),
    ],
  ])('is silent on %s', (_, body) => {
    expect(fields(body)).toEqual(fields(mapping()));
  });

  test.each([
    ['another service', mapping({ routeName: 'other' }), 'routeName'],
    ['no certificate', mapping({ certificateMode: 'NONE' }), 'certificateMode'],
    ['an override', mapping({ forceOverride: true }), 'forceOverride'],
    ['something unheard of', mapping({ unheardOf: 1 }), 'unheardOf'],
  ])('is loud on %s', (_, body, member) => {
    expect(fields(body)[member]).not.toEqual(fields(mapping())[member]);
  });

  test('tells whether it is ready', () => {
    const ready = mapping({}, {}, { conditions: [{ type: 'Ready', status: 'True' }] });
    expect(documentOf('run.domainMappings', 'svc', ready).evidence).toMatchObject({
      ready: 'True',
      reconciling: false,
    });
  });

  test.each([
    ['another domain’s', mapping({}, { name: 'other' })],
    ['a service', knative()],
    ['nothing', {}],
    ['a list', [mapping()]],
  ])('%s is refused', (_, body) => {
    expect(answerOf('run.domainMappings', 'svc', body).ok).toBe(false);
  });
});
