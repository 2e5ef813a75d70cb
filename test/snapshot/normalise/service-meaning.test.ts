import { describe, expect, test } from '@jest/globals';
import { catalogueOf } from '../../../shared/snapshot/catalogue.ts';
import { diffFields } from '../../../shared/snapshot/diff-fields.ts';
import { formatPath } from '../../../shared/snapshot/path.ts';
import { documentOf } from '../../properties/read.ts';
import { knative, rest } from '../bodies.ts';

type Doc = Record<string, unknown>;

const container = (over: Doc) => rest({ container: over });
const template = (over: Doc) => rest({ template: over });
const service = (over: Doc) => rest({ service: over });
const limits = (over: Doc, more: Doc = {}) =>
  container({ resources: { limits: over, cpuIdle: true, ...more } });
const env = (...list: Doc[]) => container({ env: list });
const secretEnv = (secret: string, version?: string) =>
  env({ name: 'K', valueSource: { secretKeyRef: { secret, version } } });
const startup = (probe: Doc) => container({ startupProbe: probe });
const v1 = knative;
const MAIN = 'template.containers.main';
const LATEST = 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST';
const REVISION = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION';

interface Rule {
  rule: string;
  /** Bodies that mean the same. */
  same: Doc[];
  /** Bodies that differ from the first of `same`, and where. */
  loud: [body: Doc, ...paths: string[]][];
}

const RULES: Rule[] = [
  {
    rule: 'CPU is a number of cores',
    same: [
      limits({ cpu: '1' }),
      limits({ cpu: '1000m' }),
      limits({ cpu: 1 }),
      limits({ cpu: '1.0' }),
      limits({}),
    ],
    loud: [
      [limits({ cpu: '2' }), `${MAIN}.resources.limits.cpu`],
      [limits({ cpu: '999m' }), `${MAIN}.resources.limits.cpu`, 'template.maxInstanceRequestConcurrency'],
    ],
  },
  {
    rule: 'memory is a number of bytes',
    same: [
      limits({ memory: '1Gi' }),
      limits({ memory: '1024Mi' }),
      limits({ memory: '1073741824' }),
      limits({ memory: 1073741824 }),
    ],
    loud: [
      [limits({ memory: '1G' }), `${MAIN}.resources.limits.memory`],
      [limits({ memory: '1025Mi' }), `${MAIN}.resources.limits.memory`],
    ],
  },
  {
    rule: '512Mi is what a container without a limit has',
    same: [limits({}), limits({ memory: '512Mi' }), limits({ memory: '0.5Gi' })],
    loud: [[limits({ memory: '513Mi' }), `${MAIN}.resources.limits.memory`]],
  },
  {
    rule: 'an accelerator is a limit like any other',
    same: [limits({ 'nvidia.com/gpu': '1' }), limits({ 'nvidia.com/gpu': 1 })],
    loud: [[limits({}), `${MAIN}.resources.limits["nvidia.com/gpu"]`]],
  },
  {
    rule: 'with resources given, an absent cpuIdle is false; without them it is true',
    same: [
      container({ resources: undefined }),
      limits({}),
      limits({}, { cpuIdle: 'True' }),
      v1(),
      v1({ template: { 'run.googleapis.com/cpu-throttling': 'true' } }),
    ],
    loud: [
      [container({ resources: { limits: {} } }), `${MAIN}.resources.cpuIdle`],
      [v1({ template: { 'run.googleapis.com/cpu-throttling': 'False' } }), `${MAIN}.resources.cpuIdle`],
    ],
  },
  {
    rule: 'truths are truths however spelled, and false is absence',
    same: [
      service({}),
      service({ iapEnabled: false }),
      service({ iapEnabled: 'False' }),
      v1({ service: { 'run.googleapis.com/iap-enabled': 'false' } }),
    ],
    loud: [
      [service({ iapEnabled: true }), 'iapEnabled'],
      [v1({ service: { 'run.googleapis.com/iap-enabled': 'True' } }), 'iapEnabled'],
      [service({ iapEnabled: 'perhaps' }), 'iapEnabled'],
    ],
  },
  {
    rule: 'null is absence',
    same: [service({}), service({ iapEnabled: null, labels: null, description: null, unheardOf: null })],
    loud: [[service({ description: 'null' }), 'description']],
  },
  {
    rule: 'concurrency 80 is the default from one CPU on',
    same: [
      template({}),
      template({ maxInstanceRequestConcurrency: 80 }),
      template({ maxInstanceRequestConcurrency: '80.0' }),
      template({ maxInstanceRequestConcurrency: 0 }),
      v1({ spec: { containerConcurrency: 80.0 } }),
    ],
    loud: [[template({ maxInstanceRequestConcurrency: 79 }), 'template.maxInstanceRequestConcurrency']],
  },
  {
    rule: 'concurrency 1 is the default below one CPU',
    same: [
      limits({ cpu: '0.5' }),
      rest({
        template: { maxInstanceRequestConcurrency: 1 },
        container: { resources: { limits: { cpu: '500m' }, cpuIdle: true } },
      }),
    ],
    loud: [
      [
        rest({
          template: { maxInstanceRequestConcurrency: 80 },
          container: { resources: { limits: { cpu: '500m' }, cpuIdle: true } },
        }),
        'template.maxInstanceRequestConcurrency',
      ],
    ],
  },
  {
    rule: 'a timeout of 300 seconds is the default',
    same: [
      template({}),
      template({ timeout: '300s' }),
      template({ timeout: '300.000s' }),
      v1({ spec: { timeoutSeconds: 300.0 } }),
    ],
    loud: [
      [template({ timeout: '300.5s' }), 'template.timeout'],
      [v1({ spec: { timeoutSeconds: 60 } }), 'template.timeout'],
    ],
  },
  {
    rule: 'private ranges only is the default egress',
    same: [
      template({ vpcAccess: { connector: 'c' } }),
      template({ vpcAccess: { connector: 'c', egress: 'PRIVATE_RANGES_ONLY' } }),
      template({ vpcAccess: { connector: 'c', egress: 2 } }),
      v1({
        template: {
          'run.googleapis.com/vpc-access-connector': 'c',
          'run.googleapis.com/vpc-access-egress': 'private-ranges-only',
        },
      }),
    ],
    loud: [
      [template({ vpcAccess: { connector: 'c', egress: 'ALL_TRAFFIC' } }), 'template.vpcAccess.egress'],
      [template({ vpcAccess: { connector: 'c', egress: 1 } }), 'template.vpcAccess.egress'],
    ],
  },
  {
    rule: 'a connector of the same project and region has a short name',
    same: [
      'c',
      'projects/shop-prod/locations/europe-west1/connectors/c',
      'projects/450503644772/locations/europe-west1/connectors/c',
    ].map((connector) => template({ vpcAccess: { connector } })),
    loud: [
      [
        template({ vpcAccess: { connector: 'projects/shop-dev/locations/europe-west1/connectors/c' } }),
        'template.vpcAccess.connector',
      ],
      [
        template({ vpcAccess: { connector: 'projects/shop-prod/locations/us-east1/connectors/c' } }),
        'template.vpcAccess.connector',
      ],
    ],
  },
  {
    rule: 'a network of the same project has a short name',
    same: [
      'n',
      'projects/shop-prod/global/networks/n',
      'https://www.googleapis.com/compute/v1/projects/450503644772/global/networks/n',
    ].map((network) => template({ vpcAccess: { networkInterfaces: [{ network, tags: ['b', 'a'] }] } })),
    loud: [
      [
        template({
          vpcAccess: {
            networkInterfaces: [{ network: 'projects/host/global/networks/n', tags: ['a', 'b'] }],
          },
        }),
        'template.vpcAccess.networkInterfaces',
      ],
      [
        template({ vpcAccess: { networkInterfaces: [{ network: 'n', tags: ['a'] }] } }),
        'template.vpcAccess.networkInterfaces',
      ],
    ],
  },
  {
    rule: 'all traffic to the latest revision is the default',
    same: [
      service({}),
      service({ traffic: [] }),
      service({ traffic: [{ type: LATEST, percent: 100 }] }),
      service({ traffic: [{ type: 1, percent: '100' }] }),
      v1({ traffic: [{ latestRevision: true, percent: 100.0 }] }),
    ],
    loud: [
      [service({ traffic: [{ type: REVISION, revision: 'svc-1', percent: 100 }] }), 'traffic.pinned-1'],
      [
        service({
          traffic: [
            { type: LATEST, percent: 90 },
            { type: REVISION, revision: 'r', percent: 10 },
          ],
        }),
        'traffic.latest',
        'traffic.pinned-1',
      ],
      [service({ traffic: [{ type: LATEST, percent: 100, tag: 'green' }] }), 'traffic.green'],
    ],
  },
  {
    rule: 'ingress is open where nothing is said',
    same: [
      service({ ingress: undefined }),
      service({ ingress: 'INGRESS_TRAFFIC_ALL' }),
      service({ ingress: 1 }),
      service({ ingress: 'INGRESS_TRAFFIC_UNSPECIFIED' }),
      v1(),
      v1({ service: { 'run.googleapis.com/ingress': 'all' } }),
    ],
    loud: [
      [service({ ingress: 2 }), 'ingress'],
      [v1({ service: { 'run.googleapis.com/ingress': 'internal-and-cloud-load-balancing' } }), 'ingress'],
    ],
  },
  {
    rule: 'the observed ingress of v1 is not the wanted one',
    same: [
      v1({ service: { 'run.googleapis.com/ingress': 'internal' } }),
      v1({
        service: { 'run.googleapis.com/ingress': 'internal', 'run.googleapis.com/ingress-status': 'all' },
      }),
    ],
    loud: [
      [
        v1({
          service: { 'run.googleapis.com/ingress': 'all', 'run.googleapis.com/ingress-status': 'internal' },
        }),
        'ingress',
      ],
    ],
  },
  {
    rule: 'the launch stage is GA where nothing is said',
    same: [service({}), service({ launchStage: 'GA' }), service({ launchStage: 4 })],
    loud: [[service({ launchStage: 'BETA' }), 'launchStage']],
  },
  {
    rule: 'zero instances are no minimum, but a manual zero is a decision',
    same: [
      service({}),
      service({ scaling: { minInstanceCount: 0, scalingMode: 'AUTOMATIC' } }),
      v1({ service: { 'run.googleapis.com/minScale': '0' } }),
    ],
    loud: [
      [service({ scaling: { minInstanceCount: 1 } }), 'scaling.minInstanceCount'],
      [
        service({ scaling: { scalingMode: 'MANUAL', manualInstanceCount: 0 } }),
        'scaling.manualInstanceCount',
        'scaling.scalingMode',
      ],
    ],
  },
  {
    rule: 'the maximum of the service and of the revision are two settings',
    same: [
      rest({
        service: { scaling: { maxInstanceCount: 20 } },
        template: { scaling: { maxInstanceCount: 4 } },
      }),
      v1({
        service: { 'run.googleapis.com/maxScale': '20' },
        template: { 'autoscaling.knative.dev/maxScale': '4' },
      }),
    ],
    loud: [
      [
        rest({
          service: { scaling: { maxInstanceCount: 4 } },
          template: { scaling: { maxInstanceCount: 20 } },
        }),
        'scaling.maxInstanceCount',
        'template.scaling.maxInstanceCount',
      ],
    ],
  },
  {
    rule: 'the default startup probe is no probe',
    same: [
      container({}),
      startup({ timeoutSeconds: 240, periodSeconds: 240, failureThreshold: 1, tcpSocket: { port: 8080 } }),
      startup({ timeoutSeconds: '240', periodSeconds: 240.0, failureThreshold: 1, tcpSocket: {} }),
    ],
    loud: [
      [
        startup({ timeoutSeconds: 240, periodSeconds: 240, failureThreshold: 2, tcpSocket: { port: 8080 } }),
        `${MAIN}.startupProbe.failureThreshold`,
        `${MAIN}.startupProbe.periodSeconds`,
        `${MAIN}.startupProbe.tcpSocket`,
        `${MAIN}.startupProbe.timeoutSeconds`,
      ],
    ],
  },
  {
    rule: 'a probe’s documented defaults are absence',
    same: [
      container({ livenessProbe: { httpGet: { path: '/live' } } }),
      container({
        livenessProbe: {
          initialDelaySeconds: 0,
          timeoutSeconds: 1,
          periodSeconds: 10,
          failureThreshold: 3,
          httpGet: { path: '/live', port: 8080, httpHeaders: [] },
        },
      }),
      v1({
        container: { livenessProbe: { successThreshold: 1, httpGet: { path: '/live', scheme: 'HTTP' } } },
      }),
    ],
    loud: [
      [
        container({ livenessProbe: { httpGet: { path: '/live', port: 9090 } } }),
        `${MAIN}.livenessProbe.httpGet.port`,
      ],
      [container({ livenessProbe: { httpGet: {} } }), `${MAIN}.livenessProbe.httpGet.path`],
      [
        container({
          livenessProbe: { httpGet: { path: '/live', httpHeaders: [{ name: 'A', value: 'b' }] } },
        }),
        `${MAIN}.livenessProbe.httpGet.httpHeaders.A`,
      ],
    ],
  },
  {
    rule: 'http1 is the port name nobody needs to write',
    same: [
      container({}),
      container({ ports: [{ containerPort: '8080' }] }),
      v1({ container: { ports: [{ containerPort: 8080.0, protocol: 'TCP' }] } }),
    ],
    loud: [[container({ ports: [{ name: 'h2c', containerPort: 8080 }] }), `${MAIN}.ports`]],
  },
  {
    rule: 'a key without a value is an empty literal',
    same: [env({ name: 'K' }), env({ name: 'K', value: '' }), v1({ container: { env: [{ name: 'K' }] } })],
    loud: [
      [env({ name: 'K', value: ' ' }), `${MAIN}.env.K`],
      [env(), `${MAIN}.env.K`],
    ],
  },
  {
    rule: 'the order of env is nothing',
    same: [
      env({ name: 'A', value: '1' }, { name: 'B', value: '2' }),
      env({ name: 'B', value: '2' }, { name: 'A', value: '1' }),
    ],
    loud: [[env({ name: 'A', value: '2' }, { name: 'B', value: '1' }), `${MAIN}.env.A`, `${MAIN}.env.B`]],
  },
  {
    rule: 'a secret of the same project has a short name, by id or number',
    same: [
      secretEnv('s', '1'),
      secretEnv('projects/shop-prod/secrets/s', '1'),
      secretEnv('projects/450503644772/secrets/s', '1'),
      v1({
        container: {
          env: [{ name: 'K', valueFrom: { secretKeyRef: { name: 's', key: '1', optional: false } } }],
        },
      }),
    ],
    loud: [
      [secretEnv('projects/shop-dev/secrets/s', '1'), `${MAIN}.env.K`],
      [secretEnv('s', '2'), `${MAIN}.env.K`],
      [secretEnv('S', '1'), `${MAIN}.env.K`],
    ],
  },
  {
    rule: 'a v1 alias is the secret it stands for',
    same: [
      secretEnv('projects/vault/secrets/s', '3'),
      v1({
        template: { 'run.googleapis.com/secrets': 'a:projects/vault/secrets/s, b:projects/x/secrets/y' },
        container: { env: [{ name: 'K', valueFrom: { secretKeyRef: { name: 'a', key: '3' } } }] },
      }),
    ],
    loud: [
      [
        v1({ container: { env: [{ name: 'K', valueFrom: { secretKeyRef: { name: 'a', key: '3' } } }] } }),
        `${MAIN}.env.K`,
      ],
    ],
  },
  {
    rule: 'a mounted secret without items shows its newest version under its name',
    same: [
      template({ volumes: [{ name: 'v', secret: { secret: 's', defaultMode: 292 } }] }),
      template({
        volumes: [{ name: 'v', secret: { secret: 's', items: [{ path: 's', version: 'latest', mode: 0 }] } }],
      }),
      v1({
        spec: {
          volumes: [{ name: 'v', secret: { secretName: 's', items: [{ path: 's', key: 'latest' }] } }],
        },
      }),
    ],
    loud: [
      [
        template({ volumes: [{ name: 'v', secret: { secret: 's', items: [{ path: 's', version: '1' }] } }] }),
        'template.volumes.v.secret.items.s.version',
      ],
      [
        template({
          volumes: [{ name: 'v', secret: { secret: 's', items: [{ path: 'x', version: 'latest' }] } }],
        }),
        'template.volumes.v.secret.items.s',
        'template.volumes.v.secret.items.x',
      ],
    ],
  },
  {
    rule: 'mount options are a set',
    same: [
      template({
        volumes: [{ name: 'v', gcs: { bucket: 'b', readOnly: true, mountOptions: ['y', 'x=1'] } }],
      }),
      v1({
        spec: {
          volumes: [
            {
              name: 'v',
              csi: {
                driver: 'gcsfuse.run.googleapis.com',
                readOnly: 'true',
                volumeAttributes: { bucketName: 'b', mountOptions: 'x=1,  y' },
              },
            },
          ],
        },
      }),
    ],
    loud: [
      [
        template({ volumes: [{ name: 'v', gcs: { bucket: 'b', mountOptions: ['x=1', 'y'] } }] }),
        'template.volumes.v.gcs.readOnly',
      ],
    ],
  },
  {
    rule: 'Cloud SQL is one set of instances, however it is bound',
    same: [
      rest({
        template: {
          volumes: [{ name: 'sql', cloudSqlInstance: { instances: ['shop-prod:r:b', '450503644772:r:a'] } }],
        },
        container: { volumeMounts: [{ name: 'sql', mountPath: '/cloudsql' }] },
      }),
      v1({ template: { 'run.googleapis.com/cloudsql-instances': 'shop-prod:r:a,shop-prod:r:b' } }),
      v1({ template: { 'run.googleapis.com/cloudsql-instances': 'r:b,shop-prod:r:a' } }),
    ],
    loud: [
      [
        v1({ template: { 'run.googleapis.com/cloudsql-instances': 'shop-prod:r:a' } }),
        'template.cloudSqlInstances',
      ],
    ],
  },
  {
    rule: 'what clients and the platform stamp is noise',
    same: [
      v1(),
      service({
        generation: '7',
        etag: 'x',
        client: 'gcloud',
        clientVersion: '1',
        updateTime: 'now',
        creator: 'a',
        lastModifier: 'b',
        uid: 'u',
        observedGeneration: 7,
        conditions: [{}],
        satisfiesPzs: true,
      }),
      template({ client: 'gcloud', clientVersion: '2', labels: { 'client.knative.dev/nonce': 'x' } }),
      v1({
        service: {
          'run.googleapis.com/operation-id': 'x',
          'run.googleapis.com/client-version': '3',
          'run.googleapis.com/build-id': '9',
          'client.knative.dev/user-image': 'i',
        },
        templateLabels: { 'run.googleapis.com/startupProbeType': 'Custom' },
        labels: { 'cloud.googleapis.com/location': 'x' },
      }),
    ],
    loud: [[service({ labels: { client: 'gcloud' } }), 'labels.client']],
  },
  {
    rule: 'what the platform adds one day is kept and told',
    same: [service({ sshEnabled: true }), service({ sshEnabled: true, etag: 'x' })],
    loud: [
      [service({}), 'sshEnabled'],
      [service({ sshEnabled: false }), 'sshEnabled'],
    ],
  },
  {
    rule: 'an unknown annotation of the platform is kept and told',
    same: [v1({ service: { 'run.googleapis.com/unheard-of': 'a' } })],
    loud: [
      [v1(), 'annotations["run.googleapis.com/unheard-of"]'],
      [
        v1({ service: { 'run.googleapis.com/unheard-of': 'b' } }),
        'annotations["run.googleapis.com/unheard-of"]',
      ],
    ],
  },
  {
    rule: 'an annotation that does not hold what it should is kept as it is',
    same: [v1({ service: { 'run.googleapis.com/custom-audiences': 'no JSON' } })],
    loud: [[v1(), 'annotations["run.googleapis.com/custom-audiences"]']],
  },
  {
    rule: 'binary authorization by default or by policy',
    same: [
      service({ binaryAuthorization: { useDefault: true } }),
      v1({ service: { 'run.googleapis.com/binary-authorization': 'default' } }),
    ],
    loud: [
      [service({ binaryAuthorization: { useDefault: false } }), 'binaryAuthorization.useDefault'],
      [
        v1({
          service: {
            'run.googleapis.com/binary-authorization': 'default',
            'run.googleapis.com/binary-authorization-breakglass': 'fire',
          },
        }),
        'binaryAuthorization.breakglassJustification',
      ],
    ],
  },
  {
    rule: 'keys are shut down after hours or seconds',
    same: [
      template({ encryptionKeyRevocationAction: 'SHUTDOWN', encryptionKeyShutdownDuration: '3600s' }),
      v1({
        template: {
          'run.googleapis.com/post-key-revocation-action-type': 'shut-down',
          'run.googleapis.com/encryption-key-shutdown-hours': '1',
        },
      }),
    ],
    loud: [
      [
        template({ encryptionKeyRevocationAction: 1, encryptionKeyShutdownDuration: '3600s' }),
        'template.encryptionKeyRevocationAction',
      ],
    ],
  },
  {
    rule: 'members that every object inherits are names like others',
    same: [env({ name: 'constructor', value: 'a' }, { name: '__proto__', value: 'b' })],
    loud: [
      [env({ name: 'constructor', value: 'a' }), `${MAIN}.env.__proto__`],
      [env({ name: '__proto__', value: 'b' }), `${MAIN}.env.constructor`],
    ],
  },
];

describe('comparison by meaning', () => {
  describe.each(RULES)('$rule', ({ same, loud }) => {
    const first = fieldsOf(same[0]);

    test('the noise is silent', () => {
      for (const body of same) expect(fieldsOf(body)).toEqual(first);
    });

    test('the real change beside it is loud', () => {
      for (const [body, ...paths] of loud) {
        const found = diffFields(first, fieldsOf(body), catalogueOf('run.services'));
        expect(found.map(({ segments }) => formatPath(segments))).toEqual(paths);
      }
    });
  });
});

function fieldsOf(body: Doc | undefined) {
  return documentOf('run.services', 'svc', body).fields;
}
