import type { Json } from '../../shared/snapshot/json.ts';

/** A submitted literal value: it must never be kept, asked for or shown. */
export const BODY_CANARY = 'canary-audit-body-51c7';

export interface EntryInput {
  at?: string;
  who?: string | null;
  agent?: string;
  project?: string;
  service?: string;
  method?: string;
  resource?: string;
  labels?: Record<string, string>;
  /** `status.code`; 0 and absent are success. */
  code?: number;
  log?: 'activity' | 'system_event' | 'data_access';
  operation?: string;
  grants?: { action?: 'ADD' | 'REMOVE'; role: string; member: string }[];
  id?: string;
}

let count = 0;

/** An entry in the shape of the published samples: a deploy of prod's `api` unless said otherwise. `secret` stands in its bodies. */
export function auditEntry(input: EntryInput = {}, secret = BODY_CANARY): { [key: string]: Json } {
  const { project = 'shop-prod', who = 'alice@example.com', log = 'activity' } = input;
  const { at = '2026-02-27T03:15:00.123456Z', resource = `namespaces/${project}/services/api` } = input;
  const labels = input.labels ?? { location: 'us-central1', service_name: 'api', revision_name: '' };
  count += 1;
  return {
    insertId: input.id ?? `id-${count}`,
    logName: `projects/${project}/logs/cloudaudit.googleapis.com%2F${log}`,
    timestamp: at,
    receiveTimestamp: at,
    severity: 'NOTICE',
    resource: { type: 'cloud_run_revision', labels: { project_id: project, ...labels } },
    ...(input.operation === undefined ? {} : { operation: { id: input.operation, producer: 'run' } }),
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: input.service ?? 'run.googleapis.com',
      methodName: input.method ?? 'google.cloud.run.v1.Services.ReplaceService',
      resourceName: resource,
      authenticationInfo: who === null ? {} : { principalEmail: who },
      requestMetadata: {
        callerIp: '203.0.113.7',
        callerSuppliedUserAgent:
          input.agent ??
          'google-cloud-sdk gcloud/528.0.0 command/gcloud.run.services.update invocation-id/0 environment/None',
      },
      ...(input.code === undefined ? {} : { status: { code: input.code, message: secret } }),
      ...(input.grants === undefined
        ? {}
        : { serviceData: { policyDelta: { bindingDeltas: input.grants.map((grant) => ({ ...grant })) } } }),
      request: { service: { spec: { template: { env: [{ name: 'API_KEY', value: secret }] } } } },
      response: { status: { url: secret } },
    },
  };
}

/** How the browser of somebody in the console names itself. */
export const CONSOLE =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36,gzip(gfe),gzip(gfe)';
