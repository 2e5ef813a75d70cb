import { shellWord } from '../checks/results/shell-word.ts';
import type { Contract } from '../contract/model.ts';
import { changeHeadline } from '../findings/describe-change.ts';
import { isObject } from '../snapshot/json.ts';
import type { ResourceDocument, Snapshot } from '../snapshot/model.ts';
import { parsePath } from '../snapshot/path.ts';
import type { WindowChange } from './model.ts';

/** A grant or an account that whatever creates them (Terraform, a script) must be told of. */
export interface AccessChange {
  environment: string;
  /** `role roles/x granted to y`, `account y created`. */
  what: string;
  /** The gcloud command that does the same; null where there is none. */
  command: string | null;
}

/** A secret that changed in one environment, and how it stands in the others. */
export interface SecretToFollow {
  secret: string;
  environment: string;
  what: string[];
  others: { environment: string; project: string; exists: boolean | null; newest: string | null }[];
}

/** Changes of policies and accounts, as steps for the repository that creates them. */
export function accessChanges(changes: readonly WindowChange[]): AccessChange[] {
  return changes.flatMap((change) => {
    const { environment, id } = change;
    if (id.startsWith('iam.serviceAccounts/')) return accountChange(change);
    if (!id.startsWith('resourcemanager.projects/') || change.path === null) return [];
    return [{ environment, what: changeHeadline(change), command: grantCommand(change) }];
  });
}

function accountChange(change: WindowChange): AccessChange[] {
  const email = change.id.slice(change.id.lastIndexOf('/') + 1);
  if (change.path !== null)
    return [
      { environment: change.environment, what: `account ${email}: ${changeHeadline(change)}`, command: null },
    ];
  const created = change.after !== null;
  const [name] = email.split('@');
  return [
    {
      environment: change.environment,
      what: `account ${email} ${created ? 'created' : 'deleted'}`,
      command: created ? `gcloud iam service-accounts create ${name} --project=${change.project}` : null,
    },
  ];
}

/** A grant with a condition needs the condition too, which is no one-liner. */
function grantCommand({ path, before, after, project }: WindowChange): string | null {
  const [, , role, member, ...deeper] = parsePath(path ?? '');
  if (role === undefined || member === undefined || deeper.length > 0) return null;
  const plain = (value: unknown) =>
    Array.isArray(value) && value.length === 1 && isObject(value[0]) && Object.keys(value[0]).length === 0;
  const verb = before === null && plain(after) ? 'add' : after === null && plain(before) ? 'remove' : null;
  return verb === null
    ? null
    : `gcloud projects ${verb}-iam-policy-binding ${project} --member=${shellWord(member)} --role=${shellWord(role)} --condition=None`;
}

/** Each secret that changed, with how its namesakes stand in the other environments of the contract. */
export function secretsToFollow(
  changes: readonly WindowChange[],
  { contract, snapshot }: { contract: Contract; snapshot: Snapshot },
): SecretToFollow[] {
  const secrets = Map.groupBy(
    changes.filter(({ id }) => id.startsWith('secretmanager.secrets/')),
    ({ environment, id }) => `${environment}|${id}`,
  );
  return [...secrets.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { environment, id } = first;
    const others = contract.environments
      .filter(({ name }) => name !== environment)
      .map(({ name, project }) => ({ environment: name, project, ...standing(snapshot, name, id) }));
    return [
      {
        secret: id.slice(id.lastIndexOf('/') + 1),
        environment,
        what: [...new Set(group.map(changeHeadline))],
        others,
      },
    ];
  });
}

/** Whether a secret exists, and its newest enabled version with its day; null where it could not be read. */
function standing(
  snapshot: Snapshot,
  environment: string,
  id: string,
): { exists: boolean | null; newest: string | null } {
  const document = (resource: string): ResourceDocument | null | undefined => {
    const readings = snapshot.readings.filter(
      (one) => one.environment === environment && one.resource === resource,
    );
    const found = readings.map(({ documents }) => documents[id]).find((one) => one !== undefined);
    return (
      found ??
      (readings.length > 0 && readings.every(({ status, gaps }) => status === 'OK' && gaps[id] === undefined)
        ? null
        : undefined)
    );
  };
  const secret = document('secretmanager.secrets');
  const versions = document('secretmanager.versions');
  return {
    exists: secret === undefined ? null : secret !== null,
    newest: versions === undefined || versions === null ? null : newestEnabled(versions),
  };
}

function newestEnabled({ fields }: ResourceDocument): string | null {
  const versions = isObject(fields.versions) ? fields.versions : {};
  const enabled = Object.entries(versions).filter(
    ([, version]) => isObject(version) && version.state === 'ENABLED',
  );
  const [newest] = enabled.map(([number]) => Number(number)).sort((a, b) => b - a);
  return newest === undefined ? null : String(newest);
}
