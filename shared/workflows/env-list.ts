import { looksLikeCredential } from '../checks/secret-delivery/credential-names.ts';
import { looksLikeToken } from '../snapshot/normalise/token.ts';
import type { DeclaredVariable } from './model.ts';

const SHOWN = 4;
const EXPRESSION = /\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)/gs;

/**
 * What gcloud reads from `--set-env-vars`: `A=1,B=2`, or with a delimiter of its own `^|^A=1|B=2`
 * (`gcloud topic escaping`). Values are looked at and dropped.
 */
export function variablesOfFlag(text: string): DeclaredVariable[] {
  const own = /^\^([^^]+)\^/.exec(text);
  const delimiter = own?.[1] ?? ',';
  return variablesOf(text.slice(own?.[0].length ?? 0).split(delimiter));
}

/**
 * What the deploy-cloudrun action reads from `env_vars`: `KEY=VALUE` by line or by comma, a backslash
 * before either keeps it in the value; also gcloud's form with a delimiter of its own.
 */
export function variablesOfInput(text: string): DeclaredVariable[] {
  if (text.trimStart().startsWith('^')) return variablesOfFlag(text.trim());
  return variablesOf(text.split(/(?<!\\)[,\n]/));
}

function variablesOf(entries: readonly string[]): DeclaredVariable[] {
  return entries.flatMap((entry) => {
    const at = entry.indexOf('=');
    const key = (at === -1 ? entry : entry.slice(0, at)).trim();
    if (key === '' || key.startsWith('#')) return [];
    return { key: tellable(key), credential: credentialOf(key, at === -1 ? '' : entry.slice(at + 1).trim()) };
  });
}

/** A credential's name suffices, whatever the value: also an expression arrives in the service as a literal. */
function credentialOf(key: string, value: string): DeclaredVariable['credential'] {
  if (looksLikeCredential(key)) return 'name';
  const literal = value.replaceAll(EXPRESSION, '').replace(/^['"]|['"]$/g, '');
  return looksLikeToken(literal) || looksLikeToken(key) ? 'shape' : null;
}

/** A key that is itself a pasted credential is not repeated. */
function tellable(key: string): string {
  return looksLikeToken(key) || key.length > 100 ? `${key.slice(0, SHOWN)}…` : key;
}
