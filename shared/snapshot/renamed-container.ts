import { isObject, type Json, type JsonObject } from './json.ts';
import type { ResourceClass } from './model.ts';

/** Where each kind of workload holds its containers. */
const HOLDERS: Partial<Record<ResourceClass, readonly string[]>> = {
  'run.jobs': ['template', 'template'],
  'run.services': ['template'],
  'run.workerPools': ['template'],
};

/**
 * The fields with the main container called as it is in `other`. Its name is nobody's setting: gcloud gives
 * none, the console names it (`app-1`) when somebody saves there, and what is in it stays what it was.
 */
export function withContainerNameOf(
  fields: JsonObject,
  other: JsonObject,
  resource: ResourceClass,
): JsonObject {
  const holder = HOLDERS[resource];
  if (holder === undefined) return fields;
  const mine = containersIn(fields, holder);
  const theirs = containersIn(other, holder);
  const [from, to] = [mainOf(mine), mainOf(theirs)];
  if (from === undefined || to === undefined || from === to) return fields;
  if (Object.hasOwn(theirs, from) || Object.hasOwn(mine, to)) return fields;
  const renamed = Object.entries(mine).map(([name, container]) => [name === from ? to : name, container]);
  return withContainers(fields, holder, Object.fromEntries(renamed));
}

function containersIn(fields: JsonObject, holder: readonly string[]): JsonObject {
  const { containers } = holder.reduce((part, member) => objectOf(part[member]), fields);
  return objectOf(containers);
}

/** The only one, or the one that takes the requests: of several, exactly one has ports. */
function mainOf(containers: JsonObject): string | undefined {
  const [only, ...others] = Object.keys(containers);
  if (others.length === 0) return only;
  return Object.keys(containers).find((name) => objectOf(containers[name]).ports !== undefined);
}

function withContainers(fields: JsonObject, holder: readonly string[], containers: JsonObject): JsonObject {
  const [member, ...below] = holder;
  if (member === undefined) return { ...fields, containers };
  return { ...fields, [member]: withContainers(objectOf(fields[member]), below, containers) };
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
