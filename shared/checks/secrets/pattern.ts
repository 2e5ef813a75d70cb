import type { JsonObject } from '../../snapshot/json.ts';
import type { RawResult } from '../model.ts';
import { counted, result } from '../results/result.ts';
import { part } from '../view/containers.ts';
import type { ObservedService, ServicePair } from '../view/lookup.ts';
import type { FoundSecret } from '../view/secret-index.ts';
import { type SecretReference, secretReferences } from '../view/secret-references.ts';
import type { EstateView } from '../view/view.ts';
import { workloadOf } from '../view/workload.ts';

/** How a secret is kept, in words that mean the same in every environment. */
interface Kept {
  replication: string;
  rotation: string;
}

const PATTERNS = ['replication', 'rotation'] as const;

/** Compares how the secrets behind one key are kept on both sides of a pair. Nothing declares that, so what differs needs a decision. */
export function comparePatterns(pair: ServicePair, view: EstateView): RawResult[] {
  const shared = [...sharedSecrets(pair, 'env', view), ...sharedSecrets(pair, 'file', view)];
  const different = new Map<string, RawResult>();
  for (const [mine, their] of shared) {
    const [kept, theirs] = [keptAs(mine), keptAs(their)];
    for (const pattern of PATTERNS)
      if (kept[pattern] !== theirs[pattern])
        different.set(
          `${mine.place.id} ${pattern}`,
          unlike(pair, [mine, their], { pattern, sides: [kept[pattern], theirs[pattern]] }),
        );
  }
  if (different.size > 0) return [...different.values()];
  if (shared.length === 0) return [];
  const { candidate, reference, role, environments } = pair;
  const about = { role, environment: candidate.environment, environments, resource: candidate.id };
  const message = () =>
    `${candidate.label} and ${reference.label} have ${counted(shared.length, 'secret')} in common, of the same replication and rotation.`;
  return [result('PASS', about, { message })];
}

type Shared = readonly [FoundSecret, FoundSecret];

/** The secrets that both sides take as the same key, or the same file. */
function sharedSecrets(pair: ServicePair, kind: SecretReference['kind'], view: EstateView): Shared[] {
  const shared: Shared[] = [];
  const mine = byKey(pair.candidate, kind, view);
  if (mine.size === 0) return shared;
  const theirs = byKey(pair.reference, kind, view);
  for (const [key, secret] of mine) {
    const their = theirs.get(key);
    if (their !== undefined) shared.push([secret, their]);
  }
  return shared;
}

/** The secrets a service takes in one way, by what it takes them as. */
function byKey(
  service: ObservedService,
  wanted: SecretReference['kind'],
  view: EstateView,
): ReadonlyMap<string, FoundSecret> {
  const found = new Map<string, FoundSecret>();
  for (const { kind, key, seen } of secretReferences(workloadOf(service), view))
    if (kind === wanted && seen.status === 'found') found.set(key, seen);
  return found;
}

function unlike(
  pair: ServicePair,
  [mine, their]: readonly [FoundSecret, FoundSecret],
  { pattern, sides }: { pattern: keyof Kept; sides: readonly [string, string] },
): RawResult {
  const [a, b] = pair.environments;
  const about = { role: pair.role, environment: a, environments: pair.environments, resource: mine.place.id };
  return result('REVIEW_REQUIRED', about, {
    message: `secret ${mine.place.name} has ${pattern} ${sides[0]} in ${a}, ${their.place.name} ${sides[1]} in ${b}; the contract does not say that they differ.`,
    path: pattern,
    expected: sides[1],
    observed: sides[0],
    settle: `Keep them alike (gcloud secrets update ${mine.place.name} --project=${mine.place.project}; replication is chosen when a secret is created), or waive secrets with path ${pattern} and an expiry.`,
  });
}

const KNOWN = new WeakMap<FoundSecret, Kept>();

/** Found once for each secret: many services may take it. */
function keptAs(secret: FoundSecret): Kept {
  const known = KNOWN.get(secret);
  if (known !== undefined) return known;
  const kept = { replication: replication(secret), rotation: rotation(secret) };
  KNOWN.set(secret, kept);
  return kept;
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
