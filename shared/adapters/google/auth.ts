import type { AuthClient } from 'google-auth-library';
import type { Gap } from '../../snapshot/model.ts';

/** Headers that identify the caller, or why there are none. */
export type CredentialHeaders = { ok: true; headers: Record<string, string> } | { ok: false; gap: Gap };

/** Who Plumbline is to Google. Never throws, never logs; what it says of a failure holds no token. */
export interface TokenProvider {
  headers(signal: AbortSignal): Promise<CredentialHeaders>;
}

export interface TokenProviderOptions {
  /** Service account to act as; null: the caller's own identity. */
  impersonate: string | null;
  /** Milliseconds to wait for a token; 20 seconds unless given. */
  timeoutMs?: number;
  /** Where the caller's own identity comes from; Application Default Credentials unless given. */
  ownClient?: () => Promise<AuthClient>;
  /** Address of the IAM Credentials API; Google's unless given. */
  credentialsEndpoint?: string;
}

/**
 * Secret Manager and IAM accept no narrower OAuth scope than this one; what a token can do is bounded by
 * the viewer's role, and what Plumbline does with it by the allowlist.
 */
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const TOKEN_LIFETIME_SECONDS = 3600;

/**
 * Answers a provider on google-auth-library, which is loaded with the first request, renews tokens and is
 * asked once however many requests wait for it.
 */
export function createTokenProvider(options: TokenProviderOptions): TokenProvider {
  let client: Promise<AuthClient> | null = null;
  let pending: Promise<CredentialHeaders> | null = null;
  const ask = async (): Promise<CredentialHeaders> => {
    try {
      client ??= createClient(options);
      return { ok: true, headers: pick(await (await client).getRequestHeaders()) };
    } catch (error) {
      client = null;
      return { ok: false, gap: explain(error, options.impersonate) };
    }
  };
  return {
    headers: (signal) => {
      pending ??= ask().finally(() => {
        pending = null;
      });
      return Promise.race([pending, gaveUp(options.timeoutMs ?? 20_000, signal)]);
    },
  };
}

async function createClient(options: TokenProviderOptions): Promise<AuthClient> {
  const { GoogleAuth, Impersonated } = await import('google-auth-library');
  const quietly = await quietConstruction();
  const own = options.ownClient ?? (() => new GoogleAuth({ scopes: [SCOPE] }).getClient());
  const sourceClient = await own();
  if (options.impersonate === null) {
    return sourceClient;
  }
  const endpoint = options.credentialsEndpoint === undefined ? {} : { endpoint: options.credentialsEndpoint };
  const viewer = {
    sourceClient,
    targetPrincipal: options.impersonate,
    targetScopes: [SCOPE],
    lifetime: TOKEN_LIFETIME_SECONDS,
    ...endpoint,
  };
  return quietly(() => new Impersonated(viewer));
}

type Quietly = <T>(build: () => T) => T;

/**
 * The constructor warns on stderr of configuration from untrusted sources, at every start; this one is
 * written here. The library's own way to say so is not in its typings.
 */
async function quietConstruction(): Promise<Quietly> {
  const util: object = await import('google-auth-library/build/src/util.js');
  return (util as { suppressAdcWarning?: Quietly }).suppressAdcWarning ?? ((build) => build());
}

/** A person's own credentials name the project that pays for the quota; it goes along with the token. */
function pick(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    ['authorization', 'x-goog-user-project'].flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** Resolves as soon as waiting makes no sense any more. */
function gaveUp(timeoutMs: number, signal: AbortSignal): Promise<CredentialHeaders> {
  const end = AbortSignal.any([AbortSignal.timeout(timeoutMs), signal]);
  const answer: CredentialHeaders = {
    ok: false,
    gap: { status: 'UNREACHABLE', detail: 'no access token was to be had in time' },
  };
  return new Promise((resolve) => {
    end.addEventListener('abort', () => resolve(answer), { once: true });
    if (end.aborted) {
      resolve(answer);
    }
  });
}

/** The library's errors carry the request with its token, so only their kind is looked at and nothing is passed on. */
function explain(error: unknown, viewer: string | null): Gap {
  const message = messageOf(error);
  const status = statusOf(error);
  if (/could not load the default credentials/i.test(message)) {
    return gap(
      'ERROR',
      'no Google credentials: run `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS',
    );
  }
  if (viewer !== null && /unable to impersonate/i.test(message) && (status === 403 || status === 404)) {
    return gap(
      'DENIED',
      `may not act as ${viewer}: grant roles/iam.serviceAccountTokenCreator on that account to the identity Plumbline runs as, ` +
        'and check that the account exists and iamcredentials.googleapis.com is enabled in its project',
    );
  }
  if (status === 400 || status === 401 || /invalid_grant|invalid_rapt/i.test(message)) {
    return gap(
      'ERROR',
      'the credentials were refused, they may have expired: run `gcloud auth application-default login` again',
    );
  }
  return gap('UNREACHABLE', `no access token was to be had${status === null ? '' : ` (${status})`}`);
}

function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : '';
  return typeof message === 'string' ? message : '';
}

function statusOf(error: unknown): number | null {
  const response = typeof error === 'object' && error !== null && 'response' in error ? error.response : null;
  const status =
    typeof response === 'object' && response !== null && 'status' in response ? response.status : null;
  return typeof status === 'number' ? status : null;
}

function gap(status: Gap['status'], detail: string): Gap {
  return { status, detail };
}
