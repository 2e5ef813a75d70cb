import {
  RUN_JOB,
  RUN_JOB_LIVE,
  RUN_REVISION,
  RUN_WORKER_POOL,
  RUN_WORKER_POOL_LIVE,
} from '../../shared/snapshot/catalogue/run-others.ts';
import { RUN_SERVICE, RUN_SERVICE_LIVE } from '../../shared/snapshot/catalogue/run-service.ts';
import type { ClassTree } from '../../shared/snapshot/catalogue/tree.ts';
import type { ResourceClass } from '../../shared/snapshot/model.ts';
import { rest } from './bodies.ts';
import { type Leaf, leavesIn } from './protos.ts';
import { job, pool, revision } from './workloads.ts';

type Doc = Record<string, unknown>;

/** A message of the v2 protos, and where its fields stand in the canonical documents of a class. */
export interface Subject {
  message: string;
  resource: ResourceClass;
  leaves: Leaf[];
  tree: ClassTree;
  live: ClassTree;
  /** A small message of the kind. */
  base: Doc;
  /** What holds containers and volumes in it, with a dot at the end; empty where it does itself. */
  holder: string;
  /** Where its fields stand in a canonical document. */
  root: string[];
  /** The body of a document whose message it is. */
  body(message: Doc): unknown;
}

const itself = (message: Doc) => message;

/** Every message whose fields the catalogue must know. */
export const SUBJECTS: Subject[] = [
  {
    ...{ message: 'Service', resource: 'run.services', leaves: leavesIn('Service') },
    ...{
      tree: RUN_SERVICE,
      live: RUN_SERVICE_LIVE,
      base: rest(),
      holder: 'template.',
      root: [],
      body: itself,
    },
  },
  {
    ...{ message: 'Job', resource: 'run.jobs', leaves: leavesIn('Job') },
    ...{
      tree: RUN_JOB,
      live: RUN_JOB_LIVE,
      base: job(),
      holder: 'template.template.',
      root: [],
      body: itself,
    },
  },
  {
    ...{ message: 'WorkerPool', resource: 'run.workerPools', leaves: leavesIn('WorkerPool') },
    ...{ tree: RUN_WORKER_POOL, live: RUN_WORKER_POOL_LIVE, base: pool() },
    ...{ holder: 'template.', root: [], body: itself },
  },
  {
    ...{ message: 'Revision', resource: 'run.revisions', leaves: leavesIn('Revision') },
    ...{ tree: RUN_REVISION, live: {}, base: revision('svc-1'), holder: '', root: ['serving', 'svc-1'] },
    body: (message) => ({ revisions: [message] }),
  },
];
