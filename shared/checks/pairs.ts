import type { ObservedService, RolePlace, ServicePair } from './lookup.ts';
import type { Subject } from './result.ts';

/** The services of a role that are compared, both of them read and settled; the same region where both have it. */
export function comparedServices(places: RolePlace[], compare: [string, string][]): ServicePair[] {
  const placeOf = (environment: string) => places.find(({ intent }) => intent.environment === environment);
  return compare.flatMap((environments) => {
    const [candidatePlace, referencePlace] = environments.map(placeOf);
    if (candidatePlace === undefined || referencePlace === undefined) return [];
    const { role } = candidatePlace.intent;
    return pairByRegion(candidatePlace.settled, referencePlace.settled).map(([candidate, reference]) => ({
      role,
      environments,
      candidate,
      reference,
      candidatePlace,
      referencePlace,
    }));
  });
}

/** What a result of a comparison is about; its finding belongs to the side that is named. */
export function pairSubject(pair: ServicePair, side: 'candidate' | 'reference'): Subject {
  const { environment, id } = pair[side];
  return { role: pair.role, environments: pair.environments, environment, resource: id };
}

function pairByRegion(
  candidates: ObservedService[],
  references: ObservedService[],
): [ObservedService, ObservedService][] {
  const [firstCandidate] = candidates;
  const [firstReference] = references;
  if (firstCandidate === undefined || firstReference === undefined) return [];
  const pairs = candidates.map((a): [ObservedService, ObservedService] => [
    a,
    references.find((b) => b.region === a.region) ?? firstReference,
  ]);
  const left = references.filter((b) => !pairs.some(([, met]) => met.region === b.region));
  return [...pairs, ...left.map((b): [ObservedService, ObservedService] => [firstCandidate, b])];
}
