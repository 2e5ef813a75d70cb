import type { RawDocument } from '../estate/source.ts';
import { isObject, type JsonObject } from './json.ts';
import type { ResourceClass, ResourceDocument } from './model.ts';
import { apiKeyFields } from './normalise/api-key.ts';
import { type DocumentContext, ForeignDocument, type Place, type Raw } from './normalise/context.ts';
import { domainMappingFields } from './normalise/domain-mapping.ts';
import { serviceEvidence, workloadEvidence } from './normalise/evidence.ts';
import { jobFields } from './normalise/job.ts';
import { restState } from './normalise/knative/status.ts';
import { lastSegment } from './normalise/names.ts';
import { policyFields } from './normalise/policy.ts';
import { objectAt, put, textAt } from './normalise/read.ts';
import { revisionsEvidence, revisionsFields } from './normalise/revisions.ts';
import { secretFields, versionsFields } from './normalise/secret.ts';
import { serviceFields } from './normalise/service.ts';
import { accountFields, keysFields, listOf } from './normalise/service-account.ts';
import { JOB, ownNumber, restShape, SERVICE, WORKER_POOL } from './normalise/shape.ts';
import { workerPoolFields } from './normalise/worker-pool.ts';

export type { DocumentContext } from './normalise/context.ts';

/** A document in canonical form, or in one sentence why it is none. */
export type CanonicalAnswer = { ok: true; document: ResourceDocument } | { ok: false; problem: string };

interface Parts {
  fields: JsonObject;
  evidence: JsonObject;
}
type Normaliser = (body: unknown, place: Place, name: string) => Parts;

const NORMALISERS: Record<ResourceClass, Normaliser> = {
  'run.services': service,
  'run.services.iamPolicy': policy,
  'run.revisions': (body, place, name) => {
    const fields = revisionsFields(body, place, name);
    return { fields, evidence: revisionsEvidence(body, fields) };
  },
  'run.jobs': job,
  'run.jobs.iamPolicy': policy,
  'run.workerPools': workerPool,
  'run.workerPools.iamPolicy': policy,
  'run.domainMappings': domainMapping,
  'resourcemanager.projects.iamPolicy': policy,
  'iam.serviceAccounts': (body, place) => ({ fields: accountFields(objectOf(body), place), evidence: {} }),
  'iam.serviceAccountKeys': (body, place) => ({
    fields: keysFields(listOf(body, 'keys'), place),
    evidence: {},
  }),
  'secretmanager.secrets': secret,
  'secretmanager.versions': (body, place) => versionsFields(listOf(body, 'versions'), place),
  'secretmanager.secrets.iamPolicy': policy,
  'apikeys.keys': apiKey,
};

/**
 * The canonical form of one document: the same for the v1 and the v2 form of a service, for every order
 * of keyed lists and every spelling of numbers, truths and names; no noise, no documented default, no
 * literal value. Never throws and never changes its input. A document that is not what its class
 * expects is a problem, told without its content.
 */
export function canonicalDocument(raw: RawDocument, context: DocumentContext): CanonicalAnswer {
  const place: Place = {
    project: context.project,
    projectNumber: context.projectNumber,
    region: raw.region,
    reduce: (value) => context.reduce(context.environment, value),
  };
  try {
    const { fields, evidence } = NORMALISERS[raw.resource](raw.body, place, raw.name);
    return { ok: true, document: { evidence, fields, name: raw.name } };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

/** Messages of other errors may cite the document, so only their kind is told. */
function problemOf(error: unknown): string {
  if (error instanceof ForeignDocument) return error.message;
  return `the document could not be read (${error instanceof Error ? error.name : 'unknown error'})`;
}

function service(body: unknown, place: Place, name: string): Parts {
  const raw = restShape(body, SERVICE, { name, place });
  return { fields: serviceFields(raw, numbered(raw, place, name)), evidence: serviceEvidence(raw) };
}

function job(body: unknown, place: Place, name: string): Parts {
  const raw = restShape(body, JOB, { name, place });
  return { fields: jobFields(raw, numbered(raw, place, name)), evidence: workloadEvidence(raw) };
}

function workerPool(body: unknown, place: Place, name: string): Parts {
  const raw = restShape(body, WORKER_POOL, { name, place });
  return { fields: workerPoolFields(raw, numbered(raw, place, name)), evidence: workloadEvidence(raw) };
}

function domainMapping(body: unknown, place: Place, name: string): Parts {
  const raw = objectOf(body);
  return {
    fields: domainMappingFields(raw, place, name),
    evidence: workloadEvidence(restState(raw)),
  };
}

/** The place with the project's number, where the document itself tells it. */
function numbered(raw: Raw, place: Place, name: string): Place {
  return { ...place, projectNumber: place.projectNumber ?? ownNumber(raw, name) };
}

function policy(body: unknown, place: Place): Parts {
  return { fields: policyFields(body, place), evidence: {} };
}

function secret(body: unknown, place: Place, name: string): Parts {
  const raw = objectOf(body);
  const fields = secretFields(raw, place);
  const own = lastSegment(textAt(raw.name, 'name') ?? '');
  if (own !== name) throw new ForeignDocument('this is the document of another secret');
  return { fields, evidence: { ...created(raw), ...nextRotation(raw) } };
}

/** When it is due next: it moves on with each rotation, so it is no setting, but tells one that was missed. */
function nextRotation(raw: Raw): JsonObject {
  const evidence: JsonObject = {};
  const { nextRotationTime } = objectAt(raw.rotation, 'rotation');
  put(evidence, 'nextRotationTime', textAt(nextRotationTime, 'rotation.nextRotationTime'));
  return evidence;
}

function apiKey(body: unknown, place: Place): Parts {
  const raw = objectOf(body);
  return { fields: apiKeyFields(raw, place), evidence: created(raw) };
}

function created(raw: Raw): JsonObject {
  const evidence: JsonObject = {};
  put(evidence, 'createTime', textAt(raw.createTime, 'createTime'));
  return evidence;
}

function objectOf(body: unknown): Raw {
  if (!isObject(body)) throw new ForeignDocument('an object is due, and this is not one');
  return body;
}
