import type { FingerprintRule } from '../../contract/sections/secrets.ts';
import type { RawResult } from '../model.ts';
import type { Judging } from '../results/each-role.ts';
import { blindResult, citing, place, result, type Subject } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { annotateCommand, newestFingerprint } from '../view/fingerprint-annotation.ts';
import { gapWords } from '../view/lookup.ts';
import {
  type FoundSecret,
  gapOfSecret,
  newestEnabled,
  type SecretLookup,
  secretsOf,
} from '../view/secret-index.ts';
import type { EstateView } from '../view/view.ts';
import { missingSecret } from './state.ts';

/** Holds secrets whose value is to be the same against each other, by the fingerprints their writers annotated. */
export function compareFingerprints({ view }: Judging): RawResult[] {
  const { secrets, environments } = view.contract;
  return secrets.fingerprints.flatMap((rule) => {
    const same = rule.same.filter((name) => environments.some((known) => known.name === name));
    return same.length < 2 ? [] : compareRule({ ...rule, same }, view);
  });
}

function compareRule(rule: FingerprintRule, view: EstateView): RawResult[] {
  const sides = rule.same.map((environment) => ({
    environment,
    seen: secretsOf(view).lookUp(environment, rule.secret),
  }));
  const undecided = sides.flatMap((side) => undecidedSide(side, rule, view));
  const [first, ...others] = sides.flatMap(({ environment, seen }) => {
    const value = seen.status === 'found' ? newestFingerprint(seen) : null;
    return value?.known === true ? [{ environment, seen, fingerprint: value.fingerprint }] : [];
  });
  if (first === undefined) return undecided;
  return [...undecided, ...others.map((other) => compareSides([first, other], rule, view))];
}

interface Side {
  environment: string;
  seen: SecretLookup;
}

/** A side whose value nobody can tell. */
function undecidedSide({ environment, seen }: Side, rule: FingerprintRule, view: EstateView): RawResult[] {
  const { secret, same, location } = rule;
  const about = { role: null, environment, environments: same, resource: seen.place.id };
  const name = `${environment} secret ${secret}`;
  const source = location;
  const rest = `it is to be the same in ${same.join(', ')}${citing(location)}`;
  const gap = gapOfSecret(seen);
  if (gap !== null) {
    const message = `${name} could not be read (${gapWords(gap)}); ${rest}.`;
    return [blindResult(about, { message, source, settle: 'Mend the coverage gap and run again.' })];
  }
  if (seen.status !== 'found') return [missingSide(about, { name, rest, seen, view, source })];
  const value = newestFingerprint(seen);
  if (value.known) return [];
  return [
    result('REVIEW_REQUIRED', about, {
      message: `${name} ${value.why}; ${rest}, and without it that cannot be told.`,
      path: 'annotations.plumbline-fingerprint',
      expected: 'a fingerprint of the newest enabled version',
      settle: annotateCommand(seen, newestNumber(seen)),
      source,
    }),
  ];
}

function missingSide(
  about: Subject,
  said: {
    name: string;
    rest: string;
    seen: SecretLookup;
    view: EstateView;
    source: FingerprintRule['location'];
  },
): RawResult {
  const { words, settle } = missingSecret(said.seen.place);
  return result('FAIL', about, {
    message: `${said.name} ${words}; ${said.rest}.`,
    expected: 'a secret with an enabled version',
    severity: weigh(said.view, about.environment, { fieldClass: 'posture' }),
    settle: `${settle}; or change ${place(said.source)} if this is meant`,
    source: said.source,
  });
}

interface KnownSide extends Side {
  fingerprint: string;
}

/** The finding belongs to the side that weighs more, else to the later one. */
function compareSides([a, b]: [KnownSide, KnownSide], rule: FingerprintRule, view: EstateView): RawResult {
  const { secret, location } = rule;
  const [wrong, right] =
    view.isProtected(a.environment) && !view.isProtected(b.environment) ? [a, b] : [b, a];
  const environments = [a.environment, b.environment];
  const about = { role: null, environment: wrong.environment, environments, resource: wrong.seen.place.id };
  if (a.fingerprint === b.fingerprint)
    return result('PASS', about, {
      message: `secret ${secret} has the same fingerprint in ${a.environment} and ${b.environment}, as declared${citing(location)}.`,
      source: location,
    });
  const { name, project } = wrong.seen.place;
  return result('FAIL', about, {
    message: `secret ${secret} holds another value in ${wrong.environment} than in ${right.environment} (their fingerprints differ); the contract wants the same${citing(location)}.`,
    path: 'annotations.plumbline-fingerprint',
    expected: { fingerprint: right.fingerprint },
    observed: { fingerprint: wrong.fingerprint },
    severity: weigh(view, wrong.environment, { fieldClass: 'config' }),
    settle: `gcloud secrets versions add ${name} --project=${project} --data-file=FILE and annotate it anew; or change ${place(location)} if this is meant`,
    source: location,
  });
}

function newestNumber(secret: FoundSecret): string {
  const versions = secret.versions.status === 'read' ? secret.versions.versions : [];
  return newestEnabled(versions)?.number ?? 'VERSION';
}
