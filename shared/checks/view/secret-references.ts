import { isObject, type Json } from '../../snapshot/json.ts';
import { compareText } from '../../snapshot/model.ts';
import { extendPath, formatPath } from '../../snapshot/path.ts';
import { inOrder } from '../results/in-order.ts';
import { part } from './containers.ts';
import { type SecretIndex, type SecretLookup, secretsOf } from './secret-index.ts';
import type { EstateView } from './view.ts';
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
  /** What is known of the secret. */
  seen: SecretLookup;
}

/** Every secret a workload takes, of all its containers and volumes, by path; found once. */
export function secretReferences(workload: Workload, view: EstateView): readonly SecretReference[] {
  workload.references ??= findReferences(workload, secretsOf(view));
  return workload.references;
}

function findReferences(workload: Workload, secrets: SecretIndex): SecretReference[] {
  const found = inEnvironments(workload, secrets);
  if (workload.template.volumes !== undefined) found.push(...inVolumes(workload, secrets));
  return inOrder(found, (a, b) => compareText(a.path, b.path));
}

/** What a reference is called in a sentence: `KEY`, `the file tls.key`. */
export function referenceWords({ kind, key }: SecretReference): string {
  return kind === 'env' ? key : `the file ${key}`;
}

function inEnvironments({ template, at, environment }: Workload, secrets: SecretIndex): SecretReference[] {
  const found: SecretReference[] = [];
  const containers = part(template.containers);
  for (const container in containers) {
    const env = part(part(containers[container]).env);
    const base = formatPath([...at, 'containers', container, 'env']);
    for (const key in env) {
      const entry = env[key];
      if (!isObject(entry) || entry.kind !== 'secret' || typeof entry.secret !== 'string') continue;
      const { secret } = entry;
      const seen = secrets.lookUp(environment, secret);
      found.push({ kind: 'env', key, path: extendPath(base, key), secret, version: versionOf(entry), seen });
    }
  }
  return found;
}

function inVolumes({ template, at, environment }: Workload, secrets: SecretIndex): SecretReference[] {
  return Object.entries(part(template.volumes)).flatMap(([volume, value]) => {
    const { secret, items } = part(part(value).secret);
    if (typeof secret !== 'string') return [];
    const seen = secrets.lookUp(environment, secret);
    const base = formatPath([...at, 'volumes', volume, 'secret']);
    const files = Object.entries(part(items));
    // Without items the newest version is mounted, in a file named after the secret.
    if (files.length === 0)
      return [{ kind: 'file', key: secret, path: base, secret, version: 'latest', seen }];
    return files.map(([file, item]): SecretReference => {
      const path = extendPath(extendPath(base, 'items'), file);
      return { kind: 'file', key: file, path, secret, version: versionOf(item), seen };
    });
  });
}

function versionOf(entry: Json): string {
  const { version } = part(entry);
  return typeof version === 'string' || typeof version === 'number' ? String(version) : 'latest';
}
