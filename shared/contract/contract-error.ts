import { PlumblineError } from '../errors.ts';
import { compareText } from '../snapshot/model.ts';
import type { ContractIssue, Location } from './model.ts';

/** `file:line:column`, as editors and terminals open it. */
export function formatLocation({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}

/** One line for one problem: `contracts/jualuma.yaml:31:7: services.backend.iap: must be …`. */
export function formatIssue(issue: ContractIssue): string {
  const path = issue.path === '' ? '' : `${issue.path}: `;
  return `${formatLocation(issue)}: ${path}${issue.message}`;
}

/** A contract that cannot be used: every problem at once, in the order of the file, one line each. */
export class ContractError extends PlumblineError {
  readonly issues: readonly ContractIssue[];

  constructor(issues: readonly ContractIssue[]) {
    const ordered = orderIssues(issues);
    super('CONTRACT_INVALID', ordered.map(formatIssue).join('\n'));
    this.name = 'ContractError';
    this.issues = ordered;
  }
}

/** The order of the file, each problem once. */
function orderIssues(issues: readonly ContractIssue[]): ContractIssue[] {
  const once = new Map(issues.map((issue) => [formatIssue(issue), issue]));
  return [...once.values()].sort(
    (a, b) =>
      a.line - b.line ||
      a.column - b.column ||
      compareText(a.path, b.path) ||
      compareText(a.message, b.message),
  );
}
