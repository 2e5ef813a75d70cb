import { formatLocation } from '../contract-error.ts';
import type { ContractDocument } from '../language/contract.ts';
import { valueFor } from '../language/per-environment.ts';
import type { ContractIssue, RoleIntent } from '../model.ts';
import type { YamlSource } from '../yaml-source.ts';

/** A role that a runtime account is to hold and that no service account may. */
export function forbiddenRoles(
  { iam }: ContractDocument,
  intent: RoleIntent,
  source: YamlSource,
): ContractIssue[] {
  const { environment, roles } = intent;
  const forbidden = valueFor(iam?.forbiddenRoles, environment);
  if (intent.service === null || roles === null || forbidden === undefined) return [];
  const at = iam?.forbiddenRoles?.everywhere === false ? [environment] : [];
  return roles.value.flatMap((role) => {
    const index = forbidden.indexOf(role);
    if (index === -1) return [];
    const other = formatLocation(source.locate(['iam', 'forbiddenRoles', ...at, index]));
    const message = `${role} is wanted in ${environment}, and forbidden to every service account (${other})`;
    return [{ ...roles.location, path: `services.${intent.role}.roles`, message }];
  });
}
