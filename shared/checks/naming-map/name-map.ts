import type { Contract, Location } from '../../contract/model.ts';

/** A role that a name stands for in an environment. */
export interface NamedRole {
  role: string;
  environment: string;
  location: Location;
}

/** The names that roles have in an environment's project; two environments may share a project. */
export function nameMap(contract: Contract, environment: string): Map<string, NamedRole[]> {
  const { environments, roles } = contract;
  const project = environments.find(({ name }) => name === environment)?.project;
  const together = environments.filter((known) => known.project === project);
  const map = new Map<string, NamedRole[]>();
  for (const { name } of together) {
    for (const role of roles) {
      const { service } = contract.intent(role, name);
      if (service === null) continue;
      const named = map.get(service.value) ?? [];
      named.push({ role, environment: name, location: service.location });
      map.set(service.value, named);
    }
  }
  return map;
}
