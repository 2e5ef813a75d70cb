import { CONTROLS, forbiddenOn, OPTIONAL_PERMISSIONS } from './permissions.ts';
import type { NeededPermission, ProbedResource } from './probe.ts';

/** `must`: a capture needs it; `may`: it is better with it; `never`: a viewer must not have it. */
export type Need = 'must' | 'may' | 'never';

/** One call: permissions the caller should have stand beside those it must not have. */
export interface Question {
  controls: string[];
  others: { permission: string; need: Need }[];
}

/** Google's limit of permissions in one call. */
export const MOST_PERMISSIONS = 100;
/** How many controls go along where one call cannot hold them all. */
const CONTROLS_AGAIN = 10;

/**
 * The calls that ask one resource everything. Every call carries permissions the caller should have: an
 * answer that names none of them (a resource that is not there answers so too) proves nothing.
 */
export function questionsFor(resource: ProbedResource, needed: readonly NeededPermission[]): Question[] {
  const names = needed.map(({ permission }) => permission);
  const here = resource.kind === 'project' ? names : names.filter(isShownBy(resource.kind));
  const controls = here.filter((name) => !OPTIONAL_PERMISSIONS.has(name));
  const optional = here.filter((name) => OPTIONAL_PERMISSIONS.has(name));
  const never = forbiddenOn(resource.kind).map((permission) => ({ permission, need: 'never' as const }));
  const may = optional.map((permission) => ({ permission, need: 'may' as const }));
  const apart = may.length === 0 ? [] : split(controls.slice(0, CONTROLS_AGAIN), may);
  return [...split(controls, never), ...apart];
}

/** Every permission of a question, in the order they are asked. */
export function permissionsOf({ controls, others }: Question): string[] {
  return [...controls, ...others.map(({ permission }) => permission)];
}

function isShownBy(kind: Exclude<ProbedResource['kind'], 'project'>): (permission: string) => boolean {
  return (permission) => CONTROLS[kind].includes(permission);
}

function split(controls: string[], others: Question['others']): Question[] {
  if (controls.length + others.length <= MOST_PERMISSIONS) return [{ controls, others }];
  const again = controls.slice(0, CONTROLS_AGAIN);
  const rest = controls.slice(CONTROLS_AGAIN).map((permission) => ({ permission, need: 'must' as const }));
  const asked = [...rest, ...others];
  const size = MOST_PERMISSIONS - again.length;
  const calls = Array.from({ length: Math.ceil(asked.length / size) }, (_, call) => call * size);
  return calls.map((from) => ({ controls: again, others: asked.slice(from, from + size) }));
}
