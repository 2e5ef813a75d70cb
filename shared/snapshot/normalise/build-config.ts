import type { JsonObject } from '../json.ts';
import type { Place, Raw } from './context.ts';
import { resourceName } from './names.ts';
import { flagAt, inOrder, isAbsent, objectAt, put, textAt } from './read.ts';
import { tellableName, wordsAt } from './token.ts';
import { keepUnknown } from './unknown.ts';

const KNOWN = new Set([
  'baseImage',
  'enableAutomaticUpdates',
  'environmentVariables',
  'functionTarget',
  'imageUri',
  'name',
  'serviceAccount',
  'sourceLocation',
  'workerPool',
]);

/** How a function or a source deployment is built; the values of its build environment reduced. */
export function buildConfig(value: unknown, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, 'buildConfig');
  const out: JsonObject = {};
  put(out, 'baseImage', wordsAt(raw.baseImage, 'buildConfig.baseImage', place));
  put(
    out,
    'enableAutomaticUpdates',
    flagAt(raw.enableAutomaticUpdates, 'buildConfig.enableAutomaticUpdates'),
  );
  put(out, 'environmentVariables', buildEnvironment(raw.environmentVariables, place));
  put(out, 'functionTarget', wordsAt(raw.functionTarget, 'buildConfig.functionTarget', place));
  put(out, 'imageUri', wordsAt(raw.imageUri, 'buildConfig.imageUri', place));
  for (const key of ['name', 'serviceAccount'] as const) {
    put(out, key, resourceName(raw[key], place, `buildConfig.${key}`));
  }
  put(out, 'sourceLocation', wordsAt(raw.sourceLocation, 'buildConfig.sourceLocation', place));
  put(out, 'workerPool', resourceName(raw.workerPool, place, 'buildConfig.workerPool'));
  keepUnknown(out, raw, { known: KNOWN, place });
  return inOrder(out);
}

function buildEnvironment(value: unknown, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw: Raw = objectAt(value, 'buildConfig.environmentVariables');
  const out: JsonObject = {};
  for (const key in raw) {
    const text = textAt(raw[key], 'buildConfig.environmentVariables.*') ?? '';
    put(out, tellableName(key, place), place.reduce(text));
  }
  return inOrder(out);
}
