import type { Environment } from '../contract/model.ts';
import type { IamIntent } from '../contract/sections/iam.ts';
import type { RoleGrant } from './iam-grants.ts';
import { emailOf } from './iam-members.ts';
import type { EnvironmentGrants } from './iam-policies.ts';
import type { Subject } from './result.ts';
import { type RuntimeAccount, soleRole } from './runtime-accounts.ts';
import type { EstateView } from './view.ts';

/** Everything the grants of one environment are judged by. */
export interface IamJudging {
  environment: Environment;
  view: EstateView;
  grants: EnvironmentGrants;
  iam: IamIntent;
  /** Runtime accounts by email. */
  accounts: ReadonlyMap<string, RuntimeAccount>;
}

/** What a result about a grant is about: the policy it stands in, and the role whose account is its member. */
export function subjectOfGrant({ environment, accounts }: IamJudging, { at, member }: RoleGrant): Subject {
  return { role: soleRole(accounts.get(emailOf(member))), environment: environment.name, resource: at.id };
}

/** Where a grant stands, in words. */
export function placeWords({ at }: RoleGrant): string {
  return at.resource === 'resourcemanager.projects.iamPolicy' ? `project ${at.project}` : at.id;
}
