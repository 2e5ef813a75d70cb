import type { JsonObject } from '../json.ts';
import type { Place, Raw } from './context.ts';
import { annotations, labels } from './labels.ts';
import { put } from './read.ts';
import { template } from './template.ts';
import { wordSetAt, wordsAt } from './token.ts';
import { instanceSplits } from './traffic.ts';
import { keepUnknown } from './unknown.ts';
import { binaryAuthorization, launchStage, ownScaling } from './workload.ts';

/** Read here, or output that says nothing of what was asked for. */
const WORKER_POOL = new Set(
  (
    'annotations binaryAuthorization customAudiences description instanceSplits labels launchStage scaling template ' +
    'name uid generation createTime updateTime deleteTime expireTime creator lastModifier client clientVersion ' +
    'observedGeneration terminalCondition conditions latestReadyRevision latestCreatedRevision ' +
    'instanceSplitStatuses threatDetectionEnabled satisfiesPzs reconciling etag'
  ).split(' '),
);

/** The intent of a v2 REST worker pool: noise and documented defaults dropped, what nobody knows kept. */
export function workerPoolFields(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  put(out, 'annotations', annotations(raw.annotations, place, 'annotations'));
  put(out, 'binaryAuthorization', binaryAuthorization(raw.binaryAuthorization, place));
  put(out, 'customAudiences', wordSetAt(raw.customAudiences, 'customAudiences', place));
  put(out, 'description', wordsAt(raw.description, 'description', place));
  put(out, 'instanceSplits', instanceSplits(raw.instanceSplits, place));
  put(out, 'labels', labels(raw.labels, place, 'labels'));
  put(out, 'launchStage', launchStage(raw.launchStage));
  put(out, 'scaling', ownScaling(raw.scaling, place));
  put(out, 'template', template(raw.template, place, 'own'));
  keepUnknown(out, raw, { known: WORKER_POOL, place });
  return out;
}
