import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import pLimit from 'p-limit';
import type { SmokeAnswer, SmokeProbe } from '../../smoke/model.ts';
import { parseEndpoint } from '../google/endpoint.ts';
import { isPublicAddress } from './public-address.ts';
import { redirectOf } from './redirect.ts';
import { type Resolve, safeLookup, systemResolve } from './safe-lookup.ts';

/** A first request may wait for an instance to start. */
const TIMEOUT_MS = 15_000;
const MAX_BODY_BYTES = 64 * 1024;
const AT_ONCE = 4;

export interface SmokeProbeOptions {
  /** Replaces the internet by a server on this machine, asked at `<endpoint>/<host>/<path>` over plain HTTP. */
  endpoint?: string | null;
  /** Milliseconds for the whole answer. */
  timeoutMs?: number;
  resolve?: Resolve;
  /** Which addresses may be connected to; public ones unless given. */
  isAllowed?: (address: string) => boolean;
  /** Certificates to trust instead of the system's, PEM. */
  ca?: string;
}

/**
 * Asks URLs with GET: https, public addresses, no credentials, no cookies, one connection for each, no
 * redirect followed, at most 64 KiB of a body read and dropped.
 */
export function createSmokeProbe(options: SmokeProbeOptions = {}): SmokeProbe {
  const endpoint = options.endpoint ?? null;
  const base = endpoint === null ? null : parseEndpoint(endpoint, 'PLUMBLINE_SMOKE_ENDPOINT');
  const limit = pLimit(AT_ONCE);
  return {
    get: (address, signal) =>
      limit(async (): Promise<SmokeAnswer> => {
        const url = URL.parse(address);
        if (url === null) return refused('it is not a URL');
        const why = base === null ? whyNot(url, options.isAllowed ?? isPublicAddress) : null;
        return why === null ? ask(url, { ...options, base, signal }) : refused(why);
      }),
  };
}

/** What no request is made for. An address written as a number is never looked up, so it is looked at here. */
function whyNot(url: URL, isAllowed: (address: string) => boolean): string | null {
  if (url.protocol !== 'https:') return 'only https is asked';
  if (url.username !== '' || url.password !== '') return 'a URL with credentials is not asked';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isAllowed(host) ? 'it leads to an address that is not public' : null;
}

interface Asking extends SmokeProbeOptions {
  base: string | null;
  signal: AbortSignal;
}

function ask(url: URL, asking: Asking): Promise<SmokeAnswer> {
  const limit = AbortSignal.timeout(asking.timeoutMs ?? TIMEOUT_MS);
  const signal = AbortSignal.any([limit, asking.signal]);
  const options: RequestOptions = {
    method: 'GET',
    agent: false,
    headers: { accept: '*/*', 'user-agent': 'plumbline-smoke', connection: 'close' },
    lookup: safeLookup(asking.resolve ?? systemResolve, asking.isAllowed ?? isPublicAddress),
    signal,
  };
  return new Promise((settle) => {
    const failed = (error: Error) => settle(failureOf(error, { asking, limit }));
    const answered = (response: IncomingMessage) => {
      drain(response).then(() => settle(answerOf(response, url)), failed);
    };
    const request =
      asking.base === null
        ? httpsRequest(url, { ...options, ...(asking.ca === undefined ? {} : { ca: asking.ca }) }, answered)
        : httpRequest(
            `${asking.base}/${url.host}${url.pathname}${url.search}`,
            { ...options, lookup: undefined },
            answered,
          );
    request.on('error', failed);
    request.end();
  });
}

/** Reads a body to its end or to the limit, keeps nothing, and closes the connection. */
async function drain(response: IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).byteLength;
    if (bytes > MAX_BODY_BYTES) break;
  }
  response.destroy();
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, url: URL): SmokeAnswer {
  return { kind: 'answered', status: statusCode, redirect: redirectOf(statusCode, headers.location, url) };
}

const CERTIFICATE = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_)/;

function failureOf(error: Error, { asking, limit }: { asking: Asking; limit: AbortSignal }): SmokeAnswer {
  if (asking.signal.aborted)
    return { kind: 'unreachable', reason: 'the pass was stopped before it answered' };
  if (limit.aborted)
    return {
      kind: 'unreachable',
      reason: `no whole answer within ${(asking.timeoutMs ?? TIMEOUT_MS) / 1000} s`,
    };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'connection lost';
  if (code === 'NOT_PUBLIC') return refused('it leads to an address that is not public');
  if (CERTIFICATE.test(code)) return { kind: 'untrusted', reason: `its certificate does not hold (${code})` };
  return { kind: 'unreachable', reason: code === 'ENOTFOUND' ? 'its host has no address' : code };
}

function refused(reason: string): SmokeAnswer {
  return { kind: 'refused', reason };
}
