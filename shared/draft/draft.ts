import type { CheckContext } from '../checks/model.ts';
import { counted } from '../checks/results/result.ts';
import { gapWords } from '../checks/view/lookup.ts';
import { EstateView } from '../checks/view/view.ts';
import { loadContract } from '../contract/load.ts';
import type { Contract } from '../contract/model.ts';
import { PlumblineError } from '../errors.ts';
import { coverageOf } from '../estate/coverage.ts';
import { isGap, type Snapshot } from '../snapshot/model.ts';
import { settingsOfRole } from './factor.ts';
import { humansOf } from './humans.ts';
import { inventoriesOf } from './inventory.ts';
import { keysOfRole } from './keys.ts';
import { matchRoles } from './match-roles.ts';
import type { Draft, DraftTarget, Inventory, MatchedRole } from './model.ts';
import { observeRole } from './observe.ts';
import { liftProfiles } from './profiles.ts';
import { renderDraft } from './render.ts';
import { estateName } from './role-names.ts';
import { isProduction } from './tokens.ts';
import { undecidedOf } from './undecided.ts';

export interface DraftRequest {
  snapshot: Snapshot;
  targets: DraftTarget[];
  /** Regions that were asked for; services elsewhere are told. */
  regions: string[];
  now: Date;
  /** Fingerprint of a value, by the key the snapshot was reduced with. */
  fingerprintOf(value: string): string;
}

/** What the draft is called in places of the contract while it is written. */
const FILE = 'draft';

/**
 * Drafts a contract from what was seen: valid, and nothing of the estate it was drafted from fails under
 * it. What fails whatever is declared is listed as undecided. Throws NOT_FOUND where no service was seen.
 */
export function draftContract(request: DraftRequest): string {
  const { snapshot, targets } = request;
  const inventories = inventoriesOf(snapshot, targets, request.regions);
  const matched = matchRoles(inventories);
  if (matched.length === 0) throw nothingFound(request, inventories);
  const bare = bareDraft(request, inventories, matched);
  const view = new EstateView(contextOf(request, bare));
  const roles = matched.map((role) => observeRole(role, view));
  const names = targets.map(({ name }) => name);
  const profiles = liftProfiles(roles, names);
  const draft: Draft = {
    ...bare,
    profiles,
    roles: roles.map((role) => ({
      ...role,
      settings: settingsOfRole(role, profiles),
      keys: keysOfRole(role),
    })),
    humans: humansOf(targets, view),
  };
  return renderDraft({ ...draft, undecided: undecidedOf(contextOf(request, draft)) });
}

function contextOf({ snapshot, now, fingerprintOf }: DraftRequest, draft: Draft): CheckContext {
  return { contract: load(draft), snapshot, now, fingerprintOf };
}

function load(draft: Draft): Contract {
  return loadContract(renderDraft(draft), FILE);
}

/** The roles and their names alone: enough to look at the estate the way the checks do. */
function bareDraft(
  { snapshot, targets }: DraftRequest,
  environments: Inventory[],
  matched: readonly MatchedRole[],
): Draft {
  return {
    estate: estateName(targets),
    header: headerOf(snapshot, environments),
    environments,
    compare: pairsOf(targets.map(({ name }) => name)),
    profiles: { byEnvironment: new Map(), reviews: [] },
    roles: matched.map((role) => ({ ...role, settings: [], keys: [] })),
    ignored: ignoredOf(environments, matched),
    humans: new Map(),
    undecided: [],
  };
}

/** Every environment against production, or against the last. */
function pairsOf(names: readonly string[]): [string, string][] {
  const reference = names.find(isProduction) ?? names.at(-1);
  if (reference === undefined) return [];
  return names.filter((name) => name !== reference).map((name) => [name, reference]);
}

function headerOf(snapshot: Snapshot, environments: readonly Inventory[]): string[] {
  const unread = coverageOf(snapshot).filter(isGap);
  return [
    'A first parity contract, drafted from what runs. It declares what was seen, which is not what is meant:',
    'go through every REVIEW_REQUIRED, decide, and take the comment out.',
    'Not drafted: secrets, apiKeys, workflows, smoke, alerts, mustDiffer and values.',
    ...unread.map(({ environment, resource, region, status, detail }) => {
      const place = region === null ? '' : ` in ${region}`;
      return `Not read: ${environment} ${resource}${place}: ${gapWords({ status: status === 'OK' ? 'ERROR' : status, detail: detail ?? '' })}`;
    }),
    ...environments
      .filter(({ functions }) => functions.length > 0)
      .map(
        ({ name, functions }) =>
          `Ignored in ${name}: ${counted(functions.length, 'function')} of the second generation (${functions.join(', ')})`,
      ),
  ];
}

/** Functions by their label; services outside the regions by name, unless a role bears that name. */
function ignoredOf(environments: readonly Inventory[], matched: readonly MatchedRole[]): Draft['ignored'] {
  const names = new Set(matched.flatMap(({ members }) => [...members.values()].map(({ name }) => name)));
  const functions = environments.some((one) => one.functions.length > 0);
  const elsewhere = environments.flatMap((one) =>
    one.elsewhere
      .filter(({ name }) => !names.has(name))
      .map((service) => ({ ...service, environment: one.name })),
  );
  return [
    ...(functions ? [{ pattern: 'goog-managed-by:cloudfunctions', reviews: [] }] : []),
    ...[...Map.groupBy(elsewhere, ({ name }) => name)].map(([pattern, found]) => ({
      pattern,
      reviews: [
        `runs outside the regions of its environment: ${found.map(({ environment, region }) => `${environment} ${region}`).join(', ')}`,
      ],
    })),
  ];
}

function nothingFound({ targets }: DraftRequest, inventories: readonly Inventory[]): PlumblineError {
  const gaps = inventories.flatMap(({ name, unread }) =>
    unread.map(({ region, gap }) => ({ place: `${name} ${region}`, words: gapWords(gap) })),
  );
  const unread = [...Map.groupBy(gaps, ({ words }) => words)].map(
    ([words, ones]) => `${ones.map(({ place }) => place).join(', ')}: ${words}`,
  );
  const why = unread.length === 0 ? '' : `; not read: ${unread.join('; ')}`;
  const projects = targets.map(({ project }) => project).join(', ');
  const functions = [...new Set(inventories.flatMap((one) => one.functions))].join(', ');
  const but = functions === '' ? '' : ` but functions of the second generation (${functions})`;
  return new PlumblineError('NOT_FOUND', `no Cloud Run service was found in ${projects}${but}${why}`);
}
