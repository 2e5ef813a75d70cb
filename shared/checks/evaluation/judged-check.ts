import type { Check, CheckReport, CheckResult, CheckStatus } from '../model.ts';
import { worstStatus } from './result-order.ts';

/** Says again what a check said: all of it, or what it said of some roles. */
interface Again {
  all(): CheckResult[];
  ofRoles(about: About): CheckResult[];
}

/** A service, by its resource id, and a role. */
export interface About {
  resource: string;
  role: string | null;
}

const SERVICES = 'run.services/';

/**
 * A check's report whose passing results are made when they are first read: a pass of a large estate
 * reads none of them, and they are most of what it would hold (310,000 results of 30,000 services take
 * 100 MB). `results` is a member of its own, so that a copy (`{ ...check }`) has it too.
 */
export class JudgedCheck implements CheckReport {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly status: CheckStatus;
  declare readonly results: CheckResult[];
  /** What is not a plain PASS, in order. */
  readonly #open: CheckResult[];
  readonly #again: Again;
  #blind: CheckResult[] | null = null;
  #all: CheckResult[] | null = null;

  constructor({ id, number, title }: Check, open: CheckResult[], again: Again) {
    this.id = id;
    this.number = number;
    this.title = title;
    this.status = worstStatus(open);
    this.#open = open;
    this.#again = again;
    Object.defineProperty(this, 'results', { enumerable: true, get: () => this.#results() });
  }

  /** Every result that is not a plain PASS, in the check's order; makes no other. */
  static openOf(check: CheckReport): CheckResult[] {
    return #open in check ? check.#open : check.results;
  }

  /** What the check was asked and could not see, gathered once: it is looked through for every finding. */
  static blindOf(check: CheckReport): CheckResult[] {
    if (!(#open in check)) return check.results.filter(isBlind);
    check.#blind ??= check.#open.filter(isBlind);
    return check.#blind;
  }

  /** At least every result that speaks of a resource or, naming none, of a role; of a service without making the others. */
  static about(check: CheckReport, about: About): CheckResult[] {
    const whole = !(#open in check) || check.#all !== null || !about.resource.startsWith(SERVICES);
    return whole ? check.results : [...check.#open, ...check.#again.ofRoles(about)];
  }

  #results(): CheckResult[] {
    this.#all ??= this.#again.all();
    return this.#all;
  }
}

function isBlind({ blind, unasked }: CheckResult): boolean {
  return blind && unasked !== true;
}
