import type { Location } from '../../contract/model.ts';
import type { CheckStatus, RawResult } from '../model.ts';
import { type Said, StatedResult, type Subject } from './stated-result.ts';

export type { Subject } from './stated-result.ts';

/** A result with every field in place; what is not given is null, the severity low. */
export function result(status: CheckStatus, about: Subject, said: Said): RawResult {
  return new StatedResult(status, about, said);
}

/** REVIEW_REQUIRED because something was not read: says nothing about what was found before. */
export function blindResult(about: Subject, said: Said): RawResult {
  const blind = new StatedResult('REVIEW_REQUIRED', about, said);
  blind.blind = true;
  return blind;
}

/** REVIEW_REQUIRED because the contract says nothing of the kind: who declared it before asks for it no more. */
export function unaskedResult(about: Subject, said: Said): RawResult {
  return Object.assign(blindResult(about, said), { unasked: true as const });
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
