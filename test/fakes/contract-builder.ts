import type {
  Contract,
  Declared,
  DomainIntent,
  EnvIntent,
  Environment,
  Ingress,
  Invoker,
  Location,
  NetworkSetting,
  ResourceSetting,
  RoleIntent,
  Undecided,
  Waiver,
} from '../../shared/contract/model.ts';

/** A value for all environments, or one for each that `by` names. */
export type Given<T> = T | { by: Record<string, T> };

export interface KeyDraft {
  delivery?: Given<'literal' | 'secret'>;
  in?: string[];
  optional?: boolean;
  version?: Given<'pinned' | 'latest' | 'any'>;
  value?: Given<string>;
}

export interface RoleDraft {
  names?: Given<string>;
  serviceAccount?: Given<string>;
  ingress?: Given<Ingress>;
  invoker?: Given<Invoker>;
  invokers?: Given<string[]>;
  iap?: Given<boolean>;
  domain?: Given<DomainIntent>;
  defaultUrl?: Given<'enabled' | 'disabled'>;
  resources?: Partial<Record<ResourceSetting, Given<string | number>>>;
  network?: Partial<Record<NetworkSetting, Given<string>>>;
  env?: Record<string, KeyDraft>;
  envPolicy?: 'open' | 'closed';
}

export interface ContractDraft {
  environments?: Record<string, Partial<Environment>>;
  compare?: [string, string][];
  services: Record<string, RoleDraft>;
  ignoreServices?: string[];
  waivers?: (Partial<Waiver> & { check: string })[];
  undecided?: (Partial<Undecided> & { check: string })[];
  target?: number;
}

const DEFAULT_ENVIRONMENTS = { dev: {}, prod: { protected: true } };

/** A valid contract without a file: lines count up in the order things are asked for by name. */
export function contractOf(draft: ContractDraft): Contract {
  const environments = Object.entries(draft.environments ?? DEFAULT_ENVIRONMENTS).map(([name, given]) =>
    environmentOf(name, given),
  );
  const roles = Object.keys(draft.services);
  return {
    file: 'contracts/test.yaml',
    sha256: '0'.repeat(64),
    estate: 'acme',
    owner: 'platform',
    target: draft.target ?? 95,
    environments,
    compare: draft.compare ?? [['dev', 'prod']],
    roles,
    ignoreServices: draft.ignoreServices ?? [],
    waivers: (draft.waivers ?? []).map(waiverOf),
    undecided: (draft.undecided ?? []).map(waiverOf),
    drift: { ignore: [], release: [] },
    alerts: { routes: [], remindAfterMs: null },
    intent: (role, name) => {
      const environment = environments.find((known) => known.name === name);
      if (environment === undefined) throw new Error(`no environment ${name}`);
      return intentOf(role, environment, draft.services[role] ?? {});
    },
    locate: () => at(1),
    document: null,
  };
}

export function at(line: number): Location {
  return { file: 'contracts/test.yaml', line, column: 3 };
}

function environmentOf(name: string, given: Partial<Environment>): Environment {
  const project = `acme-${name}`;
  const base = {
    name,
    project,
    projectNumber: null,
    regions: ['us-central1'],
    protected: false,
    location: at(2),
  };
  return { ...base, ...given };
}

function waiverOf(given: Partial<Waiver> & { check: string }): Waiver {
  return {
    roles: null,
    environments: null,
    path: null,
    reason: 'agreed',
    owner: 'platform',
    expires: '2026-12-31T23:59:59Z',
    location: at(90),
    ...given,
  };
}

function intentOf(role: string, environment: Environment, draft: RoleDraft): RoleIntent {
  const { name, project, regions } = environment;
  const of = <T>(given: Given<T> | undefined, line: number) => declared(given, name, line);
  return {
    role,
    environment: name,
    project,
    regions,
    location: at(10),
    service: of(draft.names ?? role, 11),
    serviceAccount: of(draft.serviceAccount, 12),
    roles: null,
    ingress: of(draft.ingress, 13),
    invoker: of(draft.invoker, 14),
    invokers: of(draft.invokers, 15),
    iap: of(draft.iap, 16),
    domain: of(draft.domain, 17),
    defaultUrl: of(draft.defaultUrl, 18),
    resources: group(draft.resources, name, 19),
    network: group(draft.network, name, 20),
    env: Object.fromEntries(
      Object.entries(draft.env ?? {}).map(([key, given]) => [key, keyOf(key, given, name)]),
    ),
    envPolicy: draft.envPolicy ?? 'open',
  };
}

function declared<T>(given: Given<T> | undefined, environment: string, line: number): Declared<T> | null {
  const { value, perEnvironment } = valueFor(given, environment);
  return value === undefined ? null : { value, location: at(line), perEnvironment };
}

function valueFor<T>(
  given: Given<T> | undefined,
  environment: string,
): { value: T | undefined; perEnvironment: boolean } {
  if (typeof given === 'object' && given !== null && 'by' in given)
    return { value: given.by[environment], perEnvironment: true };
  return { value: given as T | undefined, perEnvironment: false };
}

function group<S extends string, T>(
  given: Partial<Record<S, Given<T>>> | undefined,
  environment: string,
  line: number,
): Partial<Record<S, Declared<T>>> {
  const entries = Object.entries(given ?? {}) as [S, Given<T>][];
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const said = declared(value, environment, line);
      return said === null ? [] : [[name, said]];
    }),
  ) as Partial<Record<S, Declared<T>>>;
}

function keyOf(key: string, draft: KeyDraft, environment: string): EnvIntent {
  return {
    key,
    location: at(30),
    delivery: valueFor(draft.delivery, environment).value ?? null,
    expected: draft.in?.includes(environment) ?? true,
    optional: draft.optional ?? false,
    mustDiffer: false,
    version: valueFor(draft.version, environment).value ?? 'any',
    value: declared(draft.value, environment, 31),
  };
}
