import type { AuditEntry } from './entry.ts';
import type { Target } from './target.ts';

/** How surely an entry is about a place. `near`: what would make it certain is not in the entry. */
export type Join = 'exact' | 'near' | null;

/** Labels that name the resource, by its collection. */
const NAME_LABELS: Record<string, string> = {
  services: 'service_name',
  jobs: 'job_name',
  workerPools: 'worker_pool_name',
  serviceAccounts: 'email_id',
  secrets: 'secret_id',
};
const READS = /^(?:Get|List|Access|Test|Search|Query|Lookup|Watch|Check|Validate)/;
/** Calls that use a resource or what it made, and leave what it says as it was: a deployer's `actAs`, a run of a job. */
const USES = /^(?:actAs|Sign(?:Blob|Jwt)|Generate\w+Token|RunJob|\w+(?:Execution|Revision))$/;
const POLICY = /^SetIam(?:Policy|Permissions)$/i;
const CAME = /^(?:Create|Undelete|Import|Replace)/;
const WENT = /^Delete/;

/** Whether an entry is a call that can have changed a place: the exact resource, the right kind of call, within its time. */
export function joinEntry(entry: AuditEntry, target: Target): Join {
  if (entry.isFailed || entry.project !== target.project || entry.service !== target.service) return null;
  if (!isWithin(entry, target) || !isCallFor(entry, target)) return null;
  return weaker(joinName(entry, target), joinGrant(entry, target));
}

function isWithin({ at }: AuditEntry, { since, until }: Target): boolean {
  const time = Date.parse(at);
  return time > Date.parse(since) && time <= Date.parse(until);
}

/** A policy is changed by calls that set policies, and nothing else is. */
function isCallFor({ method }: AuditEntry, { part, whole }: Target): boolean {
  if (READS.test(method) || USES.test(method)) return false;
  if (part === 'policy' || POLICY.test(method)) return part === 'policy' && POLICY.test(method);
  if (part === 'versions') return method.includes('SecretVersion');
  if (part === 'keys') return method.includes('ServiceAccountKey');
  if (method.includes('SecretVersion') || method.includes('ServiceAccountKey')) return false;
  if (whole === 'came') return CAME.test(method);
  return whole === 'went' ? WENT.test(method) : true;
}

function joinName(entry: AuditEntry, target: Target): Join {
  const { collection, name, aliases } = target;
  if (collection === null) return 'exact';
  const segments = entry.resource.split('/');
  const label = entry.labels[NAME_LABELS[collection] ?? ''];
  const called = [label, after(segments, collection)].filter((one) => one !== undefined);
  // The call that makes an API key names the project alone: the key has no name yet.
  if (called.length === 0 && entry.method === 'CreateKey') return target.whole === 'came' ? 'near' : null;
  const number = collection === 'serviceAccounts' ? entry.labels.unique_id : undefined;
  const names = [name, ...aliases];
  const isNamed =
    called.length > 0 ? called.some((one) => names.includes(one)) : aliases.includes(number ?? '');
  return isNamed ? joinRegion(entry, { segments, target }) : null;
}

/** The v1 resource name has no region: the labels have it. What names another region is another resource. */
function joinRegion(
  { labels }: AuditEntry,
  { segments, target }: { segments: string[]; target: Target },
): Join {
  const observed = after(segments, 'locations') ?? labels.location;
  const isPlaced = observed !== undefined && observed !== 'global' && observed !== '-';
  if (target.region === null) return after(segments, 'locations') === undefined || !isPlaced ? 'exact' : null;
  if (!isPlaced) return 'near';
  return observed === target.region ? 'exact' : null;
}

/** Where the entry says which grants it changed, it must be this one. */
function joinGrant({ grants }: AuditEntry, { part, grant }: Target): Join {
  if (part !== 'policy' || grant.role === null) return 'exact';
  if (grants === null) return 'near';
  const isSame = grants.some(
    ({ role, member }) => role === grant.role && (grant.member === null || member === grant.member),
  );
  return isSame ? 'exact' : null;
}

function weaker(a: Join, b: Join): Join {
  if (a === null || b === null) return null;
  return a === 'near' ? a : b;
}

/** The segment behind another one; collections are spelled with and without capitals. */
function after(segments: string[], collection: string): string | undefined {
  const index = segments.findIndex((segment) => segment.toLowerCase() === collection.toLowerCase());
  return index < 0 ? undefined : segments[index + 1];
}
