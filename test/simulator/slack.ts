import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { FaultBook } from './faults.ts';
import { closeServer, listen } from './google.ts';
import { SLACK_METHODS, type SlackAnswer, slackError } from './slack-methods.ts';
import { readSlackRequest, type SlackRequest } from './slack-request.ts';
import { type SlackMessage, SlackWorkspace } from './slack-workspace.ts';

export interface SlackFault {
  /** Which calls; all where nothing is given. A channel is compared as the caller wrote it. */
  match?: { method?: string; channel?: string } | ((request: SlackRequest) => boolean);
  /**
   * `rate-limited`: 429 (with Retry-After where `retryAfter` is given). `reset`, `500`: before anything is
   * kept. `accepted-then-reset`, `500-after-accept`: the message is there, the caller does not learn it.
   * `html-200`: a proxy's page. `error`: Slack's `error` with HTTP 200. `slow`: the answer comes late.
   */
  kind:
    | 'rate-limited'
    | 'reset'
    | '500'
    | 'accepted-then-reset'
    | '500-after-accept'
    | 'html-200'
    | 'error'
    | 'slow';
  error?: string;
  /** Seconds */
  retryAfter?: number;
  times?: number;
  delayMs?: number;
}

export interface SlackSimulatorOptions {
  port?: number;
  /** name → id of the channels that exist; any name is one where absent. */
  channels?: Record<string, string>;
  scopes?: string[];
  /** Posts a channel takes per second, and how many at once; no limit where absent. */
  rateLimit?: { perSecond: number; burst?: number };
  /** The workspace's clock. */
  now?: () => Date;
}

export interface SlackSimulator {
  /** To be used as the client's slackApiUrl. */
  readonly url: string;
  /** Every message as it stands now, in order of posting. */
  readonly messages: SlackMessage[];
  readonly requests: SlackRequest[];
  readonly faults: FaultBook<SlackFault, SlackRequest>;
  /** The id a channel name resolves to. */
  channelId(name: string): string | undefined;
  close(): Promise<void>;
}

/** Starts a server on loopback that speaks the part of Slack's Web API that alerts need. */
export async function startSlackSimulator(options: SlackSimulatorOptions = {}): Promise<SlackSimulator> {
  const workspace = new SlackWorkspace(options.now ?? (() => new Date()), options.channels);
  const faults = new FaultBook<SlackFault, SlackRequest>(fitsSlackFault);
  const requests: SlackRequest[] = [];
  const scopes = new Set(options.scopes ?? ['chat:write', 'channels:history']);
  const limited = rateLimiter(workspace, options.rateLimit);
  const answer = (request: SlackRequest): SlackAnswer => {
    if (request.token === 'none') return slackError('not_authed');
    if (request.token === 'invalid') return slackError('invalid_auth');
    const method = SLACK_METHODS[request.method];
    return method === undefined
      ? slackError('unknown_method')
      : method({ workspace, args: request.args, scopes });
  };
  const server = createServer(async (message, response) => {
    const request = await readSlackRequest(message);
    requests.push(request);
    const fault = faults.strike(request);
    if (fault !== undefined) await strike(fault, { request, response, answer: () => answer(request) });
    else if (limited(request)) tooMany({ request, response, answer: () => slackError('ratelimited') }, 1);
    else send({ request, response, answer: () => answer(request) });
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}/api/`,
    messages: workspace.messages,
    requests,
    faults,
    channelId: (name) => workspace.channelId(name),
    close: () => closeServer(server),
  };
}

interface Exchange {
  request: SlackRequest;
  response: ServerResponse;
  answer: () => SlackAnswer;
}

async function strike(fault: SlackFault, exchange: Exchange): Promise<void> {
  switch (fault.kind) {
    case 'rate-limited':
      return tooMany(exchange, fault.retryAfter);
    case 'reset':
      return reset(exchange);
    case '500':
      return plain(exchange, 500, 'Internal Server Error');
    case 'accepted-then-reset':
      exchange.answer();
      return reset(exchange);
    case '500-after-accept':
      exchange.answer();
      return plain(exchange, 500, 'Internal Server Error');
    case 'html-200':
      return plain(exchange, 200, '<!DOCTYPE html><html><body>Sign in to the network</body></html>');
    case 'error':
      return send({ ...exchange, answer: () => slackError(fault.error ?? 'internal_error') });
    case 'slow':
      await wait(fault.delayMs ?? 60_000, undefined, { ref: false });
      return send(exchange);
  }
}

function send({ request, response, answer }: Exchange): void {
  const body = answer();
  request.outcome = body.ok ? '200' : `200 ${body.error}`;
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

function tooMany({ request, response }: Exchange, retryAfter: number | undefined): void {
  request.outcome = '429';
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  response.writeHead(429, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(slackError('ratelimited')));
}

function plain({ request, response }: Exchange, status: number, body: string): void {
  request.outcome = String(status);
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(body);
}

function reset({ request, response }: Exchange): void {
  request.outcome = 'reset';
  response.destroy();
}

function fitsSlackFault({ match }: SlackFault, request: SlackRequest): boolean {
  if (match === undefined) return true;
  if (typeof match === 'function') return match(request);
  const { method, channel } = match;
  return (
    (method === undefined || method === request.method) &&
    (channel === undefined || channel === request.args.channel)
  );
}

/** A bucket for each channel, filled at the given rate. */
function rateLimiter(
  workspace: SlackWorkspace,
  limit: SlackSimulatorOptions['rateLimit'],
): (request: SlackRequest) => boolean {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return ({ method, args }) => {
    if (limit === undefined || method !== 'chat.postMessage') return false;
    const channel = workspace.channelId(String(args.channel ?? '')) ?? '';
    const full = limit.burst ?? 1;
    const bucket = buckets.get(channel) ?? { tokens: full, at: workspace.time() };
    const gained = ((workspace.time() - bucket.at) / 1000) * limit.perSecond;
    const tokens = Math.min(full, bucket.tokens + gained);
    buckets.set(channel, { tokens: tokens < 1 ? tokens : tokens - 1, at: workspace.time() });
    return tokens < 1;
  };
}
