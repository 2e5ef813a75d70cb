import type { RawDocument, ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import { OTHER_REGIONS } from '../../snapshot/model.ts';
import { type Trouble, troubleOf } from './members.ts';
import { type NamedList, pagesOf } from './named-list.ts';
import { readOwners } from './owners.ts';
import { readPages, withoutUnreachable } from './pages.ts';
import { readPolicy } from './policies.ts';
import { notRead, type Reader, type ReaderContext, readScopes } from './reader.ts';
import { regionsSeen } from './regions.ts';
import { listSecretRegions, type SecretRegions, secretsOf } from './secret-places.ts';

/** Where there is nothing there is nothing to count; what holds something is counted with the outcomes. */
const UNCOUNTED = { begun: () => undefined, ended: () => undefined };
/** The API would give 25,000; pages of this size keep memory flat. */
const PAGE_SIZE = 1000;

/**
 * Reads the project's secrets, and of each its versions and its policy; never a payload. Regional secrets
 * live at an endpoint of their region and are in no global list: those of the regions the target names, of
 * every region with services and of every other region Secret Manager offers are read. One of the last
 * that holds none is no scope of its own.
 */
export const readSecrets: Reader = async (context) => {
  const named = [...new Set(context.target.regions)];
  const early = [null, ...named].map((region) => readPlace(context, region));
  const offered = listSecretRegions(context, context.target.project);
  const late = regionsSeen(await context.serviceRegions).filter((region) => !named.includes(region));
  const placed = late.map((region) => readPlace(context, region));
  const others = await readElsewhere(context, await offered, [...named, ...late]);
  return [...(await Promise.all([...early, ...placed])).flat(), ...others];
};

async function readElsewhere(
  context: ReaderContext,
  offered: SecretRegions,
  known: string[],
): Promise<ScopeOutcome[]> {
  if (!offered.ok) {
    const { status, detail } = offered.gap;
    const gap = { status, detail: `secrets that live in other regions cannot be seen: ${detail}` };
    return scopesOf(OTHER_REGIONS).map((ref) => notRead(ref, gap));
  }
  const others = offered.regions.filter((region) => !known.includes(region));
  return (await Promise.all(others.map((region) => readUnnamed(context, region)))).flat();
}

/** A region nobody named: it is told of where it holds something, or may. */
async function readUnnamed(context: ReaderContext, region: string): Promise<ScopeOutcome[]> {
  let held = 0;
  const emit: ReaderContext['emit'] = (document) => {
    held += 1;
    context.emit(document);
  };
  const outcomes = await readPlace({ ...context, emit, progress: UNCOUNTED }, region);
  return held === 0 && outcomes.every(({ status }) => status === 'OK') ? [] : outcomes;
}

/** Reads the secrets of one region; of null, the global ones. */
function readPlace(context: ReaderContext, region: string | null): Promise<ScopeOutcome[]> {
  const scopes = scopesOf(region);
  const [secrets, versions, policies] = scopes;
  const { host, path } = secretsOf(context.target.project, region);
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

function scopesOf(region: string | null): [ScopeRef, ScopeRef, ScopeRef] {
  return [
    { resource: 'secretmanager.secrets', region },
    { resource: 'secretmanager.versions', region },
    { resource: 'secretmanager.secrets.iamPolicy', region },
  ];
}
