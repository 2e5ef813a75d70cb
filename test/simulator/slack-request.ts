import type { IncomingMessage } from 'node:http';
import { isObject, type Json, type JsonObject } from '../../shared/snapshot/json.ts';

/** One call as the simulator understood it; the token is judged and dropped, never kept. */
export interface SlackRequest {
  /** `chat.postMessage` */
  method: string;
  args: JsonObject;
  token: 'none' | 'valid' | 'invalid';
  /** What was answered: an HTTP status and Slack's error, or `reset`. */
  outcome: string;
}

/** Arguments that hold JSON where a call is form-encoded. */
const JSON_ARGUMENTS = new Set(['blocks', 'metadata', 'attachments']);

/** Reads a Web API call, form-encoded or JSON. Any `xoxb-` token is a valid one. */
export async function readSlackRequest(message: IncomingMessage): Promise<SlackRequest> {
  const url = new URL(message.url ?? '/', 'http://slack');
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const isJson = message.headers['content-type']?.startsWith('application/json') ?? false;
  const { token, ...args } = {
    ...fromForm(url.searchParams),
    ...(isJson ? fromJson(body) : fromForm(new URLSearchParams(body))),
  };
  const bearer = message.headers.authorization?.replace(/^Bearer /, '') ?? token;
  const judged = bearer === undefined ? 'none' : String(bearer).startsWith('xoxb-') ? 'valid' : 'invalid';
  return { method: url.pathname.replace(/^\/api\//, ''), args, token: judged, outcome: 'pending' };
}

function fromForm(form: URLSearchParams): JsonObject {
  return Object.fromEntries(
    [...form].map(([name, value]) => [name, JSON_ARGUMENTS.has(name) ? parse(value) : value]),
  );
}

function fromJson(body: string): JsonObject {
  const parsed = parse(body);
  return isObject(parsed) ? parsed : {};
}

/** Text that is no JSON stays text, so that the method refuses it as Slack does. */
function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
