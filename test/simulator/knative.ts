import type { JsonObject } from '../../shared/snapshot/json.ts';
import { serviceAnnotations } from './knative-annotations.ts';
import { compact, type ProjectNames, toKnativeRevisionSpec, toKnativeTemplate } from './knative-template.ts';
import type { SimulatedRevision } from './model.ts';
import type { V2Condition, V2Service, V2TrafficTarget } from './run-types.ts';

const STATUS = {
  CONDITION_SUCCEEDED: 'True',
  CONDITION_FAILED: 'False',
  CONDITION_PENDING: 'Unknown',
  CONDITION_RECONCILING: 'Unknown',
};

/** A v2 service as Cloud Run's v1 (Knative) API and `gcloud run services describe` print the same service. */
export function toKnative(service: V2Service, project: ProjectNames): JsonObject {
  const [, , , region = '', , name = ''] = service.name.split('/');
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: compact({
      annotations: serviceAnnotations(service),
      creationTimestamp: service.createTime,
      generation: Number(service.generation),
      labels: serviceLabels(service, region),
      name,
      namespace: project.number,
      resourceVersion: service.etag.replaceAll('"', ''),
      selfLink: `/apis/serving.knative.dev/v1/namespaces/${project.number}/services/${name}`,
      uid: service.uid,
    }),
    spec: {
      template: toKnativeTemplate(service.template, project),
      traffic: service.traffic.map((t) => toTraffic(t)),
    },
    status: toStatus(service),
  };
}

/** One revision of a service as v1 prints it. */
export function toKnativeRevision(
  service: V2Service,
  revision: SimulatedRevision,
  project: ProjectNames,
): JsonObject {
  const template = toKnativeTemplate(revision.template, project);
  const metadata = template.metadata as { annotations: JsonObject; labels: JsonObject };
  const [, , , region = '', , name = ''] = service.name.split('/');
  const image = revision.template.containers[0]?.image;
  const state = revision.ready ? 'CONDITION_SUCCEEDED' : 'CONDITION_FAILED';
  const condition: V2Condition = { type: 'Ready', state, lastTransitionTime: revision.createTime };
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Revision',
    metadata: {
      annotations: { ...metadata.annotations, 'serving.knative.dev/creator': revision.creator },
      creationTimestamp: revision.createTime,
      generation: 1,
      labels: {
        ...metadata.labels,
        'cloud.googleapis.com/location': region,
        'serving.knative.dev/configuration': name,
        'serving.knative.dev/configurationGeneration': revision.generation,
        'serving.knative.dev/service': name,
      },
      name: revision.name,
      namespace: project.number,
      selfLink: `/apis/serving.knative.dev/v1/namespaces/${project.number}/revisions/${revision.name}`,
      uid: revision.uid,
    },
    spec: toKnativeRevisionSpec(revision.template, project),
    status: compact({
      conditions: [toCondition(condition)],
      imageDigest: image?.includes('@sha256:') ? image : undefined,
      observedGeneration: 1,
    }),
  };
}

function serviceLabels(service: V2Service, region: string): JsonObject {
  const zones = service.satisfiesPzs ? { 'run.googleapis.com/satisfiesPzs': 'true' } : {};
  const id = service.multiRegionSettings?.multiRegionId;
  const multi = id === undefined ? {} : { 'run.googleapis.com/multi-region-id': id };
  return { ...service.labels, ...zones, ...multi, 'cloud.googleapis.com/location': region };
}

function toStatus(service: V2Service): JsonObject {
  const statuses = service.trafficStatuses?.map((target) =>
    toTraffic(target, last(service.latestReadyRevision)),
  );
  return compact({
    address: service.uri && { url: service.uri },
    conditions: [service.terminalCondition, ...service.conditions.toReversed()].map(toCondition),
    latestCreatedRevisionName: last(service.latestCreatedRevision),
    latestReadyRevisionName: last(service.latestReadyRevision),
    observedGeneration: Number(service.observedGeneration),
    traffic: statuses,
    url: service.uri,
  });
}

function toCondition(condition: V2Condition): JsonObject {
  const reason = condition.reason ?? condition.revisionReason;
  return compact({
    lastTransitionTime: condition.lastTransitionTime,
    message: condition.message,
    reason: reason && pascal(reason),
    status: STATUS[condition.state],
    type: condition.type,
  });
}

function toTraffic(target: V2TrafficTarget, serving?: string): JsonObject {
  const latest = target.type === 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST';
  return compact({
    latestRevision: latest ? true : undefined,
    percent: target.percent,
    revisionName: last(target.revision) ?? (latest ? serving : undefined),
    tag: target.tag,
    url: target.uri,
  });
}

function last(name: string | undefined): string | undefined {
  return name?.split('/').at(-1);
}

function pascal(name: string): string {
  return name.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
