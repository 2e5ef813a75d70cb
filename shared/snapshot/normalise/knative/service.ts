import { isObject } from '../../json.ts';
import type { Raw } from '../context.ts';
import { isAbsent, objectAt } from '../read.ts';
import { commaList, into, intoMessage, listInto, OUTPUT, parsed, type Setter } from './annotations.ts';
import { serviceStatus } from './status.ts';
import { restTemplate } from './template.ts';
import { restAllocation, restWorkload, WORKLOAD_SETTERS } from './workload.ts';

const INGRESS = {
  all: 'INGRESS_TRAFFIC_ALL',
  internal: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
  'internal-and-cloud-load-balancing': 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
  none: 'INGRESS_TRAFFIC_NONE',
};

const SETTERS: ReadonlyMap<string, Setter> = new Map<string, Setter>([
  ...WORKLOAD_SETTERS,
  ['run.googleapis.com/ingress', into('ingress', INGRESS)],
  ['run.googleapis.com/regions', regions],
  ['run.googleapis.com/default-url-disabled', into('defaultUriDisabled')],
  ['run.googleapis.com/invoker-iam-disabled', into('invokerIamDisabled')],
  ['run.googleapis.com/iap-enabled', into('iapEnabled')],
  ['run.googleapis.com/urls', parsed(listInto('urls'))],
  ['run.googleapis.com/build-name', intoMessage('buildConfig', 'name')],
  ['run.googleapis.com/build-source-location', intoMessage('buildConfig', 'sourceLocation')],
  ['run.googleapis.com/build-function-target', intoMessage('buildConfig', 'functionTarget')],
  ['run.googleapis.com/build-image-uri', intoMessage('buildConfig', 'imageUri')],
  ['run.googleapis.com/build-base-image', intoMessage('buildConfig', 'baseImage')],
  ['run.googleapis.com/build-enable-automatic-updates', intoMessage('buildConfig', 'enableAutomaticUpdates')],
  ['run.googleapis.com/build-worker-pool', intoMessage('buildConfig', 'workerPool')],
  ['run.googleapis.com/build-service-account', intoMessage('buildConfig', 'serviceAccount')],
  ['run.googleapis.com/build-environment-variables', parsed(buildEnvironment)],
]);

/** Output, clients' signatures, and what another annotation says better (`build-id` is the end of `build-name`). */
const NOISE = new Set([...OUTPUT, 'run.googleapis.com/build-id', 'run.googleapis.com/ingress-status']);

const SPEC = new Set(['template', 'traffic']);

/**
 * A v1 (Knative) service in the shape the v2 REST API has, so that one normaliser reads both. Settings
 * that are annotations in v1 become the fields they are in v2; what nobody knows stays an annotation.
 */
export function restService(raw: Raw): Raw {
  const spec = objectAt(raw.spec, 'spec');
  const out = restWorkload(raw, { collection: 'services', spec: SPEC, setters: SETTERS, noise: NOISE });
  // Documented: without the annotation, all traffic. In v2 the absent field says that nothing was observed.
  if (isAbsent(out.ingress)) out.ingress = INGRESS.all;
  out.template = restTemplate(spec.template, 'requests');
  out.traffic = restAllocation(spec.traffic, 'spec.traffic');
  return Object.assign(out, serviceStatus(raw));
}

function regions(out: Raw, text: string): boolean {
  out.multiRegionSettings = { regions: commaList(text) };
  return true;
}

function buildEnvironment(out: Raw, value: unknown): void {
  const known = isObject(out.buildConfig) ? out.buildConfig : {};
  out.buildConfig = { ...known, environmentVariables: objectAt(value, 'build-environment-variables') };
}
