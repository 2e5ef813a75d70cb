import { printable } from '../findings/printable.ts';
import { shorten } from '../findings/show-value.ts';
import { isObject } from '../snapshot/json.ts';
import { memberName } from '../snapshot/normalise/policy.ts';
import { toolOf } from './tool.ts';

/**
 * What is kept of one audit entry: who did what to what, when and with which tool. What was submitted and
 * what was answered is never in it: a submitted service holds the values of its environment.
 */
export interface AuditEntry {
  /** Tells one entry from another: pages may overlap. */
  id: string;
  /** RFC 3339 */
  at: string;
  project: string;
  /** The API: `run.googleapis.com`. */
  service: string;
  /** `ReplaceService`, whatever version and package. */
  method: string;
  /** As the API names it: `namespaces/P/services/S`, `projects/P/locations/R/services/S`, … */
  resource: string;
  /** `resource.labels`: what the resource name leaves out. */
  labels: Record<string, string>;
  /** Email, or the subject of a federated identity; null where the entry names nobody. */
  principal: string | null;
  tool: string | null;
  /** Done by Google's own systems, nobody's call. */
  isSystem: boolean;
  /** Refused, or ended with an error: it changed nothing. */
  isFailed: boolean;
  /** One long operation logs its begin and its end. */
  operation: string | null;
  /** The grants a policy call added or took away; null where the entry does not say. */
  grants: AuditGrant[] | null;
}

export interface AuditGrant {
  role: string;
  member: string;
}

const LONGEST_NAME = 250;
const AUDIT_LOG = /^(?:projects\/([^/]+)\/)?.*cloudaudit\.googleapis\.com(?:%2F|\/)(activity|system_event)$/;

/** One entry as Logging or gcloud gives it, reduced; null for what is no entry of the two audit logs that record changes. */
export function parseAuditEntry(raw: unknown): AuditEntry | null {
  const entry = objectAt(raw);
  // In BigQuery the payload has another name.
  const payload = objectAt(entry.protoPayload ?? entry.protopayload_auditlog);
  const log = AUDIT_LOG.exec(textAt(entry.logName) ?? '');
  const at = instantOf(entry.timestamp);
  const method = (textAt(payload.methodName) ?? '').split(/[./]/).at(-1) ?? '';
  if (log === null || at === null || method === '') return null;
  const labels = textsOf(objectAt(entry.resource).labels);
  return {
    id: `${at} ${textAt(entry.insertId) ?? ''} ${method}`,
    at,
    project: labels.project_id ?? log[1] ?? '',
    service: textAt(payload.serviceName) ?? '',
    method,
    resource: textAt(payload.resourceName) ?? '',
    labels: withLocation(labels, payload),
    ...whoOf(payload, log[2] === 'system_event'),
    isFailed: Number(objectAt(payload.status).code ?? 0) !== 0,
    operation: textAt(objectAt(entry.operation).id),
    grants: grantsOf(payload),
  };
}

function whoOf(
  payload: Record<string, unknown>,
  isSystem: boolean,
): Pick<AuditEntry, 'principal' | 'tool' | 'isSystem'> {
  const agent = textAt(objectAt(payload.requestMetadata).callerSuppliedUserAgent);
  return { principal: principalOf(payload), tool: agent === null ? null : toolOf(agent), isSystem };
}

/** A service account that somebody acts as is named together with them. */
function principalOf(payload: Record<string, unknown>): string | null {
  const info = objectAt(payload.authenticationInfo);
  const own = identityOf(info);
  const delegated = Array.isArray(info.serviceAccountDelegationInfo) ? info.serviceAccountDelegationInfo : [];
  const origin = delegated.map((one) => {
    const link = objectAt(one);
    return identityOf(link) ?? identityOf(objectAt(link.firstPartyPrincipal));
  });
  const [first] = origin.filter((name) => name !== null);
  if (own === null) return first ?? null;
  return first === undefined || first === own ? own : `${own} (acting for ${first})`;
}

function identityOf(info: Record<string, unknown>): string | null {
  const name = textAt(info.principalEmail) ?? textAt(info.principalSubject);
  return name === null ? null : shorten(printable(name), LONGEST_NAME);
}

/** The location stands in the labels, or only in a field beside them. */
function withLocation(
  labels: Record<string, string>,
  payload: Record<string, unknown>,
): Record<string, string> {
  const current = objectAt(payload.resourceLocation).currentLocations;
  const [only, ...others] = Array.isArray(current) ? current : [];
  return labels.location === undefined && typeof only === 'string' && others.length === 0
    ? { ...labels, location: only }
    : labels;
}

function grantsOf(payload: Record<string, unknown>): AuditGrant[] | null {
  const delta = [payload.serviceData, payload.servicedata_v1_iam, payload.metadata]
    .map((holder) => objectAt(objectAt(holder).policyDelta).bindingDeltas)
    .find((list) => Array.isArray(list));
  if (delta === undefined) return null;
  return (delta as unknown[]).flatMap((one) => {
    const { role, member } = objectAt(one);
    return typeof role === 'string' && typeof member === 'string' ? { role, member: memberName(member) } : [];
  });
}

/** Exports also hold `2023-03-09 15:50:36.148` or the same with ` UTC`: UTC like every other instant of a log. */
function instantOf(value: unknown): string | null {
  const text = textAt(value)?.replace(/ UTC$/, '').replace(' ', 'T') ?? '';
  const date = new Date(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectAt(value)).flatMap(([name, text]) =>
      typeof text === 'string' && text !== '' ? [[name, text] as const] : [],
    ),
  );
}

function textAt(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function objectAt(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}
