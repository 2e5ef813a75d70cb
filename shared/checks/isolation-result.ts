import type { Severity } from '../findings/model.ts';
import type { RawResult } from './model.ts';
import { listed, result, type Subject } from './result.ts';
import { shellWord } from './shell-word.ts';
import type { EstateView } from './view.ts';
import { updateWorkload, type Workload } from './workload.ts';

/** A reference into a protected environment from outside is the worst there is; one out of it is next. */
export function crossingSeverity(view: EstateView, from: string, into: readonly string[]): Severity {
  if (view.isProtected(from)) return 'high';
  return into.some((environment) => view.isProtected(environment)) ? 'critical' : 'medium';
}

/** A setting that refers to other environments. */
export interface Crossing {
  segments: string[];
  /** A value that stands in the service, rather than the name of something. */
  literal: boolean;
  /** Environment → what betrays it. */
  found: Map<string, string[]>;
}

/** One setting that refers to other environments, as a result. */
export function crossingResult(
  about: Subject,
  {
    view,
    workload,
    path,
    crossing,
  }: { view: EstateView; workload: Workload; path: string; crossing: Crossing },
): RawResult {
  const { found } = crossing;
  const into = [...found.keys()];
  const what = into.map((environment) => `${environment} (${(found.get(environment) ?? []).join(', ')})`);
  const flags = flagsFor(crossing, workload.at.length);
  return result('FAIL', about, {
    message: `${workload.label} refers to ${listed(what)} in ${path}; an environment refers to none but itself.`,
    path,
    expected: `nothing of ${listed(into)}`,
    observed: Object.fromEntries(found),
    severity: crossingSeverity(view, about.environment, into),
    settle:
      flags === null
        ? `Deploy ${workload.label} with ${path} set to what is of its own environment.`
        : updateWorkload(workload, flags),
  });
}

/** The flag that sets what stands at a path; no value is ever told. Null where no flag does. */
function flagsFor({ segments, literal }: Crossing, depth: number): string | null {
  const [first = '', second = '', third = '', key = ''] = segments.slice(depth);
  if (first === 'containers' && third === 'env')
    return shellWord(literal ? `--update-env-vars=${key}=VALUE` : `--update-secrets=${key}=SECRET:VERSION`);
  if (first === 'containers' && (third === 'args' || third === 'command')) return `--${third}=VALUE`;
  if (first === 'vpcAccess')
    return second === 'connector' ? '--vpc-connector=CONNECTOR' : '--network=NETWORK --subnet=SUBNET';
  return FLAGS[first] ?? null;
}

const FLAGS: Record<string, string> = {
  serviceAccount: '--service-account=ACCOUNT',
  cloudSqlInstances: '--set-cloudsql-instances=INSTANCE',
  encryptionKey: '--key=KEY',
};
