import type { Location } from '../contract/model.ts';
import type { Severity } from '../findings/model.ts';
import type { Json } from '../snapshot/json.ts';
import type { CheckStatus, RawResult } from './model.ts';

/** What a result is about. `environments` is the compared pair where there is one. */
export interface Subject {
  role: string | null;
  environment: string;
  environments?: string[];
  resource: string | null;
}

/** Everything a result may add to its sentence. */
export interface Details {
  path?: string | null;
  expected?: Json;
  observed?: Json;
  severity?: Severity;
  settle?: string | null;
  source?: Location | null;
}

/** A result with every field in place; what is not given is null, the severity low. */
export function result(status: CheckStatus, about: Subject, said: { message: string } & Details): RawResult {
  return {
    role: about.role,
    environments: about.environments ?? [about.environment],
    environment: about.environment,
    resource: about.resource,
    path: said.path ?? null,
    status,
    message: said.message,
    expected: said.expected ?? null,
    observed: said.observed ?? null,
    severity: said.severity ?? 'low',
    settle: status === 'PASS' || status === 'INTENTIONAL_DIFF' ? null : (said.settle ?? null),
    source: said.source ?? null,
    blind: false,
  };
}

/** REVIEW_REQUIRED because something was not read: says nothing about what was found before. */
export function blindResult(about: Subject, said: { message: string } & Details): RawResult {
  return { ...result('REVIEW_REQUIRED', about, said), blind: true };
}

/** `file:line`, as people open it. */
export function place(location: Location): string {
  return `${location.file}:${location.line}`;
}

/** Where the contract says something, for the end of a sentence; empty where it says nothing. */
export function citing(location: Location | null): string {
  return location === null ? '' : ` (${place(location)})`;
}

/** A number of things: `1 key`, `2 keys`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The words of a list: `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? 'none';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/**
 * A sentence on one line, whatever the names in it hold. Looking it through also joins it: the engine
 * keeps a text as the tree of the parts it was put together from until then, at twice the memory.
 */
export function oneLine(sentence: string): string {
  return sentence.replaceAll('\n', ' ');
}
