import type { TextOptions } from './finding-text.ts';
import { htmlReport } from './html.ts';
import { junitReport } from './junit.ts';
import { markdownAudit } from './markdown.ts';
import type { Report } from './report.ts';
import { reportJson } from './report-json.ts';
import { sarifReport } from './sarif.ts';
import { textReport } from './text.ts';

/** What a format may need to know of where it is written. */
export interface Rendering extends TextOptions {
  /** The folder the command runs in, absolute, with `/` between its parts. */
  root: string;
}

export type ReportFormat = 'text' | 'markdown' | 'json' | 'sarif' | 'junit' | 'html';

/** Every format of a report, by the name `--format` knows it; each gives the same bytes for the same report. */
export const REPORT_FORMATS: Record<ReportFormat, (report: Report, rendering: Rendering) => string> = {
  text: textReport,
  markdown: markdownAudit,
  json: (report) => `${JSON.stringify(reportJson(report), null, 2)}\n`,
  sarif: sarifReport,
  junit: junitReport,
  html: htmlReport,
};
