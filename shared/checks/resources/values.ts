import type { ResourceSetting } from '../../contract/model.ts';
import type { Json } from '../../snapshot/json.ts';
import { ingressContainer, type ObservedContainer, part } from '../view/containers.ts';
import type { ObservedService } from '../view/lookup.ts';

/** One resource setting as it is: where it stands, and its value in the contract's words. */
export interface ResourceValue {
  setting: ResourceSetting;
  /** Settings that stand in two places are compared place by place. */
  name: string;
  path: string;
  value: string | number;
  /** Whether it is stated, or Cloud Run's documented default. */
  stated: boolean;
}

/** Every resource setting of a service; those of containers are the ones of the container that takes requests. */
export function resourceValues(service: ObservedService): ResourceValue[] {
  const container = ingressContainer(service);
  const values = container === null ? [] : containerValues(container);
  values.push(
    ...revisionValues(service),
    ...scale(service, 'minInstances'),
    ...scale(service, 'maxInstances'),
  );
  return values;
}

function containerValues({ path, fields }: ObservedContainer): ResourceValue[] {
  const resources = part(fields.resources);
  const limits = part(resources.limits);
  const allocation =
    resources.cpuIdle === undefined ? undefined : resources.cpuIdle === true ? 'request' : 'always';
  return [
    valued('cpu', `${path}.resources.limits.cpu`, limits.cpu, '1'),
    valued('memory', `${path}.resources.limits.memory`, limits.memory, '512Mi'),
    valued('cpuAllocation', `${path}.resources.cpuIdle`, allocation, 'request'),
  ];
}

/** Canonical documents leave a concurrency of 80 and a timeout of 300 seconds out, and state every other effective value. */
function revisionValues(service: ObservedService): ResourceValue[] {
  const template = part(service.fields.template);
  const environment = template.executionEnvironment;
  const generation =
    typeof environment === 'string'
      ? environment.replace(/^EXECUTION_ENVIRONMENT_/, '').toLowerCase()
      : undefined;
  return [
    valued(
      'concurrency',
      'template.maxInstanceRequestConcurrency',
      template.maxInstanceRequestConcurrency,
      80,
    ),
    valued('timeout', 'template.timeout', template.timeout, '300s'),
    valued('executionEnvironment', 'template.executionEnvironment', generation, 'chosen by Cloud Run'),
  ];
}

/**
 * Instances are limited by the service, by its revision, or by both. The limit that binds carries the
 * setting's name, so that it is compared whichever of the two states it; the other has a name of its own.
 */
function scale(service: ObservedService, setting: 'minInstances' | 'maxInstances'): ResourceValue[] {
  const { key, usual } = SCALE[setting];
  const own = part(service.fields.scaling)[key];
  const revision = part(part(service.fields.template).scaling)[key];
  const ofService = valued(setting, `scaling.${key}`, own, usual);
  const ofRevision = valued(setting, `template.scaling.${key}`, revision, usual);
  if (!ofService.stated) return [ofRevision];
  if (ofRevision.value === usual) return [ofService];
  const serviceBinds = SCALE[setting].binding(Number(own), Number(revision)) === own;
  return serviceBinds
    ? [ofService, { ...ofRevision, name: `${setting} of the revision` }]
    : [ofRevision, { ...ofService, name: `${setting} of the service` }];
}

/** `usual`: what Cloud Run fills in on the revision, so that it says nothing beside a service's own limit. */
const SCALE = {
  minInstances: { key: 'minInstanceCount', usual: 0, binding: Math.max },
  maxInstances: { key: 'maxInstanceCount', usual: 100, binding: Math.min },
} as const;

function valued(
  setting: ResourceSetting,
  path: string,
  value: Json | undefined,
  usual: string | number,
): ResourceValue {
  const stated = typeof value === 'string' || typeof value === 'number';
  return { setting, name: setting, path, value: stated ? value : usual, stated };
}
