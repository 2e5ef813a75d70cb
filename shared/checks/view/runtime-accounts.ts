import type { RoleIntent } from '../../contract/model.ts';
import { part } from './containers.ts';
import type { RolePlace } from './lookup.ts';
import type { EstateView } from './view.ts';

/** An account that services of an environment run as, and the roles of the contract that share it. */
export interface RuntimeAccount {
  email: string;
  intents: RoleIntent[];
}

/**
 * The runtime accounts of an environment by email, in the order of the contract: the declared one, or where a role
 * declares none, what its services run as. Roles that have no service there have no account there.
 */
export function runtimeAccounts(environment: string, view: EstateView): Map<string, RuntimeAccount> {
  const accounts = new Map<string, RuntimeAccount>();
  for (const role of view.contract.roles) {
    const intent = view.contract.intent(role, environment);
    if (intent.service === null) continue;
    for (const email of emailsOf(intent, view)) {
      const known = accounts.get(email);
      if (known === undefined) accounts.set(email, { email, intents: [intent] });
      else known.intents.push(intent);
    }
  }
  return accounts;
}

/** Roles whose account is what their service runs as, and whose service could not be read or is being deployed. */
export function unseenAccounts(environment: string, view: EstateView): RoleIntent[] {
  return view.contract.roles
    .map((role) => view.contract.intent(role, environment))
    .filter(({ service, serviceAccount }) => service !== null && serviceAccount === null)
    .filter((intent) =>
      placesOf(intent, view).some(({ lookups }) =>
        lookups.some(({ status }) => status === 'unread' || status === 'settling'),
      ),
    );
}

/** The one role that uses an account; null where it is none or several. */
export function soleRole(account: RuntimeAccount | undefined): string | null {
  return account?.intents.length === 1 ? (account.intents[0]?.role ?? null) : null;
}

function emailsOf(intent: RoleIntent, view: EstateView): Set<string> {
  if (intent.serviceAccount !== null) return new Set([intent.serviceAccount.value]);
  const places = placesOf(intent, view);
  const observed = places.flatMap(({ settled }) =>
    settled.map(({ fields }) => part(fields.template).serviceAccount),
  );
  return new Set(observed.filter((email) => typeof email === 'string'));
}

function placesOf(intent: RoleIntent, view: EstateView): RolePlace[] {
  const { places } = view.role(intent.role);
  return places.filter((place) => place.intent.environment === intent.environment);
}
