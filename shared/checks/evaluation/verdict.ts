import type { Matter, Undecided, Waiver } from '../../contract/model.ts';
import { findingFingerprint, resourceOf } from '../../findings/identity.ts';
import type { Check, CheckContext, CheckReport, CheckResult, RawResult } from '../model.ts';
import { oneLine, StatedResult } from '../results/stated-result.ts';
import { viewOf } from '../view/view.ts';
import { type About, JudgedCheck } from './judged-check.ts';
import type { ResultOrder } from './result-order.ts';
import { runCheck, runSafely } from './run-check.ts';
import { applyUndecided, applyWaivers, covers } from './waivers.ts';

function isPlainPass({ status, blind }: RawResult): boolean {
  return status === 'PASS' && !blind;
}

/**
 * What one check comes to: takes its results as they are found, applies the waivers and names the
 * findings. Of what is said role by role it keeps what is not a plain PASS: that is what findings are
 * made of, and the rest, nine tenths of a large estate's results, is said again where a report asks.
 */
export class Verdict {
  readonly check: Check;
  /** Waivers, and what is undecided, that cover a result, live or not. */
  readonly matched = new Set<Matter>();
  /** Those that may well cover something that was not read. */
  readonly hidden = new Set<Matter>();
  /** Whether there was anything to judge. */
  isEmpty = true;
  readonly #context: CheckContext;
  readonly #waivers: Waiver[];
  readonly #undecided: Undecided[];
  readonly #inOrder: ResultOrder;
  readonly #kept: CheckResult[] = [];
  readonly #shares: RawResult[] = [];
  #isWhole = true;

  constructor(check: Check, context: CheckContext, inOrder: ResultOrder) {
    this.check = check;
    this.#context = context;
    this.#inOrder = inOrder;
    this.#waivers = context.contract.waivers.filter((waiver) => waiver.check === check.id);
    this.#undecided = context.contract.undecided.filter((open) => open.check === check.id);
  }

  /** What the check says of the whole estate, or of several roles together; answers it judged. */
  add(raw: readonly RawResult[]): CheckResult[] {
    const judged = this.#judge(raw);
    for (const result of judged) this.#kept.push(result);
    return judged;
  }

  /** What the check says of one role; answers it judged, or nothing where what is wrong is put together later. */
  addShare(share: readonly RawResult[]): readonly RawResult[] {
    if (share.length > 0) this.isEmpty = false;
    let passing = 0;
    for (const result of share) if (isPlainPass(result)) passing += 1;
    if (passing > 0) this.#isWhole = false;
    if (passing === share.length) return share;
    if (this.check.run.together !== undefined) {
      for (const result of share) this.#shares.push(result);
      return [];
    }
    const judged = this.#judge(share);
    for (const result of judged) if (result.status !== 'PASS') this.#kept.push(result);
    return judged;
  }

  /** Every role has been judged; answers what the shares say together. */
  closeShares(): CheckResult[] {
    return this.add(runSafely(this.#context, () => this.check.run.together?.(this.#shares) ?? []));
  }

  report(): CheckReport {
    const open = this.#inOrder(this.#kept);
    return new JudgedCheck(this.check, open, {
      all: () => (this.#isWhole ? open : this.#judge(runCheck(this.check, this.#context))),
      ofRoles: (about) => (this.#isWhole ? [] : this.#judge(this.#sharesAbout(about))),
    });
  }

  #sharesAbout({ resource, role }: About): RawResult[] {
    const { roles } = this.#context.contract;
    const named = viewOf(this.#context).rolesNamed(resource.slice(resource.lastIndexOf('/') + 1));
    const own = role !== null && roles.includes(role) ? [role] : [];
    const { ofRole, together } = this.check.run;
    const shares = [...new Set([...named, ...own])].flatMap((each) => ofRole?.(this.#context, each) ?? []);
    return together?.(shares) ?? shares;
  }

  /** In order while they are few, so that in the end all are. */
  #judge(raw: readonly RawResult[]): CheckResult[] {
    if (raw.length > 0) this.isEmpty = false;
    return this.#inOrder(raw.map((result) => this.#judgeOne(result)));
  }

  #judgeOne(result: RawResult): CheckResult {
    if (this.#waivers.length + this.#undecided.length === 0) return this.#finish(result, null);
    if (result.blind) this.#hide(result);
    const waived = applyWaivers(result, this.#waivers, this.#context.now);
    const open = applyUndecided(waived.result, this.#undecided, this.#context.now);
    for (const matter of [...waived.matched, ...open.matched]) this.matched.add(matter);
    return this.#finish(open.result, waived.waiver);
  }

  #hide(result: RawResult): void {
    for (const matter of [...this.#waivers, ...this.#undecided])
      if (result.role === null || covers({ ...matter, path: null }, result)) this.hidden.add(matter);
  }

  /** A result as the checks make them is finished where it is; any other is copied. */
  #finish(result: RawResult, waiver: Waiver | null): CheckResult {
    const open = result.status === 'FAIL' || result.status === 'REVIEW_REQUIRED';
    const fingerprint = open ? this.#fingerprint(result) : null;
    if (result instanceof StatedResult) return result.finish(waiver, fingerprint);
    return { ...result, message: oneLine(result.message), waiver, fingerprint };
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
