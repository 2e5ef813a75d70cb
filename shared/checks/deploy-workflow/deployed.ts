import type { Environment, RoleIntent } from '../../contract/model.ts';
import { sanitiseText } from '../../estate/sanitise.ts';
import type { Deployment, PinName, Setting, Workflow } from '../../workflows/model.ts';

/** What one workflow does to the service of one role. */
export interface RoleDeployments {
  /** Those to the environment's own project, or to one that is not known. */
  own: Deployment[];
  /** Those to another project. */
  foreign: Deployment[];
  /** Why more may be deployed than is seen, in words; null where all is seen. */
  unseen: string | null;
}

/** What a setting is after every deployment of a workflow has run. */
export type Effective =
  | { is: 'stated'; setting: Setting; by: Deployment }
  /** It depends on a case that is decided while the workflow runs. */
  | { is: 'undecided'; why: string }
  | { is: 'missing' };

/** Finds the deployments of a role's service among those of its environment's workflow. */
export function roleDeployments(workflow: Workflow, intent: RoleIntent): RoleDeployments {
  const services = workflow.deployments.filter(({ target }) => target === 'service');
  const mine = services.filter(({ name }) => name?.known === true && name.text === intent.service?.value);
  const isForeign = ({ project }: Deployment) => project?.known === true && project.text !== intent.project;
  return {
    own: mine.filter((deployment) => !isForeign(deployment)),
    foreign: mine.filter(isForeign),
    unseen: unseenIn(workflow, services),
  };
}

/**
 * The last word counts, as it does in the cloud. What runs in one case only may be the last word or not:
 * then everything from the last word that is surely said must agree.
 */
export function effective(deployments: readonly Deployment[], pin: PinName): Effective {
  const stating = deployments.flatMap((by) => {
    const setting = by.pins[pin];
    return setting === undefined ? [] : [{ by, setting }];
  });
  const last = stating.at(-1);
  if (last === undefined) return unstated(deployments);
  // One job alone runs or it does not; of several that may run, nobody knows which.
  const alone = new Set(deployments.map(({ chosen }) => chosen)).size === 1;
  const isSure = ({ conditional, chosen }: Deployment) => !conditional && (alone || chosen === null);
  const sure = stating.findLastIndex(({ by }) => isSure(by));
  const possible = stating.slice(Math.max(sure, 0));
  const maybeNone = sure === -1 && deployments.some(isSure);
  if (maybeNone || possible.some(({ setting }) => setting.text !== last.setting.text))
    return { is: 'undecided', why: 'it depends on a case that is decided while the workflow runs' };
  return { is: 'stated', ...last };
}

function unstated(deployments: readonly Deployment[]): Effective {
  const elsewhere = deployments.find((one) => one.elsewhere !== null)?.elsewhere ?? null;
  return elsewhere === null
    ? { is: 'missing' }
    : { is: 'undecided', why: `it may stand in ${sanitiseText(elsewhere)}` };
}

/** Whether a project is one of the contract's other environments. */
export function environmentOf(environments: readonly Environment[], project: string): string | null {
  return environments.find((known) => known.project === project)?.name ?? null;
}

function unseenIn({ unread, opaque }: Workflow, services: readonly Deployment[]): string | null {
  const [file] = unread;
  if (file !== undefined) return `${file.path} could not be read (${file.gap.status}, ${file.gap.detail})`;
  const nameless = services.find(({ name }) => name?.known !== true);
  if (nameless !== undefined)
    return `${nameless.via} (line ${nameless.at.line}) deploys ${nameless.name === null ? 'what no line names' : sanitiseText(nameless.name.text)}, which is known only while it runs`;
  const [hidden] = opaque;
  return hidden === undefined
    ? null
    : `${sanitiseText(hidden.what)} (line ${hidden.at.line}) may deploy it and is not looked into`;
}
