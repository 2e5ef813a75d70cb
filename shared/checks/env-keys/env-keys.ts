import type { EnvIntent } from '../../contract/model.ts';
import type { Check, RawResult } from '../model.ts';
import { eachRole, judgePlaces, subjectOf } from '../results/each-role.ts';
import { pairSubject } from '../results/pairs.ts';
import { citing, counted, place, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import {
  containersOf,
  ingressContainer,
  type ObservedContainer,
  pairContainers,
} from '../view/containers.ts';
import { declaredKey } from '../view/declared-key.ts';
import { delivered, environmentOf, envPath, hasKey, observedDelivery } from '../view/environment-keys.ts';
import type { ObservedService, RolePlace, ServicePair } from '../view/lookup.ts';
import type { EstateView } from '../view/view.ts';
import { comparedKeys, type KeyDifference } from './pairs.ts';

/** Check 6: the same environment keys in each container of compared environments. */
export const envKeys: Check = {
  id: 'env-keys',
  number: 6,
  title: 'Environment keys',
  explanation:
    'A key that exists in one environment only is code that was never run with the configuration it is released with. Keys are compared per container, sidecars included; `in` names the environments a key belongs in, `optional` lets it be absent, `envPolicy: closed` refuses keys the contract does not name.',
  run: eachRole((role, { view }) => [
    ...judgePlaces(role, view, judgeService),
    ...role.pairs.flatMap((pair) => judgePair(pair, view)),
  ]),
};

function judgeService(service: ObservedService, at: RolePlace, view: EstateView): RawResult[] {
  const expected = Object.values(at.intent.env).filter((intent) => intent.expected && !intent.optional);
  const failures = [
    ...expected
      .filter(({ key }) => !runsWith(service, key))
      .map((intent) => missing(intent, service, at, view)),
    ...unwanted(service, at, view),
  ];
  if (failures.length > 0) return failures;
  if (expected.length === 0 && at.intent.envPolicy === 'open') return [];
  const closed = at.intent.envPolicy === 'closed' ? ', and no other' : '';
  const message = () =>
    `${service.label} has the ${counted(expected.length, 'key')} the contract wants${closed}.`;
  return [result('PASS', subjectOf(at, service.id), { message, source: at.intent.location })];
}

function runsWith(service: ObservedService, key: string): boolean {
  return containersOf(service).some((container) => hasKey(container, key));
}

function missing(
  { key, delivery, location }: EnvIntent,
  service: ObservedService,
  at: RolePlace,
  view: EstateView,
): RawResult {
  const container = ingressContainer(service);
  return result('FAIL', subjectOf(at, service.id), {
    message: `${service.label} lacks ${key}, which the contract wants${citing(location)}.`,
    path: container === null ? null : envPath(container, key),
    expected: delivery ?? 'present',
    observed: null,
    severity: weigh(view, service.environment, { fieldClass: 'config' }),
    settle: `Set ${key} on ${service.name} in ${service.project}, or limit it with \`in\` or \`optional\` at ${place(location)}.`,
    source: location,
  });
}

function unwanted(service: ObservedService, at: RolePlace, view: EstateView): RawResult[] {
  const results: RawResult[] = [];
  for (const container of containersOf(service)) {
    for (const key in environmentOf(container)) {
      const reason = whyUnwanted(declaredKey(at.intent, key), at);
      if (reason !== null) results.push(surplus(service, at, { container, key, reason, view }));
    }
  }
  return results;
}

interface Surplus {
  container: ObservedContainer;
  key: string;
  reason: string;
  view: EstateView;
}

function surplus(service: ObservedService, at: RolePlace, said: Surplus): RawResult {
  const { container, key, reason, view } = said;
  const source = declaredKey(at.intent, key)?.location ?? at.intent.location;
  return result('FAIL', subjectOf(at, service.id), {
    message: `${service.label} has ${key} in container ${container.name}, ${reason}${citing(source)}.`,
    path: envPath(container, key),
    expected: null,
    observed: observedDelivery(delivered(key, environmentOf(container)[key])),
    severity: weigh(view, service.environment, { fieldClass: 'config' }),
    settle: `Remove ${key} from ${service.name} in ${service.project}, or name it under services.${at.intent.role}.env.`,
    source,
  });
}

function whyUnwanted(intent: EnvIntent | null, at: RolePlace): string | null {
  if (intent !== null) return intent.expected ? null : `where the contract does not want it`;
  return at.intent.envPolicy === 'closed' ? 'which the contract does not name (envPolicy: closed)' : null;
}

function judgePair(pair: ServicePair, view: EstateView): RawResult[] {
  const containers = pairContainers(pair.candidate, pair.reference);
  const differences = containers.flatMap((both) => comparedKeys(pair, both));
  const judged = differences.filter(({ verdict }) => verdict !== 'judged-alone');
  if (judged.length > 0) return judged.map((difference) => toResult(pair, difference, view));
  if (differences.length > 0) return [];
  const message = () => {
    const count = containersOf(pair.candidate).reduce(
      (sum, container) => sum + Object.keys(environmentOf(container)).length,
      0,
    );
    return `${pair.candidate.label} and ${pair.reference.label} have the same ${counted(count, 'key')}.`;
  };
  return [result('PASS', pairSubject(pair, 'candidate'), { message })];
}

function toResult(pair: ServicePair, difference: KeyDifference, view: EstateView): RawResult {
  const { side, key, container, observed } = difference;
  const lacking = pair[side];
  const having = pair[side === 'candidate' ? 'reference' : 'candidate'];
  const what = key === null ? `no container ${container.name}` : `no ${key}`;
  const about = pairSubject(pair, side);
  const path = key === null ? container.path : envPath(container, key);
  const sides = `${lacking.label} has ${what}, ${having.label} has it`;
  if (difference.verdict === 'declared')
    return result('INTENTIONAL_DIFF', about, {
      message: `${sides}, as the contract declares${citing(difference.source)}.`,
      path,
      observed: { [lacking.environment]: null, [having.environment]: observed },
      source: difference.source,
    });
  return result('FAIL', about, {
    message: `${sides}; the contract does not say that they differ.`,
    path,
    expected: observed === null ? 'present' : kindOf(observed),
    observed: null,
    severity: weigh(view, lacking.environment, { fieldClass: 'config' }),
    settle: `Set it on ${lacking.label}, remove it from ${having.label}, or declare it under services.${pair.role}.env with \`in\` or \`optional\`.`,
    source: difference.source,
  });
}

function kindOf(observed: KeyDifference['observed']): string {
  const kind =
    typeof observed === 'object' && observed !== null && !Array.isArray(observed) ? observed.kind : null;
  return typeof kind === 'string' ? kind : 'present';
}
