import type { SendOutcome } from '../../ports.ts';
import { sanitise } from './sanitise.ts';

/** How a call to Slack failed; everything but a delivery. */
export type Failure = Exclude<SendOutcome, { status: 'sent' }>;

const DEFAULT_RETRY_MS = 60_000;
const RATE_LIMITED = new Set(['ratelimited', 'rate_limited']);
/** Slack did not take it, and nobody but a person can change that. */
const MISCONFIGURED =
  /^(invalid_auth|not_authed|token_revoked|token_expired|account_inactive|missing_scope|channel_not_found|not_in_channel|is_archived|restricted_action.*)$/;
/** Slack read the message and will never take it like this. */
const REFUSED =
  /^(invalid_blocks|invalid_blocks_format|msg_blocks_too_long|msg_too_long|metadata_too_large|message_not_found|thread_not_found|cant_update_message|edit_window_closed)$/;
/** Slack's codes are such words; anything else is somebody else's page. */
const CODE = /^[a-z][a-z0-9_]{0,63}$/;

const ADVICE: Record<string, string> = {
  missing_scope: 'give the app the scope chat:write',
  channel_not_found: 'check the channel, and invite the app to it where it is private',
  not_in_channel: 'invite the app to the channel',
  is_archived: 'the channel is archived: name another one',
};

/**
 * What a failed call says about the message, from the errors @slack/web-api 8 throws. Whatever is not
 * known for certain is ambiguous: the message may be there.
 */
export function classifyFailure(error: unknown, token: string): Failure {
  const fields = fieldsOf(error);
  if (fields.code === 'slack_webapi_rate_limited_error') return retryLater(Number(fields.retryAfter) * 1000);
  if (fields.code === 'slack_webapi_platform_error') return fromCode(fieldsOf(fields.data).error);
  if (fields.code === 'slack_webapi_http_error')
    return ambiguous(`Slack answered HTTP ${String(fields.statusCode)}`, token);
  const message = error instanceof Error ? error.message : 'no answer';
  return /^Retry header did not contain a valid timeout/.test(message)
    ? retryLater(Number.NaN)
    : ambiguous(message, token);
}

function fromCode(code: unknown): Failure {
  if (typeof code !== 'string' || !CODE.test(code))
    return ambiguous('Slack answered something that is no answer of its API', '');
  if (RATE_LIMITED.has(code)) return retryLater(Number.NaN);
  if (MISCONFIGURED.test(code)) return { status: 'misconfigured', code, detail: advice(code) };
  if (REFUSED.test(code)) return { status: 'refused', code, detail: 'Slack refused the message as it is' };
  return ambiguous(`Slack answered ${code}`, '');
}

function advice(code: string): string {
  return (
    ADVICE[code] ??
    (code.startsWith('restricted_action') ? 'the workspace forbids posting there' : 'check SLACK_BOT_TOKEN')
  );
}

function retryLater(afterMs: number): Failure {
  const known = Number.isFinite(afterMs) && afterMs > 0 ? afterMs : DEFAULT_RETRY_MS;
  return { status: 'retry-later', afterMs: known, detail: `Slack asks to wait ${Math.ceil(known / 1000)} s` };
}

function ambiguous(detail: string, token: string): Failure {
  return { status: 'ambiguous', detail: sanitise(detail, token) };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
