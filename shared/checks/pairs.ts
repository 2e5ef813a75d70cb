import { settled } from './each-role.ts';
import type { ObservedService, RolePlace } from './lookup.ts';
import type { Subject } from './result.ts';
import type { EstateView } from './view.ts';

/** Two services of one role that are compared. */
export interface ServicePair {
  role: string;
  environments: [string, string];
  candidate: ObservedService;
  reference: ObservedService;
  candidatePlace: RolePlace;
  referencePlace: RolePlace;
}

/** The services of a role that the contract compares, both of them read and settled; the same region where both have it. */
export function comparedServices(view: EstateView, role: string): ServicePair[] {
  return view.contract.compare.flatMap(([candidate, reference]) => {
    const candidatePlace = view.place(role, candidate);
    const referencePlace = view.place(role, reference);
    const environments: [string, string] = [candidate, reference];
    return pairByRegion(settled(candidatePlace), settled(referencePlace)).map(([a, b]) => ({
      role,
      environments,
      candidate: a,
      reference: b,
      candidatePlace,
      referencePlace,
    }));
  });
}

/** What a result of a comparison is about; its finding belongs to the side that is named. */
export function pairSubject(pair: ServicePair, side: 'candidate' | 'reference'): Subject {
  const service = pair[side];
  const { role, environments } = pair;
  return { role, environments: [...environments], environment: service.environment, resource: service.id };
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
  const met = new Set(pairs.map(([, b]) => b.region));
  const left = references.filter((b) => !met.has(b.region));
  return [...pairs, ...left.map((b): [ObservedService, ObservedService] => [firstCandidate, b])];
}
