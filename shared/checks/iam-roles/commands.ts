import type { JsonObject } from '../../snapshot/json.ts';
import { shellWord } from '../results/shell-word.ts';
import type { PolicyPlace, RoleGrant } from './grants.ts';

/** The command that takes a grant back, all of its conditions included. */
export function removeGrant({ role, member, at, conditions }: RoleGrant): string {
  if (conditions.length > 0) return removeWholly(at, { member, role });
  const command = `${policyCommand(at, 'remove')} --member=${shellWord(member)} --role=${shellWord(role)}`;
  // Where a project's policy has any condition, gcloud asks which one is meant unless it is told.
  return at.resource === 'resourcemanager.projects.iamPolicy' ? `${command} --condition=None` : command;
}

/** The command that takes a role from a member at a place, under whatever conditions it is held. */
export function removeWholly(
  at: Omit<PolicyPlace, 'id'>,
  { member, role }: { member: string; role: string },
): string {
  return `${policyCommand(at, 'remove')} --member=${shellWord(member)} --role=${shellWord(role)} --all`;
}

/** The command that takes one conditional grant back and leaves the others. */
export function removeConditional({ role, member, at }: RoleGrant, condition: JsonObject): string {
  return `${policyCommand(at, 'remove')} --member=${shellWord(member)} --role=${shellWord(role)} --condition=${conditionArgument(condition)}`;
}

/** The command that grants a role on a project without a condition. */
export function addGrant(project: string, member: string, role: string): string {
  return `gcloud projects add-iam-policy-binding ${project} --member=${shellWord(member)} --role=${shellWord(role)} --condition=None`;
}

const GROUPS: Partial<Record<PolicyPlace['resource'], string>> = {
  'run.services.iamPolicy': 'run services',
  'run.jobs.iamPolicy': 'run jobs',
  'run.workerPools.iamPolicy': 'beta run worker-pools',
  'secretmanager.secrets.iamPolicy': 'secrets',
};

function policyCommand(
  { resource, name, project, region }: Omit<PolicyPlace, 'id'>,
  verb: 'add' | 'remove',
): string {
  const group = GROUPS[resource];
  if (group === undefined) return `gcloud projects ${verb}-iam-policy-binding ${project}`;
  const place = region === null ? '' : group === 'secrets' ? ` --location=${region}` : ` --region=${region}`;
  return `gcloud ${group} ${verb}-iam-policy-binding ${name} --project=${project}${place}`;
}

/** gcloud's map of a condition, with a delimiter that stands in none of its parts. */
function conditionArgument(condition: JsonObject): string {
  const parts = Object.entries(condition).map(([key, value]) => `${key}=${String(value)}`);
  const delimiter = [';', '|', '#', '~', '!'].find((mark) => parts.every((text) => !text.includes(mark)));
  return shellWord(delimiter === undefined ? parts.join(',') : `^${delimiter}^${parts.join(delimiter)}`);
}
