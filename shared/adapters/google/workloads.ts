import type { ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import type { ResourceClass } from '../../snapshot/model.ts';
import { readOwners } from './owners.ts';
import { readPolicy } from './policies.ts';
import { type Reader, type ReaderContext, readScopes, readWhole } from './reader.ts';
import { discoverRegions, elsewhere, regionsSeen, unreachableRegion } from './regions.ts';

/** What runs without being called: how it is listed everywhere at once (v1), and in one region (v2). */
interface Workload {
  documents: ResourceClass;
  policies: ResourceClass;
  /** The v1 list. */
  everywhere: string;
  /** The v2 list, and where its items stand. */
  items: string;
  what: string;
}

const JOBS: Workload = {
  documents: 'run.jobs',
  policies: 'run.jobs.iamPolicy',
  everywhere: 'jobs',
  items: 'jobs',
  what: 'jobs',
};
const WORKER_POOLS: Workload = {
  documents: 'run.workerPools',
  policies: 'run.workerPools.iamPolicy',
  everywhere: 'workerpools',
  items: 'workerPools',
  what: 'worker pools',
};
const HOST = 'run.googleapis.com';
const PAGE_SIZE = 500;

/** Reads the Cloud Run jobs and their policies, in whatever region they are. */
export const readJobs: Reader = (context) => readWorkloads(context, JOBS);

/** Reads the Cloud Run worker pools and their policies, in whatever region they are. */
export const readWorkerPools: Reader = (context) => readWorkloads(context, WORKER_POOLS);

/**
 * A region the target names where all regions answered and nothing was seen is read and empty without
 * another call. Where the regions could not be discovered, those the target names are read all the same.
 */
async function readWorkloads(context: ReaderContext, workload: Workload): Promise<ScopeOutcome[]> {
  const path = `/apis/${HOST}/v1/namespaces/${context.target.project}/${workload.everywhere}`;
  const found = await discoverRegions(context, { path, what: workload.what });
  const regions = [...new Set([...context.target.regions, ...regionsSeen(found)])];
  const outcomes = await Promise.all(
    regions.map(async (region) => {
      if (found.ok && found.unreachable.includes(region))
        return unreachableRegion(scopesOf(workload, region), region);
      return found.ok && !found.regions.includes(region)
        ? scopesOf(workload, region).map((ref) => readWhole(ref))
        : readRegion(context, workload, region);
    }),
  );
  const rest = elsewhere(scopesOf(workload, null), found, {
    what: workload.what,
    regionsRead: outcomes.length,
  });
  return [...outcomes.flat(), ...rest];
}

function readRegion(context: ReaderContext, workload: Workload, region: string): Promise<ScopeOutcome[]> {
  const [documents, policies] = scopesOf(workload, region);
  const { items, what } = workload;
  const path = `/v2/projects/${context.target.project}/locations/${region}/${items}`;
  const list = { scope: documents, host: HOST, path, items, pageSize: PAGE_SIZE };
  return readScopes(context, [documents, policies], () =>
    readOwners(context, list, [
      {
        scope: policies,
        members: what,
        read: (name) => readPolicy(context, { ...policies, name, host: HOST, path: `${path}/${name}` }),
      },
    ]),
  );
}

function scopesOf({ documents, policies }: Workload, region: string | null): [ScopeRef, ScopeRef] {
  return [
    { resource: documents, region },
    { resource: policies, region },
  ];
}
