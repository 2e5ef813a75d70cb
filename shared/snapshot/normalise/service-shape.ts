import { isObject } from '../json.ts';
import { ForeignDocument, type Place, type Raw } from './context.ts';
import { restService } from './knative/service.ts';
import { lastSegment } from './names.ts';
import { listAt, textAt } from './read.ts';

/**
 * A service document in v2 REST shape: v2 as it is, v1 (Knative) translated, either taken out of a
 * Cloud Asset Inventory wrapper first. Anything else is foreign, as is another service's or project's document.
 */
export function restShape(body: unknown, name: string, place: Place): Raw {
  const raw = unwrapped(body);
  const knative = raw.metadata !== undefined || raw.apiVersion !== undefined || raw.spec !== undefined;
  if (knative) checkKnative(raw);
  else if (!isObject(raw.template)) {
    throw new ForeignDocument(
      'a Cloud Run service is due, and this is neither a v1 nor a v2 document of one',
    );
  }
  const own = knative ? (raw.metadata as Raw).name : raw.name;
  if (own !== undefined && lastSegment(textAt(own, 'name') ?? '') !== name) {
    throw new ForeignDocument('this is the document of another service');
  }
  const shaped = knative ? restService(raw) : raw;
  checkProject(shaped, place);
  return shaped;
}

/** Another project's document is refused where the two can be told apart: id by id, number by number. */
function checkProject(raw: Raw, { project, projectNumber }: Place): void {
  const own = /^projects\/([^/]+)\//.exec(textAt(raw.name, 'name') ?? '')?.[1];
  if (own === undefined || own === project || own === projectNumber) return;
  if (projectNumber === null && /^[0-9]+$/.test(own)) return;
  throw new ForeignDocument(`this is a service of another project (${own})`);
}

/** The project's number, where the document itself tells it: by its full name or its deterministic URL. */
export function ownNumber(raw: Raw, service: string): string | null {
  const byName = /^projects\/([0-9]+)\//.exec(textAt(raw.name, 'name') ?? '')?.[1];
  if (byName !== undefined) return byName;
  const prefix = `https://${service}-`;
  for (const url of listAt(raw.urls, 'urls')) {
    if (typeof url !== 'string' || !url.startsWith(prefix)) continue;
    const number = /^([0-9]+)\.[a-z0-9-]+\.run\.app$/.exec(url.slice(prefix.length))?.[1];
    if (number !== undefined) return number;
  }
  return null;
}

function unwrapped(body: unknown): Raw {
  if (!isObject(body)) throw new ForeignDocument('a Cloud Run service is due, and this is not an object');
  const { resource } = body;
  const isAsset =
    body.asset_type === 'run.googleapis.com/Service' || body.assetType === 'run.googleapis.com/Service';
  return isAsset && isObject(resource) && isObject(resource.data) ? resource.data : body;
}

function checkKnative(raw: Raw): void {
  const kind = raw.kind ?? 'Service';
  if (kind !== 'Service') throw new ForeignDocument(`a Service is due, and this is a ${kindName(kind)}`);
  const version = textAt(raw.apiVersion, 'apiVersion') ?? 'serving.knative.dev/v1';
  if (!version.startsWith('serving.knative.dev/')) {
    throw new ForeignDocument('a Service of serving.knative.dev is due, and this is another API’s');
  }
  if (!isObject(raw.metadata) || !isObject(raw.spec))
    throw new ForeignDocument('metadata or spec is missing');
}

/** A kind is told only where it is the plain word a kind is. */
function kindName(kind: unknown): string {
  return typeof kind === 'string' && /^[A-Za-z]{1,40}$/.test(kind) ? kind : 'document of another kind';
}
