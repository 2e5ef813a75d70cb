import { listed } from '../results/result.ts';
import { secretReferences } from '../view/secret-references.ts';
import type { EstateView } from '../view/view.ts';
import { otherWorkloads, type Workload, workloadOf } from '../view/workload.ts';

/** A sentence names so many of those who take a secret. */
const NAMED = 3;

/** Who takes one secret. */
interface Referrers {
  labels: Set<string>;
  environments: Set<string>;
}

/** Who takes which secret, over the whole estate. Walks it once, and only where somebody asks. */
export class SecretReferrers {
  readonly #byName = new Map<string, Referrers>();

  constructor(view: EstateView) {
    for (const role of view.contract.roles)
      for (const { settled } of view.role(role).places)
        for (const service of settled) this.#add(view, workloadOf(service));
    for (const { name } of view.contract.environments)
      for (const workload of otherWorkloads(view, name)) this.#add(view, workload);
  }

  /** Those who take a secret, for a sentence: `prod backend, prod job nightly and 4 more`. */
  words(full: string): string {
    const labels = [...(this.#byName.get(full)?.labels ?? [])];
    const more = labels.length - NAMED;
    return more > 0 ? `${labels.slice(0, NAMED).join(', ')} and ${more} more` : listed(labels);
  }

  /** The environments whose workloads take a secret, in the contract's order. */
  environments(full: string): string[] {
    return [...(this.#byName.get(full)?.environments ?? [])];
  }

  #add(view: EstateView, workload: Workload): void {
    for (const { seen } of secretReferences(workload, view)) {
      const { full } = seen.place;
      const known = this.#byName.get(full) ?? { labels: new Set(), environments: new Set() };
      known.labels.add(workload.label);
      known.environments.add(workload.environment);
      this.#byName.set(full, known);
    }
  }
}

const KNOWN = new WeakMap<EstateView, SecretReferrers>();

/** Who takes which secret in a view. */
export function referrersOf(view: EstateView): SecretReferrers {
  const known = KNOWN.get(view) ?? new SecretReferrers(view);
  KNOWN.set(view, known);
  return known;
}
