import type { Gap, GapStatus, ResourceClass } from '../snapshot/model.ts';

/** One environment to read. `regions`: those the contract names and those services were seen in before. */
export interface CaptureTarget {
  environment: string;
  project: string;
  regions: string[];
}

/** A resource class of one environment, in one region where the class has regions. */
export interface ScopeRef {
  resource: ResourceClass;
  region: string | null;
}

/**
 * One document as Google or gcloud gave it. `name` is what `resourceId` takes. The body of
 * `secretmanager.versions` and `iam.serviceAccountKeys` is the whole list of that owner; that of
 * `run.revisions` is `{ revisions: [...] }`, those of a service that take traffic although it has a newer
 * one, and a service without such a document serves its template.
 */
export interface RawDocument extends ScopeRef {
  name: string;
  body: unknown;
}

/**
 * How reading one scope ended. `gaps`: owners (by name) inside an otherwise readable scope that were not
 * read. `gone`: owners that were deleted while they were read; nothing that was handed over of them counts.
 */
export interface ScopeOutcome extends ScopeRef {
  status: 'OK' | GapStatus;
  detail: string | null;
  gaps: Record<string, Gap>;
  gone?: string[];
}

/**
 * Where documents come from: Google's APIs, or files gcloud printed. Hands over each document as soon
 * as it is there (so that memory stays flat), and answers with one outcome for every scope it knows
 * of. Never throws for what the outside world does: that is an outcome.
 */
export interface EstateSource {
  read(
    target: CaptureTarget,
    emit: (document: RawDocument) => void,
    signal: AbortSignal,
  ): Promise<ScopeOutcome[]>;
}
