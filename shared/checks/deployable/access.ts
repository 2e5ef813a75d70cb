import { formatPath } from '../../snapshot/path.ts';
import type { RawResult } from '../model.ts';
import { listed, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import type { RuntimeAccount } from '../view/runtime-account.ts';
import { type SecretPlace, secretFlags } from '../view/secret-index.ts';
import type { SecretReference } from '../view/secret-references.ts';
import { subjectOfWorkload } from '../view/workload.ts';
import type { Deployed } from './deployed.ts';
import { type Access, accessOf } from './secret-access.ts';

/** A secret the workload takes, and why it is not known that its account may read it. */
export interface LackingAccess {
  place: SecretPlace;
  access: Exclude<Access, { status: 'granted' }>;
}

/** One result for the secrets the account may not read, and one for those of which that cannot be told; of those not read, none. */
export function accessResults(email: string, lacking: LackingAccess[], deployed: Deployed): RawResult[] {
  if (lacking.length === 0) return [];
  const of = (status: Access['status']) => lacking.filter(({ access }) => access.status === status);
  const [refused, unsure] = [of('refused'), of('unsure')];
  return [
    ...(refused.length > 0 ? [refusedResult(email, refused, deployed)] : []),
    ...(unsure.length > 0 ? [unsureResult(email, unsure, deployed)] : []),
  ];
}

/**
 * The secrets that are there and that the account is not known to be let read, each once; an account that
 * is not there may read nothing.
 */
export function lackingAccess(
  account: RuntimeAccount,
  references: readonly SecretReference[],
  deployed: Deployed,
): LackingAccess[] {
  const { email } = account;
  const lacking: LackingAccess[] = [];
  if (email === null || account.status === 'missing' || references.length === 0) return lacking;
  const mayRead = accessOf(deployed.judging.view, email);
  for (const { seen } of references) {
    if (seen.status !== 'found') continue;
    const { place } = seen;
    const access = mayRead(place);
    if (access.status !== 'granted' && !lacking.some((known) => known.place === place))
      lacking.push({ place, access });
  }
  return lacking;
}

function refusedResult(
  email: string,
  refused: LackingAccess[],
  { workload, role, judging }: Deployed,
): RawResult {
  const names = refused.map(({ place }) => place.name);
  return result('FAIL', subjectOfWorkload(workload, role), {
    message: `${workload.label} runs as ${email}, which neither the policy of ${listed(names)} nor that of its project lets read it: the next revision could not start.`,
    path: accountPath(workload.at),
    expected: 'roles/secretmanager.secretAccessor',
    observed: { account: email, secrets: refused.map(({ place }) => place.full) },
    severity: weigh(judging.view, workload.environment, { fieldClass: 'posture' }),
    settle: refused.map(({ place }) => grantCommand(place, email)).join(' && '),
  });
}

function unsureResult(email: string, unsure: LackingAccess[], { workload, role }: Deployed): RawResult {
  const names = unsure.map(({ place }) => place.name);
  const why = [...new Set(unsure.flatMap(({ access }) => ('why' in access ? access.why : [])))];
  return result('REVIEW_REQUIRED', subjectOfWorkload(workload, role), {
    message: `${workload.label} runs as ${email}; whether it may read ${listed(names)} cannot be told: ${why.join('; ')}.`,
    path: accountPath(workload.at),
    expected: 'roles/secretmanager.secretAccessor',
    observed: { account: email, secrets: unsure.map(({ place }) => place.full) },
    settle: `Grant it by name (${unsure.map(({ place }) => grantCommand(place, email)).join(' && ')}), or waive deployable for ${role ?? workload.name} with an expiry.`,
  });
}

function grantCommand(place: SecretPlace, email: string): string {
  return `gcloud secrets add-iam-policy-binding ${place.name} ${secretFlags(place)} --member=serviceAccount:${email} --role=roles/secretmanager.secretAccessor`;
}

function accountPath(at: readonly string[]): string {
  return formatPath([...at, 'serviceAccount']);
}
