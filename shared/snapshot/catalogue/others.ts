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

/** A secret's metadata. */
export const SECRET: ClassTree = {
  annotations: annotationClass,
  customerManagedEncryption: ENCRYPTION,
  expireTime: 'config',
  labels: labelClass,
  replication: {
    automatic: { customerManagedEncryption: ENCRYPTION },
    userManaged: { replicas: { '*': { customerManagedEncryption: ENCRYPTION } } },
  },
  rotation: { rotationPeriod: 'config' },
  topics: 'config',
  versionAliases: { '*': 'posture' },
  versionDestroyTtl: 'config',
};

/** What a reader of the secret gets. */
export const SECRET_VERSIONS: ClassTree = { versions: { '*': { state: 'posture' } } };

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
