import { isObject } from '../../json.ts';
import type { Raw } from '../context.ts';
import { isAbsent, listAt, objectAt } from '../read.ts';
import { into, intoMessage, membersBut, parsed, type Setter, spreadAnnotations } from './annotations.ts';
import { serviceStatus } from './status.ts';
import { restTemplate } from './template.ts';

const INGRESS = {
  all: 'INGRESS_TRAFFIC_ALL',
  internal: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
  'internal-and-cloud-load-balancing': 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
  none: 'INGRESS_TRAFFIC_NONE',
};
const SCALING_MODE = { automatic: 'AUTOMATIC', manual: 'MANUAL' };

const SETTERS: ReadonlyMap<string, Setter> = new Map<string, Setter>([
  ['run.googleapis.com/ingress', into('ingress', INGRESS)],
  ['run.googleapis.com/launch-stage', into('launchStage')],
  ['run.googleapis.com/description', into('description')],
  ['run.googleapis.com/default-url-disabled', into('defaultUriDisabled')],
  ['run.googleapis.com/invoker-iam-disabled', into('invokerIamDisabled')],
  ['run.googleapis.com/iap-enabled', into('iapEnabled')],
  ['run.googleapis.com/custom-audiences', parsed(listInto('customAudiences'))],
  ['run.googleapis.com/urls', parsed(listInto('urls'))],
  ['run.googleapis.com/minScale', intoMessage('scaling', 'minInstanceCount')],
  ['run.googleapis.com/maxScale', intoMessage('scaling', 'maxInstanceCount')],
  ['run.googleapis.com/scalingMode', intoMessage('scaling', 'scalingMode', SCALING_MODE)],
  ['run.googleapis.com/manualInstanceCount', intoMessage('scaling', 'manualInstanceCount')],
  ['run.googleapis.com/binary-authorization', binaryAuthorization],
  [
    'run.googleapis.com/binary-authorization-breakglass',
    intoMessage('binaryAuthorization', 'breakglassJustification'),
  ],
  ['run.googleapis.com/build-name', intoMessage('buildConfig', 'name')],
  ['run.googleapis.com/build-source-location', intoMessage('buildConfig', 'sourceLocation')],
  ['run.googleapis.com/build-function-target', intoMessage('buildConfig', 'functionTarget')],
  ['run.googleapis.com/build-image-uri', intoMessage('buildConfig', 'imageUri')],
  ['run.googleapis.com/build-base-image', intoMessage('buildConfig', 'baseImage')],
  ['run.googleapis.com/build-enable-automatic-updates', intoMessage('buildConfig', 'enableAutomaticUpdates')],
  ['run.googleapis.com/build-worker-pool', intoMessage('buildConfig', 'workerPool')],
  ['run.googleapis.com/build-service-account', intoMessage('buildConfig', 'serviceAccount')],
  ['run.googleapis.com/build-environment-variables', parsed(buildEnvironment)],
  ['serving.knative.dev/lastModifier', into('lastModifier')],
]);

/** Output, clients' signatures, and what another annotation says better (`build-id` is the end of `build-name`). */
const NOISE = new Set([
  'run.googleapis.com/build-id',
  'run.googleapis.com/client-name',
  'run.googleapis.com/client-version',
  'run.googleapis.com/ingress-status',
  'run.googleapis.com/operation-id',
  'run.googleapis.com/satisfies-pzs',
  'serving.knative.dev/creator',
]);

const SPEC = new Set(['template', 'traffic']);
const TARGET = new Set(['configurationName', 'latestRevision', 'revisionName', 'url']);

/**
 * A v1 (Knative) service in the shape the v2 REST API has, so that one normaliser reads both. Settings
 * that are annotations in v1 become the fields they are in v2; what nobody knows stays an annotation.
 */
export function restService(raw: Raw): Raw {
  const metadata = objectAt(raw.metadata, 'metadata');
  const spec = objectAt(raw.spec, 'spec');
  const out: Raw = {};
  for (const key in spec) if (!SPEC.has(key)) out[key] = spec[key];
  const known = { setters: SETTERS, noise: NOISE };
  out.annotations = spreadAnnotations(objectAt(metadata.annotations, 'metadata.annotations'), known, out);
  if (!isAbsent(metadata.namespace)) out.name = `projects/${metadata.namespace}/services/${metadata.name}`;
  out.labels = metadata.labels;
  out.uid = metadata.uid;
  out.generation = metadata.generation;
  out.template = restTemplate(spec.template);
  out.traffic = listAt(spec.traffic, 'spec.traffic').map(restTarget);
  return Object.assign(out, serviceStatus(raw));
}

function restTarget(value: unknown): Raw {
  const raw = objectAt(value, 'spec.traffic');
  const out = membersBut(raw, TARGET);
  if (!isAbsent(raw.revisionName)) out.revision = raw.revisionName;
  return out;
}

function listInto(field: string): (out: Raw, value: unknown) => void {
  return (out, value) => {
    out[field] = listAt(value, field);
  };
}

function binaryAuthorization(out: Raw, text: string): boolean {
  const known = isObject(out.binaryAuthorization) ? out.binaryAuthorization : {};
  out.binaryAuthorization = { ...known, ...(text === 'default' ? { useDefault: true } : { policy: text }) };
  return true;
}

function buildEnvironment(out: Raw, value: unknown): void {
  const known = isObject(out.buildConfig) ? out.buildConfig : {};
  out.buildConfig = { ...known, environmentVariables: objectAt(value, 'build-environment-variables') };
}
