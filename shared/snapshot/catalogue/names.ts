import type { FieldClass } from '../model.ts';

/** Namespaces of the platform itself. The v2 API has none of them: each became a field of its own. */
const SYSTEM = [
  'run.googleapis.com/',
  'cloud.googleapis.com/',
  'serving.knative.dev/',
  'autoscaling.knative.dev/',
];

const NOISY = new Set([
  'client.knative.dev/nonce',
  'client.knative.dev/user-image',
  'cloud.googleapis.com/location',
  'run.googleapis.com/lastUpdatedTime',
  'run.googleapis.com/multi-region-id',
  // When a domain mapping took the domain from another one.
  'run.googleapis.com/overrideAt',
  'run.googleapis.com/satisfiesPzi',
  'run.googleapis.com/satisfiesPzs',
  'run.googleapis.com/startupProbeType',
  // A copy of the whole applied document, literal values included.
  'kubectl.kubernetes.io/last-applied-configuration',
]);

/** Annotations that Google documents or gcloud writes and that became no field of the v2 API. */
const PLATFORM: ReadonlyMap<string, FieldClass> = new Map([
  ['run.googleapis.com/base-images', 'config'],
  ['run.googleapis.com/enable-automatic-updates', 'config'],
  ['run.googleapis.com/enable-workload-certificate', 'posture'],
  ['run.googleapis.com/function-target', 'config'],
  ['run.googleapis.com/gc-traffic-tags', 'config'],
  ['run.googleapis.com/identity', 'posture'],
  ['run.googleapis.com/identity-certificate-enabled', 'posture'],
  ['run.googleapis.com/identity-type', 'posture'],
  ['run.googleapis.com/image-uri', 'release'],
  ['run.googleapis.com/max-surge', 'config'],
  ['run.googleapis.com/max-unavailable', 'config'],
  ['run.googleapis.com/mesh-dataplane', 'config'],
  ['run.googleapis.com/overflow-scaling', 'config'],
  ['run.googleapis.com/secure-session-agent', 'posture'],
  ['run.googleapis.com/source-location', 'release'],
]);

const RELEASED = new Set(['commit-sha', 'firebase-functions-hash', 'client.knative.dev/revision']);

/** The class of a label, by its key: what each deployment stamps is release. */
export function labelClass(key: string): FieldClass {
  if (NOISY.has(key)) return 'noise';
  if (RELEASED.has(key) || key.startsWith('gcb-')) return 'release';
  return isSystemName(key) ? 'unclassified' : 'config';
}

/** The class of an annotation, by its key; one of the platform's own that became no field is unclassified. */
export function annotationClass(key: string): FieldClass {
  return PLATFORM.get(key) ?? labelClass(key);
}

/** Whether a label or annotation lies in a namespace that is the platform's own. */
export function isSystemName(key: string): boolean {
  for (const namespace of SYSTEM) {
    if (key.startsWith(namespace)) return true;
  }
  return false;
}
