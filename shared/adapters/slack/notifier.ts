import type { Logger, LogLevel, WebClient } from '@slack/web-api';
import { slackBlocks } from '../../alerts/blocks.ts';
import type { Delivery } from '../../alerts/model.ts';
import type { Notifier, SendOutcome, SendRequest } from '../../ports.ts';
import { classifyFailure } from './classify.ts';
import { EVENT_TYPE, findInHistory, type Search } from './history.ts';

const TIMEOUT_MS = 10_000;

export interface SlackOptions {
  token: string;
  /** Base of the Web API; Slack's own where it is not given. */
  apiUrl?: string;
  /** How long a call may take before its outcome is unknown. */
  timeoutMs?: number;
}

/**
 * Tells people in Slack. Nothing is retried here: a retry of a post that may have arrived is a second
 * alert, so every failure is classified and left to the outbox. The token appears in no answer.
 */
export function createSlackNotifier(options: SlackOptions): Notifier {
  const channelIds = new Map<string, string>();
  let client: Promise<WebClient> | null = null;
  const connect = () => {
    client ??= openClient(options);
    return client;
  };
  return {
    async send(request) {
      const outcome = await attempt(options, async () => post(await connect(), request));
      if (outcome.status === 'sent') channelIds.set(request.channel, outcome.delivery.channel);
      return outcome;
    },
    update: (delivery, message) =>
      attempt(options, async () => {
        const { text, blocks } = slackBlocks(message);
        await (await connect()).chat.update({ ...delivery, text, blocks });
        return delivery;
      }),
    async find(channel, entryId, since, thread = null) {
      const id = thread?.channel ?? channelIds.get(channel) ?? channel;
      try {
        return await findSent(await connect(), { channel: id, entryId, since, thread });
      } catch {
        return 'unknown';
      }
    },
  };
}

/** A reply whose thread is gone was posted as a message of its own, so that is looked for as well. */
async function findSent(client: WebClient, search: Search): ReturnType<typeof findInHistory> {
  const reply = search.thread === null ? 'absent' : await findInHistory(client, search);
  return reply === 'absent' ? findInHistory(client, { ...search, thread: null }) : reply;
}

async function post(client: WebClient, request: SendRequest): Promise<Delivery | null> {
  const { text, blocks } = slackBlocks(request.message);
  const { channel, ts } = await client.chat.postMessage({
    channel: request.channel,
    text,
    ...(request.short ? {} : { blocks }),
    ...(request.thread === null ? {} : { thread_ts: request.thread.ts }),
    metadata: { event_type: EVENT_TYPE, event_payload: { entry: request.entryId } },
    unfurl_links: false,
    unfurl_media: false,
  });
  return channel === undefined || ts === undefined ? null : { channel, ts };
}

async function attempt(options: SlackOptions, call: () => Promise<Delivery | null>): Promise<SendOutcome> {
  try {
    const delivery = await call();
    if (delivery !== null) return { status: 'sent', delivery };
    return { status: 'ambiguous', detail: 'Slack did not say where the message is' };
  } catch (error) {
    return classifyFailure(error, options.token);
  }
}

async function openClient({ token, apiUrl, timeoutMs }: SlackOptions): Promise<WebClient> {
  const { WebClient: Client, LogLevel: Levels } = await import('@slack/web-api');
  return new Client(token, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs ?? TIMEOUT_MS,
    logger: silentLogger(Levels.ERROR),
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/` }),
  });
}

/** The client's own log repeats requests; outcomes are logged by whoever drains the outbox. */
function silentLogger(level: LogLevel): Logger {
  const nothing = () => {};
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    setLevel: nothing,
    setName: nothing,
    getLevel: () => level,
  };
}
