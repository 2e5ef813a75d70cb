import type { RoleIntent } from '../model.ts';
import type { IamIntent } from '../sections/iam.ts';
import type { IntentContradiction } from './intents.ts';

/** Roles a service's account is to hold although the contract forbids them to every account. */
export function forbiddenRoles(
  intent: RoleIntent,
  { forbiddenRoles: ban }: IamIntent,
): IntentContradiction[] {
  const { roles } = intent;
  if (intent.service === null || roles === null || ban === null) return [];
  const { line, column } = ban.location;
  return roles.value
    .filter((role) => ban.value.includes(role))
    .map((role) => ({
      location: roles.location,
      path: `services.${intent.role}.roles`,
      message: `${role} is declared in ${intent.environment}, but iam.forbiddenRoles forbids it to every service account (line ${line}, column ${column})`,
    }));
}
