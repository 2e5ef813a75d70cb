import type { CheckReport, CheckResult } from '../checks/model.ts';
import { counted, listed } from '../checks/results/result.ts';
import { compareSeverity } from '../findings/severity.ts';
import { isGap } from '../snapshot/model.ts';
import type { Report } from './report.ts';
import { countOf } from './status.ts';
import { waiverScope, waiverStates } from './waiver-states.ts';

/** One line of a checklist. `done`: the results show it already. */
export interface ChecklistItem {
  done: boolean;
  text: string;
}

/** What a release can break on: who deploys, as whom it runs, what it is given and whether it may have it. */
const BLOCKING = [
  'service-coverage',
  'service-account',
  'env-keys',
  'secret-delivery',
  'deploy-workflow',
  'iam-roles',
  'secrets',
  'deployable',
];
/** What a release changes or resets, so that it is worth a look when it is out. */
const MOVED_BY_A_RELEASE = [
  'ingress',
  'service-account',
  'resources',
  'domains',
  'access',
  'image',
  'serving',
  'smoke',
];
const DAY_MS = 86_400_000;
const SOON_DAYS = 30;
/** Lines for one check; the checklist above has all of them. */
const MOST_LINES = 5;
const MOST_NAMES = 6;

/** What stands in the way of the next release: what was not read, what would make it fail, and acceptances that are about to end. */
export function beforeDeployment(report: Report): ChecklistItem[] {
  return [
    ...coverageItems(report),
    ...report.checks.filter(({ id }) => BLOCKING.includes(id)).flatMap(blockingItems),
    ...waiverItems(report),
  ];
}

/** What to look at when the release is out, each with how it stands now. */
export function afterDeployment(report: Report): ChecklistItem[] {
  const checks = report.checks.filter(({ id }) => MOVED_BY_A_RELEASE.includes(id));
  const command = `plumbline check --only ${checks.map(({ number }) => number).join(',')}`;
  return checks.length === 0
    ? []
    : [
        ...checks.map(afterItem),
        { done: false, text: `All of these at once: \`${command}\` ends with exit code 0.` },
      ];
}

function coverageItems({ coverage }: Report): ChecklistItem[] {
  const byEnvironment = Map.groupBy(coverage, ({ environment }) => environment);
  return [...byEnvironment].map(([environment, entries]) => {
    const unread = entries.filter(isGap);
    if (unread.length === 0)
      return { done: true, text: `${environment}: all ${counted(entries.length, 'scope')} were read.` };
    const names = named([...new Set(unread.map(({ resource, status }) => `${resource} ${status}`))]);
    return {
      done: false,
      text: `${environment}: ${unread.length} of ${counted(entries.length, 'scope')} not read (${names}); what they hold is not judged.`,
    };
  });
}

function blockingItems(check: CheckReport): ChecklistItem[] {
  const open = check.results.filter(isOpen);
  if (open.length === 0)
    return [
      { done: true, text: `${check.title}: ${counted(check.results.length, 'result')}, nothing in the way.` },
    ];
  const worstFirst = open.toSorted((a, b) => compareSeverity(a.severity, b.severity));
  const messages = [...new Set(worstFirst.map(({ message }) => message))];
  const rest = messages.length - MOST_LINES;
  return [
    ...messages.slice(0, MOST_LINES).map((message) => ({ done: false, text: `${check.title}: ${message}` })),
    ...(rest > 0 ? [{ done: false, text: `${check.title}: ${rest} more, see the checklist.` }] : []),
  ];
}

function afterItem(check: CheckReport): ChecklistItem {
  const open = check.results.filter(isOpen);
  const held = check.results.length - open.length;
  const text =
    open.length === 0
      ? `${check.title}: holds now (${counted(held, 'result')}) and must hold afterwards.`
      : `${check.title}: ${stands(check)} now (${named([...new Set(open.map(subjectOf))])}); look whether the release mended it.`;
  return { done: false, text };
}

function stands(check: CheckReport): string {
  const failed = countOf(check, 'FAIL');
  const undecided = countOf(check, 'REVIEW_REQUIRED');
  const words = [
    ...(failed === 0 ? [] : [`${counted(failed, 'result')} ${failed === 1 ? 'fails' : 'fail'}`]),
    ...(undecided === 0 ? [] : [`${undecided} ${undecided === 1 ? 'needs' : 'need'} a look`]),
  ];
  return words.join(' and ');
}

/** Waivers that ended, and those that will before the month is over. */
function waiverItems(report: Report): ChecklistItem[] {
  const now = Date.parse(report.capturedAt);
  return waiverStates(report).flatMap(({ waiver, state }) => {
    if (state === 'stale') return [];
    const scope = waiverScope(waiver);
    const day = waiver.expires.slice(0, 10);
    if (state === 'expired')
      return [
        { done: false, text: `Waiver ${scope} expired on ${day}: ${waiver.owner} settles or renews it.` },
      ];
    const days = Math.floor((Date.parse(waiver.expires) - now) / DAY_MS);
    return days > SOON_DAYS
      ? []
      : [
          {
            done: false,
            text: `Waiver ${scope} ends on ${day} (${counted(days, 'day')}), then it fails: ${waiver.owner} settles or renews it.`,
          },
        ];
  });
}

function isOpen({ status }: CheckResult): boolean {
  return status === 'FAIL' || status === 'REVIEW_REQUIRED';
}

function subjectOf({ role, environment, resource }: CheckResult): string {
  return `${environment} ${role ?? resource ?? 'estate'}`;
}

function named(names: string[]): string {
  const rest = names.length - MOST_NAMES;
  return rest > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${rest} more` : listed(names);
}
