import { RESOURCE_CLASSES, type ResourceClass, type Scope } from '../snapshot/model.ts';
import type { CaptureTarget, ScopeRef } from './source.ts';

/** Secrets live both globally and, by other names, in regions; as a class they have none. */
const REGIONAL: readonly ResourceClass[] = RESOURCE_CLASSES.filter((resource) => resource.startsWith('run.'));

/** Classes every source must answer for; of the others it answers for what it has. */
const EXPECTED: readonly ResourceClass[] = RESOURCE_CLASSES.filter(
  (resource) => !/^run\.(revisions|jobs|workerPools|domainMappings)/.test(resource),
);

/** Whether resources of the class live in regions, so that each region is a scope of its own. */
export function isRegional(resource: ResourceClass): boolean {
  return REGIONAL.includes(resource);
}

/** Every scope that a complete capture of the target answers for; regions found on the way come on top. */
export function expectedScopes(target: CaptureTarget): Scope[] {
  return EXPECTED.flatMap((resource) =>
    regionsOf(target, resource).map((region) => scopeOf(target, { resource, region })),
  );
}

/** The scope of a target that a reference names. */
export function scopeOf(target: CaptureTarget, ref: ScopeRef): Scope {
  return {
    environment: target.environment,
    project: target.project,
    region: ref.region,
    resource: ref.resource,
  };
}

function regionsOf(target: CaptureTarget, resource: ResourceClass): (string | null)[] {
  return isRegional(resource) && target.regions.length > 0 ? [...new Set(target.regions)] : [null];
}
