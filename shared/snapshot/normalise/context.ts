import type { ReducedValue, ValueReducer } from '../../estate/reduce.ts';

/** A JSON object as it arrived: nothing is known of its members. */
export type Raw = Record<string, unknown>;

/** What a document is read in the light of. */
export interface DocumentContext {
  environment: string;
  project: string;
  /** Google names a project by id or number; null where the number is not known. */
  projectNumber: string | null;
  reduce: ValueReducer;
}

/** The same for one document, its place included. */
export interface Place {
  project: string;
  projectNumber: string | null;
  region: string | null;
  /** Reduces a literal value of this environment. */
  reduce(value: string): ReducedValue;
}

/** Whether containers take requests, as a service's do, or work on their own, as a job's and a worker pool's. */
export type Work = 'requests' | 'own';

/** The document is not what its class expects; the message names the place and never a value. */
export class ForeignDocument extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ForeignDocument';
  }
}
