type Doc = Record<string, unknown>;

interface JobParts {
  job?: Doc;
  execution?: Doc;
  task?: Doc;
  container?: Doc;
}

/** A small v2 job; its parts go where v2 has them. */
export function job(over: JobParts = {}): Doc {
  const containers = [{ image: 'gcr.io/shop-prod/job:1', ...over.container }];
  return {
    name: 'projects/shop-prod/locations/europe-west1/jobs/svc',
    ...over.job,
    template: { ...over.execution, template: { ...over.task, containers } },
  };
}

/** The same job in v1; `annotations` are the execution's, `task` and `execution` their specs' members. */
export function knativeJob(
  over: JobParts & { annotations?: Doc; jobAnnotations?: Doc; status?: Doc } = {},
): Doc {
  const containers = [{ image: 'gcr.io/shop-prod/job:1', ...over.container }];
  return {
    apiVersion: 'run.googleapis.com/v1',
    kind: 'Job',
    metadata: { name: 'svc', namespace: '450503644772', annotations: over.jobAnnotations, ...over.job },
    spec: {
      template: {
        metadata: { annotations: over.annotations },
        spec: { ...over.execution, template: { spec: { ...over.task, containers } } },
      },
    },
    status: over.status,
  };
}

interface PoolParts {
  pool?: Doc;
  template?: Doc;
  container?: Doc;
}

/** A small v2 worker pool. */
export function pool(over: PoolParts = {}): Doc {
  return {
    name: 'projects/shop-prod/locations/europe-west1/workerPools/svc',
    ...over.pool,
    template: { ...over.template, containers: [{ image: 'gcr.io/shop-prod/pool:1', ...over.container }] },
  };
}

/** The same pool in v1; `pool` are its annotations, `template` those of its template. */
export function knativePool(over: PoolParts & { splits?: Doc[]; status?: Doc } = {}): Doc {
  return {
    apiVersion: 'run.googleapis.com/v1',
    kind: 'WorkerPool',
    metadata: { name: 'svc', namespace: '450503644772', annotations: over.pool },
    spec: {
      instanceSplits: over.splits,
      template: {
        metadata: { annotations: over.template },
        spec: { containers: [{ image: 'gcr.io/shop-prod/pool:1', ...over.container }] },
      },
    },
    status: over.status,
  };
}

/** One v2 revision of the service `svc`. */
export function revision(name: string, over: Doc = {}): Doc {
  return {
    name: `projects/shop-prod/locations/europe-west1/services/svc/revisions/${name}`,
    service: 'svc',
    containers: [
      {
        image: 'gcr.io/shop-prod/svc:1',
        ports: [{ name: 'http1', containerPort: 8080 }],
        resources: { limits: { cpu: '1', memory: '512Mi' }, cpuIdle: true },
      },
    ],
    ...over,
  };
}

/** The same revision in v1; annotations, labels and members of its spec are added. */
export function knativeRevision(
  name: string,
  over: { annotations?: Doc; labels?: Doc; spec?: Doc } = {},
): Doc {
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Revision',
    metadata: {
      name,
      namespace: '450503644772',
      labels: {
        'serving.knative.dev/service': 'svc',
        'serving.knative.dev/configuration': 'svc',
        'cloud.googleapis.com/location': 'europe-west1',
        ...over.labels,
      },
      annotations: { 'serving.knative.dev/creator': 'a@example.com', ...over.annotations },
    },
    spec: {
      containers: [
        {
          image: 'gcr.io/shop-prod/svc:1',
          ports: [{ name: 'http1', containerPort: 8080 }],
          resources: { limits: { cpu: '1000m', memory: '512Mi' } },
        },
      ],
      ...over.spec,
    },
    status: { conditions: [{ type: 'Ready', status: 'True' }], imageDigest: 'gcr.io/shop-prod/svc@sha256:0' },
  };
}

/** A v1 domain mapping of `svc`, the only form there is. */
export function mapping(spec: Doc = {}, metadata: Doc = {}, status: Doc = {}): Doc {
  return {
    apiVersion: 'domains.cloudrun.com/v1',
    kind: 'DomainMapping',
    metadata: { name: 'svc', namespace: '450503644772', ...metadata },
    spec: { routeName: 'backend', ...spec },
    status,
  };
}
