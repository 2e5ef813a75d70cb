import type { Report } from './report.ts';

/**
 * The report as people read it: wherever a sentence cites the contract, its name stands for its path.
 * The head of a report says which file it is.
 */
export function withShortPlaces(report: Report): Report {
  const short = (sentence: string) => shortPlace(report, sentence);
  const shortOrNull = (sentence: string | null) => (sentence === null ? null : short(sentence));
  return {
    ...report,
    checks: report.checks.map((check) => ({
      ...check,
      results: check.results.map((result) => ({ ...result, message: short(result.message) })),
    })),
    findings: report.findings.map((finding) => ({
      ...finding,
      message: short(finding.message),
      source: shortOrNull(finding.source),
      settle: shortOrNull(finding.settle),
    })),
  };
}

/** A sentence in which the contract's name stands for its path. */
export function shortPlace({ contract }: Pick<Report, 'contract'>, sentence: string): string {
  const name = contract.file.split(/[/\\]/).at(-1) ?? contract.file;
  return sentence.replaceAll(`${contract.file}:`, `${name}:`);
}

/** Where a finding rests, for a sentence that does not cite it already; empty otherwise. */
export function placeBeside(sentence: string, source: string | null): string {
  return source === null || sentence.includes(source) ? '' : ` (${source})`;
}

/** A sentence with its environment in front, once. */
export function withEnvironment(environment: string, message: string): string {
  return message.startsWith(`${environment} `) ? message : `${environment} · ${message}`;
}
