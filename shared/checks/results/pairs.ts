import type { ObservedService, RolePlace, ServicePair } from '../view/lookup.ts';
import type { Subject } from './result.ts';

/** The services of a role that are compared, both of them read and settled; the same region where both have it. */
export function comparedServices(places: RolePlace[], compare: [string, string][]): ServicePair[] {
  const pairs: ServicePair[] = [];
  for (const environments of compare) {
    const candidatePlace = placeIn(places, environments[0]);
    const referencePlace = placeIn(places, environments[1]);
    if (candidatePlace === undefined || referencePlace === undefined) continue;
    const { role } = candidatePlace.intent;
    for (const [candidate, reference] of pairByRegion(candidatePlace.settled, referencePlace.settled))
      pairs.push({ role, environments, candidate, reference, candidatePlace, referencePlace });
  }
  return pairs;
}

function placeIn(places: RolePlace[], environment: string): RolePlace | undefined {
  return places.find(({ intent }) => intent.environment === environment);
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
  if (candidates.length === 1 && references.length === 1) return [[firstCandidate, firstReference]];
  const pairs = candidates.map((a): [ObservedService, ObservedService] => [
    a,
    references.find((b) => b.region === a.region) ?? firstReference,
  ]);
  const left = references.filter((b) => !pairs.some(([, met]) => met.region === b.region));
  return [...pairs, ...left.map((b): [ObservedService, ObservedService] => [firstCandidate, b])];
}
