import type { Check, RawResult } from '../model.ts';
import { eachRoleAndEstate, type Judging, judgePlaces } from '../results/each-role.ts';
import { blindResult, citing, counted, listed, result, type Subject } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { gapWords } from '../view/lookup.ts';
import { gapOfSecret, type SecretLookup, type SecretPlace } from '../view/secret-index.ts';
import { referenceWords, type SecretReference, secretReferences } from '../view/secret-references.ts';
import {
  otherWorkloads,
  subjectOfWorkload,
  unreadWorkloads,
  type Workload,
  workloadOf,
} from '../view/workload.ts';
import { compareFingerprints } from './parity.ts';
import { comparePatterns } from './pattern.ts';
import { referrersOf } from './referrers.ts';
import { missingSecret, type SecretProblem, secretProblems } from './state.ts';

/** Check 15: every secret that is taken is there with an enabled version, young enough and kept alike. */
export const secrets: Check = {
  id: 'secrets',
  number: 15,
  title: 'Secrets',
  explanation:
    'Every secret a service, job or worker pool takes exists with an enabled version; the newest one is no older than maxAgeDays, and no rotation is overdue. Compared environments keep their secrets alike (replication, rotation). Secrets under secrets.fingerprints hold the same value, told by the keyed fingerprint their writer annotates; payloads are never read, so what carries no fingerprint of its newest enabled version is not decided.',
  run: eachRoleAndEstate(
    (role, judging) => [
      ...once(
        judgePlaces(role, judging.view, (service) => judgeWorkload(workloadOf(service), role.role, judging)),
      ),
      ...role.pairs.flatMap((pair) => comparePatterns(pair, judging.view)),
    ],
    (judging) => [...ofNoRole(judging), ...compareFingerprints(judging)],
  ),
};

function ofNoRole(judging: Judging): RawResult[] {
  const { view } = judging;
  return view.contract.environments.flatMap(({ name }) => [
    ...once(otherWorkloads(view, name).flatMap((workload) => judgeWorkload(workload, null, judging))),
    ...unreadWorkloads(view, name).map((why) =>
      blindResult(
        { role: null, environment: name, resource: null },
        {
          message: `${name}: ${why}, so the secrets they take are not judged.`,
          settle: 'Mend the coverage gap and run again.',
        },
      ),
    ),
  ]);
}

/** What is wrong with a secret is said once, however many take it: the sentence names them all. */
function once(results: RawResult[]): RawResult[] {
  const said = new Set<string>();
  return results.filter((one) => {
    if (one.status === 'PASS') return true;
    const words = JSON.stringify([one.resource, one.path, one.message]);
    return !said.has(words) && said.add(words);
  });
}

/** One result for each thing that is wrong with a secret, one for all that could not be read, and else one for what holds. */
function judgeWorkload(workload: Workload, role: string | null, judging: Judging): RawResult[] {
  const results: RawResult[] = [];
  const unread: Unread[] = [];
  const bySecret = Map.groupBy(secretReferences(workload, judging.view), ({ secret }) => secret);
  const taker = { workload, role, judging };
  for (const taken of bySecret.values()) {
    const [{ seen }] = taken as [SecretReference];
    const gap = gapOfSecret(seen);
    if (gap !== null) unread.push({ place: seen.place, why: gapWords(gap) });
    else results.push(...judgeSecret(seen, taken, taker));
  }
  if (unread.length > 0) results.push(unreadSecrets(workload, role, unread));
  if (results.length > 0) return results;
  return [held(workload, role, { count: bySecret.size, judging })];
}

interface Taker {
  workload: Workload;
  role: string | null;
  judging: Judging;
}

function judgeSecret(seen: SecretLookup, taken: SecretReference[], taker: Taker): RawResult[] {
  const { workload, role, judging } = taker;
  if (seen.status === 'foreign') return taken.map((reference) => foreign(seen, reference, taker));
  if (seen.status === 'unread') return [];
  // The finding belongs to the environment whose secret it is.
  const environment = seen.place.environment ?? workload.environment;
  const about = { role, environment, resource: seen.place.id };
  if (seen.status === 'absent') return [broken(about, missingSecret(seen.place), { seen, judging })];
  const maxAgeDays = judging.view.contract.secrets.maxAgeDays.get(environment) ?? null;
  const byLatest = taken.some(({ version }) => version === 'latest');
  const problems = secretProblems(seen, { now: judging.context.now, maxAgeDays, byLatest });
  return problems.map((problem) => broken(about, problem, { seen, judging }));
}

function broken(
  about: Subject,
  problem: SecretProblem,
  { seen, judging }: { seen: SecretLookup; judging: Judging },
): RawResult {
  const { view } = judging;
  const { path, expected, observed, settle, source } = problem;
  const takers = referrersOf(view).words(seen.place.full);
  return result(problem.undecided === true ? 'REVIEW_REQUIRED' : 'FAIL', about, {
    message: `${about.environment} secret ${seen.place.name} ${problem.words}${citing(source)}; it is taken by ${takers}.`,
    path,
    expected,
    observed,
    severity: weigh(view, about.environment, { fieldClass: problem.fieldClass }),
    settle,
    source,
  });
}

interface Unread {
  place: SecretPlace;
  why: string;
}

/** Whatever the number of secrets nobody could read: what is to be mended is one thing. */
function unreadSecrets(workload: Workload, role: string | null, unread: Unread[]): RawResult {
  const owners = unread.flatMap(({ place }) => place.environment ?? []);
  const environments = [...new Set([workload.environment, ...owners])];
  const about = { role, environment: workload.environment, environments, resource: workload.id };
  const why = [...new Set(unread.map((each) => each.why))].join('; ');
  const names = listed(unread.map(({ place }) => place.name));
  return blindResult(about, {
    message: `${workload.label} takes ${counted(unread.length, 'secret')} that could not be read (${why}), so they are not judged: ${names}.`,
    settle: 'Mend the coverage gap named in the message and run again.',
  });
}

function foreign({ place }: SecretLookup, reference: SecretReference, { workload, role }: Taker): RawResult {
  return result('REVIEW_REQUIRED', subjectOfWorkload(workload, role), {
    message: `${workload.label} takes ${referenceWords(reference)} from ${place.full}; that project is not of the contract, so whether the secret is there is not captured.`,
    path: reference.path,
    observed: { secret: place.full, version: reference.version },
    settle: `Keep the secret in ${workload.project}, or waive secrets for it with an expiry.`,
  });
}

function held(
  workload: Workload,
  role: string | null,
  { count, judging }: { count: number; judging: Judging },
): RawResult {
  const about = subjectOfWorkload(workload, role);
  const { label, environment } = workload;
  if (count === 0) return result('PASS', about, { message: () => `${label} takes no secret.` });
  const age = judging.view.contract.secrets.maxAgeDays.get(environment);
  const message = () => {
    const young = age === undefined ? '' : `, none older than ${age.value} days${citing(age.location)}`;
    return `${label} takes ${counted(count, 'secret')}; all exist with an enabled version${young}.`;
  };
  return result('PASS', about, { message, source: age?.location ?? null });
}
