type Doc = Record<string, unknown>;

/** What the platform and its clients change without anybody having asked for it, by where it stands in v2. */
const REST: [path: string, value: (seed: number) => unknown][] = [
  ['uid', (seed) => `uid-${seed}`],
  ['generation', (seed) => String(seed)],
  ['observedGeneration', (seed) => seed],
  ['updateTime', (seed) => `2026-01-01T00:00:00.${seed}Z`],
  ['createTime', (seed) => `2025-01-01T00:00:00.${seed}Z`],
  ['creator', (seed) => `${seed}@example.com`],
  ['lastModifier', (seed) => `${seed}@example.com`],
  ['client', (seed) => `client-${seed}`],
  ['clientVersion', (seed) => `${seed}.0.0`],
  ['etag', (seed) => `"${seed}"`],
  ['reconciling', (seed) => seed % 2 === 0],
  ['conditions', (seed) => [{ type: 'A', message: `m-${seed}` }]],
  ['terminalCondition', (seed) => ({ state: seed % 5 })],
  ['satisfiesPzs', (seed) => seed % 2 === 1],
  ['template.client', (seed) => `client-${seed}`],
  ['template.clientVersion', (seed) => `${seed}`],
  ['template.labels/client.knative.dev/nonce', (seed) => `n-${seed}`],
  ['template.labels/run.googleapis.com/startupProbeType', (seed) => `t-${seed}`],
];
const SERVICE: typeof REST = [
  ['latestReadyRevision', (seed) => `projects/p/revisions/r-${seed}`],
  ['latestCreatedRevision', (seed) => `projects/p/revisions/c-${seed}`],
  ['trafficStatuses', (seed) => [{ revision: 'r', percent: seed % 100 }]],
  ['uri', (seed) => `https://${seed}.a.run.app`],
];
const JOB: typeof REST = [
  ['executionCount', (seed) => seed],
  ['latestCreatedExecution', (seed) => ({ name: `e-${seed}` })],
];
const KNATIVE: typeof REST = [
  ['metadata.uid', (seed) => `uid-${seed}`],
  ['metadata.generation', (seed) => seed],
  ['metadata.resourceVersion', (seed) => `v-${seed}`],
  ['metadata.creationTimestamp', (seed) => `2026-01-01T00:00:00.${seed}Z`],
  ['metadata.selfLink', (seed) => `/apis/${seed}`],
  ['metadata.labels/cloud.googleapis.com/location', (seed) => `l-${seed}`],
  ['metadata.labels/run.googleapis.com/lastUpdatedTime', (seed) => `${seed}`],
  ['metadata.annotations/run.googleapis.com/client-name', (seed) => `c-${seed}`],
  ['metadata.annotations/run.googleapis.com/client-version', (seed) => `${seed}`],
  ['metadata.annotations/run.googleapis.com/operation-id', (seed) => `o-${seed}`],
  ['metadata.annotations/serving.knative.dev/creator', (seed) => `${seed}@example.com`],
  ['metadata.annotations/serving.knative.dev/lastModifier', (seed) => `${seed}@example.com`],
  ['metadata.annotations/client.knative.dev/user-image', (seed) => `image-${seed}`],
  ['metadata.annotations/kubectl.kubernetes.io/last-applied-configuration', (seed) => `{"a":${seed}}`],
  ['status.observedGeneration', (seed) => seed],
  ['status.conditions', (seed) => [{ type: 'Ready', status: 'False', message: `m-${seed}` }]],
  ['status.latestReadyRevisionName', (seed) => `r-${seed}`],
  ['status.executionCount', (seed) => seed],
  ['status.url', (seed) => `https://${seed}.a.run.app`],
  ['spec.template.metadata.labels/client.knative.dev/nonce', (seed) => `n-${seed}`],
  ['spec.template.metadata.annotations/run.googleapis.com/client-version', (seed) => `${seed}`],
];

/** The same service or job (v1 or v2) with other noise: a part of all that may stand there, chosen by the seed. */
export function noisy(body: Doc, seed: number, kind: 'service' | 'job'): Doc {
  const out = structuredClone(body);
  const rest = [...REST, ...(kind === 'service' ? SERVICE : JOB)];
  const all = body.metadata === undefined ? rest : KNATIVE;
  const chosen = all.filter((_, index) => (seed >> (index % 16)) % 2 === 0 || index === seed % all.length);
  for (const [path, value] of chosen) set(out, path, value(seed));
  return out;
}

/** Dots lead into messages; after a slash stands the key of a map, whatever is in it. */
function set(target: Doc, path: string, value: unknown): void {
  const [messages = '', ...key] = path.split('/');
  const names = messages.split('.');
  if (key.length > 0) names.push(key.join('/'));
  const last = names.pop() ?? '';
  const holder = names.reduce<Doc>((at, name) => {
    at[name] ??= {};
    return at[name] as Doc;
  }, target);
  holder[last] = value;
}
