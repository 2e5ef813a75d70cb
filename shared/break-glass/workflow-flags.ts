import { shellWord } from '../checks/results/shell-word.ts';
import { showValue } from '../findings/show-value.ts';
import { isObject, type Json } from '../snapshot/json.ts';
import { parsePath } from '../snapshot/path.ts';
import type { WindowChange } from './model.ts';

/** The flags a deployment must pass so that the next release does not take a change back. */
export interface RoleFlags {
  role: string;
  environment: string;
  service: string;
  /** Flags of `gcloud run deploy` and `gcloud run services update`, in order. */
  flags: string[];
}

type Flag = (value: Json, segments: string[]) => string | null;

/** By the end of a canonical path; the first that matches says the flag. */
const FLAGS: { path: RegExp; flag: Flag }[] = [
  {
    path: /^ingress$/,
    flag: (value) => (value === null ? null : `--ingress=${showValue(value, 'ingress')}`),
  },
  {
    path: /^invokerIamDisabled$/,
    flag: (value) => (value === true ? '--no-invoker-iam-check' : '--invoker-iam-check'),
  },
  { path: /^iapEnabled$/, flag: (value) => (value === true ? '--iap' : '--no-iap') },
  { path: /^defaultUriDisabled$/, flag: (value) => (value === true ? '--no-default-url' : '--default-url') },
  { path: /^template\.serviceAccount$/, flag: given('--service-account') },
  { path: /^template\.maxInstanceRequestConcurrency$/, flag: given('--concurrency') },
  { path: /^template\.timeout$/, flag: given('--timeout') },
  { path: /^scaling\.minInstanceCount$/, flag: given('--min') },
  { path: /^scaling\.maxInstanceCount$/, flag: given('--max') },
  { path: /^template\.scaling\.minInstanceCount$/, flag: given('--min-instances') },
  { path: /^template\.scaling\.maxInstanceCount$/, flag: given('--max-instances') },
  { path: /\.resources\.limits\.cpu$/, flag: given('--cpu') },
  { path: /\.resources\.limits\.memory$/, flag: given('--memory') },
  {
    path: /\.resources\.cpuIdle$/,
    flag: (value) => (value === true ? '--cpu-throttling' : '--no-cpu-throttling'),
  },
  { path: /^template\.vpcAccess\.connector$/, flag: given('--vpc-connector', '--clear-vpc-connector') },
  {
    path: /^template\.vpcAccess\.egress$/,
    flag: (value) =>
      typeof value === 'string' ? `--vpc-egress=${value.toLowerCase().replaceAll('_', '-')}` : null,
  },
  {
    path: /^template\.cloudSqlInstances/,
    flag: given('--set-cloudsql-instances', '--clear-cloudsql-instances'),
  },
  { path: /\.env\.[^.]+/, flag: environmentFlag },
];

/** What each service's deployment has to say to keep what was changed by hand; changes that no flag sets are left to the contract. */
export function workflowFlags(changes: readonly WindowChange[]): RoleFlags[] {
  const services = Map.groupBy(
    changes.filter(({ id, path, role }) => id.startsWith('run.services/') && path !== null && role !== null),
    ({ environment, id }) => `${environment}|${id}`,
  );
  return [...services.values()].flatMap((group) => {
    const [first] = group;
    const flags = [...new Set(group.flatMap((change) => flagOf(change) ?? []))];
    if (first === undefined || flags.length === 0) return [];
    const service = first.id.slice(first.id.lastIndexOf('/') + 1);
    return [{ role: first.role ?? service, environment: first.environment, service, flags }];
  });
}

function flagOf({ path, after }: WindowChange): string | null {
  if (path === null) return null;
  const known = FLAGS.find((entry) => entry.path.test(path));
  const flag = known?.flag(after, parsePath(path)) ?? null;
  // Names and values are others' words, and the flag is copied into a script.
  return flag === null ? null : shellWord(flag);
}

function given(flag: string, cleared: string | null = null): Flag {
  return (value) => {
    if (value === null) return cleared;
    return Array.isArray(value) ? `${flag}=${value.map(String).join(',')}` : `${flag}=${String(value)}`;
  };
}

/** A literal's value is never known here; only its name can be said. */
function environmentFlag(value: Json, segments: string[]): string | null {
  const key = segments[segments.indexOf('env') + 1];
  if (key === undefined || segments.length > segments.indexOf('env') + 2) return null;
  if (value === null) return `--remove-env-vars=${key}`;
  if (!isObject(value)) return null;
  return value.kind === 'secret'
    ? `--update-secrets=${key}=${String(value.secret)}:${String(value.version ?? 'latest')}`
    : `--update-env-vars=${key}=VALUE`;
}
