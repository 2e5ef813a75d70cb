import type { EnvIntent } from '../../contract/model.ts';
import type { Json } from '../../snapshot/json.ts';
import type { CheckContext } from '../model.ts';
import { shellWord } from '../results/shell-word.ts';
import { type Delivered, isPinned, literal } from '../view/environment-keys.ts';
import { looksLikeCredential } from './credential-names.ts';

/** What is wrong with how one key is delivered; `words` follow the service's name. Never holds a value. */
export interface DeliveryProblem {
  kind: 'credential' | 'literal' | 'secret' | 'version' | 'value';
  words: string;
  expected: Json;
  settle: string;
}

/** Judges one key of one container against what is declared for it; null where nothing is wrong. */
export function deliveryProblem(
  delivered: Delivered,
  intent: EnvIntent | null,
  context: CheckContext,
): DeliveryProblem | null {
  return credential(delivered) ?? (intent === null ? null : declaredProblem(delivered, intent, context));
}

/** Whether a key holds in the clear what its name says is a credential: wrong whatever is declared. */
export function isClearCredential(key: string, kind: Delivered['kind']): boolean {
  return kind === 'literal' && looksLikeCredential(key);
}

function credential({ key, kind }: Delivered): DeliveryProblem | null {
  if (!isClearCredential(key, kind)) return null;
  return {
    kind: 'credential',
    words: `holds ${key} as a literal; a key of that name must come from Secret Manager`,
    expected: 'secret',
    settle: `Put the value into Secret Manager, bind it with ${bindTo(key)}, and rotate it: whoever could view the service has seen it.`,
  };
}

function declaredProblem(
  delivered: Delivered,
  intent: EnvIntent,
  context: CheckContext,
): DeliveryProblem | null {
  const { key, kind } = delivered;
  if (!intent.expected || kind === 'unknown') return null;
  if (intent.delivery === 'secret' && kind === 'literal')
    return {
      kind: 'literal',
      words: `holds ${key} as a literal; the contract wants a secret`,
      expected: 'secret',
      settle: `Bind it with ${bindTo(key)}`,
    };
  if (intent.delivery === 'literal' && kind === 'secret')
    return {
      kind: 'secret',
      words: `takes ${key} from secret ${delivered.secret ?? '?'}; the contract wants a literal`,
      expected: 'literal',
      settle: `Unbind it with ${shellWord(`--remove-secrets=${key}`)} and set it as a literal`,
    };
  return kind === 'secret' ? version(delivered, intent) : value(delivered, intent, context);
}

function version(delivered: Delivered, intent: EnvIntent): DeliveryProblem | null {
  const { key } = delivered;
  const pinned = isPinned(delivered.version);
  if (intent.version === 'any' || (intent.version === 'pinned') === pinned) return null;
  const wanted = intent.version === 'pinned' ? 'a pinned version' : 'latest';
  return {
    kind: 'version',
    words: `takes ${key} from version ${delivered.version ?? '?'} of secret ${delivered.secret ?? '?'}; the contract wants ${wanted}`,
    expected: intent.version,
    settle: `Bind it with ${bindTo(key, delivered.secret ?? 'SECRET', intent.version === 'pinned' ? 'NUMBER' : 'latest')}`,
  };
}

/** The flag that binds a key, whose name may hold anything, to a secret. */
function bindTo(key: string, secret = 'SECRET', version = 'VERSION'): string {
  return shellWord(`--update-secrets=${key}=${secret}:${version}`);
}

/** Values meet as keyed fingerprints only. */
function value(delivered: Delivered, intent: EnvIntent, context: CheckContext): DeliveryProblem | null {
  if (intent.value === null) return null;
  const wanted = context.fingerprintOf(intent.value.value);
  if (wanted === delivered.fingerprint) return null;
  return {
    kind: 'value',
    words: `holds another value in ${delivered.key} than the contract declares`,
    expected: literal(wanted),
    settle: `Set ${delivered.key} to what the contract declares`,
  };
}
