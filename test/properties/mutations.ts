import type { ContainerSpec, ServiceSpec, TemplateSpec } from './service-spec.ts';

/** One setting changed, and where the diff must say so. */
export interface Mutation {
  name: string;
  apply(spec: ServiceSpec): ServiceSpec;
  /** In the order of the diff. */
  paths(spec: ServiceSpec): string[];
  class: 'posture' | 'config' | 'release';
}

const service =
  (change: Partial<ServiceSpec> | ((spec: ServiceSpec) => Partial<ServiceSpec>)) => (spec: ServiceSpec) => ({
    ...spec,
    ...(typeof change === 'function' ? change(spec) : change),
  });
const template = (change: (spec: TemplateSpec) => Partial<TemplateSpec>) =>
  service((spec) => ({ template: { ...spec.template, ...change(spec.template) } }));
const first = (change: (spec: ContainerSpec) => Partial<ContainerSpec>) =>
  template(({ containers: [head, ...rest] }) =>
    head === undefined ? {} : { containers: [{ ...head, ...change(head) }, ...rest] },
  );
const at = (path: string) => () => [path];
const inFirst = (path: string) => (spec: ServiceSpec) => [`template.containers.${nameOfFirst(spec)}.${path}`];
const inEach = (path: string) => (spec: ServiceSpec) =>
  spec.template.containers.map(({ name }) => `template.containers.${name ?? 'main'}.${path}`).sort();

function nameOfFirst(spec: ServiceSpec): string {
  return spec.template.containers[0]?.name ?? 'main';
}

function mutation(
  name: string,
  apply: Mutation['apply'],
  paths: Mutation['paths'],
  kind: Mutation['class'] = 'posture',
): Mutation {
  return { name, apply, paths, class: kind };
}

/** Every kind of setting a service has, changed alone. */
export const MUTATIONS: Mutation[] = [
  mutation('ingress', service({ ingress: 'internal' }), at('ingress')),
  mutation(
    'invoker check',
    service((s) => ({ invokerIamDisabled: !s.invokerIamDisabled })),
    at('invokerIamDisabled'),
  ),
  mutation(
    'IAP',
    service((s) => ({ iapEnabled: !s.iapEnabled })),
    at('iapEnabled'),
  ),
  mutation(
    'default URL',
    service((s) => ({ defaultUriDisabled: !s.defaultUriDisabled })),
    at('defaultUriDisabled'),
  ),
  mutation('audiences', service({ customAudiences: ['https://new.example'] }), at('customAudiences')),
  mutation('description', service({ description: 'something else' }), at('description'), 'config'),
  mutation('service minimum', service({ serviceMin: 9 }), at('scaling.minInstanceCount'), 'config'),
  mutation('service maximum', service({ serviceMax: 99 }), at('scaling.maxInstanceCount'), 'config'),
  mutation(
    'label',
    service((s) => ({ labels: { ...s.labels, team: 'TEAM' } })),
    at('labels.team'),
    'config',
  ),
  mutation(
    'commit',
    service((s) => ({ labels: { ...s.labels, 'commit-sha': 'ABC' } })),
    at('labels.commit-sha'),
    'release',
  ),
  mutation(
    'annotation',
    service((s) => ({ annotations: { ...s.annotations, 'a.b/c': 'C' } })),
    at('annotations["a.b/c"]'),
    'config',
  ),
  mutation(
    'account',
    template(() => ({ serviceAccount: 'evil@x.iam.gserviceaccount.com' })),
    at('template.serviceAccount'),
  ),
  mutation(
    'connector',
    template(() => ({ connector: 'other-connector' })),
    at('template.vpcAccess.connector'),
  ),
  mutation(
    'egress',
    template(({ egress }) => ({ egress: egress === 'all-traffic' ? null : 'all-traffic' })),
    at('template.vpcAccess.egress'),
  ),
  mutation(
    'network',
    template(() => ({ network: { network: 'other-network', subnetwork: 's-9', tags: [] } })),
    at('template.vpcAccess.networkInterfaces'),
  ),
  mutation(
    'SQL',
    template(() => ({ sqlInstances: ['another-database'] })),
    at('template.cloudSqlInstances'),
  ),
  mutation(
    'encryption key',
    template(() => ({ encryptionKey: 'projects/p/locations/l/keyRings/r/cryptoKeys/other-key' })),
    at('template.encryptionKey'),
  ),
  mutation(
    'revision minimum',
    template(() => ({ minInstances: 7 })),
    at('template.scaling.minInstanceCount'),
    'config',
  ),
  mutation(
    'revision maximum',
    template(() => ({ maxInstances: 77 })),
    at('template.scaling.maxInstanceCount'),
    'config',
  ),
  mutation(
    'concurrency',
    template(() => ({ concurrency: 33 })),
    at('template.maxInstanceRequestConcurrency'),
    'config',
  ),
  mutation(
    'timeout',
    template(() => ({ timeoutSeconds: 33 })),
    at('template.timeout'),
    'config',
  ),
  mutation(
    'affinity',
    template((t) => ({ sessionAffinity: !t.sessionAffinity })),
    at('template.sessionAffinity'),
    'config',
  ),
  mutation(
    'health check',
    template((t) => ({ healthCheckDisabled: !t.healthCheckDisabled })),
    at('template.healthCheckDisabled'),
    'config',
  ),
  mutation(
    'CPU allocation',
    template((t) => ({ cpuIdle: !t.cpuIdle })),
    inEach('resources.cpuIdle'),
    'config',
  ),
  mutation(
    'CPU boost',
    template((t) => ({ startupCpuBoost: !t.startupCpuBoost })),
    inEach('resources.startupCpuBoost'),
    'config',
  ),
  mutation(
    'image',
    first(() => ({ image: 'gcr.io/p/other:2' })),
    inFirst('image'),
    'release',
  ),
  mutation(
    'memory',
    first(() => ({ memory: '4Gi' })),
    inFirst('resources.limits.memory'),
    'config',
  ),
  mutation(
    'command',
    first(() => ({ command: ['another-command'] })),
    inFirst('command'),
    'config',
  ),
  mutation(
    'argument',
    first(({ args }) => ({ args: [...args, 'ANOTHER'] })),
    inFirst('args'),
    'config',
  ),
  mutation(
    'working directory',
    first(() => ({ workingDir: '/else' })),
    inFirst('workingDir'),
    'config',
  ),
  mutation(
    'protocol',
    first(({ http2 }) => ({ http2: !http2 })),
    inFirst('ports'),
    'config',
  ),
  mutation(
    'base image',
    first(() => ({ baseImage: 'another-base-image' })),
    inFirst('baseImageUri'),
    'config',
  ),
  mutation(
    'new literal',
    first(({ env }) => ({ env: { ...env, 'new-key': { value: 'x' } } })),
    inFirst('env.new-key'),
    'config',
  ),
  mutation(
    'new secret',
    first(({ env }) => ({ env: { ...env, 'new-key': { secret: 's', project: null, version: '1' } } })),
    inFirst('env.new-key'),
  ),
  mutation(
    'new mount',
    first(({ mounts }) => ({ mounts: [...mounts, { volume: 'v-9', path: '/NEW' }] })),
    inFirst('volumeMounts["/NEW"]'),
  ),
  mutation(
    'new volume',
    template(({ volumes }) => ({
      volumes: [...volumes, { name: 'NEW', kind: 'secret', secret: 's', project: null, items: [] }],
    })),
    at('template.volumes.NEW'),
  ),
  mutation(
    'traffic',
    service({ traffic: [{ revision: 'REV', percent: 100, tag: 'NEW' }] }),
    (spec) => [...trafficKeys(spec), 'traffic.NEW'].sort(),
    'config',
  ),
];

/** Keys of targets that another traffic takes the place of. */
function trafficKeys({ traffic }: ServiceSpec): string[] {
  if (typeof traffic === 'string') return [];
  let pinned = 0;
  return traffic.map(({ tag }) => {
    if (tag === null) pinned += 1;
    const key = tag ?? `pinned-${pinned}`;
    return tag === 'latest' || tag === 'pinned-1' ? `traffic["tag ${tag}"]` : `traffic.${key}`;
  });
}
