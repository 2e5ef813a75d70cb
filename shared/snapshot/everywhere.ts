import type { ResourceClass } from './model.ts';

/** Looked for in every region at once, whatever the contract names: where no region is named, nothing is there. */
export const EVERYWHERE: ReadonlySet<string> = new Set([
  'run.services',
  'run.services.iamPolicy',
  'run.revisions',
  'run.jobs',
  'run.jobs.iamPolicy',
  'run.workerPools',
  'run.workerPools.iamPolicy',
  'secretmanager.secrets',
  'secretmanager.versions',
  'secretmanager.secrets.iamPolicy',
] satisfies ResourceClass[]);
