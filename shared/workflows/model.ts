import type { Gap } from '../snapshot/model.ts';

/** A place inside the repository of the workflows. */
export interface FilePlace {
  path: string;
  line: number;
}

/** One step of a job. Of a script its programs are kept, never its text. */
export interface WorkflowStep {
  name: string | null;
  /** `owner/action` or `./folder`; null where it runs a script. */
  action: string | null;
  /** What stands behind the action's `@`. */
  version: string | null;
  /** What a script runs, in order and without repetitions: `npm ci`, `gcloud run deploy`. */
  commands: string[];
  condition: string | null;
  /** `continue-on-error`: its failure holds nothing up. */
  tolerant: boolean;
  at: FilePlace;
}

/** One job; those of a reusable workflow in the repository stand as `caller/callee`. */
export interface WorkflowJob {
  id: string;
  needs: string[];
  /** The deployment environment whose rules hold the job up, as written. */
  gate: string | null;
  condition: string | null;
  tolerant: boolean;
  /** Names of the matrix's dimensions. */
  matrix: string[];
  /** The reusable workflow it calls, without its version. */
  calls: string | null;
  version: string | null;
  steps: WorkflowStep[];
  at: FilePlace;
}

/** A text of a workflow as far as it can be known without running it. */
export interface Setting {
  text: string;
  /** False where an expression or a variable in it is known only while the workflow runs. */
  known: boolean;
}

/** Settings a deployment can pin; the invoker is told as `public` or `authenticated`, IAP as `true` or `false`. */
export type PinName = 'serviceAccount' | 'ingress' | 'invoker' | 'iap';

/** One environment variable that a deployment declares; its value is not kept. */
export interface DeclaredVariable {
  key: string;
  /** Why it looks like a credential in the clear; null where it does not. */
  credential: 'name' | 'shape' | null;
}

/** One command or action that deploys or changes a service, with what it states. */
export interface Deployment {
  target: 'service' | 'job';
  /** Null where none is named. */
  name: Setting | null;
  /** `gcloud run deploy`, `google-github-actions/deploy-cloudrun`, … */
  via: string;
  project: Setting | null;
  region: Setting | null;
  pins: Partial<Record<PinName, Setting>>;
  /** Whether it makes a revision (or only grants something). */
  releases: boolean;
  /** Null where it declares none in any form. */
  variables: DeclaredVariable[] | null;
  /** Where more of its settings stand, out of sight: a flags file, a service document. */
  elsewhere: string | null;
  /** Runs in one case only, decided while the script runs. */
  conditional: boolean;
  /** The job it stands in, where that job runs in one case only; null where it surely runs. */
  chosen: string | null;
  at: FilePlace;
}

/** Something in a workflow that may deploy and cannot be looked into. */
export interface OpaqueStep {
  what: string;
  at: FilePlace;
}

/** A workflow as far as it is judged: no script text and no value of an environment variable. */
export interface Workflow {
  path: string;
  /** Names of the events that start it. */
  triggers: string[];
  /** What its token may do, in one line; null where it does not say. */
  permissions: string | null;
  /** Whether two runs of it wait for each other. */
  serial: boolean;
  jobs: WorkflowJob[];
  deployments: Deployment[];
  opaque: OpaqueStep[];
  /** Files of the repository it uses that could not be read. */
  unread: { path: string; gap: Gap }[];
}

/** What became of reading one environment's workflow. */
export type WorkflowReading =
  | { status: 'read'; workflow: Workflow }
  | { status: 'unread'; gap: Gap }
  /** Read, and not a workflow: `problem` ends a sentence that begins with its name. */
  | { status: 'broken'; problem: string };

/** By environment. */
export type WorkflowReadings = ReadonlyMap<string, WorkflowReading>;
