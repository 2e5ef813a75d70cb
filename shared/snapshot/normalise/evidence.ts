import { isObject, type JsonObject } from '../json.ts';
import type { Raw } from './context.ts';
import { CONDITION_STATE, enumAt } from './enums.ts';
import { revisionName } from './names.ts';
import { numberAt, objectAt, put, textAt, textSetAt, truthAt } from './read.ts';

/** What explains and dates a v2 REST service, in the words both APIs can give. `ready` is True, False or Unknown. */
export function serviceEvidence(raw: Raw): JsonObject {
  const out: JsonObject = {};
  put(out, 'generation', numberAt(raw.generation, 'generation'));
  put(out, 'lastModifier', textAt(raw.lastModifier, 'lastModifier'));
  put(out, 'latestCreatedRevision', revisionName(raw.latestCreatedRevision, 'latestCreatedRevision'));
  put(out, 'latestReadyRevision', revisionName(raw.latestReadyRevision, 'latestReadyRevision'));
  put(out, 'managedBy', managedBy(raw.labels));
  put(out, 'ready', readiness(raw.terminalCondition));
  put(out, 'reconciling', truthAt(raw.reconciling, 'reconciling') === true);
  put(out, 'uid', textAt(raw.uid, 'uid'));
  put(out, 'uri', textAt(raw.uri, 'uri'));
  put(out, 'urls', textSetAt(raw.urls, 'urls'));
  return out;
}

/** `cloudfunctions` marks a function of the second generation. */
function managedBy(labels: unknown): string | undefined {
  return isObject(labels) ? textAt(labels['goog-managed-by'], 'labels') : undefined;
}

function readiness(condition: unknown): string {
  const state = enumAt(
    objectAt(condition, 'terminalCondition').state,
    CONDITION_STATE,
    'terminalCondition.state',
  );
  if (state === 'CONDITION_SUCCEEDED') return 'True';
  return state === 'CONDITION_FAILED' ? 'False' : 'Unknown';
}
