import { isObject, type Json, type JsonObject } from '../../../shared/snapshot/json.ts';

/** How a public document that is no export itself becomes the content of an export file. */
export type Wrap = 'list' | 'binding' | 'posture' | 'key-policy';

const RENDERERS: Record<Wrap, (value: Json, document: Json) => Json> = {
  list: (value) => [value],
  binding: (value) => ({ version: 3, bindings: [value] }),
  posture: postureServices,
  'key-policy': policyKeys,
};

/** The content of an export file that says what a part of a document says, and nothing more. */
export function render(wrap: Wrap, part: Json, document: Json): Json {
  return RENDERERS[wrap](part, document);
}

/** The services of one environment of a runtime audit, as gcloud lists services. */
function postureServices(environment: Json): Json {
  const { services, region } = objectOf(environment);
  return Object.entries(objectOf(services)).map(([name, stated]) =>
    postureService(name, String(region), objectOf(stated)),
  );
}

function postureService(name: string, region: string, stated: JsonObject): JsonObject {
  const annotations = {
    'run.googleapis.com/ingress': stated.ingress,
    'run.googleapis.com/iap-enabled': flag(stated.iapEnabled),
    'run.googleapis.com/invoker-iam-disabled': flag(stated.invokerIamDisabled),
  };
  const ready =
    stated.ready === undefined ? [] : [{ type: 'Ready', status: stated.ready ? 'True' : 'False' }];
  return present({
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: {
      name,
      labels: { 'cloud.googleapis.com/location': region },
      annotations: present(annotations),
    },
    spec: {
      template: {
        spec: present({
          serviceAccountName: stated.serviceAccountName,
          containers: [{ image: 'example.com/not-stated' }],
        }),
      },
    },
    status: present({ url: stated.url, conditions: ready }),
  });
}

/** One API key that is exactly what a policy of an environment requires. */
function policyKeys(environment: Json, policy: Json): Json {
  const { project_id, required_referrers } = objectOf(environment);
  const { required_api_targets } = objectOf(policy);
  return [
    {
      name: `projects/${project_id}/locations/global/keys/as-required`,
      uid: 'as-required',
      displayName: `Browser key of ${project_id}`,
      restrictions: {
        browserKeyRestrictions: { allowedReferrers: required_referrers },
        apiTargets: listOf(required_api_targets).map((service) => ({ service })),
      },
    },
  ] as Json;
}

function flag(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function objectOf(value: Json | undefined): JsonObject {
  if (!isObject(value)) throw new Error('The corpus document is not of the shape its expectation names.');
  return value;
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function present(object: Record<string, Json | undefined>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as JsonObject;
}
