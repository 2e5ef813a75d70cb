import type { ServiceDocument } from './language/contract.ts';
import type { SmokeIntent } from './model.ts';
import type { Place } from './resolve.ts';

/** The requests a role must answer in one environment, in the order of the contract. */
export function resolveSmoke(place: Place, requests: NonNullable<ServiceDocument['smoke']>): SmokeIntent[] {
  const { role, environment, places } = place;
  return requests.flatMap(({ path, status, in: only }, index) => {
    if (only !== undefined && !only.includes(environment.name)) return [];
    return [{ path, status: status ?? 200, location: places.locate(['services', role, 'smoke', index]) }];
  });
}
