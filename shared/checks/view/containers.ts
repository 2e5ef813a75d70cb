import { isObject, type Json, type JsonObject } from '../../snapshot/json.ts';
import { compareText } from '../../snapshot/model.ts';
import { extendPath } from '../../snapshot/path.ts';
import { inOrder } from '../results/in-order.ts';
import type { ObservedService } from './lookup.ts';

/** One container of a service. `ingress`: the one that takes requests, whatever its name. */
export interface ObservedContainer {
  name: string;
  ingress: boolean;
  /** Its canonical path, for the paths of what is in it. */
  path: string;
  fields: JsonObject;
}

/** A part of a canonical document as an object; an empty one where it is absent. */
export function part(value: Json | undefined): JsonObject {
  return isObject(value) ? value : NONE;
}

const NONE: JsonObject = Object.freeze({});

/** The containers of a service's template, the one that takes requests first, the sidecars by name; found once. */
export function containersOf(service: ObservedService): readonly ObservedContainer[] {
  service.containers ??= findContainers(service);
  return service.containers;
}

function findContainers(service: ObservedService): ObservedContainer[] {
  const containers = part(part(service.fields.template).containers);
  const names = inOrder(Object.keys(containers), compareText);
  const first = ingressName(containers, names);
  const observed = names.map((name) => ({
    name,
    ingress: name === first,
    path: extendPath('template.containers', name),
    fields: part(containers[name]),
  }));
  return inOrder(observed, (a, b) => Number(b.ingress) - Number(a.ingress));
}

/** Cloud Run requires exactly one container with ports once there are several. */
function ingressName(containers: JsonObject, names: string[]): string | undefined {
  return (
    names.find((name) => hasPorts(containers[name])) ?? names.find((name) => name === 'main') ?? names[0]
  );
}

function hasPorts(container: Json | undefined): boolean {
  const ports = part(container).ports;
  if (Array.isArray(ports)) return ports.length > 0;
  return isObject(ports) && Object.keys(ports).length > 0;
}

/** The container that takes requests; null where the template has none. */
export function ingressContainer(service: ObservedService): ObservedContainer | null {
  return containersOf(service).find(({ ingress }) => ingress) ?? null;
}

/**
 * The containers of two services that play the same part: the ones that take requests go together
 * whatever they are called, sidecars by name. A side is null where the other has no such container.
 */
export function pairContainers(
  a: ObservedService,
  b: ObservedService,
): [ObservedContainer | null, ObservedContainer | null][] {
  const left = containersOf(a);
  const right = containersOf(b);
  const pairs: [ObservedContainer | null, ObservedContainer | null][] = [];
  for (const mine of left) pairs.push([mine, counterpart(mine, right)]);
  for (const theirs of right) if (counterpart(theirs, left) === null) pairs.push([null, theirs]);
  return pairs;
}

function counterpart(
  container: ObservedContainer,
  others: readonly ObservedContainer[],
): ObservedContainer | null {
  for (const other of others)
    if (other.ingress === container.ingress && (other.ingress || other.name === container.name)) return other;
  return null;
}
