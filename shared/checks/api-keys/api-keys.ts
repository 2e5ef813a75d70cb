import type { Environment } from '../../contract/model.ts';
import type { Check, CheckContext, RawResult } from '../model.ts';
import { blindResult, counted } from '../results/result.ts';
import { gapWords } from '../view/lookup.ts';
import { gapOf } from '../view/reading-index.ts';
import { type EstateView, viewOf } from '../view/view.ts';
import { apiKeyOf, type ObservedApiKey } from './api-key.ts';
import { judgeChoice } from './choice.ts';
import type { ApiKeyJudging } from './judging.ts';

/** Check 14: API keys open what they must, to whom they must, and nothing else. */
export const apiKeys: Check = {
  id: 'api-keys',
  number: 14,
  title: 'API keys',
  explanation:
    'Of the keys whose display name matches, the newest is judged: it opens exactly the declared APIs, may be used from every required referrer, and from no other than those that are allowed or deprecated. Deprecated referrers are named, and fail with --fail-on-deprecated. A key without any restriction is open to everybody. Older keys that match still work: one that opens more than the contract allows is to be looked at.',
  run: (context) => context.contract.environments.flatMap((environment) => judge(environment, context)),
};

function judge(environment: Environment, context: CheckContext): RawResult[] {
  const intents = context.contract.apiKeys(environment.name);
  if (intents.length === 0) return [];
  const view = viewOf(context);
  const { keys, unread } = keysOf(environment, view);
  const failOnDeprecated = context.failOnDeprecated ?? false;
  return [
    ...(keys === null
      ? []
      : intents.flatMap((intent) => {
          const judging: ApiKeyJudging = { environment, intent, view, failOnDeprecated };
          return judgeChoice(keys, judging, unread === null);
        })),
    ...(unread === null ? [] : [blind(environment, unread)]),
  ];
}

/** The API keys of an environment, null where the list was not read, and in words what of it was not. */
function keysOf(
  { name }: Environment,
  view: EstateView,
): { keys: ObservedApiKey[] | null; unread: string | null } {
  const [reading] = view.index.readings(name, 'apikeys.keys');
  if (reading === undefined) return { keys: null, unread: 'NOT_CAPTURED' };
  if (reading.status !== 'OK') return { keys: null, unread: gapWords(gapOf(reading)) };
  const keys = Object.entries(reading.documents).map(([id, document]) => apiKeyOf(id, document));
  const [gap, ...others] = Object.values(reading.gaps);
  if (gap === undefined) return { keys, unread: null };
  return { keys, unread: `${counted(others.length + 1, 'key')}: ${gapWords(gap)}` };
}

function blind({ name }: Environment, unread: string): RawResult {
  return blindResult(
    { role: null, environment: name, resource: null },
    {
      message: `${name}: not every API key is known; could not read apikeys.keys (${unread}).`,
      settle: 'Mend the coverage gap named in the message and run again.',
    },
  );
}
