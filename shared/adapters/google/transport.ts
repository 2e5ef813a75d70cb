import { PlumblineError } from '../../errors.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import { allowedRequest } from './allowed-request.ts';
import type { AllowedRequest } from './allowlist.ts';
import type { Answer } from './answer.ts';
import type { TokenProvider } from './auth.ts';
import { parseEndpoint } from './endpoint.ts';
import { exchange } from './exchange.ts';
import { type Call, createPatience, type Send } from './patience.ts';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry-policy.ts';
import { systemTime, type Time } from './time.ts';

/** Host and path of one of the allowed requests; the signal ends it, waits included. */
export interface ReadRequest {
  host: string;
  path: string;
  query?: Record<string, string>;
  signal?: AbortSignal;
}

/** What was sent so far. */
export interface TransportStats {
  /** Requests on the wire, further tries included. */
  calls: number;
  retries: number;
  /** Calls by `METHOD host/path-template`. */
  byRequest: Record<string, number>;
}

/**
 * The only way to Google. Reads metadata and nothing else: a request that is not in the allowlist throws
 * FORBIDDEN_REQUEST before a byte is sent; for everything the other side does the answer is data.
 */
export interface Transport {
  get(request: ReadRequest): Promise<Answer>;
  post(request: ReadRequest & { body: JsonObject }): Promise<Answer>;
  stats(): TransportStats;
}

export interface TransportOptions {
  /** Null only together with `endpoint`. */
  auth: TokenProvider | null;
  /** Requests under way at once. */
  concurrency: number;
  /** Replaces Google by a server on this machine (see `parseEndpoint`); no credentials are sent to it. */
  endpoint?: string | null;
  fetch?: typeof fetch;
  /** Ends everything, beside the signal of a request. */
  signal?: AbortSignal;
  /** Milliseconds for one try; 30 seconds unless given. */
  timeoutMs?: number;
  retry?: Partial<RetryPolicy>;
  time?: Time;
  /** Uniform in [0, 1): spreads the tries of requests that failed together. */
  random?: () => number;
}

const NEVER_ABORTED = new AbortController().signal;

/** Answers a transport; refuses an endpoint elsewhere, and Google without credentials. */
export function createTransport(options: TransportOptions): Transport {
  const endpoint = options.endpoint ?? null;
  const base = endpoint === null ? null : parseEndpoint(endpoint);
  if (base === null && options.auth === null) {
    throw new PlumblineError('CONFIG_INVALID', 'reading from Google needs credentials');
  }
  const stats: TransportStats = { calls: 0, retries: 0, byRequest: {} };
  const call = createPatience(createSender(options, base, stats), {
    policy: { ...DEFAULT_RETRY_POLICY, ...options.retry },
    concurrency: options.concurrency,
    time: options.time ?? systemTime,
    random: options.random ?? Math.random,
    onRetry: () => {
      stats.retries += 1;
    },
  });
  const prepare = createPreparation(options, base);
  return {
    get: async (request) => call(prepare('GET', request, null)),
    post: async ({ body, ...request }) => call(prepare('POST', request, body)),
    stats: () => ({ ...stats, byRequest: { ...stats.byRequest } }),
  };
}

type Prepare = (method: 'GET' | 'POST', request: ReadRequest, body: JsonObject | null) => Call;

/** Holds a request against the allowlist under Google's own address, and only then says where it goes. */
function createPreparation(options: TransportOptions, base: string | null): Prepare {
  return (method, { host, path, query, signal }, body) => {
    const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
    const address = `https://${host}${path}${search}`;
    const { row, project } = allowedRequest(method, address, body);
    const url = base === null ? address : `${base}/${host}${path}${search}`;
    const text = body === null ? null : JSON.stringify(body);
    return { row, host, project, url, body: text, signal: anyOf(options.signal, signal) };
  };
}

function anyOf(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal {
  if (one !== undefined && other !== undefined) {
    return AbortSignal.any([one, other]);
  }
  return one ?? other ?? NEVER_ABORTED;
}

function createSender(options: TransportOptions, base: string | null, stats: TransportStats): Send {
  const { now } = options.time ?? systemTime;
  return async (call) => {
    const credentials = base === null ? await options.auth?.headers(call.signal) : undefined;
    if (credentials?.ok === false) {
      const failure = call.signal.aborted
        ? ({ kind: 'stopped' } as const)
        : ({ kind: 'credentials', gap: credentials.gap } as const);
      return { ok: false, failure };
    }
    count(stats, call.row);
    return exchange({
      fetch: options.fetch ?? fetch,
      url: call.url,
      init: { method: call.row.method, headers: headersOf(call, credentials?.headers), body: call.body },
      timeoutMs: options.timeoutMs ?? 30_000,
      signal: call.signal,
      now,
    });
  };
}

function headersOf(call: Call, credentials: Record<string, string> = {}): Record<string, string> {
  const content = call.body === null ? {} : { 'content-type': 'application/json' };
  return { accept: 'application/json', 'user-agent': 'plumbline', ...content, ...credentials };
}

function count(stats: TransportStats, row: AllowedRequest): void {
  const key = `${row.method} ${row.host}${row.path}`;
  stats.calls += 1;
  stats.byRequest[key] = (stats.byRequest[key] ?? 0) + 1;
}
