import { isObject, type Json, type JsonObject } from '../../snapshot/json.ts';
import { isProtoNamed, PROTO_NAMED } from './proto-names.ts';

/** One document of Cloud Run of an export, as v1 (Knative) or v2 body. `region` is null where it names none. */
export interface RunDocument {
  name: string;
  region: string | null;
  body: JsonObject;
  /** The file and place it was found at, as people are told it. */
  file: string;
}

export type Identified = { ok: true; document: RunDocument } | { ok: false; fault: string };

/** How documents of one kind are told from others. */
export interface RunKind {
  /** What people call one. */
  noun: string;
  /** `kind` and the beginning of `apiVersion` in v1. */
  kind: string;
  group: string;
  /** The collection in a v2 resource name; null where v2 has none. */
  collection: string | null;
  /** The type in an asset inventory wrapper; null where it has none. */
  asset: string | null;
  names: RegExp;
  /** What is missing of a document that is cut off; null for a whole one. `part`: v1's `spec`, or the v2 body. */
  lacks: (part: JsonObject) => string | null;
}

const LABELS = /^[a-z0-9-]{1,63}$/;
const withoutTemplate = (part: JsonObject) => (isObject(part.template) ? null : 'template');

export const SERVICE: RunKind = {
  noun: 'service',
  kind: 'Service',
  group: 'serving.knative.dev/',
  collection: 'services',
  asset: 'run.googleapis.com/Service',
  names: LABELS,
  lacks: withoutTemplate,
};
export const JOB: RunKind = {
  noun: 'job',
  kind: 'Job',
  group: 'run.googleapis.com/',
  collection: 'jobs',
  asset: 'run.googleapis.com/Job',
  names: LABELS,
  lacks: withoutTemplate,
};
export const WORKER_POOL: RunKind = {
  noun: 'worker pool',
  kind: 'WorkerPool',
  group: 'run.googleapis.com/',
  collection: 'workerPools',
  asset: 'run.googleapis.com/WorkerPool',
  names: LABELS,
  lacks: withoutTemplate,
};
export const DOMAIN_MAPPING: RunKind = {
  noun: 'domain mapping',
  kind: 'DomainMapping',
  group: 'domains.cloudrun.com/',
  collection: null,
  asset: 'run.googleapis.com/DomainMapping',
  names: /^[a-z0-9.-]{1,253}$/,
  lacks: ({ routeName }) => (typeof routeName === 'string' ? null : 'route'),
};
export const REVISION: RunKind = {
  noun: 'revision',
  kind: 'Revision',
  group: 'serving.knative.dev/',
  collection: 'revisions',
  asset: 'run.googleapis.com/Revision',
  names: LABELS,
  lacks: ({ containers }) => (Array.isArray(containers) ? null : 'list of containers'),
};

const V2_NAME = /^projects\/([^/]+)\/locations\/([^/]+)\/(?:services\/[^/]+\/)?(\w+)\/([a-z0-9-]{1,63})$/;

/** What Knative fills in by itself: a document that has one of these came from a server, which always sends a status. */
const SERVER_MADE = ['uid', 'resourceVersion', 'selfLink'];

/** Recognises a document of the kind in v1, in v2 or inside an asset inventory wrapper; anything else is a fault. */
export function identifyRunDocument(
  value: unknown,
  kind: RunKind,
  { file, project }: { file: string; project: string },
): Identified {
  const body = unwrapAsset(value, kind);
  if (!isObject(body)) return fault(`is not a Cloud Run ${kind.noun}`);
  if (isProtoNamed(body)) return fault(PROTO_NAMED);
  if (typeof body.kind === 'string') return identifyV1(body, kind, file);
  return identifyV2(body, kind, { file, project });
}

function unwrapAsset(value: unknown, kind: RunKind): unknown {
  if (!isObject(value)) return value;
  const type = value.asset_type ?? value.assetType;
  if (type === undefined) return value;
  if (type !== kind.asset || !isObject(value.resource)) return null;
  return value.resource.data;
}

function identifyV1(body: JsonObject, kind: RunKind, file: string): Identified {
  const { metadata, spec } = body;
  if (body.kind !== kind.kind || !String(body.apiVersion).startsWith(kind.group)) {
    return fault(`is a ${printable(body.kind)}, not a Cloud Run ${kind.noun}`);
  }
  if (!isObject(metadata) || typeof metadata.name !== 'string')
    return fault(`is a ${kind.noun} without a name`);
  const { name, labels } = metadata;
  if (!kind.names.test(name)) return fault(`is a ${kind.noun} with a name that Cloud Run does not allow`);
  const lacking = isObject(spec) ? kind.lacks(spec) : 'spec';
  if (lacking !== null) return fault(`is a ${kind.noun} without a ${lacking}`);
  if (SERVER_MADE.some((key) => key in metadata) && !isObject(body.status)) {
    return fault(`is a ${kind.noun} without its status: the document is cut off`);
  }
  const region = isObject(labels) ? labels['cloud.googleapis.com/location'] : undefined;
  return found({ name, region: typeof region === 'string' ? region : null, body, file });
}

function identifyV2(
  body: JsonObject,
  kind: RunKind,
  { file, project }: { file: string; project: string },
): Identified {
  const [, owner, region, collection, name] =
    (typeof body.name === 'string' && V2_NAME.exec(body.name)) || [];
  if (owner === undefined || region === undefined || name === undefined || collection !== kind.collection) {
    return fault(`is not a Cloud Run ${kind.noun}`);
  }
  if (owner !== project && !/^\d+$/.test(owner)) return fault(`belongs to project ${printable(owner)}`);
  const lacking = kind.lacks(body);
  return lacking === null
    ? found({ name, region, body, file })
    : fault(`is a ${kind.noun} without a ${lacking}`);
}

function found(document: RunDocument): Identified {
  return { ok: true, document };
}

function fault(text: string): Identified {
  return { ok: false, fault: text };
}

/** A word of the document that may be told: short and plain, or not at all. */
function printable(word: Json | undefined): string {
  return typeof word === 'string' && /^[\w.:-]{1,63}$/.test(word) ? word : 'foreign document';
}
