import { accountHost } from '../../contract/account-host.ts';
import type { NetworkSetting, RoleIntent } from '../../contract/model.ts';
import type { Severity } from '../../findings/model.ts';
import type { RawResult } from '../model.ts';
import { networkFlags } from '../network/flags.ts';
import { listed, result, type Subject } from '../results/result.ts';
import { shellWord } from '../results/shell-word.ts';
import type { EstateView } from '../view/view.ts';
import { updateWorkload, type Workload } from '../view/workload.ts';

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
  const intent = about.role === null ? null : view.contract.intent(about.role, about.environment);
  const flags = flagsFor(crossing, workload, intent);
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

/** The flag that sets what stands at a path to what the contract wants there; no value is ever told. Null where no flag does. */
function flagsFor(
  { segments, literal }: Crossing,
  { at, project }: Workload,
  intent: RoleIntent | null,
): string | null {
  const [first = '', second = '', third = '', key = ''] = segments.slice(at.length);
  const network = (setting: NetworkSetting) =>
    networkFlags(setting, intent?.network[setting]?.value === 'absent' ? 'absent' : 'required');
  switch (first) {
    case 'containers':
      if (third === 'env')
        return shellWord(
          literal ? `--update-env-vars=${key}=VALUE` : `--update-secrets=${key}=SECRET:VERSION`,
        );
      return third === 'args' || third === 'command' ? `--${third}=VALUE` : null;
    case 'vpcAccess':
      return network(second === 'connector' ? 'vpcConnector' : 'directVpc');
    case 'cloudSqlInstances':
      return network('cloudSql');
    case 'serviceAccount':
      return `--service-account=${ownAccount(intent, project) ?? 'ACCOUNT'}`;
    default:
      return first === 'encryptionKey' ? '--key=KEY' : null;
  }
}

/** The declared account, where that is one of the service's own project. */
function ownAccount(intent: RoleIntent | null, project: string): string | null {
  const declared = intent?.serviceAccount?.value ?? null;
  return declared?.endsWith(`@${accountHost(project)}`) ? declared : null;
}
