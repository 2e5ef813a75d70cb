import { isObject, type JsonObject } from '../json.ts';
import { ForeignDocument, type Place, type Raw } from './context.ts';
import { type Keyed, mapOf } from './keyed.ts';
import { membersBut } from './knative/annotations.ts';
import { restRevision } from './knative/revision.ts';
import { lastSegment } from './names.ts';
import { isAbsent, listAt, objectAt, put, textAt } from './read.ts';
import { checkKnative } from './shape.ts';
import { template } from './template.ts';

/** What a revision says of itself and its state, and of its deployment: nothing of it serves. */
const NOISE = new Set(
  (
    'name uid generation createTime updateTime deleteTime expireTime launchStage service reconciling conditions ' +
    'observedGeneration logUri satisfiesPzs scalingStatus creator etag healthCheckDisabled revision'
  ).split(' '),
);
const GROUP = { kind: 'Revision', group: 'serving.knative.dev' };

/**
 * Revisions of one service by name, each in the form its service's template has, so that the two can be
 * held against each other. Given are those that take traffic without being the template.
 */
export function revisionsFields(body: unknown, place: Place, service: string): JsonObject {
  const list = isObject(body) && !isAbsent(body.revisions) ? body.revisions : body;
  if (!Array.isArray(list)) throw new ForeignDocument('a list of revisions is due, and this is not one');
  const entries = list.map((item): Keyed => revision(item, place, service));
  const out: JsonObject = {};
  put(out, 'serving', mapOf(entries));
  return out;
}

/**
 * What explains revisions: by revision and container, the digest an image resolved to that is named by
 * its tag alone. Only v1 tells it.
 */
export function revisionsEvidence(body: unknown, { serving }: JsonObject): JsonObject {
  const list = isObject(body) && !isAbsent(body.revisions) ? body.revisions : body;
  const entries = listAt(list, 'revisions').flatMap((item): Keyed[] => {
    const { metadata, status } = objectAt(item, 'revisions');
    const name = textAt(objectAt(metadata, 'revisions.metadata').name, 'revisions.metadata.name') ?? '';
    const fields = objectAt(objectAt(serving, 'serving')[name], 'serving.*');
    const digests = digestsOf(
      objectAt(status, 'revisions.status'),
      objectAt(fields.containers, 'containers'),
    );
    return digests === undefined ? [] : [[name, digests]];
  });
  const out: JsonObject = {};
  put(out, 'digests', mapOf(entries));
  return out;
}

function digestsOf(status: Raw, containers: Raw): JsonObject | undefined {
  const told = new Map(
    listAt(status.containerStatuses, 'revisions.status.containerStatuses').map((item) => {
      const { name, imageDigest } = objectAt(item, 'containerStatuses');
      return [name, imageDigest];
    }),
  );
  const names = Object.keys(containers);
  // The digest of the revision itself is that of its only container.
  if (names.length === 1 && told.size === 0) told.set(names[0], status.imageDigest);
  return mapOf(
    names.flatMap((name): Keyed[] => {
      const { image } = objectAt(containers[name], 'containers.*');
      const digest = String(image).includes('@') ? undefined : digestIn(told.get(name));
      return digest === undefined ? [] : [[name, digest]];
    }),
  );
}

/** `…/app@sha256:…`, or the digest alone. */
function digestIn(value: unknown): string | undefined {
  return /sha256:[0-9a-f]{64}$/.exec(textAt(value, 'imageDigest') ?? '')?.[0];
}

function revision(item: unknown, place: Place, service: string): Keyed {
  if (!isObject(item)) throw new ForeignDocument('revisions holds something that is not an object');
  const raw = restShape(item);
  const name = textAt(raw.name, 'revisions.name');
  if (name === undefined) throw new ForeignDocument('a revision of the list has no name');
  const owner = textAt(raw.service, 'revisions.service');
  if (owner !== undefined && lastSegment(owner) !== service)
    throw new ForeignDocument('this is a revision of another service');
  return [lastSegment(name), template(membersBut(raw, NOISE), place, 'requests')];
}

function restShape(item: Raw): Raw {
  if (item.metadata === undefined && item.spec === undefined) {
    listAt(item.containers, 'revisions.containers');
    return item;
  }
  checkKnative(item, GROUP);
  return restRevision(item);
}
