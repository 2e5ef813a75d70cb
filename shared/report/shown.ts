import { readEstate } from '../checks/evaluation/choose.ts';
import type { CheckReport, CheckResult } from '../checks/model.ts';
import { notableResults, type Report } from './report.ts';
import { darkEnvironments } from './unread.ts';

/**
 * What people are shown of a check beside what passes. Of an environment of which nothing was read, all
 * that could not be judged is one line: that each of its services was not is one and the same thing.
 */
export function shownResults(check: CheckReport, report: Pick<Report, 'coverage'>): CheckResult[] {
  const dark = darkEnvironments(report);
  const notable = notableResults(check);
  if (dark.size === 0 || !readEstate([check.number])) return notable;
  const hidden = Map.groupBy(notable.filter(isHidden), ({ environment }) => environment);
  return notable.flatMap((result) => {
    const same = hidden.get(result.environment) ?? [];
    if (!isHidden(result) || same.length === 1) return [result];
    return result === same[0] ? [together(result, same.length)] : [];
  });

  function isHidden({ blind, environment }: CheckResult): boolean {
    return blind && dark.has(environment);
  }
}

function together(first: CheckResult, count: number): CheckResult {
  const { environment } = first;
  const message = `${environment}: ${count} things are not judged, since nothing of ${environment} was read.`;
  return { ...first, message };
}
