import type { AuditQuestion } from '../../attribution/audit-trail.ts';

const LOGS = ['activity', 'system_event'];

/**
 * Entries of the two logs that record changes, of some APIs and of some time: no log that a program writes,
 * and nothing around it that could widen this.
 */
export const AUDIT_FILTER = new RegExp(
  [
    String.raw`^\(logName="projects/([a-z0-9.:-]+)/logs/cloudaudit\.googleapis\.com%2Factivity" OR logName="projects/\1/logs/cloudaudit\.googleapis\.com%2Fsystem_event"\)`,
    String.raw`\(protoPayload\.serviceName="[a-z.]+"(?: OR protoPayload\.serviceName="[a-z.]+")*\)`,
    'timestamp>"[0-9TZ:.-]+"',
    'timestamp<="[0-9TZ:.-]+"$',
  ].join(' AND '),
);

/** The filter of one question. By service and not by method: a deploy is logged under the name of the API's first version. */
export function auditFilter({ project, since, until, services }: AuditQuestion): string {
  const logs = LOGS.map((log) => `logName="projects/${project}/logs/cloudaudit.googleapis.com%2F${log}"`);
  const apis = services.map((service) => `protoPayload.serviceName="${service}"`);
  return [
    `(${logs.join(' OR ')})`,
    `(${apis.join(' OR ')})`,
    `timestamp>"${since}"`,
    `timestamp<="${until}"`,
  ].join(' AND ');
}
