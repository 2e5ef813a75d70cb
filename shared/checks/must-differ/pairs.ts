import type { RawResult } from '../model.ts';
import { blindResult, citing, listed, place, result } from '../results/result.ts';
import { shellWord } from '../results/shell-word.ts';
import { weigh } from '../results/weigh.ts';
import { declaredKey } from '../view/declared-key.ts';
import { type KeyValue, keyValues } from '../view/key-values.ts';
import type { RolePlace, RoleView } from '../view/lookup.ts';
import type { EstateView } from '../view/view.ts';
import { updateWorkload, workloadOf } from '../view/workload.ts';

interface Side {
  at: RolePlace;
  values: KeyValue[];
}

/** Holds one key of a role that must differ against itself in every two environments that have it. */
export function differResults({ places }: RoleView, key: string, view: EstateView): RawResult[] {
  const sides = places
    .map((at): Side => ({ at, values: keyValues(at, key, view) }))
    .filter(({ values }) => values.length > 0);
  const results = sides.flatMap((a, index) =>
    sides.slice(index + 1).flatMap((b) => comparePair(key, [a, b], view)),
  );
  if (results.length > 0 || sides.length < 2) return results;
  return [allDiffer(key, sides)];
}

/** Equal is equal, whatever else is not known; then what is not known is not decided. */
function comparePair(key: string, [a, b]: [Side, Side], view: EstateView): RawResult[] {
  // The side that weighs less is the one to move, in each of its regions: it has what is the other's.
  const first = view.isProtected(a.at.intent.environment) && !view.isProtected(b.at.intent.environment);
  const [moving, staying] = first ? [b, a] : [a, b];
  const same = moving.values.flatMap((value) => {
    const other = staying.values.find(({ fingerprint }) => fingerprint === value.fingerprint);
    const isSame = value.fingerprint !== null && other !== undefined;
    return isSame ? [equal(key, { sides: [a, b], at: moving.at, values: [value, other], view })] : [];
  });
  if (same.length > 0) return same;
  const unknown = [...a.values, ...b.values].find(({ fingerprint }) => fingerprint === null);
  return unknown === undefined ? [] : [undecided(key, [a, b], unknown)];
}

interface Equal {
  sides: [Side, Side];
  /** Where the value that is to be another one stands. */
  at: RolePlace;
  /** It, and the one it equals. */
  values: [KeyValue, KeyValue];
  view: EstateView;
}

function equal(key: string, { sides: [a, b], at, values: [value, other], view }: Equal): RawResult {
  const source = declaredKey(at.intent, key)?.location ?? null;
  const guarded = [a, b].find((side) => view.isProtected(side.at.intent.environment));
  const heavier = guarded?.at.intent.environment ?? at.intent.environment;
  const secret = value.delivery === 'secret';
  const flag = shellWord(
    secret ? `--update-secrets=${key}=SECRET:VERSION` : `--update-env-vars=${key}=VALUE`,
  );
  return result('FAIL', subjectOf(at, [a, b], value), {
    message: `${value.service.label} has the same ${key} as ${other.service.label} (their fingerprints are equal); the contract wants them to differ${citing(source)}.`,
    path: value.path,
    expected: 'another value in each environment',
    observed: { fingerprint: value.fingerprint },
    severity: weigh(view, heavier, { fieldClass: secret ? 'posture' : 'config' }),
    settle: `${updateWorkload(workloadOf(value.service), flag)}${source === null ? '' : `; or change ${place(source)} if this is meant`}`,
    source,
  });
}

function undecided(key: string, [a, b]: [Side, Side], unknown: KeyValue): RawResult {
  const at = a.values.includes(unknown) ? a.at : b.at;
  const source = declaredKey(at.intent, key)?.location ?? null;
  const said = {
    message: `${unknown.service.label} must have another ${key} than ${listed([a, b].filter((side) => side.at !== at).map(({ at: other }) => other.intent.environment))}${citing(source)}; that cannot be told: it ${unknown.why ?? 'is not known'}.`,
    path: unknown.path,
    expected: 'another value in each environment',
    settle: unknown.settle ?? `Mend what is said of it, or waive must-differ for ${key} with an expiry.`,
    source,
  };
  const about = subjectOf(at, [a, b], unknown);
  return unknown.blind ? blindResult(about, said) : result('REVIEW_REQUIRED', about, said);
}

function allDiffer(key: string, sides: Side[]): RawResult {
  const [first, ...others] = sides as [Side, ...Side[]];
  const { role, environment } = first.at.intent;
  const environments = sides.map(({ at }) => at.intent.environment);
  const about = { role, environment, environments, resource: first.values[0]?.service.id ?? null };
  const source = declaredKey((others.at(-1) ?? first).at.intent, key)?.location ?? null;
  const message = `${key} of ${role} differs in ${listed(environments)}, as declared${citing(source)}.`;
  return result('PASS', about, { message, source });
}

function subjectOf(at: RolePlace, sides: [Side, Side], { service }: KeyValue) {
  const environments = sides.map((side) => side.at.intent.environment);
  const { role, environment } = at.intent;
  return { role, environment, environments, resource: service.id };
}
