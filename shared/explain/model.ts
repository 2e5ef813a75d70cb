import type { Check } from '../checks/model.ts';
import type { Contract, Environment, Location, Matter, RoleIntent, Waiver } from '../contract/model.ts';

/** One thing a check expects, in words that never hold a value of the environment, and the line that says so. */
export interface Expectation {
  words: string;
  source: Location;
}

/** What a check reads of the contract. */
export interface Reading {
  /** What it expects of a role in an environment that has a service of it. */
  ofRole?(intent: RoleIntent, contract: Contract): Expectation[];
  /** What it expects of an environment as a whole. */
  ofEnvironment?(environment: Environment, contract: Contract): Expectation[];
  /** What holds where the contract says nothing. */
  otherwise: string;
}

/** One environment's share of an explanation. */
export interface Expected {
  environment: string;
  /** Why there is nothing to expect: the role has no service here; null where it has one. */
  absent: Expectation | null;
  expectations: Expectation[];
}

/** What a check expects, and why: the whole of `contract explain`. */
export interface Explanation {
  check: Pick<Check, 'id' | 'number' | 'title' | 'explanation'>;
  otherwise: string;
  environments: Expected[];
  /** None where the check expects nothing of one role by itself. */
  roles: { role: string; expected: Expected[] }[];
  /** Whether one role was asked for; of all of them each is told in short. */
  ofOne: boolean;
  waivers: Waiver[];
  undecided: Matter[];
}
