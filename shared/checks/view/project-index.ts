import { defaultAccountNumber } from '../../contract/account-host.ts';
import type { Environment } from '../../contract/model.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import type { EstateView } from './view.ts';

const NUMBER_HOST = /-([1-9]\d{5,18})\.[a-z0-9-]+\.run\.app$/;

/** Of the accounts that people make. */
const OWN_HOST = /@([a-z0-9.-]+)\.iam\.gserviceaccount\.com$/;
const ENGINE_ACCOUNT = /^([a-z0-9.:-]+)@appspot\.gserviceaccount\.com$/;

/** Whose a project is, by id or by number. */
export class ProjectIndex {
  readonly #byProject = new Map<string, Environment[]>();
  readonly #numbers = new Map<string, string>();

  constructor(view: EstateView) {
    for (const environment of view.contract.environments) {
      this.#add(environment.project, environment);
      const number = environment.projectNumber ?? observedNumber(view, environment.name);
      if (number === null) continue;
      this.#numbers.set(environment.name, number);
      this.#add(number, environment);
    }
  }

  /** The environment a project (id or number) is of, `own` before others that share it; null for a project of none. */
  environmentOf(project: string, own: string): Environment | null {
    const environments = this.#byProject.get(project) ?? [];
    return environments.find(({ name }) => name === own) ?? environments[0] ?? null;
  }

  /** The number of an environment's project: as the contract states it, or else as its own resources tell it. */
  numberOf(environment: string): string | null {
    return this.#numbers.get(environment) ?? null;
  }

  /** The project an account is of, by id or number; null where its name does not tell. */
  static ofAccount(email: string): string | null {
    const host = OWN_HOST.exec(email)?.[1];
    if (host !== undefined) return projectOfHost(host);
    return defaultAccountNumber(email) ?? ENGINE_ACCOUNT.exec(email)?.[1] ?? null;
  }

  #add(project: string, environment: Environment): void {
    this.#byProject.set(project, [...(this.#byProject.get(project) ?? []), environment]);
  }
}

const KNOWN = new WeakMap<EstateView, ProjectIndex>();

/** The projects of a view, looked through once. */
export function projectsOf(view: EstateView): ProjectIndex {
  const known = KNOWN.get(view) ?? new ProjectIndex(view);
  KNOWN.set(view, known);
  return known;
}

/** `app.example.com` stands for the domain-scoped project `example.com:app`. */
function projectOfHost(host: string): string {
  const dot = host.indexOf('.');
  return dot < 0 ? host : `${host.slice(dot + 1)}:${host.slice(0, dot)}`;
}

/** A project's number as its services' hosts or its default compute account have it. */
function observedNumber(view: EstateView, environment: string): string | null {
  for (const { documents } of view.index.readings(environment, 'run.services'))
    for (const id in documents) {
      const number = inHosts(documents[id]?.evidence ?? {});
      if (number !== null) return number;
    }
  for (const { documents } of view.index.readings(environment, 'iam.serviceAccounts'))
    for (const id in documents) {
      const number = defaultAccountNumber(documents[id]?.name ?? '');
      if (number !== null) return number;
    }
  return null;
}

function inHosts({ uri, urls }: JsonObject): string | null {
  for (const url of [uri, ...(Array.isArray(urls) ? urls : [])]) {
    const [, number] = typeof url === 'string' ? (NUMBER_HOST.exec(url) ?? []) : [];
    if (number !== undefined) return number;
  }
  return null;
}
