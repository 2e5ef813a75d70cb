import type { Severity } from '../findings/model.ts';
import { formatPath } from '../snapshot/path.ts';
import type { RawResult } from './model.ts';
import { listed, result, type Subject } from './result.ts';
import type { EstateView } from './view.ts';
import { updateWorkload, type Workload } from './workload.ts';

/** A reference into a protected environment from outside is the worst there is; one out of it is next. */
export function crossingSeverity(view: EstateView, from: string, into: readonly string[]): Severity {
  if (view.isProtected(from)) return 'high';
  return into.some((environment) => view.isProtected(environment)) ? 'critical' : 'medium';
}

/** One setting that refers to other environments. */
export function crossingResult(
  about: Subject,
  {
    view,
    workload,
    path,
    segments,
    found,
  }: { view: EstateView; workload: Workload; path: string; segments: string[]; found: Map<string, string[]> },
): RawResult {
  const into = [...found.keys()];
  const what = into.map((environment) => `${environment} (${(found.get(environment) ?? []).join(', ')})`);
  return result('FAIL', about, {
    message: `${workload.label} refers to ${listed(what)} in ${path}; an environment refers to none but itself.`,
    path,
    expected: `nothing of ${listed(into)}`,
    observed: Object.fromEntries(found),
    severity: crossingSeverity(view, about.environment, into),
    settle: updateWorkload(workload, flagsFor(segments, workload.at.length)),
  });
}

/** The flag that sets what stands at a path; no value is ever told. */
function flagsFor(segments: string[], depth: number): string {
  const [first = '', second = '', third = '', fourth = ''] = segments.slice(depth);
  const key = fourth === '' ? 'KEY' : fourth;
  if (first === 'containers' && third === 'env')
    return `--update-env-vars=${key}=VALUE (or --update-secrets=${key}=SECRET:VERSION)`;
  if (first === 'containers' && (third === 'args' || third === 'command')) return `--${third}=VALUE`;
  if (first === 'serviceAccount') return '--service-account=ACCOUNT';
  if (first === 'cloudSqlInstances') return '--set-cloudsql-instances=INSTANCE';
  if (first === 'vpcAccess' && second === 'connector') return '--vpc-connector=CONNECTOR';
  if (first === 'vpcAccess') return '--network=NETWORK --subnet=SUBNET';
  if (first === 'volumes') return '--update-secrets=MOUNT_PATH=SECRET:VERSION';
  return `(with ${formatPath(segments)} set to what is of its own environment)`;
}
