import { counted, listed } from '../checks/results/result.ts';
import { type CoverageLine, isGap, WORKFLOW_FILES } from '../snapshot/model.ts';
import type { Report } from './report.ts';

/** So many scopes of one reason are named; of more the first and a number. */
const NAMED = 3;

/** What was not read of one environment for one reason. */
export interface Unread {
  environment: string;
  /** `run.services in us-central1`, or `all 10 scopes`. */
  scopes: string;
  /** Both, for a sentence. */
  what: string;
  status: CoverageLine['status'];
  detail: string;
  isGap: boolean;
}

/** What was not read, in the order of the report: a line for each environment and reason, however many scopes it hides. */
export function unreadLines({ coverage }: Pick<Report, 'coverage'>): Unread[] {
  const unread = coverage.filter(({ status }) => status !== 'OK');
  const groups = Map.groupBy(unread, ({ environment, status, detail }) =>
    JSON.stringify([environment, status, detail]),
  );
  return [...groups.values()].flatMap((same) =>
    same.slice(0, 1).map((first) => {
      const { environment, status, detail } = first;
      const total = coverage.filter((line) => line.environment === environment).length;
      const isAll = same.length > 1 && same.length === total;
      const scopes = isAll ? `all ${total} scopes` : scopesOf(same);
      const what = isAll ? `${scopes} of ${environment}` : `${environment} ${scopes}`;
      return { environment, scopes, what, status, detail: detail ?? '', isGap: isGap(first) };
    }),
  );
}

/** The environments of which nothing was read. */
export function darkEnvironments({ coverage }: Pick<Report, 'coverage'>): ReadonlySet<string> {
  const lines = coverage.filter(({ resource }) => resource !== WORKFLOW_FILES);
  const seen = new Set(lines.flatMap((line) => (isGap(line) ? [] : [line.environment])));
  return new Set(lines.map(({ environment }) => environment).filter((name) => !seen.has(name)));
}

/** The projects that were read; none where no check that was chosen looks at any. */
export function projectsRead({ coverage }: Pick<Report, 'coverage'>): string[] {
  return [
    ...new Set(coverage.filter(({ resource }) => resource !== WORKFLOW_FILES).map(({ project }) => project)),
  ];
}

/** Said where no project was read. */
export const NO_PROJECT = 'No project was read: what was checked needs none.';

function scopesOf(same: CoverageLine[]): string {
  const names = same.map(({ resource, region }) => (region === null ? resource : `${resource} in ${region}`));
  if (names.length <= NAMED) return listed(names);
  return listed([...names.slice(0, 1), `${counted(names.length - 1, 'scope')} more`]);
}
