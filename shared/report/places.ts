import type { Report } from './report.ts';

/**
 * The report as people read it: wherever a sentence cites the contract, its name stands for its path.
 * The head of a report says which file it is.
 */
export function withShortPlaces(report: Report): Report {
  const { file } = report.contract;
  const name = file.split(/[/\\]/).at(-1) ?? file;
  const short = (sentence: string) => sentence.replaceAll(`${file}:`, `${name}:`);
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

/** Where a finding rests, for a sentence that does not cite it already; empty otherwise. */
export function placeBeside(sentence: string, source: string | null): string {
  return source === null || sentence.includes(source) ? '' : ` (${source})`;
}

/** A sentence with its environment in front, once. */
export function withEnvironment(environment: string, message: string): string {
  return message.startsWith(`${environment} `) ? message : `${environment} · ${message}`;
}
