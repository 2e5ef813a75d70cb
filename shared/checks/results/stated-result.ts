import type { Location, Waiver } from '../../contract/model.ts';
import type { Severity } from '../../findings/model.ts';
import type { Json } from '../../snapshot/json.ts';
import type { CheckResult, CheckStatus } from '../model.ts';

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
 * estate a pass reads the few that are not as wanted. The sentence becomes a member of its own when the
 * result is finished, so that a copy (`{ ...result }`) has it too. Until then a copy must name it: giving
 * each of the many that nobody keeps such a member would be most of what they cost.
 */
export class StatedResult implements CheckResult {
  role: string | null;
  environments: string[];
  environment: string;
  resource: string | null;
  path: string | null;
  status: CheckStatus;
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
    this.expected = said.expected ?? null;
    this.observed = said.observed ?? null;
    this.severity = said.severity ?? 'low';
    this.settle = status === 'PASS' || status === 'INTENTIONAL_DIFF' ? null : (said.settle ?? null);
    this.source = said.source ?? null;
    this.#sentence = typeof said.message === 'string' ? oneLine(said.message) : said.message;
  }

  get message(): string {
    if (typeof this.#sentence === 'function') this.#sentence = oneLine(this.#sentence());
    return this.#sentence;
  }

  /** Adds what the evaluation says of it; whole from then on. */
  finish(waiver: Waiver | null, fingerprint: string | null): CheckResult {
    this.waiver = waiver;
    this.fingerprint = fingerprint;
    return Object.defineProperty(this, 'message', StatedResult.#ownMessage);
  }

  static readonly #ownMessage = {
    ...Object.getOwnPropertyDescriptor(StatedResult.prototype, 'message'),
    enumerable: true,
  };
}

/**
 * A sentence on one line, whatever the names in it hold. Looking it through also joins it: the engine
 * keeps a text as the tree of the parts it was put together from until then, at twice the memory.
 */
export function oneLine(sentence: string): string {
  return sentence.replaceAll('\n', ' ');
}
