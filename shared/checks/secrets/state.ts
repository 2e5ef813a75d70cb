import type { Declared, Location } from '../../contract/model.ts';
import type { Json } from '../../snapshot/json.ts';
import { formatPath } from '../../snapshot/path.ts';
import { counted, place } from '../results/result.ts';
import { type FoundSecret, newestEnabled, type SecretPlace, secretFlags } from '../view/secret-index.ts';
import { ageInDays, isOlderThan, overdueRotation } from './age.ts';

/** What is wrong with a secret itself; `words` follow its name. */
export interface SecretProblem {
  path: string | null;
  words: string;
  expected: Json;
  observed: Json;
  fieldClass: 'posture' | 'config';
  settle: string;
  source: Location | null;
  /** It cannot be told. */
  undecided?: true;
}

/** By what a secret is judged. */
export interface SecretRule {
  now: Date;
  maxAgeDays: Declared<number> | null;
  /** Whether somebody takes its newest version, whichever that is. */
  byLatest: boolean;
}

/** A secret that is not there. */
export function missingSecret(secret: SecretPlace): SecretProblem {
  const { name, project } = secret;
  const flags = secretFlags(secret);
  const made = secret.region === null ? `${flags} --replication-policy=automatic` : flags;
  return {
    path: null,
    words: `does not exist in ${project}`,
    expected: 'a secret with an enabled version',
    observed: null,
    fieldClass: 'posture',
    settle: `gcloud secrets create ${name} ${made} && gcloud secrets versions add ${name} ${flags} --data-file=FILE`,
    source: null,
  };
}

/** What is wrong with a secret whose versions are known; several things may be. */
export function secretProblems(secret: FoundSecret, rule: SecretRule): SecretProblem[] {
  const unusable = unusableProblem(secret, rule.byLatest);
  if (unusable !== null) return [unusable];
  const age = ageProblem(secret, rule);
  const rotation = rotationProblem(secret, rule.now);
  if (age === null) return rotation === null ? [] : [rotation];
  return rotation === null ? [age] : [age, rotation];
}

function unusableProblem(secret: FoundSecret, byLatest: boolean): SecretProblem | null {
  if (secret.versions.status === 'unread') return null;
  const [newest] = secret.versions.versions;
  const enabled = newestEnabled(secret.versions.versions);
  if (newest === undefined || (enabled !== null && (!byLatest || newest.state === 'ENABLED')))
    return newest === undefined ? noVersion(secret.place) : null;
  const older =
    enabled === null
      ? 'has no enabled version'
      : `has its newest version ${newest.number} ${newest.state}, and that is what latest means, although version ${enabled.number} is enabled`;
  return {
    path: formatPath(['versions', newest.number, 'state']),
    words: older,
    expected: 'ENABLED',
    observed: newest.state,
    fieldClass: 'posture',
    settle: enableOrAdd(secret.place, newest),
    source: null,
  };
}

/** A destroyed version is gone for good. */
function enableOrAdd(secret: SecretPlace, { number, state }: { number: string; state: string }): string {
  const flags = secretFlags(secret);
  const add = `gcloud secrets versions add ${secret.name} ${flags} --data-file=FILE`;
  if (state === 'DESTROYED') return add;
  return `gcloud secrets versions enable ${number} --secret=${secret.name} ${flags}`;
}

function noVersion(secret: SecretPlace): SecretProblem {
  return {
    path: 'versions',
    words: 'has no version',
    expected: 'ENABLED',
    observed: null,
    fieldClass: 'posture',
    settle: `gcloud secrets versions add ${secret.name} ${secretFlags(secret)} --data-file=FILE`,
    source: null,
  };
}

function ageProblem(secret: FoundSecret, { maxAgeDays, now }: SecretRule): SecretProblem | null {
  if (maxAgeDays === null || secret.versions.status === 'unread') return null;
  const newest = newestEnabled(secret.versions.versions);
  if (newest === null) return null;
  const age = ageInDays(newest, now);
  if (age !== null && !isOlderThan(newest, maxAgeDays.value, now)) return null;
  const source = maxAgeDays.location;
  const since = age === null ? 'at a time that is not told' : `${age} days ago`;
  return {
    path: 'versions',
    words: `has version ${newest.number} as its newest enabled one, created ${since}; the contract allows ${counted(maxAgeDays.value, 'day')}`,
    expected: { maxAgeDays: maxAgeDays.value },
    observed: { version: newest.number, createTime: newest.createTime },
    fieldClass: 'config',
    settle: `${addCommand(secret.place)}; or change ${place(source)} if this is meant`,
    source,
    ...(age === null ? { undecided: true } : {}),
  };
}

function rotationProblem(secret: FoundSecret, now: Date): SecretProblem | null {
  if (secret.versions.status === 'unread') return null;
  const overdue = overdueRotation(secret, secret.versions.versions[0] ?? null, now);
  if (overdue === null) return null;
  return {
    path: 'rotation',
    words: `was to be rotated on ${overdue.due}, and its newest version is of ${overdue.newest ?? 'an unknown time'}`,
    expected: { rotatedSince: overdue.due },
    observed: { createTime: overdue.newest },
    fieldClass: 'config',
    settle: `${addCommand(secret.place)}; or change its rotation with gcloud secrets update ${secret.place.name} ${secretFlags(secret.place)}`,
    source: null,
  };
}

function addCommand(secret: SecretPlace): string {
  return `gcloud secrets versions add ${secret.name} ${secretFlags(secret)} --data-file=FILE`;
}
