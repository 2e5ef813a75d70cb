import type { RawDocument, ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import { type Trouble, troubleOf } from './members.ts';
import { type NamedList, pagesOf } from './named-list.ts';
import { readOwners } from './owners.ts';
import { readPages, withoutUnreachable } from './pages.ts';
import { readPolicy } from './policies.ts';
import { type Reader, type ReaderContext, readScopes } from './reader.ts';
import { regionsSeen } from './regions.ts';

/** The API would give 25,000; pages of this size keep memory flat. */
const PAGE_SIZE = 1000;

/**
 * Reads the project's secrets, and of each its versions and its policy; never a payload. Regional secrets
 * live at an endpoint of their region and are in no global list: those of every region with services and
 * of the regions the target names are read.
 */
export const readSecrets: Reader = async (context) => {
  const named = [...new Set(context.target.regions)];
  const early = [null, ...named].map((region) => readPlace(context, region));
  const late = regionsSeen(await context.serviceRegions).filter((region) => !named.includes(region));
  return (await Promise.all([...early, ...late.map((region) => readPlace(context, region))])).flat();
};

/** Reads the secrets of one region; of null, the global ones. */
function readPlace(context: ReaderContext, region: string | null): Promise<ScopeOutcome[]> {
  const scopes = scopesOf(region);
  const [secrets, versions, policies] = scopes;
  const { host, path } = placeOf(context.target.project, region);
  const list = { scope: secrets, host, path, items: 'secrets', pageSize: PAGE_SIZE };
  const at = (secret: string): string => `${path}/${secret}`;
  return readScopes(context, scopes, () =>
    readOwners(context, list, [
      {
        scope: versions,
        members: 'secrets',
        read: (name) => readVersions(context, { ...versions, name, host, path: `${at(name)}/versions` }),
      },
      {
        scope: policies,
        members: 'secrets',
        read: (name) => readPolicy(context, { ...policies, name, host, path: at(name) }),
      },
    ]),
  );
}

type Versions = Omit<RawDocument, 'body'> & Pick<NamedList, 'host' | 'path'>;

/** All versions of one secret are one document, so it is handed over only when the list is at its end. */
async function readVersions(
  context: ReaderContext,
  { host, path, ...document }: Versions,
): Promise<Trouble | null> {
  const versions: JsonObject[] = [];
  let missing = false;
  const { ask, items } = pagesOf(context, { host, path, items: 'versions', pageSize: PAGE_SIZE });
  const list = await readPages({
    items,
    ask: async (token) => {
      const answer = await ask(token);
      missing = !answer.ok && troubleOf(answer).missing;
      return answer;
    },
    take: (page) => versions.push(...page),
  });
  const end = withoutUnreachable(list, host);
  if (!end.ok) return { gap: end.gap, missing };
  context.emit({ ...document, body: versions });
  return null;
}

function placeOf(project: string, region: string | null): Pick<NamedList, 'host' | 'path'> {
  return region === null
    ? { host: 'secretmanager.googleapis.com', path: `/v1/projects/${project}/secrets` }
    : {
        host: `secretmanager.${region}.rep.googleapis.com`,
        path: `/v1/projects/${project}/locations/${region}/secrets`,
      };
}

function scopesOf(region: string | null): [ScopeRef, ScopeRef, ScopeRef] {
  return [
    { resource: 'secretmanager.secrets', region },
    { resource: 'secretmanager.versions', region },
    { resource: 'secretmanager.secrets.iamPolicy', region },
  ];
}
