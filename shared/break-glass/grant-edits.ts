import type { CheckResult } from '../checks/model.ts';
import type { ContractEdit } from '../contract/edit.ts';
import type { Contract } from '../contract/model.ts';
import { parsePath } from '../snapshot/path.ts';
import { forEnvironment, writtenAt } from './for-environment.ts';

/** People and groups: whom the list of people may name. Everybody, and who was deleted, it must not. */
const LISTABLE = /^(?:user|group|domain):/;
const ACCOUNT = 'serviceAccount:';

/**
 * The edits after which a grant that was made or taken away is as declared: a role of the account that
 * services run as, of every role that shares it, or one more person on the list. None for any other.
 */
export function grantEdits(contract: Contract, result: CheckResult): ContractEdit[] {
  const { environment, path } = result;
  const [, , role, member] = path === null ? [] : parsePath(path);
  if (role === undefined || member === undefined) return [];
  if (LISTABLE.test(member)) return personEdits(contract, { environment, member });
  if (!member.startsWith(ACCOUNT)) return [];
  return holdingEdits(contract, { result, role, email: member.slice(ACCOUNT.length) });
}

function personEdits(
  contract: Contract,
  { environment, member }: { environment: string; member: string },
): ContractEdit[] {
  const path = ['iam', 'humans'];
  const each = writtenAt(contract.document, [...path, environment]);
  const listed = each ?? writtenAt(contract.document, path);
  if (!Array.isArray(listed)) return [];
  return [forEnvironment(contract, { path, value: [...listed, member], environment })];
}

/** One more role is declared once, whoever shares the account; one that is gone must be wanted by nobody. */
function holdingEdits(
  contract: Contract,
  { result, role, email }: { result: CheckResult; role: string; email: string },
): ContractEdit[] {
  const { environment, expected } = result;
  const sharing = contract.roles
    .map((name) => contract.intent(name, environment))
    .filter(({ serviceAccount }) => serviceAccount?.value === email)
    .flatMap(({ role: name, roles }) => (roles === null ? [] : [{ name, held: roles.value }]));
  const isGone = expected === role;
  const owners = isGone ? sharing.filter(({ held }) => held.includes(role)) : sharing.slice(0, 1);
  return owners.map(({ name, held }) =>
    forEnvironment(contract, {
      path: ['services', name, 'roles'],
      value: isGone ? held.filter((one) => one !== role) : [...new Set([...held, role])].sort(),
      environment,
    }),
  );
}
