import { isObject, type JsonObject } from '../../snapshot/json.ts';

/**
 * What Google says in an error body (AIP-193): `reason` is the ErrorInfo's, or the older
 * `errors[].reason`; `service`, `consumer`, `location` and `permission` come from the ErrorInfo's metadata.
 */
export interface GoogleError {
  /** e.g. PERMISSION_DENIED */
  status: string | null;
  /** e.g. SERVICE_DISABLED, IAM_PERMISSION_DENIED, accessNotConfigured */
  reason: string | null;
  message: string;
  service: string | null;
  /** A project id or number, without `projects/`. */
  consumer: string | null;
  permission: string | null;
  /** A region, e.g. us-central1. */
  location: string | null;
  /** Kinds of violation that are named (`VPC_SERVICE_CONTROLS`). */
  violations: string[];
  /** How long RetryInfo asks to wait, in milliseconds. Some APIs say it here and send no Retry-After. */
  retryDelayMs: number | null;
}

/** Reads an error body; null where it is not Google's (a proxy's page, an empty body). */
export function parseGoogleError(body: unknown): GoogleError | null {
  // Streaming endpoints and some proxies wrap the object in a list of one.
  const outer = Array.isArray(body) ? body[0] : body;
  const error = isObject(outer) ? outer.error : undefined;
  if (!isObject(error)) {
    return null;
  }
  const details = objects(error.details);
  const info = details.find((detail) => text(detail['@type'])?.endsWith('google.rpc.ErrorInfo'));
  const metadata = isObject(info?.metadata) ? info.metadata : {};
  return {
    status: text(error.status),
    reason: text(info?.reason) ?? text(objects(error.errors)[0]?.reason),
    message: text(error.message) ?? '',
    service: text(metadata.service),
    consumer: text(metadata.consumer)?.replace(/^projects\//, '') ?? null,
    permission: text(metadata.permission),
    location: text(metadata.location),
    violations: details
      .flatMap((detail) => objects(detail.violations))
      .flatMap((violation) => text(violation.type) ?? []),
    retryDelayMs: details.map(({ retryDelay }) => parseDelay(retryDelay)).find((ms) => ms !== null) ?? null,
  };
}

/** A protobuf duration in JSON, `34.4s`. */
function parseDelay(value: unknown): number | null {
  const [, seconds] = text(value)?.match(/^(\d+(?:\.\d{1,9})?)s$/) ?? [];
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1000);
}

function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
