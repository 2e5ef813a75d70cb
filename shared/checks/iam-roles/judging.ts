import type { Environment } from '../../contract/model.ts';
import type { IamIntent } from '../../contract/sections/iam.ts';
import type { Subject } from '../results/result.ts';
import { type RuntimeAccount, soleRole } from '../view/runtime-accounts.ts';
import type { EstateView } from '../view/view.ts';
import type { RoleGrant } from './grants.ts';
import { emailOf } from './members.ts';
import type { EnvironmentGrants } from './policies.ts';

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
