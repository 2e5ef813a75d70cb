import { z } from 'zod';
import { PlumblineError } from './errors.ts';

export type StoreConfig = { kind: 'firestore'; database: string } | { kind: 'sqlite'; path: string };
export type NotifyConfig =
  | { kind: 'slack'; channel: string; token: string; apiUrl: string | null }
  | { kind: 'console' };

/** The environment, validated. Credentials stand here and nowhere else. */
export interface Config {
  /** A file, or null: the only contract in `contracts/`. */
  contract: string | null;
  /** Service account impersonated for every read of a target; null: the caller's own identity. */
  viewer: string | null;
  store: StoreConfig;
  notify: NotifyConfig;
  fingerprintKey: Uint8Array | null;
  /** Requests under way at once, over all APIs. */
  concurrency: number;
  heartbeatUrl: string | null;
  /** Where every Google API is called instead, over plain HTTP and without credentials; loopback only. */
  gcpEndpoint: string | null;
  /** Reads the contents of the workflows' repository on GitHub; null: what everybody may read. */
  githubToken: string | null;
  /** Where GitHub's API is called instead, without the token; loopback only. */
  githubEndpoint: string | null;
  /** Where smoke requests go instead, as `<endpoint>/<host>/<path>`; loopback only. */
  smokeEndpoint: string | null;
  /** The store's project, as Google's clients read it. */
  storeProject: string | null;
  /** Firestore is an emulator on this machine. */
  emulator: boolean;
}

const LOOPBACK = new Set(['localhost', '[::1]']);

/** Whether a host name is this machine and no other: `localhost`, `[::1]`, 127.0.0.0/8. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.has(hostname) || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function isHere(text: string): boolean {
  const at = URL.parse(text);
  return at !== null && isLoopback(at.hostname);
}

const blankIsAbsent = z
  .string()
  .trim()
  .transform((text) => (text === '' ? undefined : text))
  .optional();

const url = z.url({ protocol: /^https?$/, error: 'is not a URL' });

/** Nothing is sent over a network in the clear. */
const encryptedOrHere = blankIsAbsent.pipe(
  url
    .refine((text) => /^https:/i.test(text) || isHere(text), {
      error: 'must be https, unless it is on this machine: the token goes there',
    })
    .optional(),
);

const onThisMachine = blankIsAbsent.pipe(
  url
    .refine(isHere, {
      error: 'must be on this machine (loopback): it is called without credentials or encryption',
    })
    .optional(),
);

const ENVIRONMENT = z.object({
  PLUMBLINE_CONTRACT: blankIsAbsent,
  PLUMBLINE_VIEWER: blankIsAbsent.pipe(
    z.email({ error: 'must be the email of a service account' }).optional(),
  ),
  PLUMBLINE_STORE: blankIsAbsent.pipe(
    z
      .string()
      .regex(/^(firestore|sqlite):.+$/, { error: 'must be firestore:<database> or sqlite:<path>' })
      .optional(),
  ),
  PLUMBLINE_NOTIFY: blankIsAbsent.pipe(
    z
      .string()
      .regex(/^(slack:.+|console)$/, { error: 'must be slack:<channel> or console' })
      .optional(),
  ),
  SLACK_BOT_TOKEN: blankIsAbsent,
  SLACK_API_URL: encryptedOrHere,
  PLUMBLINE_FINGERPRINT_KEY: blankIsAbsent.pipe(
    z
      .string()
      .regex(/^[A-Za-z0-9+/_-]+={0,2}$/, { error: 'must be base64' })
      .refine((text) => Buffer.from(text, 'base64').length >= 32, { error: 'must hold at least 32 bytes' })
      .optional(),
  ),
  PLUMBLINE_CONCURRENCY: blankIsAbsent.pipe(
    z
      .string()
      .regex(/^[1-9]\d{0,2}$/, { error: 'must be a whole number from 1 to 999' })
      .optional(),
  ),
  PLUMBLINE_HEARTBEAT_URL: blankIsAbsent.pipe(url.optional()),
  PLUMBLINE_GCP_ENDPOINT: onThisMachine,
  GITHUB_TOKEN: blankIsAbsent,
  PLUMBLINE_GITHUB_ENDPOINT: onThisMachine,
  PLUMBLINE_SMOKE_ENDPOINT: onThisMachine,
  // As Google's clients read it: a build's network has its emulator under a name of its own.
  FIRESTORE_EMULATOR_HOST: blankIsAbsent,
  GOOGLE_CLOUD_PROJECT: blankIsAbsent,
});

type Environment = z.infer<typeof ENVIRONMENT>;

/**
 * Reads the configuration from environment variables; throws CONFIG_INVALID naming every problem at
 * once, and no value. `defaultStore` is what `PLUMBLINE_STORE` means where it is absent.
 */
export function readConfig(variables: Record<string, string | undefined>, defaultStore: string): Config {
  const parsed = ENVIRONMENT.safeParse(variables);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (isSlack(variables) && !variables.SLACK_BOT_TOKEN?.trim())
    problems.push('SLACK_BOT_TOKEN is missing, and PLUMBLINE_NOTIFY names a Slack channel');
  if (!parsed.success || problems.length > 0)
    throw new PlumblineError('CONFIG_INVALID', `configuration: ${problems.join('; ')}`);
  return toConfig(parsed.data, defaultStore);
}

function isSlack(variables: Record<string, string | undefined>): boolean {
  return variables.PLUMBLINE_NOTIFY?.trim().startsWith('slack:') ?? false;
}

function toConfig(environment: Environment, defaultStore: string): Config {
  const key = environment.PLUMBLINE_FINGERPRINT_KEY;
  return {
    contract: environment.PLUMBLINE_CONTRACT ?? null,
    viewer: environment.PLUMBLINE_VIEWER ?? null,
    store: storeConfig(environment.PLUMBLINE_STORE ?? defaultStore),
    notify: notifyConfig(environment),
    fingerprintKey: key === undefined ? null : Buffer.from(key, 'base64'),
    concurrency: Number(environment.PLUMBLINE_CONCURRENCY ?? '24'),
    heartbeatUrl: environment.PLUMBLINE_HEARTBEAT_URL ?? null,
    gcpEndpoint: environment.PLUMBLINE_GCP_ENDPOINT ?? null,
    githubToken: environment.GITHUB_TOKEN ?? null,
    githubEndpoint: environment.PLUMBLINE_GITHUB_ENDPOINT ?? null,
    smokeEndpoint: environment.PLUMBLINE_SMOKE_ENDPOINT ?? null,
    storeProject: environment.GOOGLE_CLOUD_PROJECT ?? null,
    emulator: environment.FIRESTORE_EMULATOR_HOST !== undefined,
  };
}

function storeConfig(text: string): StoreConfig {
  const rest = text.slice(text.indexOf(':') + 1);
  return text.startsWith('firestore:')
    ? { kind: 'firestore', database: rest }
    : { kind: 'sqlite', path: rest };
}

function notifyConfig(environment: Environment): NotifyConfig {
  const notify = environment.PLUMBLINE_NOTIFY ?? 'console';
  if (notify === 'console') return { kind: 'console' };
  return {
    kind: 'slack',
    channel: notify.slice('slack:'.length),
    token: environment.SLACK_BOT_TOKEN ?? '',
    apiUrl: environment.SLACK_API_URL ?? null,
  };
}
