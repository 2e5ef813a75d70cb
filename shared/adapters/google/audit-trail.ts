import type { AuditAnswer, AuditQuestion, AuditTrail } from '../../attribution/audit-trail.ts';
import { type AuditEntry, parseAuditEntry } from '../../attribution/entry.ts';
import { describeError } from '../../estate/sanitise.ts';
import type { Answer } from './answer.ts';
import { readPages } from './pages.ts';
import type { Transport } from './transport.ts';

const PAGE_SIZE = 1_000;
/** As many entries as a very busy project writes in hours; what is older is then not read, and the answer says so. */
const MOST_PAGES = 5;
/** A slow log may delay an alert by this much and no more. */
const LIMIT_MS = 60_000;
const LOGS = ['activity', 'system_event'];

/**
 * What is asked of an entry: who, what, when, with which tool. Neither the submitted nor the answered
 * document, which hold values of the environment.
 */
const FIELDS = [
  'nextPageToken',
  'entries.insertId',
  'entries.logName',
  'entries.timestamp',
  'entries.resource',
  'entries.operation',
  'entries.protoPayload.serviceName',
  'entries.protoPayload.methodName',
  'entries.protoPayload.resourceName',
  'entries.protoPayload.resourceLocation',
  'entries.protoPayload.status.code',
  'entries.protoPayload.authenticationInfo',
  'entries.protoPayload.requestMetadata.callerSuppliedUserAgent',
  'entries.protoPayload.serviceData.policyDelta',
  'entries.protoPayload.metadata.policyDelta',
].join(',');

/**
 * The live audit logs, newest entries first, over the one transport. An answer is reduced page by page; where
 * Google does not take the list of fields, the same is asked without it, and what comes beside is dropped.
 */
export function createAuditTrail(transport: Transport): AuditTrail {
  return {
    read: async (question, signal) => {
      try {
        return await readTrail(transport, question, AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]));
      } catch (error) {
        return { ok: false, gap: { status: 'ERROR', detail: describeError(error) } };
      }
    },
  };
}

async function readTrail(
  transport: Transport,
  question: AuditQuestion,
  signal: AbortSignal,
): Promise<AuditAnswer> {
  const entries: AuditEntry[] = [];
  let pages = 0;
  let isWhole = true;
  const end = await readPages({
    items: 'entries',
    ask: (pageToken) => ask(transport, { question, pageToken, signal }),
    take: (items) => entries.push(...items.flatMap((item) => parseAuditEntry(item) ?? [])),
    nextToken: ({ nextPageToken }) => {
      pages += 1;
      if (pages < MOST_PAGES) return nextPageToken;
      isWhole = (nextPageToken ?? '') === '';
      return '';
    },
  });
  return end.ok ? { ok: true, entries, isWhole } : end;
}

async function ask(
  transport: Transport,
  page: { question: AuditQuestion; pageToken: string | null; signal: AbortSignal },
): Promise<Answer> {
  const { question, pageToken, signal } = page;
  const request = {
    host: 'logging.googleapis.com',
    path: '/v2/entries:list',
    body: {
      resourceNames: [`projects/${question.project}`],
      filter: filterOf(question),
      orderBy: 'timestamp desc',
      pageSize: PAGE_SIZE,
      ...(pageToken === null ? {} : { pageToken }),
    },
    signal,
  };
  const answer = await transport.post({ ...request, query: { fields: FIELDS } });
  const isRefused = !answer.ok && answer.failure.kind === 'http' && answer.failure.status === 400;
  const last = isRefused ? await transport.post(request) : answer;
  return last.ok ? last : { ...last, project: question.project };
}

/** By service and not by method: a deploy is logged under the name of the API's first version. */
function filterOf({ project, since, until, services }: AuditQuestion): string {
  const logs = LOGS.map((log) => `logName="projects/${project}/logs/cloudaudit.googleapis.com%2F${log}"`);
  const apis = services.map((service) => `protoPayload.serviceName="${service}"`);
  return [
    `(${logs.join(' OR ')})`,
    `(${apis.join(' OR ')})`,
    `timestamp>"${since}"`,
    `timestamp<="${until}"`,
  ].join(' AND ');
}
