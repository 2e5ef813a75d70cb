import { isObject } from '../json.ts';
import { ForeignDocument, type Place, type Raw } from './context.ts';
import { restJob } from './knative/job.ts';
import { restService } from './knative/service.ts';
import { restWorkerPool } from './knative/worker-pool.ts';
import { lastSegment } from './names.ts';
import { listAt, textAt } from './read.ts';

/** What a document is one of, in the words of both APIs. */
export interface Kind {
  /** v1's word for it. */
  kind: string;
  /** The same for people. */
  noun: string;
  /** v1 API group. */
  group: string;
  /** v1 as v2. */
  toRest: (raw: Raw) => Raw;
}

/** A Cloud Run service. */
export const SERVICE: Kind = {
  kind: 'Service',
  noun: 'service',
  group: 'serving.knative.dev',
  toRest: restService,
};
/** A Cloud Run job. */
export const JOB: Kind = { kind: 'Job', noun: 'job', group: 'run.googleapis.com', toRest: restJob };
/** A Cloud Run worker pool. */
export const WORKER_POOL: Kind = {
  kind: 'WorkerPool',
  noun: 'worker pool',
  group: 'run.googleapis.com',
  toRest: restWorkerPool,
};

/**
 * A document in v2 REST shape: v2 as it is, v1 (Knative) translated, either taken out of a Cloud Asset
 * Inventory wrapper first. Anything else is foreign, as is another resource's or project's document.
 */
export function restShape(body: unknown, kind: Kind, own: { name: string; place: Place }): Raw {
  const raw = unwrapped(body, kind);
  const knative = raw.metadata !== undefined || raw.apiVersion !== undefined || raw.spec !== undefined;
  if (knative) checkKnative(raw, kind);
  else if (!isObject(raw.template)) {
    throw new ForeignDocument(
      `a Cloud Run ${kind.noun} is due, and this is neither a v1 nor a v2 document of one`,
    );
  }
  checkName(knative ? (raw.metadata as Raw).name : raw.name, own.name, kind.noun);
  const shaped = knative ? kind.toRest(raw) : raw;
  checkProject(shaped, own.place, kind.noun);
  return shaped;
}

/** Another resource's document is refused; one without a name is taken for what it is read as. */
export function checkName(own: unknown, name: string, noun: string): void {
  if (own !== undefined && lastSegment(textAt(own, 'name') ?? '') !== name) {
    throw new ForeignDocument(`this is the document of another ${noun}`);
  }
}

/** A v1 document of another kind or API is refused. */
export function checkKnative(raw: Raw, { kind, group }: Pick<Kind, 'kind' | 'group'>): void {
  const own = raw.kind ?? kind;
  if (own !== kind) throw new ForeignDocument(`a ${kind} is due, and this is a ${kindName(own)}`);
  const version = textAt(raw.apiVersion, 'apiVersion') ?? `${group}/v1`;
  if (!version.startsWith(`${group}/`)) {
    throw new ForeignDocument(`a ${kind} of ${group} is due, and this is another API’s`);
  }
  if (!isObject(raw.metadata) || !isObject(raw.spec))
    throw new ForeignDocument('metadata or spec is missing');
}

/** Another project's document is refused where the two can be told apart: id by id, number by number. */
function checkProject(raw: Raw, { project, projectNumber }: Place, noun: string): void {
  const own = /^projects\/([^/]+)\//.exec(textAt(raw.name, 'name') ?? '')?.[1];
  if (own === undefined || own === project || own === projectNumber) return;
  if (projectNumber === null && /^[0-9]+$/.test(own)) return;
  throw new ForeignDocument(`this is a ${noun} of another project (${own})`);
}

/** The project's number, where the document itself tells it: by its full name or its deterministic URL. */
export function ownNumber(raw: Raw, service: string): string | null {
  const byName = /^projects\/([0-9]+)\//.exec(textAt(raw.name, 'name') ?? '')?.[1];
  if (byName !== undefined) return byName;
  const prefix = `https://${service}-`;
  for (const url of listAt(raw.urls, 'urls')) {
    if (typeof url !== 'string' || !url.startsWith(prefix) || !isDigit(url, prefix.length)) continue;
    const number = /^([0-9]+)\.[a-z0-9-]+\.run\.app$/.exec(url.slice(prefix.length))?.[1];
    if (number !== undefined) return number;
  }
  return null;
}

function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0x30 && unit <= 0x39;
}

function unwrapped(body: unknown, { kind, noun }: Kind): Raw {
  if (!isObject(body)) throw new ForeignDocument(`a Cloud Run ${noun} is due, and this is not an object`);
  const { resource } = body;
  const asset = `run.googleapis.com/${kind}`;
  const isAsset = body.asset_type === asset || body.assetType === asset;
  return isAsset && isObject(resource) && isObject(resource.data) ? resource.data : body;
}

/** A kind is told only where it is the plain word a kind is. */
function kindName(kind: unknown): string {
  return typeof kind === 'string' && /^[A-Za-z]{1,40}$/.test(kind) ? kind : 'document of another kind';
}
