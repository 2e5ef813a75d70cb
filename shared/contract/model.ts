import type { Json } from '../snapshot/json.ts';
import type { ApiKeyIntent } from './sections/api-keys.ts';
import type { IamIntent } from './sections/iam.ts';
import type { SecretsIntent } from './sections/secrets.ts';

/** A place in the contract file; line and column count from 1. */
export interface Location {
  file: string;
  line: number;
  column: number;
}

/** A declared value and where it is declared; the checks cite the place. */
export interface Declared<T> {
  value: T;
  location: Location;
  /** True where other environments may differ: given by profile or as `{ env: value }`. */
  perEnvironment: boolean;
}

export const INGRESS = ['all', 'internal', 'internal-and-cloud-load-balancing', 'none'] as const;
export type Ingress = (typeof INGRESS)[number];

/** `public`: nobody is asked (allUsers, or the invoker check is off). `authenticated`: a named identity is needed. */
export type Invoker = 'public' | 'authenticated';

/** What `domain` may say: the generated URL, any custom domain, or exactly these. */
export type DomainIntent = 'run.app' | 'custom' | string[];

/** `pinned`: a version number or alias; `latest`; `any`. */
export type SecretVersionIntent = 'pinned' | 'latest' | 'any';

/** What is declared for one environment key in one environment. */
export interface EnvIntent {
  key: string;
  location: Location;
  delivery: 'literal' | 'secret' | null;
  /** Present in this environment at all: `in` names it, or is not given. */
  expected: boolean;
  optional: boolean;
  mustDiffer: boolean;
  version: SecretVersionIntent;
  value: Declared<string> | null;
}

export const RESOURCE_SETTINGS = [
  'cpu',
  'memory',
  'concurrency',
  'timeout',
  'minInstances',
  'maxInstances',
  'executionEnvironment',
  'cpuAllocation',
] as const;
export type ResourceSetting = (typeof RESOURCE_SETTINGS)[number];

export const NETWORK_SETTINGS = ['cloudSql', 'vpcConnector', 'directVpc', 'egress'] as const;
export type NetworkSetting = (typeof NETWORK_SETTINGS)[number];

/** One request a service of a role must answer in an environment. */
export interface SmokeIntent {
  /** Begins with one slash; may carry a query. */
  path: string;
  status: number;
  location: Location;
}

/** The contract for one role in one environment, profile applied; null means undeclared. */
export interface RoleIntent {
  role: string;
  environment: string;
  project: string;
  regions: string[];
  location: Location;
  /** Null where the role has no name in this environment. */
  service: Declared<string> | null;
  /** Full email. */
  serviceAccount: Declared<string> | null;
  roles: Declared<string[]> | null;
  ingress: Declared<Ingress> | null;
  invoker: Declared<Invoker> | null;
  /** Members that may invoke where the invoker is `authenticated`; null: not stated. */
  invokers: Declared<string[]> | null;
  iap: Declared<boolean> | null;
  domain: Declared<DomainIntent> | null;
  defaultUrl: Declared<'enabled' | 'disabled'> | null;
  resources: Partial<Record<ResourceSetting, Declared<string | number>>>;
  network: Partial<Record<NetworkSetting, Declared<string>>>;
  env: Record<string, EnvIntent>;
  envPolicy: 'open' | 'closed';
  smoke: SmokeIntent[];
}

export interface Environment {
  name: string;
  project: string;
  /** Where the contract states it; null otherwise. */
  projectNumber: string | null;
  regions: string[];
  protected: boolean;
  location: Location;
}

/** The results that a waiver, or an entry of what is undecided, speaks of. Live while the pass's clock is before `expires`. */
export interface Matter {
  check: string;
  /** Null: every role, every environment, every path. */
  roles: string[] | null;
  environments: string[] | null;
  path: string | null;
  /** RFC 3339 instant at which it ends; a bare date ends at its last second, UTC. */
  expires: string;
  location: Location;
}

/** The workflow that deploys one environment. */
export interface WorkflowFileIntent {
  branch: string;
  /** Inside the repository, without a leading slash. */
  path: string;
  location: Location;
}

/** Where deploy workflows are read from: a folder relative to the contract's, or `owner/name` on GitHub. */
export type RepositoryIntent = { kind: 'local'; folder: string } | { kind: 'github'; name: string };

/** The section `workflows`. */
export interface WorkflowIntent {
  repository: RepositoryIntent;
  /** By environment. */
  files: ReadonlyMap<string, WorkflowFileIntent>;
  /** Roles whose deployment must declare no environment variables. */
  noEnvVarsFor: string[];
  location: Location;
}
/** An accepted difference, by whom and why. */
export interface Waiver extends Matter {
  reason: string;
  owner: string;
}

/** What fails and nobody has decided on: REVIEW_REQUIRED while it is live. */
export type Undecided = Matter;

export interface AlertRoute {
  match: { environment?: string; severity?: string; role?: string };
  channel: string;
}

/** A contract that is valid as a whole. */
export interface Contract {
  file: string;
  sha256: string;
  estate: string;
  owner: string | null;
  /** Percent. */
  target: number;
  environments: Environment[];
  /** [candidate, reference] */
  compare: [string, string][];
  /** Role names in the order of the file. */
  roles: string[];
  ignoreServices: string[];
  waivers: Waiver[];
  undecided: Undecided[];
  drift: { ignore: string[]; release: string[] };
  alerts: { routes: AlertRoute[]; remindAfterMs: number | null };
  secrets: SecretsIntent;
  /** Null where the contract names no workflows. */
  workflows: WorkflowIntent | null;
  /** What the contract says of a role in an environment. */
  intent(role: string, environment: string): RoleIntent;
  /** What it says of grants and account keys in an environment. */
  iam(environment: string): IamIntent;
  /** The API keys an environment must have. */
  apiKeys(environment: string): ApiKeyIntent[];
  /** Where a path of the contract stands (the nearest parent that exists). */
  locate(path: (string | number)[]): Location;
  /** The validated document as written. */
  document: Json;
}

/** One problem of a contract, with its place and what to do. */
export interface ContractIssue extends Location {
  path: string;
  message: string;
}
