import type { ServiceInput } from '../simulator/run-types.ts';

const KEY = 'projects/jualuma-prod/locations/us-central1/keyRings/run/cryptoKeys/services';
const REGISTRY = 'us-central1-docker.pkg.dev/jualuma-prod/app';
const header = (name: string) => [{ name, value: 'plain' }];

/** A service that uses nearly every setting Cloud Run has, with a GPU and two helpers beside its container. */
export const RICH: ServiceInput = {
  name: 'rich',
  description: 'Uses what there is.',
  labels: { team: 'platform', 'commit-sha': 'f'.repeat(40), empty: '' },
  annotations: { 'example.com/owner': 'platform' },
  ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
  launchStage: 'BETA',
  binaryAuthorization: {
    policy: 'projects/jualuma-prod/platforms/cloudRun/policies/signed',
    breakglassJustification: 'registry outage',
  },
  scaling: { minInstanceCount: 2, maxInstanceCount: 20 },
  iapEnabled: true,
  customAudiences: ['https://b.example.com', 'https://a.example.com'],
  satisfiesPzs: true,
  template: {
    revision: 'rich-00001-abc',
    labels: { tier: 'front' },
    annotations: { 'example.com/note': 'by hand' },
    scaling: { minInstanceCount: 1, maxInstanceCount: 7 },
    vpcAccess: {
      egress: 'ALL_TRAFFIC',
      networkInterfaces: [{ network: 'shared', subnetwork: 'run', tags: ['web', 'app'] }],
    },
    timeout: '900s',
    serviceAccount: 'cr-frontend@jualuma-prod.iam.gserviceaccount.com',
    executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2',
    encryptionKey: KEY,
    encryptionKeyRevocationAction: 'SHUTDOWN',
    encryptionKeyShutdownDuration: '7200s',
    maxInstanceRequestConcurrency: 12,
    serviceMesh: { mesh: 'projects/jualuma-prod/locations/global/meshes/main' },
    sessionAffinity: true,
    healthCheckDisabled: true,
    nodeSelector: { accelerator: 'nvidia-l4' },
    gpuZonalRedundancyDisabled: true,
    containers: [
      {
        name: 'app',
        image: `${REGISTRY}/rich@sha256:${'a'.repeat(64)}`,
        command: ['/bin/app'],
        args: ['--listen', '0.0.0.0'],
        workingDir: '/srv',
        dependsOn: ['proxy', 'cache'],
        baseImageUri: 'us-central1-docker.pkg.dev/serverless-runtimes/google-22/runtimes/nodejs22',
        ports: [{ name: 'h2c', containerPort: 9090 }],
        resources: {
          limits: { cpu: '4000m', memory: '16Gi', 'nvidia.com/gpu': '1' },
          cpuIdle: false,
          startupCpuBoost: true,
        },
        env: [
          { name: 'ZONE', value: 'c' },
          { name: 'EMPTY', value: '' },
          { name: 'DATABASE_URL', valueSource: { secretKeyRef: { secret: 'DATABASE_URL', version: '1' } } },
          {
            name: 'SHARED',
            valueSource: { secretKeyRef: { secret: 'projects/vault/secrets/SHARED', version: 'latest' } },
          },
        ],
        volumeMounts: [
          { name: 'files', mountPath: '/secrets', subPath: 'live' },
          { name: 'cloudsql', mountPath: '/cloudsql' },
          { name: 'scratch', mountPath: '/tmp/scratch' },
          { name: 'home', mountPath: '/home' },
          { name: 'bucket', mountPath: '/bucket' },
        ],
        livenessProbe: {
          initialDelaySeconds: 3,
          timeoutSeconds: 4,
          periodSeconds: 30,
          failureThreshold: 5,
          httpGet: { path: '/live', port: 9090, httpHeaders: header('X-Probe') },
        },
        startupProbe: {
          initialDelaySeconds: 1,
          timeoutSeconds: 2,
          periodSeconds: 7,
          failureThreshold: 9,
          grpc: { port: 9091, service: 'health' },
        },
        readinessProbe: { periodSeconds: 11, failureThreshold: 2, grpc: { port: 9091, service: 'ready' } },
      },
      {
        name: 'proxy',
        image: `${REGISTRY}/proxy:1.9`,
        resources: { limits: { cpu: '500m', memory: '256Mi' }, cpuIdle: false },
        livenessProbe: { grpc: { port: 7000, service: 'proxy' } },
        startupProbe: {
          tcpSocket: { port: 7000 },
          timeoutSeconds: 1,
          periodSeconds: 10,
          failureThreshold: 3,
        },
      },
      {
        name: 'cache',
        image: `${REGISTRY}/cache:7`,
        resources: { limits: { cpu: '1', memory: '1024Mi' }, cpuIdle: false },
        startupProbe: { httpGet: { path: '/up', port: 6380, httpHeaders: header('X-Up') } },
        readinessProbe: {
          timeoutSeconds: 2,
          httpGet: { path: '/ready', port: 6380, httpHeaders: header('X-Ready') },
        },
      },
    ],
    volumes: [
      {
        name: 'files',
        secret: {
          secret: 'PLAID_SECRET',
          items: [
            { path: 'live/plaid', version: 'latest', mode: 256 },
            { path: 'old', version: '1' },
          ],
          defaultMode: 292,
        },
      },
      {
        name: 'cloudsql',
        cloudSqlInstance: { instances: ['jualuma-prod:us-central1:b', 'jualuma-prod:us-central1:a'] },
      },
      { name: 'scratch', emptyDir: { medium: 'MEMORY', sizeLimit: '1Gi' } },
      { name: 'home', nfs: { server: '10.0.0.2', path: '/exports/home', readOnly: true } },
      { name: 'bucket', gcs: { bucket: 'jualuma-assets', readOnly: true, mountOptions: ['implicit-dirs'] } },
    ],
  },
};

/** What excludes something of the first: a function scaled by hand behind a connector. */
export const RICH_FUNCTION: ServiceInput = {
  name: 'rich-function',
  labels: { 'goog-managed-by': 'cloudfunctions' },
  ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
  invokerIamDisabled: true,
  defaultUriDisabled: true,
  binaryAuthorization: { useDefault: true },
  scaling: { scalingMode: 'MANUAL', manualInstanceCount: 3 },
  buildConfig: {
    name: 'projects/678067977394/locations/us-central1/builds/0c2b',
    sourceLocation: 'gs://run-sources-jualuma-prod/rich-function/1.zip#17',
    functionTarget: 'handle',
    imageUri: `${REGISTRY}/rich-function`,
    baseImage: 'google-22/nodejs22',
    enableAutomaticUpdates: true,
    workerPool: 'projects/jualuma-prod/locations/us-central1/workerPools/builders',
    environmentVariables: { GOOGLE_NODE_RUN_SCRIPTS: 'build' },
    serviceAccount: 'projects/jualuma-prod/serviceAccounts/builder@jualuma-prod.iam.gserviceaccount.com',
  },
  template: {
    vpcAccess: {
      connector: 'projects/jualuma-prod/locations/us-central1/connectors/prod',
      egress: 'PRIVATE_RANGES_ONLY',
    },
    encryptionKeyRevocationAction: 'PREVENT_NEW',
    gpuZonalRedundancyDisabled: false,
    containers: [
      {
        image: `${REGISTRY}/rich-function:3`,
        readinessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 2 },
        livenessProbe: { tcpSocket: { port: 8080 } },
      },
    ],
  },
};

/** Deployed from source into several regions, and watched for threats. */
export const RICH_REGIONS: ServiceInput = {
  name: 'rich-regions',
  multiRegionSettings: { regions: ['us-central1', 'europe-west1'], multiRegionId: 'many' },
  threatDetectionEnabled: true,
  template: {
    containers: [
      {
        name: 'app',
        image: 'scratch',
        sourceCode: {
          cloudStorageSource: { bucket: 'run-sources-jualuma-prod', object: 'rich/1.zip', generation: '17' },
        },
        buildInfo: { functionTarget: 'handle', sourceLocation: 'gs://run-sources-jualuma-prod/1.zip' },
      },
    ],
  },
};

/** Both a deployment that failed and one that is under way; neither is ready. */
export const UNREADY: { input: ServiceInput; outcome: 'failed' | 'reconciling' }[] = [
  { input: { name: 'failed' }, outcome: 'failed' },
  { input: { name: 'reconciling' }, outcome: 'reconciling' },
];
