import type { Location, Waiver } from '../contract/model.ts';
import type { Severity } from '../findings/model.ts';
import type { Json } from '../snapshot/json.ts';
import type { CheckResult, CheckStatus } from './model.ts';

/** What a result is about. `environments` is the compared pair where there is one. */
export interface Subject {
  role: string | null;
  environment: string;
  environments?: string[];
  resource: string | null;
}

/** A sentence, or how to put it together once somebody reads it. */
export type Sentence = string | (() => string);

/** Everything a result says beside its status; what is not given is null, the severity low. */
export interface Said {
  message: Sentence;
  path?: string | null;
  expected?: Json;
  observed?: Json;
  severity?: Severity;
  settle?: string | null;
  source?: Location | null;
}

/**
 * A result that puts its sentence together when it is first read: of the 300,000 results of a large
 * estate a pass reads the few that are not as wanted. The sentence is a member of its own, so that a
 * copy (`{ ...result }`) has it too; all results share one getter, which costs each a tenth of a microsecond.
 */
export class StatedResult implements CheckResult {
  role: string | null;
  environments: string[];
  environment: string;
  resource: string | null;
  path: string | null;
  status: CheckStatus;
  declare message: string;
  expected: Json;
  observed: Json;
  severity: Severity;
  settle: string | null;
  source: Location | null;
  blind = false;
  waiver: Waiver | null = null;
  fingerprint: string | null = null;
  #sentence: Sentence;

  constructor(status: CheckStatus, about: Subject, said: Said) {
    this.role = about.role;
    this.environments = about.environments ?? [about.environment];
    this.environment = about.environment;
    this.resource = about.resource;
    this.path = said.path ?? null;
    this.status = status;
    Object.defineProperty(this, 'message', StatedResult.#message);
    this.expected = said.expected ?? null;
    this.observed = said.observed ?? null;
    this.severity = said.severity ?? 'low';
    this.settle = status === 'PASS' || status === 'INTENTIONAL_DIFF' ? null : (said.settle ?? null);
    this.source = said.source ?? null;
    this.#sentence = typeof said.message === 'string' ? oneLine(said.message) : said.message;
  }

  static readonly #message = {
    enumerable: true,
    configurable: true,
    get(this: StatedResult): string {
      if (typeof this.#sentence === 'function') this.#sentence = oneLine(this.#sentence());
      return this.#sentence;
    },
    set(this: StatedResult, sentence: string): void {
      this.#sentence = sentence;
    },
  };
}

/**
 * A sentence on one line, whatever the names in it hold. Looking it through also joins it: the engine
 * keeps a text as the tree of the parts it was put together from until then, at twice the memory.
 */
export function oneLine(sentence: string): string {
  return sentence.replaceAll('\n', ' ');
}
