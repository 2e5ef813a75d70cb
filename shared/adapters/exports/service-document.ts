import { isObject, type Json, type JsonObject } from '../../snapshot/json.ts';

/** One service of an export, as v1 (Knative) or v2 body. `region` is null where the document names none. */
export interface ServiceDocument {
  name: string;
  region: string | null;
  body: JsonObject;
  /** The file and place it was found at, as people are told it. */
  file: string;
}

export type Identified = { ok: true; service: ServiceDocument } | { ok: false; fault: string };

const V2_NAME = /^projects\/([^/]+)\/locations\/([^/]+)\/services\/([a-z0-9-]{1,63})$/;

const RUN_NAME = /^[a-z0-9-]{1,63}$/;

/** What Knative fills in by itself: a document that has one of these came from a server, which always sends a status. */
const SERVER_MADE = ['uid', 'resourceVersion', 'selfLink'];

/** Recognises a Cloud Run service in v1, in v2 or inside an asset inventory wrapper; anything else is a fault. */
export function identifyService(value: unknown, file: string, project: string): Identified {
  const wrapped = unwrapAsset(value);
  if (!isObject(wrapped)) return fault('is not a Cloud Run service');
  if (typeof wrapped.kind === 'string') return identifyV1(wrapped, file);
  return identifyV2(wrapped, file, project);
}

function unwrapAsset(value: unknown): unknown {
  if (!isObject(value)) return value;
  const type = value.asset_type ?? value.assetType;
  if (type === undefined) return value;
  if (type !== 'run.googleapis.com/Service' || !isObject(value.resource)) return null;
  return value.resource.data;
}

function identifyV1(body: JsonObject, file: string): Identified {
  const { kind, metadata, spec } = body;
  if (kind !== 'Service' || !String(body.apiVersion).startsWith('serving.knative.dev/')) {
    return fault(`is a ${printable(kind)}, not a Cloud Run service`);
  }
  if (!isObject(metadata) || typeof metadata.name !== 'string') return fault('is a service without a name');
  if (!RUN_NAME.test(metadata.name)) return fault('is a service with a name that Cloud Run does not allow');
  if (!isObject(spec) || !isObject(spec.template)) return fault('is a service without a template');
  if (SERVER_MADE.some((key) => key in metadata) && !isObject(body.status)) {
    return fault('is a service without its status: the document is cut off');
  }
  const region = isObject(metadata.labels) ? metadata.labels['cloud.googleapis.com/location'] : undefined;
  return found({ name: metadata.name, region: typeof region === 'string' ? region : null, body, file });
}

function identifyV2(body: JsonObject, file: string, project: string): Identified {
  const [, owner, region, name] = (typeof body.name === 'string' && V2_NAME.exec(body.name)) || [];
  if (owner === undefined || region === undefined || name === undefined) {
    return fault('is not a Cloud Run service');
  }
  if (owner !== project && !/^\d+$/.test(owner)) return fault(`belongs to project ${printable(owner)}`);
  if (!isObject(body.template)) return fault('is a service without a template');
  return found({ name, region, body, file });
}

function found(service: ServiceDocument): Identified {
  return { ok: true, service };
}

function fault(text: string): Identified {
  return { ok: false, fault: text };
}

/** A word of the document that may be told: short and plain, or not at all. */
function printable(word: Json | undefined): string {
  return typeof word === 'string' && /^[\w.:-]{1,63}$/.test(word) ? word : 'foreign document';
}
