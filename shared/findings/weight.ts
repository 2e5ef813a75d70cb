import { classOf } from '../snapshot/catalogue.ts';
import { parsePath } from '../snapshot/path.ts';
import { announce, type DecideInput, type Decision, isMuted, note } from './decision.ts';
import { driftSeverity } from './drift-severity.ts';
import type { FindingRecord, Severity } from './model.ts';
import { resourceScope } from './resource-scope.ts';
import { compareSeverity } from './severity.ts';

/**
 * A drift that stays is compared with nothing any more: it weighs as before, unless the contract has made
 * its environment a protected one since, or no longer calls it so.
 */
export function weighAgain(record: FindingRecord, input: DecideInput): FindingRecord {
  const weights = record.kind === 'drift' ? weightsOf(record) : null;
  if (weights === null) return record;
  const isProtected = input.observation.protectedEnvironments.includes(record.environment);
  const [was, is] = isProtected
    ? [weights.elsewhere, weights.protected]
    : [weights.protected, weights.elsewhere];
  return record.severity === was ? toldAs(record, { ...record, severity: is }) : record;
}

/** What a record of an earlier version was told as: the severity it was kept with. */
export function toldAs(previous: FindingRecord, current: FindingRecord): FindingRecord {
  if (current.severity === previous.severity || previous.toldSeverity !== undefined) return current;
  return { ...current, toldSeverity: previous.toldAt === null ? null : previous.severity };
}

/** The same value, but people were told that it weighs less: told once. That it weighs less than told is not. */
export function tellRaise(decision: Decision, input: DecideInput): Decision {
  const { record } = decision;
  const told = record.toldSeverity ?? null;
  if (record.state !== 'open' || told === null || isMuted(record, input.now)) return decision;
  return compareSeverity(record.severity, told) < 0 && decision.tell === null
    ? announce(decision, input, RAISED)
    : decision;
}

/** While nobody is told of it, that a finding weighs more is recorded when it happens. */
export function noteRaise(decision: Decision, previous: FindingRecord, input: DecideInput): Decision {
  const rises = compareSeverity(decision.record.severity, previous.severity) < 0;
  const isQuiet = decision.record.state !== 'open' || isMuted(decision.record, input.now);
  return rises && isQuiet ? note(decision, input, RAISED) : decision;
}

const RAISED = { kind: 'raised', reason: 'severity-raised' } as const;

/** What a drift weighs in a protected environment and in any other; null where it is in no scope. */
function weightsOf({
  resource: id,
  path,
  before,
  after,
}: FindingRecord): Record<'protected' | 'elsewhere', Severity> | null {
  const resource = resourceScope(id, path)?.resource;
  if (resource === undefined) return null;
  const fieldClass = path === null ? 'posture' : classOf(resource, parsePath(path));
  if (fieldClass === 'noise') return null;
  const change = { resource, path, class: fieldClass, before, after };
  return { protected: driftSeverity(change, true), elsewhere: driftSeverity(change, false) };
}
