import { listed } from '../checks/results/result.ts';
import type { Json, JsonObject } from '../snapshot/json.ts';
import { compareText } from '../snapshot/model.ts';
import { isDeclarableKey } from './allowed.ts';
import type { DraftKey } from './model.ts';
import type { SeenKey, SeenRole } from './observe.ts';

type Seen = [environment: string, key: SeenKey];

/** Every key of a role's services, sorted. */
export function keysOfRole(role: SeenRole): DraftKey[] {
  const seen = [...role.places].flatMap(([environment, place]) =>
    place.status === 'seen' ? [{ environment, keys: place.keys }] : [],
  );
  const names = [...new Set(seen.flatMap(({ keys }) => [...keys.keys()]))].sort(compareText);
  const environments = seen.map(({ environment }) => environment);
  const whole = environments.length === role.places.size;
  return names.map((key) => {
    const having = seen.flatMap(({ environment, keys }): Seen[] => {
      const one = keys.get(key);
      return one === undefined ? [] : [[environment, one]];
    });
    return keyOf(key, having, { environments, whole });
  });
}

interface Where {
  /** Environments that were seen. */
  environments: string[];
  /** Whether that is all of the role's. */
  whole: boolean;
}

function keyOf(key: string, having: readonly Seen[], { environments, whole }: Where): DraftKey {
  if (!isDeclarableKey(key)) {
    return { key, entry: null, reviews: ['a key of that name cannot stand in a contract'] };
  }
  const places = having.map(([environment]) => environment);
  const everywhere = places.length === environments.length;
  const delivery = deliveryOf(having, whole);
  const version = versionOf(having);
  const entry: JsonObject = {
    ...(delivery === null ? {} : { delivery }),
    ...(version === null ? {} : { version }),
    ...(everywhere ? {} : whole ? { in: places } : { optional: true }),
  };
  const short = typeof delivery === 'string' && Object.keys(entry).length === 1;
  const reviews = [
    ...(everywhere ? [] : [`in ${listed(places)} and not in ${listed(others(environments, places))}`]),
    ...deliveryReviews(having),
    ...(version === null ? [] : [`bound differently: ${pinning(having)}`]),
  ];
  return { key, entry: short ? delivery : entry, reviews };
}

function others(all: readonly string[], some: readonly string[]): string[] {
  return all.filter((name) => !some.includes(name));
}

/** One word where it is the same everywhere; else by environment, for those that are known. */
function deliveryOf(having: readonly Seen[], whole: boolean): Json {
  const known = having.filter(([, { delivery }]) => delivery !== null);
  const kinds = new Set(known.map(([, { delivery }]) => delivery));
  const [only] = kinds;
  if (only === undefined) return null;
  if (kinds.size === 1 && known.length === having.length && whole) return only;
  return Object.fromEntries(known.map(([environment, { delivery }]) => [environment, delivery]));
}

function deliveryReviews(having: readonly Seen[]): string[] {
  const kinds = having.map(([environment, { delivery }]) => ({ environment, delivery }));
  const unclear = kinds.filter(({ delivery }) => delivery === null);
  const known = new Set(kinds.map(({ delivery }) => delivery).filter((kind) => kind !== null));
  const words = kinds.map(({ environment, delivery }) => `${environment} ${delivery ?? 'both or neither'}`);
  if (known.size > 1) return [`delivered differently: ${words.join(', ')}`];
  return unclear.length === 0 ? [] : [`its containers differ: ${words.join(', ')}`];
}

/** Stated only where environments differ: then it is known that they do. */
function versionOf(having: readonly Seen[]): Json {
  const secrets = having.filter(([, { delivery }]) => delivery === 'secret');
  const known = secrets.filter(([, { pinned }]) => pinned !== null);
  if (new Set(known.map(([, { pinned }]) => pinned)).size < 2) return null;
  return Object.fromEntries(known.map(([environment, { pinned }]) => [environment, versionWord(pinned)]));
}

function pinning(having: readonly Seen[]): string {
  const known = having.filter(([, { pinned }]) => pinned !== null);
  return known.map(([environment, { pinned }]) => `${environment} ${versionWord(pinned)}`).join(', ');
}

function versionWord(pinned: boolean | null): string {
  return pinned === true ? 'pinned' : 'latest';
}
