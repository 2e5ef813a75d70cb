import type { AuditAnswer, AuditQuestion, AuditTrail } from '../../attribution/audit-trail.ts';
import { type AuditEntry, parseAuditEntry } from '../../attribution/entry.ts';
import { describeError } from '../../estate/sanitise.ts';
import type { Answer } from './answer.ts';
import { auditFilter } from './audit-filter.ts';
import { readPages } from './pages.ts';
import type { Transport } from './transport.ts';

const PAGE_SIZE = 1_000;
/** As many entries as a very busy project writes in hours; what is older is then not read, and the answer says so. */
const MOST_PAGES = 5;
/** A slow log may delay an alert by this much and no more. */
const LIMIT_MS = 60_000;

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
 * Google does not take the list of fields, or answers it with nothing in its entries, the same is asked
 * without it, and what comes beside is dropped.
 */
export function createAuditTrail(transport: Transport): AuditTrail {
  return {
    read: async (question, signal) => {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
      try {
        const asked = await readLog(transport, { question, signal: limited, fields: FIELDS });
        if (!asked.isMute) return asked.answer;
        return (await readLog(transport, { question, signal: limited, fields: null })).answer;
      } catch (error) {
        return { ok: false, gap: { status: 'ERROR', detail: describeError(error) } };
      }
    },
  };
}

interface Asking {
  question: AuditQuestion;
  signal: AbortSignal;
  fields: string | null;
}

/** `isMute`: the request was refused as it stands, or its entries say nothing. */
async function readLog(
  transport: Transport,
  asking: Asking,
): Promise<{ answer: AuditAnswer; isMute: boolean }> {
  const entries: AuditEntry[] = [];
  const seen = { pages: 0, items: 0, isWhole: true, isRefused: false };
  const end = await readPages({
    items: 'entries',
    ask: async (pageToken) => {
      const answer = await ask(transport, asking, pageToken);
      seen.isRefused ||= !answer.ok && answer.failure.kind === 'http' && answer.failure.status === 400;
      return answer.ok ? answer : { ...answer, project: asking.question.project };
    },
    take: (items) => {
      seen.items += items.length;
      entries.push(...items.flatMap((item) => parseAuditEntry(item) ?? []));
    },
    nextToken: ({ nextPageToken }) => {
      seen.pages += 1;
      if (seen.pages < MOST_PAGES) return nextPageToken;
      seen.isWhole = (nextPageToken ?? '') === '';
      return '';
    },
  });
  const isMute = seen.isRefused || (seen.items > 0 && entries.length === 0);
  return { answer: end.ok ? { ok: true, entries, isWhole: seen.isWhole } : end, isMute };
}

function ask(
  transport: Transport,
  { question, signal, fields }: Asking,
  pageToken: string | null,
): Promise<Answer> {
  return transport.post({
    host: 'logging.googleapis.com',
    path: '/v2/entries:list',
    ...(fields === null ? {} : { query: { fields } }),
    body: {
      resourceNames: [`projects/${question.project}`],
      filter: auditFilter(question),
      orderBy: 'timestamp desc',
      pageSize: PAGE_SIZE,
      ...(pageToken === null ? {} : { pageToken }),
    },
    signal,
  });
}
