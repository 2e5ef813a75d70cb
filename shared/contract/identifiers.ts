import { compareText } from '../snapshot/model.ts';
import { accountHost } from './account-host.ts';
import type { Contract } from './model.ts';

/** What an environment can be recognised by in a value. */
export interface EnvironmentIdentifiers {
  readonly name: string;
  readonly identifiers: readonly string[];
}

const KNOWN = new WeakMap<Contract, readonly EnvironmentIdentifiers[]>();

/**
 * Per environment, sorted: its project id (of a domain-scoped one also the host of its accounts), its
 * project number where stated, its declared hosts, and for
 * each service name that no other environment uses, the beginning of the generated host, which ends
 * with a dash (`frontend-app-` of `frontend-app-x1-uc.a.run.app`). Gathered once for a contract: a large
 * one resolves thousands of intents for it.
 */
export function environmentIdentifiers(contract: Contract): readonly EnvironmentIdentifiers[] {
  const known = KNOWN.get(contract) ?? gathered(contract);
  KNOWN.set(contract, known);
  return known;
}

function gathered(contract: Contract): EnvironmentIdentifiers[] {
  const known = contract.environments.map(({ name }) => ({ name, prefixes: runAppPrefixes(contract, name) }));
  return contract.environments.map((environment) => {
    const others = new Set(
      known.filter(({ name }) => name !== environment.name).flatMap(({ prefixes }) => prefixes),
    );
    const own = known.find(({ name }) => name === environment.name)?.prefixes ?? [];
    const number = environment.projectNumber === null ? [] : [environment.projectNumber];
    const identifiers = [
      environment.project,
      ...accountHosts(environment.project),
      ...number,
      ...declaredHosts(contract, environment.name),
      ...own.filter((prefix) => !others.has(prefix)),
    ];
    return { name: environment.name, identifiers: [...new Set(identifiers)].sort(compareText) };
  });
}

/** `example.com:app` has accounts at `app.example.com.iam.gserviceaccount.com`; other ids stand in theirs as they are. */
function accountHosts(project: string): string[] {
  return project.includes(':') ? [accountHost(project)] : [];
}

function runAppPrefixes(contract: Contract, environment: string): string[] {
  return contract.roles.flatMap((role) => {
    const { service } = contract.intent(role, environment);
    return service === null ? [] : [`${service.value}-`];
  });
}

function declaredHosts(contract: Contract, environment: string): string[] {
  return contract.roles.flatMap((role) => {
    const { domain } = contract.intent(role, environment);
    return Array.isArray(domain?.value) ? domain.value : [];
  });
}
