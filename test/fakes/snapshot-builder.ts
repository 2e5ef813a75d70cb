import type { Json, JsonObject } from '../../shared/snapshot/json.ts';
import {
  compareScopes,
  type Gap,
  type GapStatus,
  type Reading,
  type ResourceClass,
  type ResourceDocument,
  resourceId,
  type Snapshot,
} from '../../shared/snapshot/model.ts';
import { heldReadings, type SecretDraft } from './held-builder.ts';

/** One service in canonical form, said in few words. */
export interface ServiceDraft {
  env?: Record<string, Json>;
  container?: string;
  resources?: JsonObject;
  sidecars?: Record<string, JsonObject>;
  template?: JsonObject;
  fields?: JsonObject;
  evidence?: JsonObject;
  /** Members of its policy by role; absent: a policy without bindings. null: not captured. */
  policy?: Record<string, string[]> | null;
  region?: string;
}

export interface EnvironmentDraft {
  services?: Record<string, ServiceDraft>;
  /** Members of the project's policy by role. null: not captured. */
  policy?: Record<string, string[]> | null;
  /** Secrets by name (`NAME@region` for a regional one); absent: not captured. */
  secrets?: Record<string, SecretDraft>;
  /** Service accounts by email; absent: not captured. */
  accounts?: Record<string, JsonObject>;
  /** Other documents, whole: `class`, `class@region` → name → fields. */
  others?: Record<string, Record<string, JsonObject>>;
  /** Regions that were read; those of the services are added. */
  regions?: string[];
  /** Services that could not be read, by name, in us-central1. */
  unreadServices?: Record<string, Gap>;
  /** Whole scopes that could not be read. */
  denied?: { resource: ResourceClass; region: string | null; status?: GapStatus }[];
  /** Readings of other classes, in place of those of the same scope. */
  more?: ScopeDraft[];
}

/** One scope that was read, and its documents by name. */
export interface ScopeDraft {
  resource: ResourceClass;
  region: string | null;
  documents: Record<string, Partial<Pick<ResourceDocument, 'fields' | 'evidence'>>>;
  /** Documents that could not be read, by name. */
  unread?: Record<string, Gap>;
}

export const NUMBER = '678067977394';

/** A snapshot of the environments given, projects `acme-<environment>`. */
export function snapshotOf(environments: Record<string, EnvironmentDraft>): Snapshot {
  const readings = Object.entries(environments).flatMap(([name, draft]) => readingsOf(name, draft));
  return {
    schemaVersion: 1,
    estate: 'acme',
    capturedAt: '2026-02-27T03:00:00Z',
    readings: readings.sort(compareScopes),
  };
}

/** A literal as capture leaves it; the fingerprint is that of `fingerprintOf` below. */
export function lit(value: string): JsonObject {
  return { kind: 'literal', fingerprint: fingerprintOf(value), mentions: [] };
}

/** A secret reference in canonical form. */
export function sec(secret: string, version = 'latest'): JsonObject {
  return { kind: 'secret', secret, version };
}

/** Stands for the keyed fingerprint: different for different values, and not the value. */
export function fingerprintOf(value: string): string {
  let hash = 5381;
  for (const char of value) hash = (hash * 33 + (char.codePointAt(0) ?? 0)) % 4_294_967_296;
  return `fp${hash.toString(16)}`;
}

/** A canonical service document. */
export function serviceDocument(name: string, draft: ServiceDraft): ResourceDocument {
  const main: JsonObject = {
    image: 'us-docker.pkg.dev/acme/app/web@sha256:1',
    env: draft.env ?? {},
    ports: { http1: 8080 },
    resources: { limits: { cpu: '1', memory: '512Mi' }, cpuIdle: true, ...draft.resources },
  };
  const containers = { [draft.container ?? 'main']: main, ...draft.sidecars };
  return {
    name,
    fields: {
      ingress: 'INGRESS_TRAFFIC_ALL',
      ...draft.fields,
      template: { serviceAccount: 'cr-app@acme-dev.iam.gserviceaccount.com', containers, ...draft.template },
    },
    evidence: {
      generation: 1,
      ready: 'True',
      reconciling: false,
      uri: `https://${name}-x-uc.a.run.app`,
      ...draft.evidence,
    },
  };
}

/** Policy fields from members by role, all of them unconditional. */
export function policyFields(members: Record<string, string[]>): JsonObject {
  const bindings = Object.entries(members).map(([role, list]) => [
    role,
    Object.fromEntries(list.map((member) => [member, [{}]])),
  ]);
  return { iamPolicy: { bindings: Object.fromEntries(bindings) } };
}

function readingsOf(environment: string, draft: EnvironmentDraft): Reading[] {
  const services = Object.entries(draft.services ?? {});
  const regions = new Set([
    ...(draft.regions ?? ['us-central1']),
    ...services.map(([, { region }]) => region ?? 'us-central1'),
  ]);
  const regional = [...regions].flatMap((region) => {
    const mine = services.filter(([, each]) => (each.region ?? 'us-central1') === region);
    const unread = region === 'us-central1' ? (draft.unreadServices ?? {}) : {};
    return [
      reading(
        environment,
        { resource: 'run.services', region },
        mine.map(([key, each]) => serviceDocument(nameOf(key), each)),
        unread,
      ),
      reading(
        environment,
        { resource: 'run.services.iamPolicy', region },
        mine.flatMap(([key, { policy }]) =>
          policy === null ? [] : [policyDocument(nameOf(key), policy ?? {})],
        ),
      ),
    ];
  });
  const project = { resource: 'resourcemanager.projects.iamPolicy', region: null } as const;
  const inherited =
    draft.policy === null
      ? []
      : [reading(environment, project, [policyDocument(`acme-${environment}`, draft.policy ?? {})])];
  const denied = draft.denied ?? [];
  const held = heldReadings(draft, (scope, documents, unread) =>
    reading(environment, scope, documents, unread),
  );
  const more = draft.more ?? [];
  const usual = [...regional, ...inherited, ...held].filter(
    (each) => !more.some((scope) => isSameScope(scope, each)),
  );
  const read = [...usual, ...more.map((scope) => scopeReading(environment, scope))].filter(
    (each) => !denied.some((scope) => isSameScope(scope, each)),
  );
  return [
    ...read,
    ...denied.map(({ resource, region, status }) => ({
      ...reading(environment, { resource, region }, []),
      status: status ?? ('DENIED' as const),
      detail: `${resource} is not permitted`,
    })),
  ];
}

type ScopeName = Pick<ScopeDraft, 'resource' | 'region'>;

function isSameScope(a: ScopeName, b: ScopeName): boolean {
  return a.resource === b.resource && a.region === b.region;
}

function scopeReading(environment: string, { documents, unread, ...scope }: ScopeDraft): Reading {
  const list = Object.entries(documents).map(([name, document]) => ({
    name,
    fields: {},
    evidence: {},
    ...document,
  }));
  return reading(environment, scope, list, unread);
}

/** `backend@europe-west1` names a second service of that name. */
function nameOf(key: string): string {
  return key.split('@')[0] ?? key;
}

function policyDocument(name: string, members: Record<string, string[]>): ResourceDocument {
  return { name, fields: policyFields(members), evidence: {} };
}

function reading(
  environment: string,
  scope: { resource: ResourceClass; region: string | null },
  documents: ResourceDocument[],
  unread: Record<string, Gap> = {},
): Reading {
  return {
    environment,
    project: `acme-${environment}`,
    ...scope,
    status: 'OK',
    detail: null,
    documents: Object.fromEntries(documents.map((document) => [resourceId(scope, document.name), document])),
    gaps: Object.fromEntries(Object.entries(unread).map(([name, gap]) => [resourceId(scope, name), gap])),
  };
}
