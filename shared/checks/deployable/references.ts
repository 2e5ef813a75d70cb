import type { RawResult } from '../model.ts';
import { result } from '../results/result.ts';
import { shellWord } from '../results/shell-word.ts';
import { weigh } from '../results/weigh.ts';
import { missingSecret } from '../secrets/state.ts';
import { type FoundSecret, resolveVersion, secretFlags } from '../view/secret-index.ts';
import { referenceWords, type SecretReference } from '../view/secret-references.ts';
import { subjectOfWorkload, updateWorkload, type Workload } from '../view/workload.ts';
import type { Deployed } from './deployed.ts';

/** One result for each reference that does not resolve to an enabled version, or is not to be seen; of those not read, none. */
export function referenceResults(references: readonly SecretReference[], deployed: Deployed): RawResult[] {
  return references.flatMap((reference) => judgeReference(reference, deployed));
}

function judgeReference(reference: SecretReference, deployed: Deployed): RawResult[] {
  const { seen } = reference;
  const { place } = seen;
  if (seen.status === 'foreign')
    return [
      undecided(
        reference,
        deployed,
        `${place.full} is of a project that is not of the contract, so it is not captured`,
      ),
    ];
  if (seen.status === 'absent') {
    const { words, settle } = missingSecret(place);
    return [broken(reference, deployed, { words: `a secret that ${words}`, observed: null, settle })];
  }
  if (seen.status === 'unread' || seen.versions.status === 'unread') return [];
  return versionResults(reference, seen, deployed);
}

function versionResults(reference: SecretReference, secret: FoundSecret, deployed: Deployed): RawResult[] {
  const { version } = reference;
  const resolved = resolveVersion(secret, version);
  if (resolved?.state === 'ENABLED') return [];
  const { name } = secret.place;
  const flags = secretFlags(secret.place);
  if (resolved === null) {
    const words = version === 'latest' ? 'which has no version' : `which has no version or alias ${version}`;
    const settle =
      version === 'latest'
        ? `gcloud secrets versions add ${shellWord(name)} ${flags} --data-file=FILE`
        : rebind(reference, deployed.workload);
    return [broken(reference, deployed, { words, observed: null, settle })];
  }
  const stands = resolved.number === version ? '' : ` (version ${resolved.number})`;
  const words = `${version}${stands} of which is ${resolved.state}`;
  const settle =
    resolved.state === 'DISABLED'
      ? `gcloud secrets versions enable ${resolved.number} --secret=${shellWord(name)} ${flags}`
      : rebind(reference, deployed.workload);
  return [broken(reference, deployed, { words, observed: resolved.state, settle })];
}

/** Which version is right, only a person knows. */
function rebind({ kind, key, secret }: SecretReference, workload: Workload): string {
  const target = kind === 'env' ? key : 'MOUNT_PATH';
  return updateWorkload(workload, shellWord(`--update-secrets=${target}=${secret}:VERSION`));
}

function broken(
  reference: SecretReference,
  { workload, role, judging }: Deployed,
  { words, observed, settle }: { words: string; observed: string | null; settle: string },
): RawResult {
  return result('FAIL', subjectOfWorkload(workload, role), {
    message: `${workload.label} takes ${referenceWords(reference)} from ${reference.secret}, ${words}: the next revision could not start.`,
    path: reference.path,
    expected: 'ENABLED',
    observed: { secret: reference.secret, version: reference.version, state: observed },
    severity: weigh(judging.view, workload.environment, { fieldClass: 'posture' }),
    settle,
  });
}

function undecided(reference: SecretReference, { workload, role }: Deployed, why: string): RawResult {
  return result('REVIEW_REQUIRED', subjectOfWorkload(workload, role), {
    message: `${workload.label} takes ${referenceWords(reference)} from version ${reference.version} of a secret elsewhere: ${why}.`,
    path: reference.path,
    observed: { secret: reference.secret, version: reference.version },
    settle: `Keep the secret in ${workload.project}, or waive deployable for it with an expiry.`,
  });
}
