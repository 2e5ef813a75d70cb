import type { EstateSource, RawDocument, ScopeOutcome } from '../../shared/estate/source.ts';
import { type GapStatus, RESOURCE_CLASSES, type ResourceClass } from '../../shared/snapshot/model.ts';

/** A source whose documents and gaps a test edits between passes; the accounts of its services are there. */
export interface ScriptedSource extends EstateSource {
  /** environment → documents */
  documents: Record<string, RawDocument[]>;
  /** `environment|class` → how reading it ends; OK where nothing stands. */
  gaps: Record<string, { status: GapStatus; detail: string }>;
  /** Called as each environment is read. */
  onRead: () => Promise<void>;
}

export function scriptedSource(): ScriptedSource {
  const source: ScriptedSource = {
    documents: {},
    gaps: {},
    onRead: async () => undefined,
    read: async (target, emit) => {
      await source.onRead();
      const documents = source.documents[target.environment] ?? [];
      for (const document of [...documents, ...runtimeAccounts(documents)]) emit(document);
      return RESOURCE_CLASSES.flatMap((resource) => outcomes(source, target, resource));
    },
  };
  return source;
}

/** The accounts that the services run as are there, unless a test has accounts of its own. */
function runtimeAccounts(documents: RawDocument[]): RawDocument[] {
  if (documents.some(({ resource }) => resource === 'iam.serviceAccounts')) return [];
  const emails = documents.flatMap(({ body }) => {
    const { template } = body as { template?: { serviceAccount?: string } };
    return template?.serviceAccount ?? [];
  });
  return [...new Set(emails)].map((email) => ({
    resource: 'iam.serviceAccounts',
    region: null,
    name: email,
    body: { email, uniqueId: '1' },
  }));
}

function outcomes(
  source: ScriptedSource,
  target: { environment: string; regions: string[] },
  resource: ResourceClass,
): ScopeOutcome[] {
  const gap = source.gaps[`${target.environment}|${resource}`];
  const regions = resource.startsWith('run.') ? target.regions : [null];
  return regions.map((region) => ({
    resource,
    region,
    ...(gap ?? { status: 'OK' as const, detail: null }),
    gaps: {},
  }));
}

/** A v2 service as a document of the source. */
export function serviceOf(
  { project, name, region = 'us-central1' }: { project: string; name: string; region?: string },
  fields: Record<string, unknown> = {},
): RawDocument {
  return {
    resource: 'run.services',
    region,
    name,
    body: {
      name: `projects/${project}/locations/${region}/services/${name}`,
      ingress: 'INGRESS_TRAFFIC_ALL',
      template: { containers: [{ image: 'app:1' }] },
      ...fields,
    },
  };
}
