import type { V2Container, V2Service, V2Template } from './run-types.ts';

type Pairs = [name: string, value: string | undefined][];

const INGRESS = {
  INGRESS_TRAFFIC_ALL: 'all',
  INGRESS_TRAFFIC_INTERNAL_ONLY: 'internal',
  INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER: 'internal-and-cloud-load-balancing',
  INGRESS_TRAFFIC_NONE: 'none',
};
const EGRESS = { ALL_TRAFFIC: 'all-traffic', PRIVATE_RANGES_ONLY: 'private-ranges-only' };
const GENERATION = { EXECUTION_ENVIRONMENT_GEN1: 'gen1', EXECUTION_ENVIRONMENT_GEN2: 'gen2' };
const REVOCATION = { PREVENT_NEW: 'prevent-new', SHUTDOWN: 'shut-down' };

/** What v1 says about a whole service in annotations, sorted by name. */
export function serviceAnnotations(service: V2Service): Record<string, string> {
  return sorted(service.annotations, [
    ['serving.knative.dev/creator', service.creator],
    ['serving.knative.dev/lastModifier', service.lastModifier],
    ...run([
      ['client-name', service.client],
      ['client-version', service.clientVersion],
      ['description', service.description],
      ['ingress', INGRESS[service.ingress]],
      ['ingress-status', INGRESS[service.ingress]],
      ['invoker-iam-disabled', flag(service.invokerIamDisabled)],
      ['iap-enabled', flag(service.iapEnabled)],
      ['default-url-disabled', flag(service.defaultUriDisabled)],
      ['threat-detection', flag(service.threatDetectionEnabled)],
      ['launch-stage', service.launchStage === 'GA' ? undefined : service.launchStage],
      ['custom-audiences', list(service.customAudiences)],
      ['operation-id', operationId(service)],
      ['urls', list(service.urls)],
      ...scalingPairs(service),
      ...authorizationPairs(service),
      ...buildPairs(service),
    ]),
  ]);
}

/** What v1 says about a revision in annotations; `aliases` names secrets of other projects. */
export function templateAnnotations(
  template: V2Template,
  aliases: Map<string, string>,
): Record<string, string> {
  const { scaling, vpcAccess } = template;
  const main = mainContainer(template.containers);
  const cpuIdle = main?.resources?.cpuIdle === true;
  return sorted(template.annotations, [
    ['autoscaling.knative.dev/minScale', text(scaling?.minInstanceCount)],
    ['autoscaling.knative.dev/maxScale', text(scaling?.maxInstanceCount)],
    ...run([
      ['cpu-throttling', main?.resources === undefined || cpuIdle ? undefined : 'false'],
      ['startup-cpu-boost', flag(main?.resources?.startupCpuBoost)],
      ['vpc-access-connector', vpcAccess?.connector],
      ['vpc-access-egress', vpcAccess?.egress === undefined ? undefined : EGRESS[vpcAccess.egress]],
      ['network-interfaces', list(vpcAccess?.networkInterfaces)],
      ['cloudsql-instances', sqlInstances(template)],
      ['execution-environment', template.executionEnvironment && GENERATION[template.executionEnvironment]],
      ['sessionAffinity', flag(template.sessionAffinity)],
      ['health-check-disabled', flag(template.healthCheckDisabled)],
      ['gpu-zonal-redundancy-disabled', optionalFlag(template.gpuZonalRedundancyDisabled)],
      ['mesh', template.serviceMesh?.mesh],
      ['secrets', aliasList(aliases)],
      ['container-dependencies', dependencies(template.containers)],
      ['base-images', baseImages(template.containers)],
      ['sources', sources(template.containers)],
      ...encryptionPairs(template),
    ]),
  ]);
}

/** The container that takes requests: the one with ports, else the first. */
export function mainContainer(containers: V2Container[]): V2Container | undefined {
  return containers.find((container) => container.ports !== undefined) ?? containers[0];
}

function scalingPairs({ scaling }: V2Service): Pairs {
  return [
    ['minScale', text(scaling?.minInstanceCount)],
    ['maxScale', text(scaling?.maxInstanceCount)],
    ['scalingMode', scaling?.scalingMode?.toLowerCase()],
    ['manualInstanceCount', text(scaling?.manualInstanceCount)],
  ];
}

function authorizationPairs({ binaryAuthorization: binary, multiRegionSettings: multi }: V2Service): Pairs {
  return [
    ['binary-authorization', binary?.useDefault ? 'default' : binary?.policy],
    ['binary-authorization-breakglass', binary?.breakglassJustification],
    ['regions', multi?.regions.join(',')],
  ];
}

function buildPairs({ buildConfig: build }: V2Service): Pairs {
  if (build === undefined) return [];
  const environment = build.environmentVariables;
  return [
    ['build-name', build.name],
    ['build-id', build.name?.split('/').at(-1)],
    ['build-source-location', build.sourceLocation],
    ['build-function-target', build.functionTarget],
    ['build-image-uri', build.imageUri],
    ['build-base-image', build.baseImage],
    ['build-enable-automatic-updates', build.enableAutomaticUpdates ? 'true' : 'false'],
    ['build-worker-pool', build.workerPool],
    ['build-environment-variables', environment && JSON.stringify(environment)],
    ['build-service-account', build.serviceAccount],
  ];
}

function encryptionPairs(template: V2Template): Pairs {
  const seconds = Number.parseInt(template.encryptionKeyShutdownDuration ?? '', 10);
  const action = template.encryptionKeyRevocationAction;
  return [
    ['encryption-key', template.encryptionKey],
    ['encryption-key-shutdown-hours', Number.isNaN(seconds) ? undefined : String(seconds / 3600)],
    ['post-key-revocation-action-type', action && REVOCATION[action]],
  ];
}

function sqlInstances(template: V2Template): string | undefined {
  const instances = (template.volumes ?? []).flatMap((volume) => volume.cloudSqlInstance?.instances ?? []);
  return instances.length === 0 ? undefined : instances.join(',');
}

function aliasList(aliases: Map<string, string>): string | undefined {
  const pairs = [...aliases].map(([secret, alias]) => `${alias}:${secret}`);
  return pairs.length === 0 ? undefined : pairs.join(',');
}

function dependencies(containers: V2Container[]): string | undefined {
  return byName(containers, (container) => container.dependsOn);
}

function baseImages(containers: V2Container[]): string | undefined {
  return byName(containers, (container) => container.baseImageUri);
}

function sources(containers: V2Container[]): string | undefined {
  return byName(containers, ({ sourceCode }) => {
    if (sourceCode === undefined) return undefined;
    const { bucket, object, generation } = sourceCode.cloudStorageSource;
    return `gs://${bucket}/${object}${generation === undefined ? '' : `#${generation}`}`;
  });
}

function byName(containers: V2Container[], pick: (container: V2Container) => unknown): string | undefined {
  const entries = containers.flatMap((container) => {
    const value = pick(container);
    return value === undefined ? [] : [[container.name ?? '', value]];
  });
  return entries.length === 0 ? undefined : JSON.stringify(Object.fromEntries(entries));
}

function operationId(service: V2Service): string {
  const hex = Buffer.from(`${service.etag}${service.uid}`).toString('hex').padEnd(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

function run(pairs: Pairs): Pairs {
  return pairs.map(([name, value]) => [`run.googleapis.com/${name}`, value]);
}

function flag(value: boolean | undefined): string | undefined {
  return value ? 'true' : undefined;
}

function optionalFlag(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function list(values: unknown[] | undefined): string | undefined {
  return values === undefined ? undefined : JSON.stringify(values);
}

function sorted(own: Record<string, string> | undefined, pairs: Pairs): Record<string, string> {
  const present = pairs.filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
  const all = [...Object.entries(own ?? {}), ...present];
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}
