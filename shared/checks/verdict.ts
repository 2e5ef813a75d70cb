import type { Matter, Undecided, Waiver } from '../contract/model.ts';
import { findingFingerprint, resourceOf } from '../findings/identity.ts';
import type { Check, CheckContext, CheckReport, CheckResult, RawResult } from './model.ts';
import { oneLine } from './result.ts';
import { worstStatus } from './result-order.ts';
import { applyUndecided, applyWaivers, covers } from './waivers.ts';

/** What one check comes to: takes its results as they are found, applies the waivers and names the findings. */
export class Verdict {
  readonly check: Check;
  /** Waivers, and what is undecided, that cover a result, live or not. */
  readonly matched = new Set<Matter>();
  /** Those that may well cover something that was not read. */
  readonly hidden = new Set<Matter>();
  readonly #context: CheckContext;
  readonly #waivers: Waiver[];
  readonly #undecided: Undecided[];
  readonly #results: CheckResult[] = [];

  constructor(check: Check, context: CheckContext) {
    this.check = check;
    this.#context = context;
    this.#waivers = context.contract.waivers.filter((waiver) => waiver.check === check.id);
    this.#undecided = context.contract.undecided.filter((open) => open.check === check.id);
  }

  get isEmpty(): boolean {
    return this.#results.length === 0;
  }

  add(raw: readonly RawResult[]): void {
    for (const result of raw) {
      if (result.blind) this.#hide(result);
      const waived = applyWaivers(result, this.#waivers, this.#context.now);
      const open = applyUndecided(waived.result, this.#undecided, this.#context.now);
      for (const matter of [...waived.matched, ...open.matched]) this.matched.add(matter);
      this.#results.push(this.#finish(open.result, waived.waiver));
    }
  }

  report(inOrder: (results: CheckResult[]) => CheckResult[]): CheckReport {
    const { id, number, title } = this.check;
    return { id, number, title, status: worstStatus(this.#results), results: inOrder(this.#results) };
  }

  #hide(result: RawResult): void {
    for (const matter of [...this.#waivers, ...this.#undecided])
      if (result.role === null || covers({ ...matter, path: null }, result)) this.hidden.add(matter);
  }

  #finish(result: RawResult, waiver: Waiver | null): CheckResult {
    const message = oneLine(result.message);
    const open = result.status === 'FAIL' || result.status === 'REVIEW_REQUIRED';
    return { ...result, message, waiver, fingerprint: open ? this.#fingerprint(result) : null };
  }

  #fingerprint(result: RawResult): string {
    return findingFingerprint({
      estate: this.#context.contract.estate,
      environment: result.environment,
      resource: resourceOf(result),
      path: result.path,
      rule: this.check.id,
    });
  }
}
