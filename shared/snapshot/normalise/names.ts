import type { Place } from './context.ts';
import { textAt } from './read.ts';

const COMPUTE_API = /^(?:https?:)?\/\/(?:www|compute)\.googleapis\.com\/compute\/[a-z0-9]+\//;

/** `projects/<own number>/…` told by the project's id; every other name as it is. */
export function resourceName(value: unknown, place: Place, where: string): string | undefined {
  const text = textAt(value, where);
  if (text === undefined || place.projectNumber === null || !text.startsWith('projects/')) return text;
  const prefix = `projects/${place.projectNumber}/`;
  return text.startsWith(prefix) ? `projects/${place.project}/${text.slice(prefix.length)}` : text;
}

/** A secret of the same project by its short name, of another one as `projects/P/secrets/S`. */
export function secretName(value: unknown, place: Place, where: string): string | undefined {
  return shortName(value, { place, where, collection: 'secrets' });
}

/** A connector of the same project and region by its short name. */
export function connectorName(value: unknown, place: Place, where: string): string | undefined {
  return shortName(value, { place, where, collection: `locations/${place.region}/connectors` });
}

/** A network of the same project by its short name, however it was addressed. */
export function networkName(value: unknown, place: Place, where: string): string | undefined {
  return shortName(withoutHost(value, where), { place, where, collection: 'global/networks' });
}

/** A subnetwork of the same project and region by its short name, however it was addressed. */
export function subnetworkName(value: unknown, place: Place, where: string): string | undefined {
  return shortName(withoutHost(value, where), {
    place,
    where,
    collection: `regions/${place.region}/subnetworks`,
  });
}

/** A Cloud SQL connection name in full (`project:region:instance`), the project by id. */
export function sqlInstance(text: string, place: Place): string {
  const parts = text.trim().split(':');
  if (parts.length === 1) return `${place.project}:${place.region}:${text.trim()}`;
  if (parts.length === 2) return `${place.project}:${text.trim()}`;
  return parts[0] === place.projectNumber ? [place.project, ...parts.slice(1)].join(':') : text.trim();
}

/** A revision by its short name. */
export function revisionName(value: unknown, where: string): string | undefined {
  const text = textAt(value, where);
  return text === undefined ? undefined : lastSegment(text);
}

/** The last segment of a resource name. */
export function lastSegment(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

function withoutHost(value: unknown, where: string): string | undefined {
  const text = textAt(value, where);
  return text?.includes('//') === true ? text.replace(COMPUTE_API, '') : text;
}

function shortName(
  value: unknown,
  { place, where, collection }: { place: Place; where: string; collection: string },
): string | undefined {
  const name = resourceName(value, place, where);
  if (name === undefined || !name.startsWith('projects/')) return name;
  const prefix = `projects/${place.project}/${collection}/`;
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return rest === '' || rest.includes('/') ? name : rest;
}
