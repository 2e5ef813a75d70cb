import { judgementOf } from './judgement.ts';
import type { Finding, FindingRecord } from './model.ts';
import type { ObserveInput } from './observe.ts';
import { covers } from './same-path.ts';
import { compareSeverity } from './severity.ts';

/**
 * Whether a drift waits for its service to be deployed: its place has a finding that people know, whose check
 * judges it then and says whether it is over, or another value. One that weighs more is told at once.
 */
export function isHeldBack(drift: Finding, { isDeploying, known, evaluation }: ObserveInput): boolean {
  if (isDeploying?.(drift.environment, drift.resource) !== true) return false;
  const speaksOf = (record: FindingRecord) =>
    record.kind === 'violation' &&
    record.environment === drift.environment &&
    record.resource === drift.resource &&
    covers(record.path, drift.path) &&
    compareSeverity(record.severity, drift.severity) <= 0;
  return known.some((record) => speaksOf(record) && judgementOf(record, evaluation).verdict === 'unreadable');
}
