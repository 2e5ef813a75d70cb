import type { ApiKeyInput } from '../simulator/estate-accounts.ts';
import type { SecretInput } from '../simulator/estate-secrets.ts';

const KEY = 'projects/jualuma-prod/locations/us-central1/keyRings/run/cryptoKeys/services';
const REGISTRY = 'us-central1-docker.pkg.dev/jualuma-prod/app';
const SUCCEEDED = { type: 'Ready', state: 'CONDITION_SUCCEEDED' };
const SECRET_VOLUME = {
  name: 'files',
  secret: { secret: 'PLAID_SECRET', items: [{ path: 'plaid', version: '1' }] },
};
const CONTAINER = {
  name: 'main',
  image: `${REGISTRY}/tool:5`,
  command: ['/bin/tool'],
  args: ['--once'],
  env: [
    { name: 'MODE', value: 'batch' },
    { name: 'DATABASE_URL', valueSource: { secretKeyRef: { secret: 'DATABASE_URL', version: 'latest' } } },
  ],
  resources: { limits: { cpu: '2000m', memory: '2048Mi' } },
  volumeMounts: [{ name: 'files', mountPath: '/secrets' }],
};
const SETTINGS = {
  serviceAccount: 'cr-backend@jualuma-prod.iam.gserviceaccount.com',
  encryptionKey: KEY,
  vpcAccess: {
    networkInterfaces: [{ network: 'shared', subnetwork: 'run', tags: ['batch'] }],
    egress: 'ALL_TRAFFIC',
  },
  containers: [CONTAINER],
  volumes: [SECRET_VOLUME],
};

/** A job with its own schedule of tasks, and a worker pool scaled by hand. */
export const RICH_JOB = {
  name: 'rich-job',
  labels: { team: 'platform' },
  annotations: { 'example.com/owner': 'platform' },
  launchStage: 'GA',
  client: 'gcloud',
  creator: 'ops@example.com',
  lastModifier: 'ops@example.com',
  binaryAuthorization: { useDefault: true },
  terminalCondition: SUCCEEDED,
  executionCount: 4,
  template: {
    labels: { tier: 'batch' },
    parallelism: 2,
    taskCount: 6,
    template: {
      ...SETTINGS,
      maxRetries: 0,
      timeout: '3600s',
      executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2',
    },
  },
};
export const RICH_POOL = {
  name: 'rich-pool',
  description: 'Takes from the queue.',
  labels: { team: 'platform' },
  launchStage: 'BETA',
  creator: 'ops@example.com',
  lastModifier: 'ops@example.com',
  terminalCondition: SUCCEEDED,
  scaling: { manualInstanceCount: 3 },
  instanceSplits: [{ type: 'INSTANCE_SPLIT_ALLOCATION_TYPE_LATEST', percent: 100 }],
  template: { ...SETTINGS, labels: { tier: 'queue' } },
};

/** A secret that uses what a secret can have. */
export const RICH_SECRET: SecretInput = {
  labels: { team: 'platform' },
  annotations: { 'example.com/rotated-by': 'nobody' },
  versions: 4,
  replication: {
    userManaged: {
      replicas: [
        { location: 'us-east1', customerManagedEncryption: { kmsKeyName: KEY } },
        { location: 'europe-west1' },
      ],
    },
  },
  fields: {
    topics: [{ name: 'projects/jualuma-prod/topics/rotations' }],
    versionAliases: { live: '2', next: '3' },
    versionDestroyTtl: '86400s',
    expireTime: '2031-05-06T07:08:09.010Z',
    rotation: { nextRotationTime: '2026-06-01T00:00:00Z', rotationPeriod: '2592000s' },
  },
};

/** API keys with every kind of restriction; a key has one of the last four. */
export const RICH_KEYS: ApiKeyInput[] = [
  {
    displayName: 'Server key',
    restrictions: {
      apiTargets: [
        { service: 'translate.googleapis.com', methods: ['google.cloud.translate.v2.*', 'Get*'] },
        { service: 'maps.googleapis.com' },
      ],
      serverKeyRestrictions: { allowedIps: ['198.51.100.7', '2001:db8::/64'] },
    },
  },
  {
    displayName: 'Android key',
    restrictions: {
      androidKeyRestrictions: {
        allowedApplications: [
          { packageName: 'com.jualuma', sha1Fingerprint: 'DA39A3EE5E6B4B0D3255BFEF95601890' },
        ],
      },
    },
  },
  { displayName: 'iOS key', restrictions: { iosKeyRestrictions: { allowedBundleIds: ['com.jualuma.app'] } } },
  { displayName: 'Unrestricted key' },
];
