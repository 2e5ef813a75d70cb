import type { AuditAnswer, AuditTrail } from '../../attribution/audit-trail.ts';
import { parseAuditEntry } from '../../attribution/entry.ts';
import { describeError } from '../../estate/sanitise.ts';
import { isObject } from '../../snapshot/json.ts';
import { type Answer, ExportFolder, faulty } from './folder.ts';

const FILE = 'audit-log';

/** The audit log as `gcloud logging read` printed it; optional, so a missing file is no answer and no gap. */
export function createExportsTrail(dir: string): AuditTrail {
  return {
    read: async ({ project }, signal) => {
      try {
        const answer = await new ExportFolder(dir, project, signal).answer(FILE);
        return answer.kind === 'absent' ? null : answerOf(answer);
      } catch (error) {
        return { ok: false, gap: { status: 'ERROR', detail: describeError(error) } };
      }
    },
  };
}

function answerOf(answer: Exclude<Answer, { kind: 'absent' }>): AuditAnswer {
  if (answer.kind === 'gap') return { ok: false, gap: answer.gap };
  const { documents, stream, file } = answer;
  const list = stream || documents.length > 1 ? documents : listIn(documents[0]);
  if (list === null) return { ok: false, gap: faulty(file, 'is not a list of log entries') };
  const isWhole = !(isObject(documents[0]) && typeof documents[0].nextPageToken === 'string');
  return { ok: true, entries: list.flatMap((item) => parseAuditEntry(item) ?? []), isWhole };
}

/** gcloud prints a list, the REST API a page of `entries`, a log sink one entry a line. */
function listIn(only: unknown): unknown[] | null {
  if (Array.isArray(only)) return only;
  if (!isObject(only)) return null;
  if (Array.isArray(only.entries)) return only.entries;
  return typeof only.logName === 'string' ? [only] : null;
}
