import type { JsonObject } from '../json.ts';
import type { Place } from './context.ts';
import { enumAt, LAUNCH_STAGE, SCALING_MODE } from './enums.ts';
import { resourceName } from './names.ts';
import { countAt, flagAt, inOrder, isAbsent, numberAt, objectAt, put } from './read.ts';
import { wordsAt } from './token.ts';
import { keepUnknown } from './unknown.ts';

const SCALING = new Set(['manualInstanceCount', 'maxInstanceCount', 'minInstanceCount', 'scalingMode']);
const BINARY_AUTHORIZATION = new Set(['breakglassJustification', 'policy', 'useDefault']);

/** The stage of the features in use; generally available where nothing is said. */
export function launchStage(value: unknown): string | undefined {
  const stage = enumAt(value, LAUNCH_STAGE, 'launchStage');
  return stage === 'GA' ? undefined : stage;
}

/** How many instances there are in all, over every revision. */
export function ownScaling(value: unknown, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, 'scaling');
  const out: JsonObject = {};
  // Zero is not the default here: it is a service scaled to nothing by hand.
  put(out, 'manualInstanceCount', numberAt(raw.manualInstanceCount, 'scaling.manualInstanceCount'));
  put(out, 'maxInstanceCount', countAt(raw.maxInstanceCount, 'scaling.maxInstanceCount'));
  put(out, 'minInstanceCount', countAt(raw.minInstanceCount, 'scaling.minInstanceCount'));
  const mode = enumAt(raw.scalingMode, SCALING_MODE, 'scaling.scalingMode');
  put(out, 'scalingMode', mode === 'AUTOMATIC' ? undefined : mode);
  keepUnknown(out, raw, { known: SCALING, place });
  return inOrder(out);
}

/** Which images may run. */
export function binaryAuthorization(value: unknown, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, 'binaryAuthorization');
  const out: JsonObject = {};
  const where = 'binaryAuthorization.breakglassJustification';
  put(out, 'breakglassJustification', wordsAt(raw.breakglassJustification, where, place));
  put(out, 'policy', resourceName(raw.policy, place, 'binaryAuthorization.policy'));
  put(out, 'useDefault', flagAt(raw.useDefault, 'binaryAuthorization.useDefault'));
  keepUnknown(out, raw, { known: BINARY_AUTHORIZATION, place });
  return inOrder(out);
}
