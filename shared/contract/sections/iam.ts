import { memberName } from '../../snapshot/normalise/policy.ts';
import type { ContractDocument } from '../language/contract.ts';
import type { Declared, Environment } from '../model.ts';
import type { Places } from '../places.ts';
import { fullMember } from '../resolve.ts';
import { declare } from './declare.ts';

/** Which user-managed keys an account may have. */
export type AccountKeyPolicy = 'forbidden' | { maxAgeDays: number };

/** What the contract says of grants and account keys in one environment; null means undeclared. */
export interface IamIntent {
  /** Members as a policy's canonical form spells them. */
  humans: Declared<string[]> | null;
  forbiddenRoles: Declared<string[]> | null;
  serviceAccountKeys: Declared<AccountKeyPolicy> | null;
}

/** Answers what the section `iam` says of an environment; nothing where there is none. */
export function iamReader(
  { iam }: Pick<ContractDocument, 'iam'>,
  { environments, places }: { environments: readonly Environment[]; places: Places },
): (environment: string) => IamIntent {
  const resolved = new Map(environments.map((one) => [one.name, intentFor(iam, one, places)]));
  return (environment) => resolved.get(environment) ?? UNDECLARED;
}

const UNDECLARED: IamIntent = { humans: null, forbiddenRoles: null, serviceAccountKeys: null };

function intentFor(
  iam: ContractDocument['iam'],
  { name: environment, project }: Environment,
  places: Places,
): IamIntent {
  if (iam === undefined) return UNDECLARED;
  const at = (key: keyof IamIntent) => ({ places, environment, path: ['iam', key] });
  const humans = declare(iam.humans, at('humans'));
  return {
    humans:
      humans === null
        ? null
        : { ...humans, value: humans.value.map((member) => memberName(fullMember(member, project))) },
    forbiddenRoles: declare(iam.forbiddenRoles, at('forbiddenRoles')),
    serviceAccountKeys: declare(iam.serviceAccountKeys, at('serviceAccountKeys')),
  };
}
