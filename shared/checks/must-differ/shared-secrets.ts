import type { RawResult } from '../model.ts';
import { listed, result } from '../results/result.ts';
import { shellWord } from '../results/shell-word.ts';
import { referrersOf } from '../secrets/referrers.ts';
import type { SecretPlace } from '../view/secret-index.ts';
import { referenceWords, type SecretReference, secretReferences } from '../view/secret-references.ts';
import type { EstateView } from '../view/view.ts';
import { subjectOfWorkload, updateWorkload, type Workload } from '../view/workload.ts';

/**
 * One result for each reference to a secret that another environment has or takes too. The finding is
 * the borrower's; of a secret of neither, and of two environments in one project, the later one's.
 */
export function sharedSecrets(workload: Workload, role: string | null, view: EstateView): RawResult[] {
  const results: RawResult[] = [];
  for (const reference of secretReferences(workload, view)) {
    const { place } = reference.seen;
    const others = lenders(place, workload, view);
    if (others.length > 0) results.push(shared(reference, { workload, role, view, others, place }));
  }
  if (results.length > 0) return results;
  const message = () => `${workload.label} takes no secret that another environment has.`;
  return [result('PASS', subjectOfWorkload(workload, role), { message })];
}

/** The environments a secret is shared with, as far as it is this one that borrows it. */
function lenders(place: SecretPlace, { environment, project }: Workload, view: EstateView): string[] {
  if (place.environment !== null && place.environment !== environment) return [place.environment];
  const { environments } = view.contract;
  const isShared = environments.some((known) => known.project === project && known.name !== environment);
  if (place.environment === environment && !isShared) return [];
  const order = environments.map(({ name }) => name);
  const takers = referrersOf(view).environments(place.full);
  const before = order.slice(0, order.indexOf(environment));
  return takers.filter((name) => before.includes(name));
}

function shared(
  reference: SecretReference,
  {
    workload,
    role,
    view,
    others,
    place,
  }: { workload: Workload; role: string | null; view: EstateView; others: string[]; place: SecretPlace },
): RawResult {
  const about = {
    role,
    environment: workload.environment,
    environments: [workload.environment, ...others],
    resource: workload.id,
  };
  const guarded = about.environments.some((name) => view.isProtected(name));
  return result('FAIL', about, {
    message: `${workload.label} takes ${referenceWords(reference)} from ${place.full}, which is also of ${listed(others)}; two environments share no secret.`,
    path: reference.path,
    expected: 'a secret of its own',
    observed: { secret: place.full, version: reference.version, environments: about.environments },
    severity: guarded ? 'high' : 'medium',
    settle: updateWorkload(
      workload,
      shellWord(`--update-secrets=${reference.kind === 'env' ? reference.key : 'MOUNT_PATH'}=SECRET:VERSION`),
    ),
  });
}
