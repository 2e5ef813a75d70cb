import type { JsonObject } from '../json.ts';
import { buildConfig } from './build-config.ts';
import type { Place, Raw } from './context.ts';
import { enumAt, INGRESS } from './enums.ts';
import { annotations, labels } from './labels.ts';
import { flagAt, inOrder, isAbsent, objectAt, put, textSetAt } from './read.ts';
import { template } from './template.ts';
import { wordSetAt, wordsAt } from './token.ts';
import { traffic } from './traffic.ts';
import { keepUnknown } from './unknown.ts';
import { binaryAuthorization, launchStage, ownScaling } from './workload.ts';

/** Read here, or output that says nothing of what was asked for. */
const SERVICE = new Set(
  (
    'annotations binaryAuthorization buildConfig customAudiences defaultUriDisabled description durableExecution ' +
    'iapEnabled ingress sshEnabled ' +
    'invokerIamDisabled labels launchStage multiRegionSettings scaling template traffic ' +
    'name uid generation createTime updateTime deleteTime expireTime creator lastModifier client clientVersion ' +
    'observedGeneration terminalCondition conditions latestReadyRevision latestCreatedRevision trafficStatuses ' +
    'uri urls satisfiesPzs threatDetectionEnabled reconciling etag'
  ).split(' '),
);
const MULTI_REGION = new Set(['regions', 'multiRegionId']);

/**
 * The intent of a v2 REST service: noise and documented defaults dropped, what nobody knows kept. `ingress`
 * is what was observed: unspecified, while no revision is active, it is absent and means nothing.
 */
export function serviceFields(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  put(out, 'annotations', annotations(raw.annotations, place, 'annotations'));
  put(out, 'binaryAuthorization', binaryAuthorization(raw.binaryAuthorization, place));
  put(out, 'buildConfig', buildConfig(raw.buildConfig, place));
  put(out, 'customAudiences', wordSetAt(raw.customAudiences, 'customAudiences', place));
  put(out, 'defaultUriDisabled', flagAt(raw.defaultUriDisabled, 'defaultUriDisabled'));
  put(out, 'description', wordsAt(raw.description, 'description', place));
  put(out, 'durableExecution', flagAt(raw.durableExecution, 'durableExecution'));
  put(out, 'iapEnabled', flagAt(raw.iapEnabled, 'iapEnabled'));
  put(out, 'ingress', enumAt(raw.ingress, INGRESS, 'ingress'));
  put(out, 'invokerIamDisabled', flagAt(raw.invokerIamDisabled, 'invokerIamDisabled'));
  put(out, 'labels', labels(raw.labels, place, 'labels'));
  put(out, 'launchStage', launchStage(raw.launchStage));
  put(out, 'multiRegionSettings', multiRegion(raw.multiRegionSettings, place));
  put(out, 'scaling', ownScaling(raw.scaling, place));
  put(out, 'sshEnabled', flagAt(raw.sshEnabled, 'sshEnabled'));
  put(out, 'template', template(raw.template, place, 'requests'));
  put(out, 'traffic', traffic(raw.traffic, place));
  keepUnknown(out, raw, { known: SERVICE, place });
  return out;
}

function multiRegion(value: unknown, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, 'multiRegionSettings');
  const out: JsonObject = {};
  put(out, 'regions', textSetAt(raw.regions, 'multiRegionSettings.regions'));
  keepUnknown(out, raw, { known: MULTI_REGION, place });
  return inOrder(out);
}
