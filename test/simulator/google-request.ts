import type { IncomingMessage } from 'node:http';
import type { Json } from '../../shared/snapshot/json.ts';

/** One request as the simulator understood it. A credential is noted as present, never kept. */
export interface SimulatedRequest {
  method: string;
  /** The API's host (`run.googleapis.com`), or null where the request named none. */
  host: string | null;
  /** The same as it was written: a regional host is not put down to its API. */
  address: string | null;
  /** The region a regional host or a `/locations/…/` path names. */
  region: string | null;
  /** Decoded, without host and query. */
  path: string;
  /** Repeated parameters are joined with commas. */
  query: Record<string, string>;
  body: Json;
  authorization: boolean;
  /** `payload`: a call that hands out a secret; `write`: anything that is not a known read. */
  kind: 'read' | 'write' | 'payload' | 'unknown';
  /** The HTTP status it was answered with; null where the connection was cut. */
  status: number | null;
}

const API_HOST = /^[a-z0-9.-]+\.googleapis\.com$/;
const REGIONAL_RUN = /^([a-z]+-[a-z]+\d+)-(run\.googleapis\.com)$/;
const REGIONAL_ENDPOINT = /^([a-z]+)\.([a-z]+-[a-z]+\d+)\.rep\.googleapis\.com$/;

/**
 * Understands `/<api host>/<path>`, absolute URIs as a proxy gets them, and a Host header; in this order.
 */
export async function readRequest(message: IncomingMessage): Promise<SimulatedRequest> {
  const target = splitTarget(message.url ?? '/', message.headers.host ?? '');
  const url = new URL(target.path, 'http://simulator');
  const path = url.pathname.split('/').map(decode).join('/');
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams)
    query[name] = name in query ? `${query[name]},${value}` : value;
  return {
    method: message.method ?? 'GET',
    host: target.host,
    address: target.address,
    region: target.region ?? path.match(/\/locations\/([^/:]+)/)?.[1] ?? null,
    path,
    query,
    body: await readBody(message),
    authorization: message.headers.authorization !== undefined,
    kind: 'unknown',
    status: null,
  };
}

interface Target {
  host: string | null;
  address: string | null;
  region: string | null;
  path: string;
}

function splitTarget(url: string, hostHeader: string): Target {
  const absolute = url.match(/^https?:\/\/([^/:]+)(?::\d+)?(\/.*)?$/);
  if (absolute !== null) return { ...apiHost(absolute[1] ?? ''), path: absolute[2] ?? '/' };
  const [, first = '', rest = ''] = url.match(/^\/([^/?]+)(.*)$/) ?? [];
  if (API_HOST.test(first)) return { ...apiHost(first), path: rest === '' ? '/' : rest };
  return { ...apiHost(hostHeader.split(':')[0] ?? ''), path: url };
}

function apiHost(name: string): Omit<Target, 'path'> {
  const regional = name.match(REGIONAL_RUN);
  if (regional !== null) return { host: regional[2] ?? null, address: name, region: regional[1] ?? null };
  const endpoint = name.match(REGIONAL_ENDPOINT);
  if (endpoint !== null)
    return { host: `${endpoint[1]}.googleapis.com`, address: name, region: endpoint[2] ?? null };
  const host = API_HOST.test(name) ? name : null;
  return { host, address: host, region: null };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

async function readBody(message: IncomingMessage): Promise<Json> {
  if (message.method === 'GET') return null;
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Json;
  } catch {
    return null;
  }
}
