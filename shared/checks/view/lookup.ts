import type { RoleIntent } from '../../contract/model.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import type { Gap } from '../../snapshot/model.ts';
import type { ObservedContainer } from './containers.ts';
import type { Workload } from './workload.ts';

/** One Cloud Run service as a pass saw it. `id` is its resource id. */
export interface ObservedService {
  environment: string;
  /** The environment alone, as results name it; one list for all of a place. */
  environments: string[];
  project: string;
  region: string;
  name: string;
  /** Environment and name, for sentences: `prod frontend-app`; with the region where the environment has several. */
  label: string;
  id: string;
  fields: JsonObject;
  evidence: JsonObject;
  /** Found once, by `containersOf`. */
  containers: readonly ObservedContainer[] | null;
  /** The same as a workload; made once, by `workloadOf`. */
  workload: Workload | null;
}

/**
 * What looking for a service gave. `settling`: found, but a deployment is under way, so that its fields
 * are not judged. `absent` is said only where the region was read; everything else is `unread`.
 */
export type ServiceLookup =
  | { status: 'found' | 'settling'; id: string; region: string; service: ObservedService }
  | { status: 'absent'; id: string; region: string }
  | { status: 'unread'; id: string; region: string; gap: Gap };

/** A role in one environment: what is wanted, and what was found in each of its regions; none where it has no name there. */
export interface RolePlace {
  intent: RoleIntent;
  lookups: ServiceLookup[];
  /** Those of the services found that can be judged: no deployment of them is under way. */
  settled: ObservedService[];
  /** The environment alone, as its results name it; one list for all of them. */
  environments: string[];
}

/** Two services of one role that are compared. */
export interface ServicePair {
  role: string;
  environments: [string, string];
  candidate: ObservedService;
  reference: ObservedService;
  candidatePlace: RolePlace;
  referencePlace: RolePlace;
}

/** A role in every environment, in the contract's order, and the services of it that the contract compares. */
export interface RoleView {
  role: string;
  places: RolePlace[];
  pairs: ServicePair[];
}

/** The bindings of a policy, role → member → conditions, or why they are not known. */
export type PolicyLookup =
  | { status: 'read'; id: string; bindings: JsonObject }
  | { status: 'unread'; id: string; gap: Gap };

/** A gap in words: `DENIED, run.services.list is missing`. */
export function gapWords(gap: Gap): string {
  return gap.detail === '' ? gap.status : `${gap.status}, ${gap.detail}`;
}
