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

/** Answers what a contract says of a role in an environment. */
export type IntentReader = (role: string, environment: string) => RoleIntent;

/** Reads every intent of a document at once; the document itself is not needed any more then. */
export function intentReader(document: ContractDocument, places: Places): IntentReader {
  const environments = environmentsOf(document, places);
  return reader(
    environments.map(({ name }) => name),
    resolveAll(document, places, environments),
  );
}

function reader(environments: string[], intents: ReadonlyMap<string, RoleIntent[]>): IntentReader {
  return (role, environment) => {
    const intent = intents.get(role)?.[environments.indexOf(environment)];
    if (intent === undefined)
      throw new PlumblineError(
        'INTERNAL',
        `the contract has no role ${role} in an environment ${environment}`,
      );
    return intent;
  };
}

function resolveAll(
  document: ContractDocument,
  places: Places,
  environments: Environment[],
): Map<string, RoleIntent[]> {
  const profiles: Shared = new Map();
  return new Map(
    Object.keys(document.services).map((role) => {
      const shared = { role: new Map(), profiles };
      return [
        role,
        environments.map((environment) => resolveIntent({ document, places, role, environment, shared })),
      ];
    }),
  );
}
