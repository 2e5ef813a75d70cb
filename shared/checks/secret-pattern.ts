import type { JsonObject } from '../snapshot/json.ts';
import { part } from './containers.ts';
import type { ServicePair } from './lookup.ts';
import type { RawResult } from './model.ts';
import { counted, result } from './result.ts';
import { type FoundSecret, secretsOf } from './secret-index.ts';
import { secretReferences } from './secret-references.ts';
import type { EstateView } from './view.ts';
import { workloadOf } from './workload.ts';

/** How a secret is kept, in words that mean the same in every environment. */
interface Pattern {
  name: string;
  path: string;
  of(secret: FoundSecret): string;
}

const PATTERNS: Pattern[] = [
  { name: 'replication', path: 'replication', of: replication },
  { name: 'rotation', path: 'rotation', of: rotation },
];

/** Compares how the secrets behind one key are kept on both sides of a pair. Nothing declares that, so what differs needs a decision. */
export function comparePatterns(pair: ServicePair, view: EstateView): RawResult[] {
  const theirs = byKey(pair.reference, view);
  const shared = [...byKey(pair.candidate, view)].flatMap(([key, mine]) => {
    const their = theirs.get(key);
    return their === undefined ? [] : [[mine, their] as const];
  });
  const different = new Map<string, RawResult>();
  for (const [mine, their] of shared)
    for (const pattern of PATTERNS) {
      const sides = [pattern.of(mine), pattern.of(their)] as const;
      if (sides[0] !== sides[1])
        different.set(`${mine.place.id} ${pattern.name}`, unlike(pair, [mine, their], { pattern, sides }));
    }
  if (different.size > 0) return [...different.values()];
  if (shared.length === 0) return [];
  const { candidate, reference, role, environments } = pair;
  const about = { role, environment: candidate.environment, environments, resource: candidate.id };
  const message = `${candidate.label} and ${reference.label} have ${counted(shared.length, 'secret')} in common, of the same replication and rotation.`;
  return [result('PASS', about, { message })];
}

/** The secrets a service takes, by what it takes them as. */
function byKey(service: ServicePair['candidate'], view: EstateView): Map<string, FoundSecret> {
  const found = new Map<string, FoundSecret>();
  for (const { kind, key, secret } of secretReferences(workloadOf(service))) {
    const seen = secretsOf(view).lookUp(service.environment, secret);
    if (seen.status === 'found') found.set(`${kind} ${key}`, seen);
  }
  return found;
}

function unlike(
  pair: ServicePair,
  [mine, their]: readonly [FoundSecret, FoundSecret],
  { pattern, sides }: { pattern: Pattern; sides: readonly [string, string] },
): RawResult {
  const [a, b] = pair.environments;
  const about = { role: pair.role, environment: a, environments: pair.environments, resource: mine.place.id };
  return result('REVIEW_REQUIRED', about, {
    message: `secret ${mine.place.name} has ${pattern.name} ${sides[0]} in ${a}, ${their.place.name} ${sides[1]} in ${b}; the contract does not say that they differ.`,
    path: pattern.path,
    expected: sides[1],
    observed: sides[0],
    settle: `Keep them alike (gcloud secrets update ${mine.place.name} --project=${mine.place.project}; replication is chosen when a secret is created), or waive secrets with path ${pattern.path} and an expiry.`,
  });
}

/** Where the replicas are may differ; how many, and whose key encrypts them, is the pattern. */
function replication({ fields, place }: FoundSecret): string {
  if (place.region !== null) return 'regional';
  const { automatic, userManaged } = part(fields.replication);
  if (userManaged === undefined) return `automatic${ownKey([part(automatic)])}`;
  const replicas = Object.values(part(part(userManaged).replicas)).map((replica) => part(replica));
  return `user-managed in ${counted(replicas.length, 'location')}${ownKey(replicas)}`;
}

function ownKey(encrypted: JsonObject[]): string {
  return encrypted.some((each) => each.customerManagedEncryption !== undefined)
    ? ' with a key of its own'
    : '';
}

function rotation({ fields }: FoundSecret): string {
  const { rotationPeriod } = part(fields.rotation);
  return typeof rotationPeriod === 'string' ? `every ${rotationPeriod}` : 'none';
}
