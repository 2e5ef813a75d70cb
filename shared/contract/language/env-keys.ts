import { z } from 'zod';
import type { SecretVersionIntent } from '../model.ts';
import { addClash, type Clash } from './clash.ts';
import { environmentName, type Names } from './names.ts';
import { oneOf } from './one-of.ts';
import { perEnvironment, type Varying } from './per-environment.ts';
import { section, someOf } from './section.ts';
import { flag, mustUnseen } from './words.ts';

/** How a key reaches the container. */
export type Delivery = 'literal' | 'secret';

/** What the contract says of one key; `{ delivery }` alone may be written as one word, or one by environment. */
export interface EnvKey {
  delivery?: Varying<Delivery> | undefined;
  mustDiffer?: boolean | undefined;
  optional?: boolean | undefined;
  in?: string[] | undefined;
  version?: Varying<SecretVersionIntent> | undefined;
  value?: Varying<string> | undefined;
}

/** The environment keys of a service, by name. */
export function envKeys(names: Names): z.ZodType<Record<string, EnvKey>> {
  const due = mustUnseen('the name of an environment variable');
  const name = z.string(due).regex(/^[^=\s]{1,256}$/, due);
  return z.record(name, envKey(names), mustUnseen('a map of environment variables by name')).meta({
    description: 'Environment variables by name.',
    examples: [{ DATABASE_URL: 'secret', APP_ENV: { delivery: 'literal', mustDiffer: true } }],
  });
}

/** A mistyped entry may be a value someone pasted, so no message repeats it. */
function envKey(names: Names): z.ZodType<EnvKey> {
  const due = mustUnseen('literal, secret, or a map ({} where nothing more is said)');
  const short = z
    .enum(['literal', 'secret'], due)
    .transform((delivery): EnvKey => ({ delivery: { everywhere: true, value: delivery } }));
  const byEnvironment = z
    .record(environmentName(names), z.enum(['literal', 'secret'], due), due)
    .refine((values) => Object.keys(values).length > 0, due)
    .transform(
      (values): EnvKey => ({ delivery: { everywhere: false, values: new Map(Object.entries(values)) } }),
    )
    .describe('How it is delivered in each environment named.');
  return z.union([short, fullKey(names), byEnvironment], due);
}

function fullKey(names: Names) {
  const vary = perEnvironment(names);
  return section('an environment variable', {
    delivery: vary(oneOf(['literal', 'secret']))
      .optional()
      .describe('literal: the value stands in the service; secret: it comes from Secret Manager.'),
    value: vary(literal()).optional().describe('The literal value it has; compared by fingerprint.'),
    mustDiffer: flag().optional().describe('No two environments may have the same value.'),
    optional: flag().optional().describe('May be absent.'),
    in: someOf('a list of environments', environmentName(names))
      .optional()
      .describe('The environments it belongs in; all where this is not given.'),
    version: vary(oneOf(['pinned', 'latest', 'any']))
      .optional()
      .describe('Which version of the secret is bound: a number or alias (pinned), latest, or any.'),
  }).superRefine(contradictions);
}

/** A literal as the service has it: always text. */
function literal(): z.ZodType<string> {
  const due = mustUnseen('text');
  const scalar = z.union([z.number(due), z.boolean(due)], due).transform(String);
  return z.union([z.string(due), scalar], due);
}

function contradictions(key: EnvKey, context: z.RefinementCtx): void {
  for (const clash of [...ofDelivery(key, 'value'), ...ofDelivery(key, 'version'), ...ofValue(key)])
    addClash(context, clash);
  for (const path of outside(key)) {
    addClash(context, { path, other: ['in'], message: 'is given for an environment that `in` leaves out' });
  }
}

const WRONG = {
  value: { delivery: 'secret', words: 'the value of a secret is never stated' },
  version: { delivery: 'literal', words: 'only a secret has versions' },
} as const;

/** What is said of one environment, or of all, against how the key is delivered there. */
function ofDelivery(key: EnvKey, what: keyof typeof WRONG): Clash[] {
  const { delivery, [what]: said } = key;
  const wrong = WRONG[what];
  if (delivery === undefined || said === undefined) return [];
  const message = `contradicts delivery: ${wrong.delivery}; ${wrong.words}`;
  if (delivery.everywhere) {
    return delivery.value === wrong.delivery ? [{ path: [what], other: ['delivery'], message }] : [];
  }
  if (said.everywhere) return [];
  return [...said.values.keys()]
    .filter((env) => delivery.values.get(env) === wrong.delivery)
    .map((env) => ({ path: [what, env], other: ['delivery', env], message }));
}

function ofValue(key: EnvKey): Clash[] {
  if (key.mustDiffer !== true || !repeatsValue(key)) return [];
  const message = 'contradicts value, which is the same for several environments';
  return [{ path: ['mustDiffer'], other: ['value'], message }];
}

function repeatsValue({ value, in: inside }: EnvKey): boolean {
  if (value === undefined || inside?.length === 1) return false;
  return value.everywhere || new Set(value.values.values()).size < value.values.size;
}

function outside(key: EnvKey): string[][] {
  const { in: inside } = key;
  if (inside === undefined) return [];
  return (['delivery', 'value', 'version'] as const).flatMap((name) => {
    const varying: Varying<unknown> | undefined = key[name];
    if (varying === undefined || varying.everywhere) return [];
    return [...varying.values.keys()].filter((env) => !inside.includes(env)).map((env) => [name, env]);
  });
}
