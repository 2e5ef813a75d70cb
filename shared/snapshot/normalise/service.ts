import type { JsonObject } from '../json.ts';
import { buildConfig } from './build-config.ts';
import type { Place, Raw } from './context.ts';
import { enumAt, INGRESS, LAUNCH_STAGE, SCALING_MODE } from './enums.ts';
import { annotations, labels } from './labels.ts';
import { resourceName } from './names.ts';
import { countAt, flagAt, inOrder, isAbsent, numberAt, objectAt, put, textAt, textSetAt } from './read.ts';
import { template } from './template.ts';
import { traffic } from './traffic.ts';
import { keepUnknown } from './unknown.ts';

/** Read here, or output that says nothing of what was asked for. */
const SERVICE = new Set(
  (
    'annotations binaryAuthorization buildConfig customAudiences defaultUriDisabled description iapEnabled ingress ' +
    'invokerIamDisabled labels launchStage multiRegionSettings scaling template traffic ' +
    'name uid generation createTime updateTime deleteTime expireTime creator lastModifier client clientVersion ' +
    'observedGeneration terminalCondition conditions latestReadyRevision latestCreatedRevision trafficStatuses ' +
    'uri urls satisfiesPzs threatDetectionEnabled reconciling etag'
  ).split(' '),
);
const SCALING = new Set(['manualInstanceCount', 'maxInstanceCount', 'minInstanceCount', 'scalingMode']);
const BINARY_AUTHORIZATION = new Set(['breakglassJustification', 'policy', 'useDefault']);
const MULTI_REGION = new Set(['regions', 'multiRegionId']);

/** The intent of a v2 REST service: noise and documented defaults dropped, what nobody knows kept. */
export function serviceFields(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  put(out, 'annotations', annotations(raw.annotations, place, 'annotations'));
  put(out, 'binaryAuthorization', binaryAuthorization(raw.binaryAuthorization, place));
  put(out, 'buildConfig', buildConfig(raw.buildConfig, place));
  put(out, 'customAudiences', textSetAt(raw.customAudiences, 'customAudiences'));
  put(out, 'defaultUriDisabled', flagAt(raw.defaultUriDisabled, 'defaultUriDisabled'));
  put(out, 'description', textAt(raw.description, 'description'));
  put(out, 'iapEnabled', flagAt(raw.iapEnabled, 'iapEnabled'));
  put(out, 'ingress', enumAt(raw.ingress, INGRESS, 'ingress') ?? 'INGRESS_TRAFFIC_ALL');
  put(out, 'invokerIamDisabled', flagAt(raw.invokerIamDisabled, 'invokerIamDisabled'));
  put(out, 'labels', labels(raw.labels, place, 'labels'));
  put(out, 'launchStage', unless('GA', enumAt(raw.launchStage, LAUNCH_STAGE, 'launchStage')));
  put(out, 'multiRegionSettings', multiRegion(raw.multiRegionSettings, place));
  put(out, 'scaling', serviceScaling(raw.scaling, place));
  put(out, 'template', template(raw.template, place));
  put(out, 'traffic', traffic(raw.traffic, place));
  keepUnknown(out, raw, { known: SERVICE, place });
  return out;
}

function unless(standard: string, value: string | undefined): string | undefined {
  return value === standard ? undefined : value;
}

function serviceScaling(value: unknown, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, 'scaling');
  const out: JsonObject = {};
  // Zero is not the default here: it is a service scaled to nothing by hand.
  put(out, 'manualInstanceCount', numberAt(raw.manualInstanceCount, 'scaling.manualInstanceCount'));
  put(out, 'maxInstanceCount', countAt(raw.maxInstanceCount, 'scaling.maxInstanceCount'));
  put(out, 'minInstanceCount', countAt(raw.minInstanceCount, 'scaling.minInstanceCount'));
  put(out, 'scalingMode', unless('AUTOMATIC', enumAt(raw.scalingMode, SCALING_MODE, 'scaling.scalingMode')));
  keepUnknown(out, raw, { known: SCALING, place });
  return inOrder(out);
}

function binaryAuthorization(value: unknown, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, 'binaryAuthorization');
  const out: JsonObject = {};
  const where = 'binaryAuthorization.breakglassJustification';
  put(out, 'breakglassJustification', textAt(raw.breakglassJustification, where));
  put(out, 'policy', resourceName(raw.policy, place, 'binaryAuthorization.policy'));
  put(out, 'useDefault', flagAt(raw.useDefault, 'binaryAuthorization.useDefault'));
  keepUnknown(out, raw, { known: BINARY_AUTHORIZATION, place });
  return inOrder(out);
}

function multiRegion(value: unknown, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, 'multiRegionSettings');
  const out: JsonObject = {};
  put(out, 'regions', textSetAt(raw.regions, 'multiRegionSettings.regions'));
  keepUnknown(out, raw, { known: MULTI_REGION, place });
  return inOrder(out);
}
