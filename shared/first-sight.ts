import type { Baseline, StateStore } from './ports.ts';
import { EVERYWHERE } from './snapshot/everywhere.ts';
import {
  type CoverageEntry,
  isOfEstate,
  OTHER_REGIONS,
  parseScopeKey,
  type Reading,
  type Scope,
} from './snapshot/model.ts';

/**
 * What stands for the earlier reading of a scope that has no baseline. A region that held nothing is no
 * scope of its own; where its class was looked for everywhere, what is there now is new. Null where the
 * last pass did not look, or could not see: then it is a baseline.
 */
export async function emptyBefore(
  store: Pick<StateStore, 'listRuns'>,
  baseline: Baseline,
  scope: Reading,
): Promise<Reading | null> {
  const known = Object.keys(baseline).map(parseScopeKey);
  if (!EVERYWHERE.has(scope.resource) || !known.some((other) => isSameClass(other, scope))) return null;
  const [last] = await store.listRuns(1);
  if (last === undefined || last.coverage.filter(isOfEstate).some((entry) => hidThen(entry, scope)))
    return null;
  return { ...scope, detail: null, documents: {}, gaps: {} };
}

function isSameClass(a: Scope, b: Scope): boolean {
  return a.environment === b.environment && a.project === b.project && a.resource === b.resource;
}

/** A gap of this region, or one of no region in particular: then nobody knew in which regions the class is. */
function hidThen(entry: CoverageEntry, scope: Scope): boolean {
  const here = [null, OTHER_REGIONS, scope.region].includes(entry.region);
  return isSameClass(entry, scope) && here && entry.status !== 'OK';
}
