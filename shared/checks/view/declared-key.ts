import type { EnvIntent, RoleIntent } from '../../contract/model.ts';

/** What a role's contract says of one environment key in one environment; null where it does not name it. */
export function declaredKey(intent: RoleIntent, key: string): EnvIntent | null {
  return Object.hasOwn(intent.env, key) ? (intent.env[key] ?? null) : null;
}
