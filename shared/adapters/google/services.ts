import type { ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import { readOwners } from './owners.ts';
import { readPolicy } from './policies.ts';
import { type Reader, type ReaderContext, readScopes } from './reader.ts';
import { elsewhere, regionsSeen, unreachableRegion } from './regions.ts';
import { readRevisions, servedRevisions } from './revisions.ts';

const HOST = 'run.googleapis.com';
const PAGE_SIZE = 500;

/**
 * Reads the Cloud Run services, their policies and the revisions that serve in place of a template, in
 * every region that has any, and in those the target names. Where the regions could not be discovered, an
 * outcome without region says that services elsewhere are not seen.
 */
export const readServices: Reader = async (context) => {
  const named = [...new Set(context.target.regions)];
  const early = new Map(named.map((region) => [region, readRegion(context, region)]));
  const found = await context.serviceRegions;
  const unreachable = found.ok ? found.unreachable : [];
  const late = regionsSeen(found).filter((region) => !early.has(region));
  const outcomes = await Promise.all([
    ...[...early].map(async ([region, read]) => withDiscovery(await read, region, unreachable)),
    ...late.map(async (region) =>
      unreachable.includes(region)
        ? unreachableRegion(scopesOf(region), region)
        : readRegion(context, region),
    ),
  ]);
  const rest = elsewhere(scopesOf(null), found, { what: 'services', regionsRead: outcomes.length });
  return [...outcomes.flat(), ...rest];
};

/** A region that v1 calls unreachable stays a gap even where v2 answered: one of the two is not telling everything. */
function withDiscovery(read: ScopeOutcome[], region: string, unreachable: string[]): ScopeOutcome[] {
  const readable = read.every((outcome) => outcome.status === 'OK');
  return readable && unreachable.includes(region) ? unreachableRegion(scopesOf(region), region) : read;
}

function readRegion(context: ReaderContext, region: string): Promise<ScopeOutcome[]> {
  const [services, policies, revisions] = scopesOf(region);
  const path = `/v2/projects/${context.target.project}/locations/${region}/services`;
  const list = { scope: services, host: HOST, path, items: 'services', pageSize: PAGE_SIZE };
  return readScopes(context, [services, policies, revisions], () =>
    readOwners(context, list, [
      {
        scope: policies,
        members: 'services',
        read: (name) => readPolicy(context, { ...policies, name, host: HOST, path: `${path}/${name}` }),
      },
      {
        scope: revisions,
        members: 'services',
        some: true,
        read: (name, service) => {
          const served = servedRevisions(service);
          return served.length === 0
            ? null
            : readRevisions(context, { ...revisions, name, path: `${path}/${name}/revisions`, served });
        },
      },
    ]),
  );
}

function scopesOf(region: string | null): [ScopeRef, ScopeRef, ScopeRef] {
  return [
    { resource: 'run.services', region },
    { resource: 'run.services.iamPolicy', region },
    { resource: 'run.revisions', region },
  ];
}
