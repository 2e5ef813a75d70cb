/** A v2 service as Cloud Run prints one, big enough to be true to life: about 3 KiB, 20 keys, a sidecar in every fourth. */
export function serviceDocument(project: string, index: number): Record<string, unknown> {
  const name = `service-${index}`;
  const parent = `projects/${project}/locations/us-central1/services/${name}`;
  return {
    name: parent,
    uid: `uid-${index}`,
    generation: String(index + 1),
    labels: { team: `team-${index % 9}`, 'commit-sha': `c${index}` },
    createTime: '2026-01-01T00:00:00Z',
    updateTime: '2026-02-01T00:00:00Z',
    creator: 'ci@example.com',
    lastModifier: 'ci@example.com',
    client: 'gcloud',
    clientVersion: '528.0.0',
    ingress: 'INGRESS_TRAFFIC_ALL',
    launchStage: 'GA',
    template: {
      scaling: { maxInstanceCount: 10 },
      timeout: '300s',
      serviceAccount: `cr-${index % 40}@${project}.iam.gserviceaccount.com`,
      maxInstanceRequestConcurrency: 80,
      vpcAccess: {
        connector: `projects/${project}/locations/us-central1/connectors/main`,
        egress: 'PRIVATE_RANGES_ONLY',
      },
      volumes: [{ name: 'cloudsql', cloudSqlInstance: { instances: [`${project}:us-central1:main`] } }],
      containers: [
        container(project, index),
        ...(index % 4 === 0 ? [{ name: 'proxy', image: 'envoy:1' }] : []),
      ],
    },
    traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
    observedGeneration: String(index + 1),
    terminalCondition: {
      type: 'Ready',
      state: 'CONDITION_SUCCEEDED',
      lastTransitionTime: '2026-02-01T00:00:00Z',
    },
    latestReadyRevision: `${parent}/revisions/${name}-00001-abc`,
    latestCreatedRevision: `${parent}/revisions/${name}-00001-abc`,
    trafficStatuses: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
    uri: `https://${name}-abc-uc.a.run.app`,
    urls: [`https://${name}-1.us-central1.run.app`, `https://${name}-abc-uc.a.run.app`],
    etag: `"etag-${index}"`,
  };
}

function container(project: string, index: number): Record<string, unknown> {
  return {
    image: `us-docker.pkg.dev/${project}/app/service-${index}:v1`,
    resources: { limits: { cpu: '1000m', memory: '512Mi' }, cpuIdle: true, startupCpuBoost: true },
    ports: [{ name: 'http1', containerPort: 8080 }],
    volumeMounts: [{ name: 'cloudsql', mountPath: '/cloudsql' }],
    startupProbe: { timeoutSeconds: 240, periodSeconds: 240, failureThreshold: 1, tcpSocket: { port: 8080 } },
    env: Array.from({ length: 20 }, (_, key) =>
      key % 4 === 0
        ? {
            name: `SECRET_${key}`,
            valueSource: { secretKeyRef: { secret: `secret-${key}`, version: 'latest' } },
          }
        : { name: `SETTING_${key}`, value: `value-${key}-of-${project}` },
    ),
  };
}

/** A contract with one role for each of `count` services in dev, stage and prod. */
export function contractText(count: number): string {
  const roles = Array.from(
    { length: count },
    (_, index) =>
      `  role-${index}:\n    names: { dev: service-${index}, stage: service-${index}, prod: service-${index} }\n    serviceAccount: cr-${index % 40}\n    resources: { cpu: "1", memory: 512Mi }\n`,
  );
  return `apiVersion: plumbline/v1
estate: bench
environments:
  dev: { project: bench-dev, regions: [us-central1] }
  stage: { project: bench-stage, regions: [us-central1] }
  prod: { project: bench-prod, regions: [us-central1], protected: true }
compare: [[dev, prod], [stage, prod]]
profiles:
  dev: { ingress: all }
  stage: { ingress: all }
  prod: { ingress: all }
services:
${roles.join('')}`;
}
