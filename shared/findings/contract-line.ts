import type { Contract, Location } from '../contract/model.ts';

const SECRETS = 'secretmanager.secrets/';

/**
 * The contract's line that names a resource no check judges, as `file:line`: for a secret, the first role's
 * key of that name, or its fingerprint rule. Null where the contract says nothing of it.
 */
export function contractLine(contract: Contract, environment: string, resource: string): string | null {
  if (!resource.startsWith(SECRETS)) return null;
  const secret = resource.slice(resource.lastIndexOf('/') + 1);
  const rule = contract.secrets.fingerprints.find((known) => known.secret === secret);
  const location = keyLocation(contract, environment, secret) ?? rule?.location ?? null;
  return location === null ? null : `${location.file}:${location.line}`;
}

function keyLocation(contract: Contract, environment: string, secret: string): Location | null {
  if (!contract.environments.some(({ name }) => name === environment)) return null;
  const keys = contract.roles.map((role) => contract.intent(role, environment).env[secret]);
  return keys.find((key) => key?.delivery === 'secret')?.location ?? null;
}
