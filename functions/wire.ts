import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createConsoleNotifier } from '../shared/adapters/console/notifier.ts';
import { createExportsTrail } from '../shared/adapters/exports/audit-trail.ts';
import { checkExportsDirectory, createExportsSource } from '../shared/adapters/exports/source.ts';
import { createGithubSource } from '../shared/adapters/github/source.ts';
import { createAuditTrail } from '../shared/adapters/google/audit-trail.ts';
import { createTokenProvider } from '../shared/adapters/google/auth.ts';
import { isObjectName, readContractObject } from '../shared/adapters/google/contract-object.ts';
import { ownIdentity } from '../shared/adapters/google/own-identity.ts';
import { createGoogleSource } from '../shared/adapters/google/source.ts';
import { createTransport, type Transport } from '../shared/adapters/google/transport.ts';
import { createPermissionProbe } from '../shared/adapters/google/viewer-permissions.ts';
import { createCheckout } from '../shared/adapters/local/checkout.ts';
import {
  readContract,
  readContractStream,
  readContractText,
} from '../shared/adapters/local/contract-file.ts';
import { beat } from '../shared/adapters/local/heartbeat.ts';
import { keyFromFile } from '../shared/adapters/local/key-file.ts';
import { createSlackNotifier } from '../shared/adapters/slack/notifier.ts';
import { createSmokeProbe } from '../shared/adapters/smoke/probe.ts';
import { createPace, type Pace } from '../shared/alerts/pace.ts';
import { type Config, readConfig } from '../shared/config.ts';
import { onlyEnvironments } from '../shared/contract/environments.ts';
import { environmentIdentifiers } from '../shared/contract/identifiers.ts';
import { loadContract } from '../shared/contract/load.ts';
import type { Contract } from '../shared/contract/model.ts';
import type { PermissionProbe } from '../shared/doctor/probe.ts';
import { PlumblineError } from '../shared/errors.ts';
import { createFingerprint, createValueReducer } from '../shared/estate/value-reducer.ts';
import type { Eyes } from '../shared/judge.ts';
import type { PassDeps } from '../shared/pass.ts';
import type { Notifier, StateStore } from '../shared/ports.ts';
import type { WorkflowSource } from '../shared/workflows/source.ts';
import type { Progress } from './progress.ts';

/** Where the command keeps its state and key unless it is told otherwise. */
export const LOCAL_STORE = 'sqlite:.plumbline/state.db';
/** Where the function keeps its state unless it is told otherwise. */
export const CLOUD_STORE = 'firestore:(default)';

/** A pass must be over well before Cloud Scheduler's longest attempt and the function's time limit (9 minutes by default). */
export const PASS_DEADLINE_MS = 8 * 60_000;
/** Outlasts the function's time limit, so that no two passes are under way. */
export const LEASE_MS = 10 * 60_000;

/** Configuration and contract, read and valid. */
export interface Settings {
  config: Config;
  contract: Contract;
}

/** The name of a contract that comes by stdin. */
const STDIN = '-';
/** Contracts that are in no file of this machine, by the name they were asked for. */
const fetched = new Map<string, { text: string; file: string }>();

/** Fetches a contract that is kept in a bucket or comes by stdin, so that `openSettings` finds it; of one in a file there is nothing to do. */
export async function fetchContract(
  variables: Record<string, string | undefined>,
  choice: { contract?: string },
): Promise<void> {
  if (choice.contract === STDIN) fetched.set(STDIN, await readContractStream(process.stdin));
  const name = choice.contract ?? variables.PLUMBLINE_CONTRACT?.trim() ?? '';
  if (!isObjectName(name)) return;
  // Whose it is does not matter to the viewer: it is read with the caller's own identity.
  const transport = openTransport({ ...readConfig(variables, LOCAL_STORE), viewer: null });
  fetched.set(name, await readContractObject(transport, name));
}

function contractNamed(name: string | null): Contract {
  const object = name === null ? undefined : fetched.get(name);
  return object === undefined ? readContract(name) : loadContract(object.text, object.file);
}

/** The text of a contract that was read, as it is written. */
export function contractText({ file }: Contract): string {
  const object = [...fetched.values()].find((one) => one.file === file);
  return object?.text ?? readContractText(file);
}

/**
 * What keeps a function from starting, all of it at once: its environment, its contract, its key. Throws
 * the one error there is, or CONFIG_INVALID with the words of all.
 */
export async function checkStart(variables: Record<string, string | undefined>): Promise<void> {
  const problems: PlumblineError[] = [];
  const attempt = async <T>(work: () => T | Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PlumblineError)) throw error;
      problems.push(error);
      return null;
    }
  };
  const config = await attempt(() => readConfig(variables, CLOUD_STORE));
  const name = variables.PLUMBLINE_CONTRACT?.trim() || null;
  const isFetched = (await attempt(() => fetchContract(variables, {}).then(() => true))) ?? false;
  if (isFetched) await attempt(() => contractNamed(name));
  if (config !== null && config.fingerprintKey === null) await attempt(() => keyPath(config));
  const [first, ...others] = [...new Map(problems.map((problem) => [problem.message, problem])).values()];
  if (first === undefined) return;
  if (others.length === 0) throw first;
  throw new PlumblineError('CONFIG_INVALID', [first, ...others].map(({ message }) => message).join('; '));
}

/** Reads configuration and contract; throws with every problem of the first that is not valid. */
export function openSettings(
  variables: Record<string, string | undefined>,
  choice: { contract?: string; env?: string[]; defaultStore?: string },
): Settings {
  const config = readConfig(variables, choice.defaultStore ?? LOCAL_STORE);
  const contract = contractNamed(choice.contract ?? config.contract);
  return { config, contract: choice.env === undefined ? contract : onlyEnvironments(contract, choice.env) };
}

/** Where to look: live, or at what gcloud printed into `from`. */
export interface View {
  from: string | null;
  onProgress?: Progress['onProgress'];
}

/** What looks at the estate; reads nothing yet. */
export function openEyes(settings: Settings, view: View): Eyes {
  const { config, contract } = settings;
  const key = keyOf(config);
  return {
    contract,
    ...openSource(settings, view),
    ...openWorkflows(settings),
    smoke: createSmokeProbe({ endpoint: config.smokeEndpoint }),
    reduce: createValueReducer({ key, environments: environmentIdentifiers(contract) }),
    fingerprintOf: createFingerprint(key),
  };
}

/** The key that values are fingerprinted with; needs no contract. */
export function openKey(variables: Record<string, string | undefined>): Uint8Array {
  return keyOf(readConfig(variables, LOCAL_STORE));
}

function keyOf(config: Config): Uint8Array {
  return config.fingerprintKey ?? keyFromFile(keyPath(config), storeFile(config));
}

/** What asks the live projects what the identity that reads may do. */
export function openProbe({ config }: Settings): PermissionProbe {
  return createPermissionProbe(openTransport(config), config.viewer);
}

/** A checkout beside the contract, or GitHub; the same whether the estate is read live or from files. */
export function openWorkflows({ config, contract }: Settings): { workflows?: WorkflowSource } {
  const repository = contract.workflows?.repository;
  if (repository === undefined) return {};
  if (repository.kind === 'local')
    return { workflows: createCheckout({ contract: contract.file, folder: repository.folder }) };
  const { githubToken: token, githubEndpoint: endpoint } = config;
  return { workflows: createGithubSource({ repository: repository.name, token, endpoint }) };
}

/**
 * What asks the live projects what the caller itself may do; null where it is the one that reads, or where
 * no credentials are in play.
 */
export async function openRunnerProbe({ config }: Settings): Promise<PermissionProbe | null> {
  if (config.viewer === null || config.gcpEndpoint !== null) return null;
  return createPermissionProbe(openTransport({ ...config, viewer: null }), await ownIdentity());
}

/** Documents, permissions and audit logs are asked over one transport. Files know nothing of permissions. */
function openSource(
  { config, contract }: Sighted,
  view: View,
): Pick<Eyes, 'source' | 'fromFiles' | 'probe' | 'trail' | 'calls'> {
  const { from, onProgress } = view;
  if (from === null) {
    const transport = openTransport(config);
    const source = createGoogleSource(transport, onProgress === undefined ? {} : { onProgress });
    const probe = createPermissionProbe(transport, config.viewer);
    const trail = createAuditTrail(transport);
    return { source, probe, trail, calls: () => transport.stats().calls };
  }
  checkExportsDirectory(
    from,
    contract.environments.map((environment) => environment.project),
  );
  return { source: createExportsSource(from), fromFiles: true, trail: createExportsTrail(from) };
}

function openTransport(config: Config): Transport {
  return createTransport({
    auth: createTokenProvider({ impersonate: config.viewer }),
    concurrency: config.concurrency,
    endpoint: config.gcpEndpoint,
  });
}

/** A new store's key is there before the store: one that stands without its key has lost it. */
function makeKeyFirst(config: Config): void {
  const file = storeFile(config);
  if (file !== null && config.fingerprintKey === null && !existsSync(file)) keyFromFile(keyPath(config));
}

function storeFile({ store }: Config): string | null {
  return store.kind === 'sqlite' && store.path !== ':memory:' ? store.path : null;
}

/** The key stands beside the SQLite file. In the cloud it must be given: a key made anew by each instance would make every literal look changed. */
function keyPath(config: Config): string {
  const { store } = config;
  const file = storeFile(config);
  if (file !== null) return join(dirname(file), 'fingerprint.key');
  if (store.kind === 'sqlite' || config.emulator) return join('.plumbline', 'fingerprint.key');
  throw new PlumblineError(
    'CONFIG_INVALID',
    'configuration: PLUMBLINE_FINGERPRINT_KEY is missing, and the store is Firestore; set it to 32 random bytes in base64',
  );
}

/** Opens the estate's memory. Adapters are loaded here, so that nobody pays for the one not used. */
export async function openStore({ config, contract }: Settings): Promise<StateStore> {
  if (config.store.kind === 'sqlite') {
    makeKeyFirst(config);
    const { openSqliteStore } = await import('../shared/adapters/sqlite/state-store.ts');
    return openSqliteStore({ path: config.store.path, estate: contract.estate });
  }
  const { openFirestoreStore } = await import('../shared/adapters/firestore/state-store.ts');
  const project = config.storeProject === null ? {} : { projectId: config.storeProject };
  return openFirestoreStore({ database: config.store.database, estate: contract.estate, ...project });
}

/** The version of the store's schema this version of Plumbline writes. */
export async function storeSchema({ store }: Config): Promise<number> {
  if (store.kind === 'sqlite')
    return (await import('../shared/adapters/sqlite/schema.ts')).SQLITE_MIGRATIONS.length;
  return (await import('../shared/adapters/firestore/schema.ts')).FIRESTORE_MIGRATIONS.length;
}

/** Everything a pass needs. `print` is where the console notifier writes; `stop` ends the capture. */
export function passDeps(
  settings: Settings,
  parts: { eyes: Eyes; store: StateStore; print: (text: string) => unknown; stop?: AbortSignal },
): PassDeps {
  const { config } = settings;
  return {
    ...parts.eyes,
    store: parts.store,
    notifier: openNotifier(config, parts.print),
    defaultChannel: config.notify.kind === 'slack' ? config.notify.channel : 'console',
    now: () => new Date(),
    newId: () => randomUUID(),
    deadline: () =>
      AbortSignal.any([AbortSignal.timeout(PASS_DEADLINE_MS), ...(parts.stop ? [parts.stop] : [])]),
    leaseMs: LEASE_MS,
    wait: (ms) => wait(ms),
    ...(config.notify.kind === 'slack' ? { pace: slackPace() } : {}),
    beat: () => (config.heartbeatUrl === null ? Promise.resolve(true) : beat(config.heartbeatUrl)),
  };
}

function slackPace(): Pace {
  return createPace({ now: () => new Date(), wait: (ms) => wait(ms) });
}

function openNotifier({ notify }: Config, print: (text: string) => unknown): Notifier {
  if (notify.kind === 'console') return createConsoleNotifier(print);
  return createSlackNotifier({
    token: notify.token,
    ...(notify.apiUrl === null ? {} : { apiUrl: notify.apiUrl }),
  });
}

/** What must be known to read projects: a whole contract knows more. */
interface Sighted {
  config: Config;
  contract: { environments: { project: string }[] };
}

/** What looks at projects that no contract speaks of yet. Values are reduced by a key that is gone afterwards. */
export function openFirstSight(
  variables: Record<string, string | undefined>,
  { projects, view }: { projects: string[]; view: View },
): Pick<Eyes, 'source' | 'reduce' | 'fingerprintOf'> {
  const config = readConfig(variables, LOCAL_STORE);
  const key = config.fingerprintKey ?? randomBytes(32);
  const environments = projects.map((project) => ({ project }));
  return {
    source: openSource({ config, contract: { environments } }, view).source,
    reduce: createValueReducer({ key, environments: [] }),
    fingerprintOf: createFingerprint(key),
  };
}
