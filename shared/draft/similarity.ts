import { part } from '../checks/view/containers.ts';
import type { Json } from '../snapshot/json.ts';
import type { ResourceDocument } from '../snapshot/model.ts';
import { coreTokens, tokenSimilarity } from './tokens.ts';

/** What a service can be recognised by in another environment. Names of keys only, never a value. */
export interface Traits {
  /** Words of its name, without those of its environment and of the estate. */
  name: string[];
  /** Id of its account without the environment's words; null where it has none of its own. */
  account: string | null;
  /** Repository of its image below the project; null where it is not known. */
  image: string | null;
  keys: string[] | null;
}

/** One kind of evidence that two services are one: how alike, from 0 to 1. */
interface Evidence {
  alike: number;
  weight: number;
  words: string;
}

/** How likely two services play one role, from 0 to 1, and what speaks for it and against it. */
export interface Likeness {
  score: number;
  evidence: string[];
}

/** The traits of a service; of one that was not read there is the name alone. */
export function traitsOf(
  service: { name: string; environment: string; document: ResourceDocument | null },
  estateWords: ReadonlySet<string>,
): Traits {
  const core = coreTokens(service.name, service.environment);
  const own = core.filter((token) => !estateWords.has(token));
  const name = own.length === 0 ? core : own;
  if (service.document === null) return { name, account: null, image: null, keys: null };
  const template = part(service.document.fields.template);
  const containers = Object.values(part(template.containers)).map(part);
  return {
    name,
    account: accountOf(template.serviceAccount, service.environment),
    image: imageOf(containers.map(({ image }) => image)),
    keys: containers.flatMap(({ env }) => Object.keys(part(env))),
  };
}

/** Ids alone: the default accounts of projects say nothing of a role. */
function accountOf(account: Json | undefined, environment: string): string | null {
  if (typeof account !== 'string' || !account.endsWith('.iam.gserviceaccount.com')) return null;
  return coreTokens(account.split('@')[0] ?? '', environment).join('-');
}

/** `us-central1-docker.pkg.dev/PROJECT/app/web@sha256:…` → `app/web`. */
function imageOf(images: readonly (Json | undefined)[]): string | null {
  const [image] = images;
  if (images.length !== 1 || typeof image !== 'string') return null;
  const bare = image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  const path = bare.split('/').slice(2);
  return path.length === 0 ? null : path.join('/');
}

/** Holds two services against each other by everything that both of them show. */
export function likeness(a: Traits, b: Traits): Likeness {
  const evidence = [names(a, b), images(a, b), accounts(a, b), keySets(a, b)].filter((one) => one !== null);
  const weight = evidence.reduce((sum, one) => sum + one.weight, 0);
  const score = evidence.reduce((sum, one) => sum + one.weight * one.alike, 0) / weight;
  const founded = names(a, b).alike > 0 || images(a, b)?.alike === 1;
  return { score: founded ? score : 0, evidence: evidence.map(({ words }) => words) };
}

function names(a: Traits, b: Traits): Evidence {
  const alike = tokenSimilarity(a.name, b.name);
  return { alike, weight: 4, words: `names alike ${percent(alike)}` };
}

function images(a: Traits, b: Traits): Evidence | null {
  if (a.image === null || b.image === null) return null;
  const same = a.image === b.image;
  const words = same ? `same image repository ${a.image}` : `image repositories ${a.image} and ${b.image}`;
  return { alike: same ? 1 : 0, weight: 3, words };
}

function accounts(a: Traits, b: Traits): Evidence | null {
  if (a.account === null || b.account === null) return null;
  const same = a.account === b.account;
  const words = same ? `same account ${a.account}` : `accounts ${a.account} and ${b.account}`;
  return { alike: same ? 1 : 0, weight: 1, words };
}

function keySets(a: Traits, b: Traits): Evidence | null {
  const left = new Set(a.keys);
  const right = new Set(b.keys);
  const all = new Set([...left, ...right]);
  if (a.keys === null || b.keys === null || all.size === 0) return null;
  const common = [...left].filter((key) => right.has(key)).length;
  return { alike: common / all.size, weight: 2, words: `${common} of ${all.size} env keys in both` };
}

/** A share in percent, as a comment says it. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
