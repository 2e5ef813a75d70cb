import type { DrainSummary } from '../../shared/alerts/drain.ts';
import { undeliveredWords } from '../../shared/alerts/undelivered-words.ts';
import type { BreakGlassAnswer } from '../../shared/break-glass/trigger.ts';
import { type ErrorCode, PlumblineError } from '../../shared/errors.ts';
import { describeError } from '../../shared/estate/sanitise.ts';
import { recordJson } from '../../shared/report/report-json.ts';
import type { SettleRequest } from '../../shared/settle-finding.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { coveredJson, earlierJson, passJson, smokeJson, windowJson } from './pass-json.ts';
import { BadRequest, passRequest, settleRequest } from './request.ts';
import type { Service } from './service.ts';

export interface HttpRequest {
  method: string;
  path: string;
  body: Uint8Array | null;
  /** The request's traceparent or X-Cloud-Trace-Context header. */
  trace: string | null;
}

export interface HttpAnswer {
  status: number;
  body: JsonObject;
  /** The methods that are understood here, where the request's is not. */
  allow?: string;
}

/** A finding's whole fingerprint, or the beginning of it that messages show. */
const FINDING = /^\/findings\/(?<finding>[0-9a-f]{12,64}):(?<action>accept|silence|reopen)$/;

/** Probes may ask without wanting the body. */
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

const STATUS: Partial<Record<ErrorCode, number>> = {
  INPUT_INVALID: 400,
  USAGE: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  STORE_UNAVAILABLE: 503,
  LEASE_LOST: 503,
  DELIVERY_FAILED: 503,
  STOPPED: 503,
};

/** Answers one request; every failure is an answer with an error code, and holds no stack and no credential. */
export async function answer(service: Service, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await route(service, request);
  } catch (error) {
    const answer = failure(error);
    if (answer.status >= 500) await logFailure(service, request, error);
    return answer;
  }
}

async function route(service: Service, request: HttpRequest): Promise<HttpAnswer> {
  const { method, path } = request;
  if (path === '/') return method === 'POST' ? pass(service, request) : notAllowed('POST');
  if (path === '/healthz') return READS.has(method) ? health(service) : notAllowed('GET', 'HEAD');
  const settling = FINDING.exec(path)?.groups;
  if (settling !== undefined)
    return method === 'POST' ? settle(service, request, settling) : notAllowed('POST');
  return error(404, { code: 'NOT_FOUND', message: 'there is nothing at this address', issues: [] });
}

async function pass(service: Service, request: HttpRequest): Promise<HttpAnswer> {
  const asked = passRequest(request.body, service.settings.contract);
  const log = await service.log(request.trace);
  if (asked.trigger === 'break-glass') return breakGlassAnswer(await service.breakGlass(asked.request, log));
  const result = await service.pass(log);
  if (result.outcome === 'coalesced') return { status: 200, body: { outcome: 'coalesced' } };
  return delivered(passJson(result), result.delivery);
}

function breakGlassAnswer({ pass: result, window, findings, earlier }: BreakGlassAnswer): HttpAnswer {
  const told = { ...windowJson(window), findings: findings.map(recordJson), ...earlierJson(earlier) };
  if ('run' in result) return { status: 200, body: { ...coveredJson(result), ...told } };
  return delivered({ ...passJson(result), ...told, ...smokeJson(result) }, result.delivery);
}

/** A pass whose messages did not all arrive is worth a scheduler's retry; what it found is kept and told later. */
function delivered(body: JsonObject, delivery: DrainSummary): HttpAnswer {
  if (delivery.pending === 0) return { status: 200, body };
  const message = `${undeliveredWords(delivery)}, the oldest since ${delivery.oldestPendingAt}; they are kept and tried again`;
  return { status: 503, body: { error: { code: 'DELIVERY_FAILED', message, issues: [] }, ...body } };
}

async function settle(
  service: Service,
  request: HttpRequest,
  { finding = '', action }: Record<string, string | undefined>,
): Promise<HttpAnswer> {
  const asked = settleRequest(action as SettleRequest['action'], request.body);
  return { status: 200, body: recordJson(await service.settle(finding, asked)) };
}

async function health(service: Service): Promise<HttpAnswer> {
  const { version, schema } = await service.check();
  const { estate, sha256 } = service.settings.contract;
  return { status: 200, body: { status: 'ok', version, schema, estate, contract: sha256 } };
}

function notAllowed(method: string, ...others: string[]): HttpAnswer {
  const refused = error(405, { code: 'USAGE', message: `use ${method} here`, issues: [] });
  return { ...refused, allow: [method, ...others].join(', ') };
}

function failure(cause: unknown): HttpAnswer {
  if (cause instanceof BadRequest)
    return error(400, { code: 'INPUT_INVALID', message: cause.message, issues: cause.issues });
  const known = cause instanceof PlumblineError;
  const code = known ? cause.code : 'INTERNAL';
  const message = known ? cause.message : 'the pass stopped on an unexpected error; the log has it';
  // What may succeed when asked again is worth a scheduler's retry.
  const status = known && cause.retryable ? 503 : (STATUS[code] ?? 500);
  return error(status, { code, message, issues: [] });
}

async function logFailure(service: Service, request: HttpRequest, cause: unknown): Promise<void> {
  const code: ErrorCode = cause instanceof PlumblineError ? cause.code : 'INTERNAL';
  const message = cause instanceof PlumblineError ? cause.message : describeError(cause);
  const log = await service.log(request.trace);
  log.write({ severity: 'ERROR', code, message });
}

function error(
  status: number,
  body: { code: string; message: string; issues: { path: string; message: string }[] },
): HttpAnswer {
  return { status, body: { error: body } };
}
