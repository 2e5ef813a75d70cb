import type { EnvIntent } from '../../contract/model.ts';
import type { Check, RawResult } from '../model.ts';
import { eachRole, type Judging, judgePlaces, subjectOf } from '../results/each-role.ts';
import { citing, counted, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { orDeclare } from '../results/wording.ts';
import { containersOf, type ObservedContainer } from '../view/containers.ts';
import { declaredKey } from '../view/declared-key.ts';
import {
  type Delivered,
  delivered,
  deliveryKind,
  environmentOf,
  envPath,
  observedDelivery,
} from '../view/environment-keys.ts';
import type { ObservedService, RolePlace } from '../view/lookup.ts';
import type { EstateView } from '../view/view.ts';
import { mountedSecrets } from './mounted-secrets.ts';
import { compareDelivery } from './pairs.ts';
import { type DeliveryProblem, deliveryProblem, isClearCredential } from './problem.ts';

/** Check 7: each key reaches its container the same way everywhere, and credentials come from Secret Manager. */
export const secretDelivery: Check = {
  id: 'secret-delivery',
  number: 7,
  title: 'Secret delivery',
  explanation:
    'Each key is delivered as declared and the same way in compared environments: as a literal, or from Secret Manager by a pinned version or by latest. A key that is a literal here and a secret there breaks the deployment that assumes the other. A literal whose key looks like a credential fails whatever the contract says: anyone who may look at the service reads it.',
  run: eachRole((role, judging) => [
    ...judgePlaces(role, judging.view, (service, at) => judgeService(service, at, judging)),
    ...role.pairs.flatMap((pair) => compareDelivery(pair, judging)),
  ]),
};

function judgeService(service: ObservedService, at: RolePlace, { context, view }: Judging): RawResult[] {
  const failures: RawResult[] = [];
  const count = { secret: 0, literal: 0, unknown: 0, mounted: 0 };
  for (const container of containersOf(service)) {
    count.mounted += mountedSecrets(service, container).length;
    const env = environmentOf(container);
    for (const key in env) {
      const kind = deliveryKind(env[key]);
      count[kind] += 1;
      const intent = declaredKey(at.intent, key);
      if (intent === null && !isClearCredential(key, kind)) continue;
      const observed = delivered(key, env[key]);
      const problem = deliveryProblem(observed, intent, context);
      if (problem !== null)
        failures.push(failure(service, at, { container, observed, intent, problem, view }));
    }
  }
  if (failures.length > 0) return failures;
  if (count.secret + count.literal + count.mounted === 0) return [];
  const files = count.mounted === 0 ? '' : ` and ${count.mounted} mounted`;
  const message = () =>
    `${service.label}: ${counted(count.secret, 'key')} from Secret Manager${files}, ${counted(count.literal, 'literal')}; none looks like a credential in the clear.`;
  return [result('PASS', subjectOf(at, service.id), { message, source: at.intent.location })];
}

interface Failure {
  container: ObservedContainer;
  observed: Delivered;
  intent: EnvIntent | null;
  problem: DeliveryProblem;
  view: EstateView;
}

function failure(service: ObservedService, at: RolePlace, said: Failure): RawResult {
  const { container, observed, intent, problem, view } = said;
  const source = (problem.kind === 'value' ? intent?.value?.location : intent?.location) ?? null;
  const posture = problem.kind === 'credential' || problem.kind === 'literal';
  return result('FAIL', subjectOf(at, service.id), {
    message: `${service.label} ${problem.words}${citing(source)}.`,
    path: envPath(container, observed.key),
    expected: problem.expected,
    observed: observedDelivery(observed),
    severity: weigh(view, service.environment, { fieldClass: posture ? 'posture' : 'config' }),
    settle: problem.kind === 'credential' ? problem.settle : `${problem.settle}${orDeclare(source)}`,
    source,
  });
}
