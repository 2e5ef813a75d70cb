/** A fault that is in place: how often it struck, and how to take it away. */
export interface FaultHandle {
  readonly hits: number;
  remove(): void;
}

interface Limited {
  /** Strike this often, then let requests through; without it for ever. */
  times?: number;
}

/** Faults in the order they were added; the first that fits a request and is not used up strikes. */
export class FaultBook<F extends Limited, R> {
  readonly #entries: { fault: F; hits: number }[] = [];
  readonly #fits: (fault: F, request: R) => boolean;

  constructor(fits: (fault: F, request: R) => boolean) {
    this.#fits = fits;
  }

  add(fault: F): FaultHandle {
    const entry = { fault, hits: 0 };
    const entries = this.#entries;
    entries.push(entry);
    return {
      get hits() {
        return entry.hits;
      },
      remove() {
        const index = entries.indexOf(entry);
        if (index >= 0) entries.splice(index, 1);
      },
    };
  }

  /** Takes every fault away. */
  clear(): void {
    this.#entries.length = 0;
  }

  /** The fault that strikes this request, counted. */
  strike(request: R): F | undefined {
    const entry = this.#entries.find(
      ({ fault, hits }) => hits < (fault.times ?? Number.POSITIVE_INFINITY) && this.#fits(fault, request),
    );
    if (entry === undefined) return undefined;
    entry.hits += 1;
    return entry.fault;
  }
}
