import type { ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import { isObject, type JsonObject } from '../../snapshot/json.ts';
import { type Gap, NOT_VISIBLE } from '../../snapshot/model.ts';
import { readKnativeList } from './knative-list.ts';
import { listOutcome } from './named-list.ts';
import { withoutUnreachable } from './pages.ts';
import { nameless, notRead, type Reader, type ReaderContext, readScopes, readWhole } from './reader.ts';
import { regionsSeen } from './regions.ts';

const RESOURCE = 'run.domainMappings';

/**
 * Reads the domain mappings of every region with services and of those the target names: a mapping leads
 * to a service of its own region. No predefined role lists them, so a refusal says "not visible" and no more.
 */
export const readDomainMappings: Reader = async (context) => {
  const found = await context.serviceRegions;
  const regions = [...new Set([...context.target.regions, ...regionsSeen(found)])];
  const outcomes = await Promise.all(regions.map((region) => readRegion(context, region)));
  const everywhere: ScopeRef = { resource: RESOURCE, region: null };
  if (!found.ok) outcomes.push([unseen(everywhere, found.gap)]);
  return outcomes.length === 0 ? [readWhole(everywhere)] : outcomes.flat();
};

function readRegion(context: ReaderContext, region: string): Promise<ScopeOutcome[]> {
  const scope: ScopeRef = { resource: RESOURCE, region };
  const path = `/v1/projects/${context.target.project}/locations/${region}/domainmappings`;
  return readScopes(context, [scope], async () => {
    let unnamed = false;
    const take = (mappings: JsonObject[]): void => {
      for (const body of mappings) {
        const name = nameOf(body);
        unnamed ||= name === null;
        if (name !== null) context.emit({ ...scope, name, body });
      }
    };
    const end = withoutUnreachable(await readKnativeList(context, { path, take }), 'run.googleapis.com');
    if (!end.ok) return [unseen(scope, end.gap)];
    return [unnamed ? notRead(scope, nameless('domain mappings')) : listOutcome(scope, end)];
  });
}

function unseen(scope: ScopeRef, gap: Gap): ScopeOutcome {
  const denied = gap.status === 'DENIED';
  return notRead(scope, denied ? { status: 'NOT_CAPTURED', detail: `${NOT_VISIBLE}: ${gap.detail}` } : gap);
}

function nameOf({ metadata }: JsonObject): string | null {
  const name = isObject(metadata) ? metadata.name : null;
  return typeof name === 'string' && name !== '' ? name : null;
}
