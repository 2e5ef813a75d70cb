import type { ReportingDescriptor } from 'sarif';
import { CHECKS } from '../checks/table.ts';
import { VIEWER_RULE } from '../doctor/viewer-check.ts';
import type { Report } from './report.ts';

const VIEWER: ReportingDescriptor = {
  id: VIEWER_RULE,
  shortDescription: { text: 'The viewer can only look' },
  fullDescription: {
    text: 'The identity that reads the projects holds no permission to write anything in them or to read a secret payload.',
  },
};

/** A rule for every check that was run, in the order of their numbers; then what findings speak of besides. */
export function sarifRules(report: Report): ReportingDescriptor[] {
  const rules = report.checks.map(({ id, number, title }): ReportingDescriptor => {
    const explanation = CHECKS.find((check) => check.id === id)?.explanation ?? title;
    return {
      id,
      shortDescription: { text: title },
      fullDescription: { text: explanation },
      help: { text: `${explanation} More: plumbline contract explain ${id}.` },
      properties: { number },
    };
  });
  return report.findings.some(({ rule }) => rule === VIEWER_RULE) ? [...rules, VIEWER] : rules;
}
