import { parseRetryAfter } from '../google/retry-policy.ts';

/** GitHub takes no workflow beyond half of this. */
export const MAX_BYTES = 1024 * 1024;

/** What one GET came to; of a refusal its headers alone are looked at, never its body. */
export type GithubAnswer =
  | { kind: 'file'; text: string }
  | { kind: 'too-large' }
  | { kind: 'directory' }
  | { kind: 'refused'; status: number; limit: RateLimit | null; signOn: boolean }
  | { kind: 'timeout' }
  | { kind: 'network'; code: string }
  | { kind: 'stopped' };

/** Asked too often; `resetAt` in milliseconds since the epoch, where GitHub says it. */
export interface RateLimit {
  resetAt: number | null;
}

export interface Exchange {
  fetch: typeof fetch;
  url: string;
  headers: Record<string, string>;
  /** Milliseconds for the whole answer, its body included. */
  timeoutMs: number;
  signal: AbortSignal;
  now: () => number;
}

/** Sends one GET and reads its answer; whatever the other side does is data. */
export async function exchange(request: Exchange): Promise<GithubAnswer> {
  const limit = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await request.fetch(request.url, {
      method: 'GET',
      headers: request.headers,
      // Not followed: the token is for GitHub's API, and what lies behind a redirect is another address.
      redirect: 'manual',
      signal: AbortSignal.any([limit, request.signal]),
    });
    if (response.status === 200) return await readFile(response);
    await response.body?.cancel();
    return refusal(response, request.now());
  } catch (error) {
    if (request.signal.aborted) return { kind: 'stopped' };
    return limit.aborted ? { kind: 'timeout' } : { kind: 'network', code: networkCode(error) };
  }
}

async function readFile(response: Response): Promise<GithubAnswer> {
  // A folder is answered with the list of what is in it.
  if (response.headers.get('content-type')?.includes('application/json')) {
    await response.body?.cancel();
    return { kind: 'directory' };
  }
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) return { kind: 'too-large' };
    text += decoder.decode(chunk, { stream: true });
  }
  return { kind: 'file', text: text + decoder.decode() };
}

/** A limit is 403 or 429 with nothing remaining, or with Retry-After (docs.github.com, "Rate limits for the REST API"). */
function refusal({ status, headers }: Response, now: number): GithubAnswer {
  const wait = parseRetryAfter(headers.get('retry-after'), now);
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  const spent = headers.get('x-ratelimit-remaining') === '0';
  const limited = status === 429 || (status === 403 && (spent || wait !== null));
  const resetAt = wait !== null ? now + wait : spent && Number.isFinite(reset) ? reset * 1000 : null;
  return {
    kind: 'refused',
    status,
    limit: limited ? { resetAt } : null,
    signOn: headers.has('x-github-sso'),
  };
}

/** The system's code (ECONNRESET, …), which fetch hides in the cause. */
function networkCode(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 3) return 'connection lost';
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : networkCode('cause' in error ? error.cause : null, depth + 1);
}
