type Doc = Record<string, unknown>;

/** A small v2 service; `template` and `container` go into the revision and its only container. */
export function rest(over: { service?: Doc; template?: Doc; container?: Doc } = {}): Doc {
  return {
    name: 'projects/shop-prod/locations/europe-west1/services/svc',
    ingress: 'INGRESS_TRAFFIC_ALL',
    ...over.service,
    template: {
      ...over.template,
      containers: [
        {
          image: 'gcr.io/shop-prod/svc:1',
          ports: [{ name: 'http1', containerPort: 8080 }],
          resources: { limits: { cpu: '1', memory: '512Mi' }, cpuIdle: true },
          ...over.container,
        },
      ],
    },
  };
}

/** The same service in v1; annotations of the service and of its template. */
export function knative(
  over: {
    service?: Doc;
    template?: Doc;
    spec?: Doc;
    container?: Doc;
    traffic?: Doc[];
    labels?: Doc;
    templateLabels?: Doc;
  } = {},
): Doc {
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: 'svc', namespace: '450503644772', labels: over.labels, annotations: over.service },
    spec: {
      traffic: over.traffic,
      template: {
        metadata: { annotations: over.template, labels: over.templateLabels },
        spec: {
          ...over.spec,
          containers: [
            {
              image: 'gcr.io/shop-prod/svc:1',
              ports: [{ name: 'http1', containerPort: 8080 }],
              resources: { limits: { cpu: '1000m', memory: '512Mi' } },
              ...over.container,
            },
          ],
        },
      },
    },
  };
}

/** A v2 service whose only container has these members. */
export const container = (over: Doc): Doc => rest({ container: over });
/** A v2 service whose template has these members. */
export const template = (over: Doc): Doc => rest({ template: over });
/** A v2 service with these members. */
export const service = (over: Doc): Doc => rest({ service: over });
/** Where the only container stands in a canonical document. */
export const MAIN = 'template.containers.main';
