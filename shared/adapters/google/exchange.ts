import { isObject } from '../../snapshot/json.ts';
import type { Answer, Failure } from './answer.ts';
import { parseGoogleError } from './google-error.ts';
import { parseRetryAfter } from './retry-policy.ts';

/** A list of a thousand large services is some 20 MB; an answer beyond this is not one of Google's lists. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const MAX_ERROR_BYTES = 256 * 1024;

/** One try of one request: no retry in here. */
export interface Exchange {
  fetch: typeof fetch;
  url: string;
  init: { method: string; headers: Record<string, string>; body: string | null };
  /** Milliseconds for the whole answer, its body included. */
  timeoutMs: number;
  signal: AbortSignal;
  now: () => number;
  /** Whether the answer is a text instead of JSON. */
  isText?: boolean;
}

export type ExchangeResult = Extract<Answer, { ok: true }> | { ok: false; failure: Failure };

/** Sends one request and reads its answer; whatever the other side does is data. */
export async function exchange(request: Exchange): Promise<ExchangeResult> {
  const limit = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await request.fetch(request.url, {
      ...request.init,
      // Manual, not followed: a redirect is then an answer like any other, and judged as one.
      redirect: 'manual',
      signal: AbortSignal.any([limit, request.signal]),
    });
    if (response.status !== 200) return await readError(response, request.now());
    return request.isText === true ? await readWhole(response) : await readBody(response);
  } catch (error) {
    return { ok: false, failure: failureOf(error, request, limit) };
  }
}

async function readBody(response: Response): Promise<ExchangeResult> {
  const text = await readText(response, MAX_BODY_BYTES);
  if (text === null) {
    return malformed('an answer of more than 64 MiB');
  }
  const body = parseJson(text);
  if (!isObject(body)) {
    return malformed(
      text.trimStart().startsWith('<') ? 'a web page instead of JSON' : 'something that is not a JSON object',
    );
  }
  return 'error' in body ? malformed('an error under status 200') : { ok: true, body };
}

async function readWhole(response: Response): Promise<ExchangeResult> {
  const text = await readText(response, MAX_BODY_BYTES);
  if (text === null) return malformed('an answer of more than 64 MiB');
  return { ok: true, body: { text, generation: response.headers.get('x-goog-generation') } };
}

async function readError(response: Response, now: number): Promise<ExchangeResult> {
  const text = await readText(response, MAX_ERROR_BYTES);
  const error = text === null ? null : parseGoogleError(parseJson(text));
  const retryAfterMs =
    parseRetryAfter(response.headers.get('retry-after'), now) ?? error?.retryDelayMs ?? null;
  return { ok: false, failure: { kind: 'http', status: response.status, error, retryAfterMs } };
}

/** The body as text, or null where it is larger than `limit` bytes: the rest is then not read. */
async function readText(response: Response, limit: number): Promise<string | null> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limit) {
      return null;
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** A parser's error cites the text it was given, so none leaves this function. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failureOf(error: unknown, request: Exchange, limit: AbortSignal): Failure {
  if (request.signal.aborted) {
    return { kind: 'stopped' };
  }
  return limit.aborted
    ? { kind: 'timeout', afterMs: request.timeoutMs }
    : { kind: 'network', code: networkCode(error) };
}

/** The system's code (ECONNRESET, ENOTFOUND, …): fetch hides it in the cause, often two levels down. */
function networkCode(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 3) {
    return 'connection lost';
  }
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : networkCode('cause' in error ? error.cause : null, depth + 1);
}

function malformed(what: string): ExchangeResult {
  return { ok: false, failure: { kind: 'malformed', what } };
}
