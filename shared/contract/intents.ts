import { PlumblineError } from '../errors.ts';
import type { ContractDocument } from './language/contract.ts';
import type { Environment, RoleIntent } from './model.ts';
import type { Places } from './places.ts';
import { resolveIntent, type Shared } from './resolve.ts';

/** The environments of a document, in the order of the file. */
export function environmentsOf(
  document: Pick<ContractDocument, 'environments'>,
  places: Places,
): Environment[] {
  return Object.entries(document.environments).map(([name, declared]) => ({
    name,
    project: declared.project,
    projectNumber: declared.projectNumber ?? null,
    regions: declared.regions,
    protected: declared.protected ?? false,
    location: places.locate(['environments', name]),
  }));
}

/** Answers what the contract says of a role in an environment, each computed once, together with its others. */
export function intentReader(
  document: ContractDocument,
  places: Places,
): (role: string, environment: string) => RoleIntent {
  const environments = environmentsOf(document, places);
  const profiled: Shared = new Map();
  const known = new Map<string, RoleIntent[]>();
  const resolveRole = (role: string): RoleIntent[] => {
    const shared: Shared = new Map();
    return environments.map((environment) =>
      resolveIntent({ document, places, role, environment, shared: { role: shared, profiles: profiled } }),
    );
  };
  return (role, name) => {
    const index = environments.findIndex((environment) => environment.name === name);
    if (index < 0 || !Object.hasOwn(document.services, role)) {
      throw new PlumblineError('INTERNAL', `the contract has no role ${role} in an environment ${name}`);
    }
    const intents = known.get(role) ?? resolveRole(role);
    known.set(role, intents);
    return intents[index] as RoleIntent;
  };
}
