import type { Finding } from '../findings/model.ts';
import { resourceScope } from '../findings/resource-scope.ts';
import { parsePath } from '../snapshot/path.ts';

/** Which calls can have changed a place: of the resource itself, of its policy, or of what it owns. */
export type TargetPart = 'own' | 'policy' | 'versions' | 'keys';

/** The place of one finding as audit entries name it. */
export interface Target {
  fingerprint: string;
  project: string;
  /** The API whose calls are logged. */
  service: string;
  /** Collection in a resource name: `services`, `secrets`, …; null for the project itself. */
  collection: string | null;
  name: string;
  region: string | null;
  part: TargetPart;
  /** Whole resources: whether it came or went; null where a field changed. */
  whole: 'came' | 'went' | null;
  /** Of a policy: the grant that changed, as far as the place names it. */
  grant: { role: string | null; member: string | null };
  /** Other names of the same thing: the number of a service account. */
  aliases: string[];
  /** RFC 3339: the last reading that did not show it yet, and the first one that did. */
  since: string;
  until: string;
}

const FAMILIES: Record<string, { service: string; collection: string | null }> = {
  'run.services': { service: 'run.googleapis.com', collection: 'services' },
  'run.jobs': { service: 'run.googleapis.com', collection: 'jobs' },
  'run.workerPools': { service: 'run.googleapis.com', collection: 'workerPools' },
  'run.domainMappings': { service: 'run.googleapis.com', collection: 'domainmappings' },
  'resourcemanager.projects': { service: 'cloudresourcemanager.googleapis.com', collection: null },
  'iam.serviceAccounts': { service: 'iam.googleapis.com', collection: 'serviceAccounts' },
  'secretmanager.secrets': { service: 'secretmanager.googleapis.com', collection: 'secrets' },
  'apikeys.keys': { service: 'apikeys.googleapis.com', collection: 'keys' },
};
const PARTS: Record<string, TargetPart> = { iamPolicy: 'policy', versions: 'versions', keys: 'keys' };

/** Where the audit log tells of a finding's place; null for what no call of an API can have changed (a role, a workflow). */
export function targetOf(
  finding: Pick<Finding, 'fingerprint' | 'resource' | 'path' | 'after'>,
  known: Pick<Target, 'project' | 'since' | 'until' | 'aliases'>,
): Target | null {
  const scope = resourceScope(finding.resource, finding.path);
  const [family = '', ...rest] = finding.resource.split('/');
  const api = FAMILIES[family];
  if (scope === null || api === undefined) return null;
  const segments = finding.path === null ? [] : parsePath(finding.path);
  const part = PARTS[segments[0] ?? ''] ?? 'own';
  const [, , role = null, member = null] = part === 'policy' && segments[1] === 'bindings' ? segments : [];
  return {
    fingerprint: finding.fingerprint,
    ...known,
    ...api,
    name: rest.at(-1) ?? '',
    region: scope.region,
    part,
    whole: finding.path !== null ? null : finding.after === null ? 'went' : 'came',
    grant: { role, member },
  };
}
