import { describeError } from '../../estate/sanitise.ts';
import type { ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import type { Gap } from '../../snapshot/model.ts';
import { createMemberReader } from './members.ts';
import { listOutcome, readNamedList } from './named-list.ts';
import { readPolicy } from './policies.ts';
import { guarded, notRead, type Reader, type ReaderContext, readWhole } from './reader.ts';
import { type Discovery, discoverRegions } from './regions.ts';

const HOST = 'run.googleapis.com';
const PAGE_SIZE = 500;

/**
 * Reads the Cloud Run services and their policies in every region that has any, and in those the target
 * names. Where the regions could not be discovered, an outcome without region says that services
 * elsewhere are not seen.
 */
export const readServices: Reader = async (context) => {
  const discovery = discover(context);
  const named = [...new Set(context.target.regions)];
  const early = new Map(named.map((region) => [region, readRegion(context, region)]));
  const found = await discovery;
  const unreachable = found.ok ? found.unreachable : [];
  const late = [...new Set([...(found.ok ? found.regions : []), ...unreachable])].filter(
    (one) => !early.has(one),
  );
  const outcomes = await Promise.all([
    ...[...early].map(async ([region, read]) => withDiscovery(await read, region, unreachable)),
    ...late.map(async (region) =>
      unreachable.includes(region) ? unreachableRegion(region) : readRegion(context, region),
    ),
  ]);
  return [...outcomes.flat(), ...elsewhere(found, outcomes.length)];
};

async function discover(context: ReaderContext): Promise<Discovery> {
  try {
    return await discoverRegions(context);
  } catch (error) {
    return { ok: false, gap: { status: 'ERROR', detail: describeError(error) } };
  }
}

/** A region that v1 calls unreachable stays a gap even where v2 answered: one of the two is not telling everything. */
function withDiscovery(read: ScopeOutcome[], region: string, unreachable: string[]): ScopeOutcome[] {
  const readable = read.every((outcome) => outcome.status === 'OK');
  return readable && unreachable.includes(region) ? unreachableRegion(region) : read;
}

function readRegion(context: ReaderContext, region: string): Promise<ScopeOutcome[]> {
  const { services, policies } = scopesOf(region);
  const path = `/v2/projects/${context.target.project}/locations/${region}/services`;
  return guarded([services, policies], async () => {
    const policy = createMemberReader({
      scope: policies,
      members: 'services',
      read: (name) => readPolicy(context, { ...policies, name, host: HOST, path: `${path}/${name}` }),
    });
    const list = {
      scope: services,
      host: HOST,
      path,
      items: 'services',
      pageSize: PAGE_SIZE,
      each: policy.add,
    };
    const end = await readNamedList(context, list);
    return [listOutcome(services, end), await policy.outcome(end)];
  });
}

function unreachableRegion(region: string): ScopeOutcome[] {
  return both(region, { status: 'UNREACHABLE', detail: `Cloud Run reports that ${region} did not answer` });
}

/** What is to be said of regions that were not asked one by one. */
function elsewhere(discovery: Discovery, regionsRead: number): ScopeOutcome[] {
  if (!discovery.ok) {
    const { status, detail } = discovery.gap;
    return both(null, { status, detail: `services in other regions cannot be seen: ${detail}` });
  }
  const { services, policies } = scopesOf(null);
  return regionsRead === 0 ? [readWhole(services), readWhole(policies)] : [];
}

function both(region: string | null, gap: Gap): ScopeOutcome[] {
  const { services, policies } = scopesOf(region);
  return [notRead(services, gap), notRead(policies, gap)];
}

function scopesOf(region: string | null): { services: ScopeRef; policies: ScopeRef } {
  return {
    services: { resource: 'run.services', region },
    policies: { resource: 'run.services.iamPolicy', region },
  };
}
