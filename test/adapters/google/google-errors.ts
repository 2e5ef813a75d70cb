import type { Reply } from './local-server.ts';

/** Google's error bodies as its APIs send them. */
export function googleError(
  status: number,
  grpc: string,
  message: string,
  info?: { reason: string; metadata?: Record<string, string> },
): Reply {
  const details =
    info === undefined
      ? []
      : [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', domain: 'googleapis.com', ...info }];
  return { status, json: { error: { code: status, message, status: grpc, details } } };
}

export function denied(permission: string, project: string): Reply {
  return googleError(
    403,
    'PERMISSION_DENIED',
    `Permission '${permission}' denied on resource '//cloudresourcemanager.googleapis.com/projects/${project}' (or it may not exist).`,
    { reason: 'IAM_PERMISSION_DENIED', metadata: { permission, resource: `projects/${project}` } },
  );
}

export function serviceDisabled(service: string, project: string): Reply {
  return googleError(
    403,
    'PERMISSION_DENIED',
    `${service} has not been used in project ${project} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/${service}/overview?project=${project} then retry.`,
    { reason: 'SERVICE_DISABLED', metadata: { service, consumer: `projects/${project}` } },
  );
}

export const unavailable = googleError(503, 'UNAVAILABLE', 'The service is currently unavailable.');

/** A 429 that says how long in its details instead of a header. */
export function retryInfo(retryDelay: string): Reply {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }];
  return {
    status: 429,
    json: { error: { code: 429, message: 'Quota exceeded.', status: 'RESOURCE_EXHAUSTED', details } },
  };
}

export function throttled(retryAfter?: string): Reply {
  return {
    ...googleError(429, 'RESOURCE_EXHAUSTED', "Quota exceeded for quota metric 'Read requests'.", {
      reason: 'RATE_LIMIT_EXCEEDED',
    }),
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
  };
}
