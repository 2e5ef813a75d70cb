import type { EnvIntent } from '../../contract/model.ts';
import type { CheckContext, RawResult } from '../model.ts';
import type { Judging } from '../results/each-role.ts';
import { pairSubject } from '../results/pairs.ts';
import { counted, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { type ObservedContainer, pairContainers } from '../view/containers.ts';
import { declaredKey } from '../view/declared-key.ts';
import {
  type Delivered,
  delivered,
  deliveredAlike,
  deliveryKind,
  environmentOf,
  envPath,
  isPinned,
  observedDelivery,
} from '../view/environment-keys.ts';
import type { ServicePair } from '../view/lookup.ts';
import type { EstateView } from '../view/view.ts';
import { compareMounts } from './mount-pairs.ts';
import { deliveryProblem } from './problem.ts';

/** One key as both sides of a pair have it. */
interface SharedKey {
  key: string;
  candidate: Delivered;
  reference: Delivered;
  containers: { candidate: ObservedContainer; reference: ObservedContainer };
}

/** Compares how the keys that both sides have are delivered; keys that one side lacks belong to env-keys. */
export function compareDelivery(pair: ServicePair, judging: Judging): RawResult[] {
  const containers = pairContainers(pair.candidate, pair.reference);
  const shared = containers.map(([a, b]) => (a === null || b === null ? NOTHING : sharedKeys(a, b)));
  const different = shared.flatMap(({ unlike }) => unlike);
  const results = [
    ...different
      .filter((key) => !failsAlone(pair, key, judging.context))
      .map((key) => difference(pair, key, judging.view)),
    ...containers.flatMap((both) => compareMounts(pair, both)),
  ];
  const alike = shared.reduce((sum, one) => sum + one.alike, 0);
  if (results.length > 0 || different.length > 0 || alike === 0) return results;
  const secrets = shared.reduce((sum, one) => sum + one.secrets, 0);
  const message = () =>
    `${pair.candidate.label} and ${pair.reference.label} deliver their ${counted(alike, 'common key')} alike, ${secrets} of them from Secret Manager in both.`;
  return [result('PASS', pairSubject(pair, 'candidate'), { message })];
}

interface Shared {
  unlike: SharedKey[];
  alike: number;
  secrets: number;
}

const NOTHING: Shared = { unlike: [], alike: 0, secrets: 0 };

function sharedKeys(a: ObservedContainer, b: ObservedContainer): Shared {
  const shared: Shared = { unlike: [], alike: 0, secrets: 0 };
  const mine = environmentOf(a);
  const theirs = environmentOf(b);
  for (const key in mine) {
    if (!Object.hasOwn(theirs, key)) continue;
    if (deliveredAlike(mine[key], theirs[key])) {
      shared.alike += 1;
      if (deliveryKind(mine[key]) === 'secret') shared.secrets += 1;
      continue;
    }
    const candidate = delivered(key, mine[key]);
    const reference = delivered(key, theirs[key]);
    shared.unlike.push({ key, candidate, reference, containers: { candidate: a, reference: b } });
  }
  return shared;
}

function intentsOf(
  pair: ServicePair,
  key: string,
): { candidate: EnvIntent | null; reference: EnvIntent | null } {
  return {
    candidate: declaredKey(pair.candidatePlace.intent, key),
    reference: declaredKey(pair.referencePlace.intent, key),
  };
}

/** A side that is wrong by itself has its finding already. */
function failsAlone(pair: ServicePair, shared: SharedKey, context: CheckContext): boolean {
  const intents = intentsOf(pair, shared.key);
  return (
    deliveryProblem(shared.candidate, intents.candidate, context) !== null ||
    deliveryProblem(shared.reference, intents.reference, context) !== null
  );
}

function difference(pair: ServicePair, shared: SharedKey, view: EstateView): RawResult {
  return shared.candidate.kind === shared.reference.kind
    ? versionDifference(pair, shared)
    : kindDifference(pair, shared, view);
}

/** The side with the literal is the one to move: everything a secret protects stands there in the clear. */
function kindDifference(pair: ServicePair, shared: SharedKey, view: EstateView): RawResult {
  const { key, candidate, reference } = shared;
  const intents = intentsOf(pair, key);
  const side = shared.candidate.kind === 'literal' ? 'candidate' : 'reference';
  const sides = `${key} is a ${candidate.kind} in ${pair.candidate.label} and a ${reference.kind} in ${pair.reference.label}`;
  const about = pairSubject(pair, side);
  const path = envPath(shared.containers[side], key);
  const source = intents[side]?.location ?? null;
  const bothDeclared =
    (intents.candidate?.delivery ?? null) !== null && (intents.reference?.delivery ?? null) !== null;
  if (bothDeclared) return declaredDifference(pair, shared, sides);
  return result('FAIL', about, {
    message: `${sides}; the contract does not say that it differs.`,
    path,
    expected: 'secret',
    observed: observedDelivery(shared[side]),
    severity: weigh(view, about.environment, { fieldClass: 'config' }),
    settle: `Deliver ${key} the same way on both sides, or declare delivery for it by environment under services.${pair.role}.env.`,
    source,
  });
}

function versionDifference(pair: ServicePair, shared: SharedKey): RawResult {
  const { key, candidate, reference } = shared;
  const intents = intentsOf(pair, key);
  const sides = `${key} is bound to version ${candidate.version} in ${pair.candidate.label} and to ${reference.version} in ${pair.reference.label}`;
  const stated = [intents.candidate, intents.reference].every(
    (intent) => intent !== null && intent.version !== 'any',
  );
  if (stated) return declaredDifference(pair, shared, sides);
  return result('REVIEW_REQUIRED', pairSubject(pair, 'candidate'), {
    message: `${sides}; the contract does not say whether it is to be pinned.`,
    path: envPath(shared.containers.candidate, shared.key),
    expected: isPinned(reference.version) ? 'pinned' : 'latest',
    observed: observedDelivery(candidate),
    settle: `Declare version for ${key} under services.${pair.role}.env, once or by environment.`,
    source: intents.candidate?.location ?? null,
  });
}

function declaredDifference(pair: ServicePair, shared: SharedKey, sides: string): RawResult {
  const [a, b] = pair.environments;
  return result('INTENTIONAL_DIFF', pairSubject(pair, 'candidate'), {
    message: `${sides}, as the contract declares.`,
    path: envPath(shared.containers.candidate, shared.key),
    observed: { [a]: observedDelivery(shared.candidate), [b]: observedDelivery(shared.reference) },
    source: declaredKey(pair.candidatePlace.intent, shared.key)?.location ?? null,
  });
}
