import { sanitiseText } from '../../estate/sanitise.ts';
import type { Deployment } from '../../workflows/model.ts';
import type { RawResult } from '../model.ts';
import { citing, listed, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import type { PinQuestion } from './pins.ts';
import { spot } from './words.ts';

/** Judges where a role is deployed to: its environment's project, and each of its regions. */
export function judgePlaces(question: PinQuestion): RawResult[] {
  const releases = question.own.filter((one) => one.releases);
  return [...projectResults(question, releases), ...regionResults(question, releases)];
}

/** Deployments to another project are not among them; what is left is right, or not known. */
function projectResults(question: PinQuestion, releases: readonly Deployment[]): RawResult[] {
  const unknown = releases.find(({ project }) => project?.known !== true);
  return unknown === undefined ? [] : [undecided(question, { unknown, setting: 'project' })];
}

function regionResults(question: PinQuestion, releases: readonly Deployment[]): RawResult[] {
  const { intent, about, view, pathOf } = question;
  const unknown = releases.find(({ region }) => region?.known !== true);
  const regions = new Set(releases.flatMap(({ region }) => (region?.known === true ? [region.text] : [])));
  const wrong = [...regions].filter((region) => !intent.regions.includes(region));
  const left = unknown === undefined ? intent.regions.filter((region) => !regions.has(region)) : [];
  const results = unknown === undefined ? [] : [undecided(question, { unknown, setting: 'region' })];
  if (wrong.length === 0 && left.length === 0) return results;
  const source = view.contract.environments.find(({ name }) => name === about.environment)?.location ?? null;
  const observed = [...regions].sort().map(sanitiseText);
  const to = observed.length === 0 ? 'no region' : listed(observed);
  return [
    ...results,
    result('FAIL', about, {
      message: `The workflow of ${about.environment} deploys ${intent.service?.value} to ${to} (${spots(releases)}); the contract wants ${listed(intent.regions)}${citing(source)}.`,
      path: pathOf('region'),
      expected: intent.regions,
      observed,
      severity: weigh(view, about.environment, { fieldClass: 'config' }),
      settle: `Deploy with --region=${intent.regions.join(', --region=')}, or correct the regions of ${about.environment}.`,
      source,
    }),
  ];
}

function undecided(
  { about, intent, pathOf }: PinQuestion,
  { unknown, setting }: { unknown: Deployment; setting: 'project' | 'region' },
): RawResult {
  const stated = unknown[setting];
  const why =
    stated === null ? 'it does not say' : `${sanitiseText(stated.text)} is known only while it runs`;
  const flag = setting === 'project' ? `--project=${intent.project}` : `--region=${intent.regions[0] ?? ''}`;
  return result('REVIEW_REQUIRED', about, {
    message: `To which ${setting} the workflow of ${about.environment} deploys ${intent.service?.value} (${spot(unknown.at)}) is not decided: ${why}.`,
    path: pathOf(setting),
    expected: setting === 'project' ? intent.project : intent.regions,
    settle: `Write ${flag} in the workflow, or as a variable of its own env.`,
    source: intent.service?.location ?? null,
  });
}

/** A deployment to several regions stands in one place. */
function spots(releases: readonly Deployment[]): string {
  return [...new Set(releases.map(({ at }) => spot(at)))].join(', ');
}
