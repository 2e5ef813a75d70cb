import type { EstateSource, RawDocument, ScopeOutcome } from '../../shared/estate/source.ts';
import { type GapStatus, RESOURCE_CLASSES, type ResourceClass } from '../../shared/snapshot/model.ts';

/** A source whose documents and gaps a test edits between passes. */
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
      for (const document of source.documents[target.environment] ?? []) emit(document);
      return RESOURCE_CLASSES.flatMap((resource) => outcomes(source, target, resource));
    },
  };
  return source;
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
