import type { Waiver } from '../contract/model.ts';
import { findingFingerprint, resourceOf } from '../findings/identity.ts';
import type { Check, CheckContext, CheckReport, CheckResult, RawResult } from './model.ts';
import { type ResultOrder, worstStatus } from './result-order.ts';
import { oneLine, StatedResult } from './stated-result.ts';
import { applyWaivers, covers } from './waivers.ts';

/** What one check comes to: takes its results as they are found, applies the waivers and names the findings. */
export class Verdict {
  readonly check: Check;
  /** Waivers that cover a result, live or not. */
  readonly matched = new Set<Waiver>();
  /** Waivers that may well cover something that was not read. */
  readonly hidden = new Set<Waiver>();
  readonly #context: CheckContext;
  readonly #waivers: Waiver[];
  readonly #inOrder: ResultOrder;
  readonly #results: CheckResult[] = [];
  readonly #shares: RawResult[] = [];

  constructor(check: Check, context: CheckContext, inOrder: ResultOrder) {
    this.check = check;
    this.#inOrder = inOrder;
    this.#context = context;
    this.#waivers = context.contract.waivers.filter((waiver) => waiver.check === check.id);
  }

  get isEmpty(): boolean {
    return this.#results.length === 0;
  }

  /** Some of the check's results: put in order while there are few, so that in the end all are. */
  add(raw: readonly RawResult[]): void {
    const judged = this.#inOrder(raw.map((result) => this.#judged(result)));
    for (const result of judged) this.#results.push(result);
  }

  /** What the check says of one role; kept back where the shares are yet to be put together. */
  addShare(share: readonly RawResult[]): void {
    if (this.check.run.together === undefined) this.add(share);
    else for (const result of share) this.#shares.push(result);
  }

  /** Every role has been judged. */
  closeShares(): void {
    this.add(this.check.run.together?.(this.#shares) ?? []);
  }

  report(): CheckReport {
    const { id, number, title } = this.check;
    const results = this.#inOrder(this.#results);
    return { id, number, title, status: worstStatus(results), results };
  }

  #judged(result: RawResult): CheckResult {
    if (this.#waivers.length === 0) return this.#finish(result, null);
    if (result.blind) this.#hide(result);
    const waived = applyWaivers(result, this.#waivers, this.#context.now);
    for (const waiver of waived.matched) this.matched.add(waiver);
    return this.#finish(waived.result, waived.waiver);
  }

  #hide(result: RawResult): void {
    for (const waiver of this.#waivers)
      if (result.role === null || covers({ ...waiver, path: null }, result)) this.hidden.add(waiver);
  }

  /** A result as the checks make them is finished where it is; any other is copied. */
  #finish(result: RawResult, waiver: Waiver | null): CheckResult {
    const open = result.status === 'FAIL' || result.status === 'REVIEW_REQUIRED';
    const fingerprint = open ? this.#fingerprint(result) : null;
    if (!(result instanceof StatedResult))
      return { ...result, message: oneLine(result.message), waiver, fingerprint };
    result.waiver = waiver;
    result.fingerprint = fingerprint;
    return result;
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
