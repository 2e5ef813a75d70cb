import { expect, test } from '@jest/globals';
import { SimulatedEstate } from './estate.ts';
import { toKnative, toKnativeRevision } from './knative.ts';
import { P, R, secretEnv, type V1, v1 } from './knative-case.ts';

test('a service deployed with gcloud has the shape of the public export of such a service', () => {
  const document = v1({
    name: 'greenchemistry-chemistry',
    scaling: { maxInstanceCount: 20 },
    template: {
      scaling: { minInstanceCount: 1, maxInstanceCount: 3 },
      maxInstanceRequestConcurrency: 4,
      serviceAccount: 'chemservice@acme-prod.iam.gserviceaccount.com',
      vpcAccess: {
        egress: 'ALL_TRAFFIC',
        networkInterfaces: [{ network: 'hydration-egress', subnetwork: 'hydration-us-central1' }],
      },
      containers: [
        { env: [secretEnv('TOKEN', 'chemistry-token')], resources: { limits: { memory: '2Gi' } } },
      ],
    },
  });
  expect(Object.keys(document.metadata.annotations)).toEqual([
    'run.googleapis.com/client-name',
    'run.googleapis.com/client-version',
    'run.googleapis.com/ingress',
    'run.googleapis.com/ingress-status',
    'run.googleapis.com/maxScale',
    'run.googleapis.com/operation-id',
    'run.googleapis.com/urls',
    'serving.knative.dev/creator',
    'serving.knative.dev/lastModifier',
  ]);
  expect(document).toMatchObject({
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: {
      generation: 1,
      labels: { 'cloud.googleapis.com/location': R },
      name: 'greenchemistry-chemistry',
      namespace: '450503644772',
      selfLink: '/apis/serving.knative.dev/v1/namespaces/450503644772/services/greenchemistry-chemistry',
    },
    spec: { traffic: [{ latestRevision: true, percent: 100 }] },
    status: {
      address: { url: 'https://greenchemistry-chemistry-4cisnamb5a-uc.a.run.app' },
      observedGeneration: 1,
      url: 'https://greenchemistry-chemistry-4cisnamb5a-uc.a.run.app',
    },
  });
  expect(document.status.conditions.map(({ type, status }) => `${type} ${status}`)).toEqual([
    'Ready True',
    'ConfigurationsReady True',
    'RoutesReady True',
  ]);
  expect(document.spec.template.metadata).toEqual({
    annotations: {
      'autoscaling.knative.dev/maxScale': '3',
      'autoscaling.knative.dev/minScale': '1',
      'run.googleapis.com/network-interfaces':
        '[{"network":"hydration-egress","subnetwork":"hydration-us-central1"}]',
      'run.googleapis.com/startup-cpu-boost': 'true',
      'run.googleapis.com/vpc-access-egress': 'all-traffic',
    },
    labels: {
      'client.knative.dev/nonce': expect.stringMatching(/^[a-p]{10}$/),
      'run.googleapis.com/startupProbeType': 'Default',
    },
  });
  expect(document.spec.template.spec).toEqual({
    containerConcurrency: 4,
    containers: [
      {
        env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { key: 'latest', name: 'chemistry-token' } } }],
        image: 'us-docker.pkg.dev/cloudrun/container/hello',
        ports: [{ containerPort: 8080, name: 'http1' }],
        resources: { limits: { cpu: '1', memory: '2Gi' } },
        startupProbe: {
          failureThreshold: 1,
          periodSeconds: 240,
          tcpSocket: { port: 8080 },
          timeoutSeconds: 240,
        },
      },
    ],
    serviceAccountName: 'chemservice@acme-prod.iam.gserviceaccount.com',
    timeoutSeconds: 300,
  });
});

test('names of secrets: foreign ones by alias, own ones short', () => {
  const { spec } = v1({
    template: {
      containers: [
        {
          env: [
            secretEnv('A', 'projects/other/secrets/token'),
            secretEnv('B', `projects/${P}/secrets/mine`),
            secretEnv('C', 'short'),
          ],
        },
      ],
      volumes: [
        {
          name: 'v',
          secret: { secret: 'projects/other/secrets/token', items: [{ path: 'p', version: '3', mode: 256 }] },
        },
      ],
    },
  });
  const env = spec.template.spec.containers[0]?.env as { valueFrom: { secretKeyRef: { name: string } } }[];
  expect(env.map(({ valueFrom }) => valueFrom.secretKeyRef.name)).toEqual(['secret-1', 'mine', 'short']);
  expect(spec.template.spec.volumes).toEqual([
    { name: 'v', secret: { items: [{ key: '3', mode: 256, path: 'p' }], secretName: 'secret-1' } },
  ]);
});

test('volumes of every kind; Cloud SQL is none of them in v1', () => {
  const { spec } = v1({
    template: {
      nodeSelector: { accelerator: 'nvidia-l4' },
      containers: [
        {
          volumeMounts: [
            { name: 'cloudsql', mountPath: '/cloudsql' },
            { name: 'models', mountPath: '/models' },
          ],
        },
      ],
      volumes: [
        { name: 'cloudsql', cloudSqlInstance: { instances: ['p:r:a'] } },
        { name: 'models', gcs: { bucket: 'b', readOnly: true, mountOptions: ['cache-dir=x', 'ttl=1'] } },
        { name: 'scratch', emptyDir: { medium: 'MEMORY', sizeLimit: '20Gi' } },
        { name: 'share', nfs: { server: '10.0.0.1', path: '/x' } },
      ],
    },
  });
  expect(spec.template.spec.volumes).toEqual([
    {
      name: 'models',
      csi: {
        driver: 'gcsfuse.run.googleapis.com',
        readOnly: true,
        volumeAttributes: { bucketName: 'b', mountOptions: 'cache-dir=x,ttl=1' },
      },
    },
    { name: 'scratch', emptyDir: { medium: 'Memory', sizeLimit: '20Gi' } },
    { name: 'share', nfs: { server: '10.0.0.1', path: '/x' } },
  ]);
  expect(spec.template.spec.containers[0]?.volumeMounts).toEqual([{ mountPath: '/models', name: 'models' }]);
  expect(spec.template.spec.nodeSelector).toEqual({ 'run.googleapis.com/accelerator': 'nvidia-l4' });
});

test('an empty literal has a name and no value', () => {
  const { spec } = v1({ template: { containers: [{ env: [{ name: 'A', value: '' }] }] } });
  expect(spec.template.spec.containers[0]?.env).toEqual([{ name: 'A' }]);
});

test('pinned and tagged traffic', () => {
  const { spec, status } = v1({
    traffic: [
      { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'api-00001-abc', percent: 100 },
      { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', tag: 'next' },
    ],
  });
  expect(spec.traffic).toEqual([
    { percent: 100, revisionName: 'api-00001-abc' },
    { latestRevision: true, tag: 'next' },
  ]);
  expect(status.traffic).toEqual([
    { percent: 100, revisionName: 'api-00001-abc' },
    {
      latestRevision: true,
      revisionName: status.latestReadyRevisionName,
      tag: 'next',
      url: 'https://next---api-4cisnamb5a-uc.a.run.app',
    },
  ]);
});

test('a rollout that failed, and one under way', () => {
  const estate = new SimulatedEstate();
  const project = estate.addProject(P);
  estate.addService(P, R, { name: 'api' });
  const change = (outcome: 'failed' | 'reconciling') =>
    toKnative(
      estate.updateService(
        P,
        R,
        'api',
        ({ template }) => Object.assign(template, { timeout: `${outcome.length}s` }),
        { outcome },
      ),
      project,
    ) as unknown as V1;
  expect(change('failed').status.conditions[0]).toMatchObject({
    type: 'Ready',
    status: 'False',
    message: expect.any(String),
  });
  const under = change('reconciling');
  expect(under.status.conditions[0]).toMatchObject({ status: 'Unknown' });
  expect([under.metadata.generation, under.status.observedGeneration]).toEqual([3, 2]);
});

test('a revision names its service and the digest it runs', () => {
  const estate = new SimulatedEstate();
  const project = estate.addProject(P);
  estate.addService(P, R, { name: 'api' });
  const service = estate.redeploy(P, R, 'api');
  const revisions = project.revisions.get(`${R}/api`) ?? [];
  const document = toKnativeRevision(service, revisions[1]!, project);
  expect(document).toMatchObject({
    kind: 'Revision',
    metadata: {
      labels: { 'serving.knative.dev/service': 'api', 'serving.knative.dev/configurationGeneration': '2' },
    },
    status: { imageDigest: service.template.containers[0]?.image },
  });
});
