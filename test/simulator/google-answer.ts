import type { JsonObject } from '../../shared/snapshot/json.ts';

/** A list answer before it is printed: items are stored, frozen documents. */
export interface ListBody {
  key: string;
  items: object[];
  /** The rest of the answer: next token, unreachable. */
  envelope: JsonObject;
  /** Proto message of the whole list and of one item, where the official protos have them. */
  listMessage?: string;
  itemMessage?: string;
}

/** What the simulator answers: a document, or a list whose items can be printed from a cache. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: object;
  list?: ListBody;
  /** Proto message the body must decode as. */
  message?: string;
}

const CODES: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  405: 'UNIMPLEMENTED',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
};

export interface ErrorInfo {
  reason: string;
  metadata: Record<string, string>;
  domain?: string;
}

/** 200 with a document. */
export function ok(body: object, message?: string): Answer {
  return message === undefined ? { status: 200, body } : { status: 200, body, message };
}

/** An error in the shape all Google REST APIs use. */
export function failure(code: number, message: string, info?: ErrorInfo): Answer {
  const details = info && [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: info.reason,
      domain: info.domain ?? 'googleapis.com',
      metadata: info.metadata,
    },
  ];
  const status = CODES[code] ?? 'UNKNOWN';
  return { status: code, body: { error: { code, message, status, ...(details ? { details } : {}) } } };
}

/** 403 for a missing permission. */
export function permissionDenied(permission: string, resource: string): Answer {
  const message = `Permission '${permission}' denied on resource '${resource}' (or it may not exist).`;
  return failure(403, message, {
    reason: 'IAM_PERMISSION_DENIED',
    domain: 'iam.googleapis.com',
    metadata: { permission, resource },
  });
}

/** 403 for an API nobody enabled in the project. */
export function serviceDisabled(service: string, project: string): Answer {
  const link = `https://console.developers.google.com/apis/api/${service}/overview?project=${project}`;
  const message =
    `${service} has not been used in project ${project} before or it is disabled. ` +
    `Enable it by visiting ${link} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`;
  return failure(403, message, {
    reason: 'SERVICE_DISABLED',
    metadata: { service, consumer: `projects/${project}`, containerInfo: project, serviceTitle: service },
  });
}

/** 429 for a quota that is used up. */
export function throttled(service: string, project: string): Answer {
  const consumer = `projects/${project}`;
  const message = `Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute' of service '${service}' for consumer '${consumer}'.`;
  return failure(429, message, {
    reason: 'RATE_LIMIT_EXCEEDED',
    metadata: { service, consumer, quota_limit: 'ReadRequestsPerMinutePerProject' },
  });
}
