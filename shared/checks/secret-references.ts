import { isObject, type Json, type JsonObject } from '../snapshot/json.ts';
import { compareText } from '../snapshot/model.ts';
import { formatPath } from '../snapshot/path.ts';
import { part } from './containers.ts';
import type { Workload } from './workload.ts';

/** One place where a workload takes a version of a secret. */
export interface SecretReference {
  /** An environment key, or a file of a volume. */
  kind: 'env' | 'file';
  /** The key; of a file, its path inside the volume (the secret's name where the volume names none). */
  key: string;
  path: string;
  /** A short name of the same project, or a name in full. */
  secret: string;
  /** A number, an alias, or latest. */
  version: string;
}

/** Every secret a workload takes, of all its containers and volumes, by path; found once. */
export function secretReferences(workload: Workload): readonly SecretReference[] {
  workload.references ??= findReferences(workload);
  return workload.references;
}

function findReferences({ template, at }: Workload): SecretReference[] {
  const found = [...inEnvironments(template, at), ...inVolumes(template, at)];
  return found.sort((a, b) => compareText(a.path, b.path));
}

/** What a reference is called in a sentence: `KEY`, `the file tls.key`. */
export function referenceWords({ kind, key }: SecretReference): string {
  return kind === 'env' ? key : `the file ${key}`;
}

function inEnvironments(template: JsonObject, at: readonly string[]): SecretReference[] {
  const found: SecretReference[] = [];
  const containers = part(template.containers);
  for (const container in containers) {
    const env = part(part(containers[container]).env);
    for (const key in env) {
      const entry = env[key];
      if (!isObject(entry) || entry.kind !== 'secret' || typeof entry.secret !== 'string') continue;
      const path = formatPath([...at, 'containers', container, 'env', key]);
      found.push({ kind: 'env', key, path, secret: entry.secret, version: versionOf(entry) });
    }
  }
  return found;
}

function inVolumes(template: JsonObject, at: readonly string[]): SecretReference[] {
  return Object.entries(part(template.volumes)).flatMap(([volume, value]) => {
    const { secret, items } = part(part(value).secret);
    if (typeof secret !== 'string') return [];
    const base = [...at, 'volumes', volume, 'secret'];
    const files = Object.entries(part(items));
    // Without items the newest version is mounted, in a file named after the secret.
    if (files.length === 0)
      return [{ kind: 'file', key: secret, path: formatPath(base), secret, version: 'latest' }];
    return files.map(([file, item]): SecretReference => {
      const path = formatPath([...base, 'items', file]);
      return { kind: 'file', key: file, path, secret, version: versionOf(item) };
    });
  });
}

function versionOf(entry: Json): string {
  const { version } = part(entry);
  return typeof version === 'string' || typeof version === 'number' ? String(version) : 'latest';
}
