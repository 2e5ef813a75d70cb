import { isObject, type Json, type JsonObject } from '../../shared/snapshot/json.ts';
import { refuseBlocks } from './slack-blocks.ts';
import { BOT, type SlackMessage, type SlackWorkspace } from './slack-workspace.ts';

/** What a method answers: Slack's `ok` and the rest. */
export type SlackAnswer = { ok: boolean } & JsonObject;

export interface SlackCall {
  workspace: SlackWorkspace;
  /** Arguments with JSON parameters already parsed; never the token. */
  args: JsonObject;
  scopes: ReadonlySet<string>;
}

const TEXT_LIMIT = 40_000;
const METADATA_LIMIT = 16_384;

/** The Web API methods the simulator knows. */
export const SLACK_METHODS: Record<string, (call: SlackCall) => SlackAnswer> = {
  'auth.test': () => ({
    ok: true,
    url: 'https://simulated.slack.com/',
    team: 'Simulated',
    user: 'plumbline',
    team_id: BOT.team,
    user_id: BOT.user,
    bot_id: BOT.bot_id,
    is_enterprise_install: false,
  }),
  'chat.postMessage': (call) => needing(call, 'chat:write', postMessage),
  'chat.update': (call) => needing(call, 'chat:write', updateMessage),
  'conversations.history': (call) => needing(call, 'channels:history', history),
  'conversations.replies': (call) => needing(call, 'channels:history', replies),
};

/** An answer that something is wrong, with Slack's code for it. */
export function slackError(error: string, messages: string[] = []): SlackAnswer {
  return { ok: false, error, ...(messages.length > 0 ? { response_metadata: { messages } } : {}) };
}

function needing(call: SlackCall, scope: string, method: (call: SlackCall) => SlackAnswer): SlackAnswer {
  if (call.scopes.has(scope)) return method(call);
  return { ...slackError('missing_scope'), needed: scope, provided: [...call.scopes].join(',') };
}

function postMessage({ workspace, args }: SlackCall): SlackAnswer {
  const channel = workspace.channelId(String(args.channel ?? ''));
  if (channel === undefined) return slackError('channel_not_found');
  const refused = refuseContent(args);
  if (refused !== null) return refused;
  const thread = typeof args.thread_ts === 'string' ? args.thread_ts : undefined;
  if (thread !== undefined && workspace.find(channel, thread) === undefined)
    return slackError('thread_not_found');
  const message = workspace.post({
    channel,
    text: String(args.text ?? ''),
    ...(Array.isArray(args.blocks) && args.blocks.length > 0 ? { blocks: args.blocks } : {}),
    ...(thread === undefined ? {} : { thread_ts: thread }),
    ...(isObject(args.metadata) ? { metadata: args.metadata } : {}),
  });
  return { ok: true, channel, ts: message.ts, message: asPrinted(message, { metadata: true }) };
}

function updateMessage({ workspace, args }: SlackCall): SlackAnswer {
  const channel = String(args.channel ?? '');
  if (workspace.channelId(channel) !== channel) return slackError('channel_not_found');
  const message = workspace.find(channel, String(args.ts ?? ''));
  if (message === undefined) return slackError('message_not_found');
  const refused = refuseContent(args);
  if (refused !== null) return refused;
  message.text = String(args.text ?? '');
  if (Array.isArray(args.blocks) && args.blocks.length > 0) message.blocks = args.blocks;
  else delete message.blocks;
  if (isObject(args.metadata)) message.metadata = args.metadata;
  message.edited = { user: BOT.user, ts: workspace.nextTs() };
  const printed = asPrinted(message, { metadata: true });
  return { ok: true, channel, ts: message.ts, text: message.text, message: printed };
}

function history({ workspace, args }: SlackCall): SlackAnswer {
  const channel = String(args.channel ?? '');
  if (workspace.channelId(channel) !== channel) return slackError('channel_not_found');
  const messages = workspace.messages
    .filter(
      (message) => message.channel === channel && message.thread_ts === undefined && inWindow(message, args),
    )
    .toReversed();
  return pageOfMessages(messages, args);
}

function replies({ workspace, args }: SlackCall): SlackAnswer {
  const channel = String(args.channel ?? '');
  if (workspace.channelId(channel) !== channel) return slackError('channel_not_found');
  const parent = String(args.ts ?? '');
  const thread = workspace.messages.filter(
    (message) => message.channel === channel && (message.ts === parent || message.thread_ts === parent),
  );
  if (thread.length === 0) return slackError('thread_not_found');
  return pageOfMessages(
    thread.filter((message) => message.ts === parent || inWindow(message, args)),
    args,
  );
}

function pageOfMessages(messages: SlackMessage[], args: JsonObject): SlackAnswer {
  const asked = Number(args.limit ?? 100);
  const limit = Math.min(asked > 0 ? asked : 100, 999);
  const cursor = typeof args.cursor === 'string' && args.cursor !== '' ? args.cursor : undefined;
  const start =
    cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace('next:', ''));
  if (Number.isNaN(start)) return slackError('invalid_cursor');
  const more = start + limit < messages.length;
  const next = Buffer.from(`next:${start + limit}`).toString('base64');
  const metadata = isTrue(args.include_all_metadata);
  return {
    ok: true,
    messages: messages.slice(start, start + limit).map((message) => asPrinted(message, { metadata })),
    has_more: more,
    ...(more ? { response_metadata: { next_cursor: next } } : {}),
  };
}

function inWindow(message: SlackMessage, args: JsonObject): boolean {
  const at = Number(message.ts);
  const oldest = Number(args.oldest ?? 0);
  const latest = Number(args.latest ?? Number.POSITIVE_INFINITY);
  return isTrue(args.inclusive) ? at >= oldest && at <= latest : at > oldest && at < latest;
}

function refuseContent(args: JsonObject): SlackAnswer | null {
  const text = typeof args.text === 'string' ? args.text : '';
  const { blocks, metadata } = args;
  if (blocks !== undefined) {
    const refusal = refuseBlocks(blocks);
    if (refusal !== null) return slackError(refusal.error, refusal.messages);
  }
  if (text === '' && (!Array.isArray(blocks) || blocks.length === 0)) return slackError('no_text');
  if (text.length > TEXT_LIMIT) return slackError('msg_too_long');
  return metadata === undefined ? null : refuseMetadata(metadata);
}

function refuseMetadata(metadata: Json): SlackAnswer | null {
  if (!isObject(metadata)) return slackError('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return null;
  const { event_type: type, event_payload: payload } = metadata;
  if (typeof type !== 'string' || !isObject(payload)) return slackError('invalid_metadata_schema');
  return JSON.stringify(metadata).length > METADATA_LIMIT ? slackError('metadata_too_large') : null;
}

function asPrinted(message: SlackMessage, options: { metadata: boolean }): JsonObject {
  const { channel: _, metadata, ...rest } = message;
  const shown = options.metadata && metadata !== undefined && Object.keys(metadata).length > 0;
  return { type: 'message', ...BOT, ...(rest as JsonObject), ...(shown ? { metadata } : {}) };
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === 'true' || value === '1' || value === 1;
}
