import { z } from 'zod';
import type { BreakGlassRequest } from '../../shared/break-glass/model.ts';
import { readRequest } from '../../shared/break-glass/request.ts';
import type { Contract } from '../../shared/contract/model.ts';
import type { SettleRequest } from '../../shared/settle-finding.ts';

/** Far above any request this function knows. */
const MAX_BYTES = 16 * 1024;

/** A request that is not understood; nothing was done. */
export class BadRequest extends Error {
  readonly issues: { path: string; message: string }[];

  constructor(message: string, issues: { path: string; message: string }[] = []) {
    super(message);
    this.issues = issues;
  }
}

const words = z.string({ error: 'is missing, or no text' }).trim().min(1, { error: 'is empty' }).max(500);
const SCHEDULE = z.strictObject({ trigger: z.literal('schedule').default('schedule') });
const BREAK_GLASS = z.strictObject({
  trigger: z.literal('break-glass'),
  reason: words,
  ticket: words,
  actor: words.optional(),
  environment: words.optional(),
  expiresIn: words.optional(),
});

/** A scheduled tick, or somebody who says why something was changed by hand. */
export type PassRequestBody =
  | { trigger: 'schedule' }
  | { trigger: 'break-glass'; request: BreakGlassRequest };

const SETTLEMENTS = {
  accept: z.strictObject({ by: words, reason: words, expires: words.nullable().default(null) }),
  silence: z.strictObject({ by: words, until: words }),
  reopen: z.strictObject({ by: words }),
};

/** What a `POST /` asks for: no body and `{}` are a scheduled pass. Throws BadRequest for anything else it does not know. */
export function passRequest(body: Uint8Array | null, contract: Contract): PassRequestBody {
  const parsed = parseBody(body);
  const trigger =
    typeof parsed === 'object' && parsed !== null && 'trigger' in parsed ? parsed.trigger : 'schedule';
  if (trigger === 'schedule') return understood(SCHEDULE, parsed);
  if (trigger !== 'break-glass')
    throw new BadRequest('the request is not understood', [
      { path: 'trigger', message: 'must be "schedule" or "break-glass"' },
    ]);
  const read = readRequest(understood(BREAK_GLASS, parsed), contract);
  if ('issues' in read) throw new BadRequest('the request is not understood', read.issues);
  return { trigger, request: read.request };
}

/** What a `POST /findings/{fingerprint}:{action}` asks for. */
export function settleRequest(action: SettleRequest['action'], body: Uint8Array | null): SettleRequest {
  const parsed = parseBody(body);
  if (action === 'accept') return { action, ...understood(SETTLEMENTS.accept, parsed) };
  if (action === 'silence') return { action, ...understood(SETTLEMENTS.silence, parsed) };
  return { action, ...understood(SETTLEMENTS.reopen, parsed) };
}

function understood<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new BadRequest(
    'the request is not understood',
    parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  );
}

function parseBody(body: Uint8Array | null): unknown {
  if (body === null || body.length === 0) return {};
  if (body.length > MAX_BYTES)
    throw new BadRequest(`the body has ${body.length} bytes; ${MAX_BYTES} is the most`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new BadRequest('the body is not JSON');
  }
}
