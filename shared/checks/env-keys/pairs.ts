import type { Location } from '../../contract/model.ts';
import type { Json } from '../../snapshot/json.ts';
import { containersOf, type ObservedContainer } from '../view/containers.ts';
import { declaredKey } from '../view/declared-key.ts';
import { delivered, environmentOf, hasKey, observedDelivery } from '../view/environment-keys.ts';
import type { ServicePair } from '../view/lookup.ts';

type Side = 'candidate' | 'reference';

/**
 * A key, or with key null a whole sidecar, that one side of a pair lacks. `declared`: the contract lets
 * it differ; `judged-alone`: that side or the other is already judged by its own environment's intent.
 */
export interface KeyDifference {
  side: Side;
  key: string | null;
  /** The one that lacks the key, or the sidecar. */
  container: ObservedContainer;
  observed: Json;
  verdict: 'undeclared' | 'declared' | 'judged-alone';
  source: Location | null;
}

/** What two containers that play the same part do not share. */
export function comparedKeys(
  pair: ServicePair,
  [candidate, reference]: [ObservedContainer | null, ObservedContainer | null],
): KeyDifference[] {
  if (candidate !== null && reference !== null) {
    const lacked = lacking(pair, 'reference', candidate, reference);
    lacked.push(...lacking(pair, 'candidate', reference, candidate));
    return lacked;
  }
  const alone = candidate ?? reference;
  return alone === null ? [] : sidecar(alone, candidate === null ? 'candidate' : 'reference');
}

/** One result for a sidecar that has no counterpart, not one for each of its keys; nothing where it has none. */
function sidecar(alone: ObservedContainer, side: Side): KeyDifference[] {
  if (Object.keys(environmentOf(alone)).length === 0) return [];
  return [{ side, key: null, container: alone, observed: null, verdict: 'undeclared', source: null }];
}

function lacking(
  pair: ServicePair,
  side: Side,
  having: ObservedContainer,
  without: ObservedContainer,
): KeyDifference[] {
  const lacked: KeyDifference[] = [];
  const env = environmentOf(having);
  const others = environmentOf(without);
  for (const key in env) {
    if (Object.hasOwn(others, key)) continue;
    const observed = observedDelivery(delivered(key, env[key]));
    lacked.push({ side, key, container: without, observed, ...verdictOn(key, pair, side) });
  }
  return lacked;
}

function verdictOn(key: string, pair: ServicePair, side: Side): Pick<KeyDifference, 'verdict' | 'source'> {
  const places = { candidate: pair.candidatePlace.intent, reference: pair.referencePlace.intent };
  const without = places[side];
  const having = places[side === 'candidate' ? 'reference' : 'candidate'];
  const wanted = declaredKey(having, key);
  const absent = declaredKey(without, key);
  const source = absent?.location ?? wanted?.location ?? null;
  if (wanted === null || absent === null) {
    return { verdict: having.envPolicy === 'closed' ? 'judged-alone' : 'undeclared', source };
  }
  if (!wanted.expected) return { verdict: 'judged-alone', source };
  if (!absent.expected || absent.optional) return { verdict: 'declared', source };
  const elsewhere = containersOf(pair[side]).some((container) => hasKey(container, key));
  return { verdict: elsewhere ? 'undeclared' : 'judged-alone', source };
}
