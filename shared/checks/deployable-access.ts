import { formatPath } from '../snapshot/path.ts';
import type { Deployed } from './deployed.ts';
import type { RawResult } from './model.ts';
import { listed, result } from './result.ts';
import type { RuntimeAccount } from './runtime-account.ts';
import { type Access, accessTo } from './secret-access.ts';
import { type SecretPlace, secretFlags, secretsOf } from './secret-index.ts';
import type { SecretReference } from './secret-references.ts';
import { weigh } from './weigh.ts';

/** A secret the workload takes, and whether its account may read it. */
export interface JudgedAccess {
  place: SecretPlace;
  access: Access;
}

/** One result for the secrets the account may not read, and one for those of which that cannot be told; of those not read, none. */
export function accessResults(email: string, judged: JudgedAccess[], deployed: Deployed): RawResult[] {
  const of = (status: Access['status']) => judged.filter(({ access }) => access.status === status);
  const [refused, unsure] = [of('refused'), of('unsure')];
  return [
    ...(refused.length > 0 ? [refusedResult(email, refused, deployed)] : []),
    ...(unsure.length > 0 ? [unsureResult(email, unsure, deployed)] : []),
  ];
}

/** Whether the account may read each of the secrets; an account that is not there may read nothing. */
export function judgedAccess(
  account: RuntimeAccount,
  references: readonly SecretReference[],
  deployed: Deployed,
): JudgedAccess[] {
  const { email } = account;
  if (email === null || account.status === 'missing') return [];
  const { view } = deployed.judging;
  return placesOf(references, deployed).map((place) => ({ place, access: accessTo(view, place, email) }));
}

/** The secrets that are there; of the others there is nothing to be let read. */
function placesOf(references: readonly SecretReference[], { workload, judging }: Deployed): SecretPlace[] {
  const places = new Map<string, SecretPlace>();
  for (const { secret } of references) {
    const seen = secretsOf(judging.view).lookUp(workload.environment, secret);
    if (seen.status === 'found') places.set(seen.place.full, seen.place);
  }
  return [...places.values()];
}

function refusedResult(
  email: string,
  refused: JudgedAccess[],
  { workload, role, judging }: Deployed,
): RawResult {
  const names = refused.map(({ place }) => place.name);
  return result('FAIL', subjectOf(workload, role), {
    message: `${workload.label} runs as ${email}, which neither the policy of ${listed(names)} nor that of its project lets read it: the next revision could not start.`,
    path: accountPath(workload.at),
    expected: 'roles/secretmanager.secretAccessor',
    observed: { account: email, secrets: refused.map(({ place }) => place.full) },
    severity: weigh(judging.view, workload.environment, { fieldClass: 'posture' }),
    settle: refused.map(({ place }) => grantCommand(place, email)).join(' && '),
  });
}

function unsureResult(email: string, unsure: JudgedAccess[], { workload, role }: Deployed): RawResult {
  const names = unsure.map(({ place }) => place.name);
  const why = [...new Set(unsure.flatMap(({ access }) => ('why' in access ? access.why : [])))];
  return result('REVIEW_REQUIRED', subjectOf(workload, role), {
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

function subjectOf(workload: Deployed['workload'], role: string | null) {
  return { role, environment: workload.environment, resource: workload.id };
}

function accountPath(at: readonly string[]): string {
  return formatPath([...at, 'serviceAccount']);
}
