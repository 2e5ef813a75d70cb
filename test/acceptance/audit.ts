import { openEyes, openSettings } from '../../functions/wire.ts';
import { judge, look, lookAtWorkflows, reportOn } from '../../shared/judge.ts';
import type { Report } from '../../shared/report/report.ts';

export const AUDIT_CONTRACT = 'test/corpus/jualuma-2026-02-22/contract.yaml';
export const AUDIT_EXPORTS = 'test/corpus/jualuma-2026-02-22/exports';
export const AUDIT_VARIABLES = { PLUMBLINE_FINGERPRINT_KEY: Buffer.alloc(32, 1).toString('base64') };

/** The report on the exports of 2026-02-22, at a fixed instant: what the goldens are rendered from. */
export async function auditReport(): Promise<Report> {
  const eyes = openEyes(openSettings(AUDIT_VARIABLES, { contract: AUDIT_CONTRACT }), { from: AUDIT_EXPORTS });
  const now = new Date('2026-02-22T12:00:00Z');
  const { signal } = new AbortController();
  const [snapshot, workflows] = await Promise.all([
    look(eyes, { now, signal }),
    lookAtWorkflows(eyes, signal),
  ]);
  return reportOn(eyes, snapshot, judge(eyes, snapshot, now, { workflows }));
}
