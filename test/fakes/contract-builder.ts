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
  SmokeIntent,
  Undecided,
  Waiver,
  WorkflowIntent,
} from '../../shared/contract/model.ts';
import type { ApiKeyIntent } from '../../shared/contract/sections/api-keys.ts';
import type { AccountKeyPolicy } from '../../shared/contract/sections/iam.ts';

/** A value for all environments, or one for each that `by` names. */
export type Given<T> = T | { by: Record<string, T> };

export interface KeyDraft {
  delivery?: Given<'literal' | 'secret'>;
  in?: string[];
  optional?: boolean;
  mustDiffer?: boolean;
  version?: Given<'pinned' | 'latest' | 'any'>;
  value?: Given<string>;
}

export interface RoleDraft {
  names?: Given<string>;
  serviceAccount?: Given<string>;
  roles?: Given<string[]>;
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
  smoke?: Given<Partial<SmokeIntent>[]>;
}

export interface ApiKeyDraft {
  name: string;
  targets?: Given<string[]>;
  required?: Given<string[]>;
  allowed?: Given<string[]>;
  deprecated?: Given<string[]>;
}

export interface ContractDraft {
  environments?: Record<string, Partial<Environment>>;
  compare?: [string, string][];
  services: Record<string, RoleDraft>;
  ignoreServices?: string[];
  iam?: {
    humans?: Given<string[]>;
    forbiddenRoles?: Given<string[]>;
    serviceAccountKeys?: Given<AccountKeyPolicy>;
  };
  apiKeys?: ApiKeyDraft[];
  waivers?: (Partial<Waiver> & { check: string })[];
  undecided?: (Partial<Undecided> & { check: string })[];
  target?: number;
  secrets?: { maxAgeDays?: Given<number>; fingerprints?: Record<string, string[]> };
  workflows?: WorkflowIntent;
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
    secrets: secretsOf(draft.secrets ?? {}, Object.keys(draft.environments ?? DEFAULT_ENVIRONMENTS)),
    workflows: draft.workflows ?? null,
    intent: (role, name) => {
      const environment = environments.find((known) => known.name === name);
      if (environment === undefined) throw new Error(`no environment ${name}`);
      return intentOf(role, environment, draft.services[role] ?? {});
    },
    iam: (name) => ({
      humans: declared(draft.iam?.humans, name, 80),
      forbiddenRoles: declared(draft.iam?.forbiddenRoles, name, 81),
      serviceAccountKeys: declared(draft.iam?.serviceAccountKeys, name, 82),
    }),
    apiKeys: (name) => (draft.apiKeys ?? []).map((key) => keyIntent(key, name)),
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

function secretsOf(
  { maxAgeDays, fingerprints }: NonNullable<ContractDraft['secrets']>,
  environments: string[],
): Contract['secrets'] {
  const ages = environments.flatMap((name): [string, Declared<number>][] => {
    const age = declared(maxAgeDays, name, 80);
    return age === null ? [] : [[name, age]];
  });
  const rules = Object.entries(fingerprints ?? {});
  return {
    maxAgeDays: new Map(ages),
    fingerprints: rules.map(([secret, same]) => ({ secret, same, location: at(81) })),
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
    roles: of(draft.roles, 12),
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
    smoke: smokeOf(of(draft.smoke, 21)?.value ?? []),
  };
}

function keyIntent(draft: ApiKeyDraft, environment: string): ApiKeyIntent {
  const { required, allowed, deprecated } = draft;
  const silent = [required, allowed, deprecated].every((list) => list === undefined);
  return {
    name: draft.name.replaceAll('{env}', environment),
    location: at(85),
    targets: declared(draft.targets, environment, 86),
    referrers: silent
      ? null
      : {
          location: at(87),
          required: declared(required, environment, 88),
          allowed: declared(allowed, environment, 89),
          deprecated: declared(deprecated, environment, 90),
        },
  };
}

function smokeOf(given: Partial<SmokeIntent>[]): SmokeIntent[] {
  return given.map((one) => ({ path: '/', status: 200, location: at(21), ...one }));
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
    mustDiffer: draft.mustDiffer ?? false,
    version: valueFor(draft.version, environment).value ?? 'any',
    value: declared(draft.value, environment, 31),
  };
}
