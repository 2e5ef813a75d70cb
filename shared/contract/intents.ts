import { PlumblineError } from '../errors.ts';
import type { ContractDocument } from './language/contract.ts';
import type { Environment, RoleIntent } from './model.ts';
import { resolveIntent } from './resolve.ts';
import type { YamlSource } from './yaml-source.ts';

/** The environments of a document, in the order of the file. */
export function environmentsOf(
  document: Pick<ContractDocument, 'environments'>,
  source: YamlSource,
): Environment[] {
  return Object.entries(document.environments).map(([name, declared]) => ({
    name,
    project: declared.project,
    projectNumber: declared.projectNumber ?? null,
    regions: declared.regions,
    protected: declared.protected ?? false,
    location: source.locate(['environments', name]),
  }));
}

/** Answers what the contract says of a role in an environment, each computed once. */
export function intentReader(
  document: ContractDocument,
  source: YamlSource,
): (role: string, environment: string) => RoleIntent {
  const environments = new Map(environmentsOf(document, source).map((one) => [one.name, one]));
  const known = new Map<string, RoleIntent>();
  return (role, name) => {
    const key = `${role}\n${name}`;
    const environment = environments.get(name);
    if (environment === undefined || !Object.hasOwn(document.services, role)) {
      throw new PlumblineError('INTERNAL', `the contract has no role ${role} in an environment ${name}`);
    }
    const intent = known.get(key) ?? resolveIntent({ document, source, role, environment });
    known.set(key, intent);
    return intent;
  };
}
