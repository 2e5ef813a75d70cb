import { JudgedCheck } from '../checks/evaluation/judged-check.ts';
import type { Evaluation } from '../checks/model.ts';
import type { Finding, FindingRecord } from './model.ts';

/** Environments and roles that some check could not see in a pass. */
export type Unseen = ReadonlySet<string>;

/** Where some check of an evaluation was blind. */
export function unseenBy(evaluation: Evaluation): Unseen {
  const unseen = new Set<string>();
  for (const check of evaluation.checks)
    for (const result of JudgedCheck.blindOf(check)) unseen.add(keyOf(result));
  return unseen;
}

/** What a drift's record keeps where not every check could judge it when it was seen; nothing of another finding. */
export function unjudgedIn(unseen: Unseen, finding: Finding): Pick<FindingRecord, 'unjudged'> {
  return finding.kind === 'drift' && isUnseen(unseen, finding) ? { unjudged: true } : {};
}

/** The record once every check could judge it. */
export function judgedIn(unseen: Unseen, record: FindingRecord): FindingRecord {
  if (record.unjudged !== true || isUnseen(unseen, record)) return record;
  const { unjudged: _, ...judged } = record;
  return judged;
}

function isUnseen(unseen: Unseen, { environment, role }: Place): boolean {
  return unseen.has(keyOf({ environment, role })) || unseen.has(keyOf({ environment, role: null }));
}

type Place = Pick<Finding, 'environment' | 'role'>;

function keyOf({ environment, role }: Place): string {
  return `${environment}|${role ?? ''}`;
}
