import { words } from '../checks/results/wording.ts';
import { containersOf } from '../checks/view/containers.ts';
import { delivered, environmentOf, isPinned } from '../checks/view/environment-keys.ts';
import { gapWords, type ObservedService, type RolePlace } from '../checks/view/lookup.ts';
import type { EstateView } from '../checks/view/view.ts';
import type { MatchedRole } from './model.ts';
import { type Settings, type Shown, settingsOf } from './settings.ts';

/** How one environment delivers a key; null where its containers differ, or nobody knows. */
export interface SeenKey {
  delivery: 'literal' | 'secret' | null;
  pinned: boolean | null;
}

/** A role in one environment: what was seen of it, or why nothing was. Without a service there is no entry. */
export type SeenPlace =
  | { status: 'seen'; service: string; settings: Settings; keys: Map<string, SeenKey> }
  | { status: 'unseen'; service: string; why: string };

/** A role as it is in every environment that has a service of it. */
export interface SeenRole extends MatchedRole {
  places: Map<string, SeenPlace>;
}

/** Looks at a role's services through the eyes of the checks. */
export function observeRole(matched: MatchedRole, view: EstateView): SeenRole {
  const places = view.role(matched.role).places.filter(({ intent }) => intent.service !== null);
  return { ...matched, places: new Map(places.map((at) => [at.intent.environment, observe(at, view)])) };
}

function observe(at: RolePlace, view: EstateView): SeenPlace {
  const service = at.intent.service?.value ?? '';
  const unseen = at.lookups.find(({ status }) => status !== 'found');
  if (unseen !== undefined || at.settled.length === 0) {
    const why =
      unseen?.status === 'unread'
        ? `was not read (${gapWords(unseen.gap)})`
        : 'is being deployed, so that nothing of it is settled';
    return { status: 'unseen', service, why };
  }
  const settings = at.settled.map((one) => settingsOf(one, view));
  return { status: 'seen', service, settings: together(settings), keys: keysOf(at.settled) };
}

/** What the regions of an environment have in common; where they differ nothing can be declared. */
function together(regions: readonly Settings[]): Settings {
  const names = new Set(regions.flatMap((settings) => [...settings.keys()]));
  return new Map(
    [...names].map((name): [string, Shown] => {
      const shown = regions.map((settings) => settings.get(name));
      const [first] = shown;
      const alike = shown.every((one) => JSON.stringify(one) === JSON.stringify(first));
      if (alike && first !== undefined) return [name, first];
      const seen = shown.map((one) =>
        one === undefined ? 'nothing' : 'why' in one ? one.why : words(one.value),
      );
      return [name, { why: `differs between its regions (${seen.join(', ')})` }];
    }),
  );
}

function keysOf(services: readonly ObservedService[]): Map<string, SeenKey> {
  const uses = services
    .flatMap(containersOf)
    .flatMap((container) =>
      Object.entries(environmentOf(container)).map(([key, value]) => delivered(key, value)),
    );
  return new Map(
    [...Map.groupBy(uses, ({ key }) => key)].map(([key, each]) => {
      const delivery = onlyOne(each.map(({ kind }) => kind));
      const pinned = onlyOne(
        each.filter(({ kind }) => kind === 'secret').map(({ version }) => isPinned(version)),
      );
      return [key, { delivery: delivery === 'unknown' ? null : delivery, pinned }];
    }),
  );
}

function onlyOne<T>(values: readonly T[]): T | null {
  return new Set(values).size === 1 ? (values[0] ?? null) : null;
}
