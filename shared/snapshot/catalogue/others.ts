import { annotationClass, labelClass } from './names.ts';
import type { ClassTree } from './tree.ts';

/** One condition a member holds a role under. */
const CONDITION: ClassTree = {
  description: 'posture',
  expression: 'posture',
  location: 'posture',
  title: 'posture',
};

/** Who may do what, under which conditions, and what of it is logged. */
export const IAM_POLICY: ClassTree = {
  iamPolicy: {
    bindings: { '*': { '*': { '*': CONDITION } } },
    auditConfigs: { '*': { '*': 'config' } },
  },
};

/** `uniqueId` is the identity itself: another one is another account under the same name. */
export const SERVICE_ACCOUNT: ClassTree = {
  description: 'config',
  disabled: 'posture',
  displayName: 'config',
  uniqueId: 'posture',
};

/** A key is a way in for whoever holds it. */
export const SERVICE_ACCOUNT_KEYS: ClassTree = {
  keys: {
    '*': {
      disableReason: 'posture',
      disabled: 'posture',
      extendedStatus: 'posture',
      keyAlgorithm: 'posture',
      keyOrigin: 'posture',
      validAfterTime: 'posture',
      validBeforeTime: 'posture',
    },
  },
};

const ENCRYPTION: ClassTree = { kmsKeyName: 'posture' };

/**
 * A secret's metadata: every field of `Secret` in the protos of `@google-cloud/secret-manager`. Tags are
 * posture because policies are conditional on them; the type says what a version must look like and opens
 * nothing. `ttl` is only ever sent by a writer, and comes back as `expireTime`. The next rotation, the state
 * of a rotation Google runs, and the principal that stands for the secret move or follow by themselves.
 */
export const SECRET: ClassTree = {
  name: 'noise',
  createTime: 'noise',
  etag: 'noise',
  policyMember: 'noise',
  ttl: 'noise',
  annotations: annotationClass,
  customerManagedEncryption: ENCRYPTION,
  expireTime: 'config',
  labels: labelClass,
  replication: {
    automatic: { customerManagedEncryption: ENCRYPTION },
    userManaged: { replicas: { '*': { customerManagedEncryption: ENCRYPTION, location: 'posture' } } },
  },
  rotation: { managedRotationStatus: 'noise', nextRotationTime: 'noise', rotationPeriod: 'config' },
  secretType: 'config',
  tags: 'posture',
  topics: 'config',
  versionAliases: { '*': 'posture' },
  versionDestroyTtl: 'config',
};

/**
 * What a reader of the secret gets: every field of `SecretVersion`. Only the state decides that; where and
 * when a version was written, and with which key version, stays with it for good. That a number has another
 * time tells that it is another version, and is compared beside the fields.
 */
export const SECRET_VERSIONS: ClassTree = {
  versions: {
    '*': {
      state: 'posture',
      clientSpecifiedPayloadChecksum: 'noise',
      createTime: 'noise',
      customerManagedEncryption: 'noise',
      destroyTime: 'noise',
      etag: 'noise',
      name: 'noise',
      replicationStatus: 'noise',
      scheduledDestroyTime: 'noise',
    },
  },
};

/** What a key opens, and from where. */
export const API_KEY: ClassTree = {
  annotations: annotationClass,
  displayName: 'config',
  restrictions: {
    androidKeyRestrictions: {
      allowedApplications: { '*': { packageName: 'posture', sha1Fingerprint: 'posture' } },
    },
    apiTargets: { '*': { methods: 'posture', service: 'posture' } },
    browserKeyRestrictions: { allowedReferrers: 'posture' },
    iosKeyRestrictions: { allowedBundleIds: 'posture' },
    serverKeyRestrictions: { allowedIps: 'posture' },
  },
  serviceAccountEmail: 'posture',
};
