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
 * `secretmanager.versions` and `iam.serviceAccountKeys` is the whole list of that owner.
 */
export interface RawDocument extends ScopeRef {
  name: string;
  body: unknown;
}

/** How reading one scope ended. `gaps`: owners (by name) inside an otherwise readable scope that were not read. */
export interface ScopeOutcome extends ScopeRef {
  status: 'OK' | GapStatus;
  detail: string | null;
  gaps: Record<string, Gap>;
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
