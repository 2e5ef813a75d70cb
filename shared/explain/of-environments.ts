import { words } from '../checks/results/wording.ts';
import type { Contract, Environment } from '../contract/model.ts';
import { isObject, type Json } from '../snapshot/json.ts';
import { valueAt, writtenFor } from './document.ts';
import type { Expectation } from './model.ts';

type Path = (string | number)[];

/** Reads one setting of a section, given once or by environment. */
export function written(path: Path, sentence: (value: Json) => string) {
  return ({ name }: Environment, contract: Contract): Expectation[] => {
    const said = writtenFor(contract, path, name);
    return said === null ? [] : [{ words: sentence(said.value), source: said.source }];
  };
}

/** Several readers, one after the other. */
export function all(...readers: ((environment: Environment, contract: Contract) => Expectation[])[]) {
  return (environment: Environment, contract: Contract): Expectation[] =>
    readers.flatMap((reader) => reader(environment, contract));
}

/** Services that need no role. */
export function ignored(_: Environment, contract: Contract): Expectation[] {
  return contract.ignoreServices.map((pattern, index) => ({
    words: `${pattern} needs no role`,
    source: contract.locate(['ignoreServices', index]),
  }));
}

/** What an API key must look like in an environment that has one. */
export function apiKeys({ name }: Environment, contract: Contract): Expectation[] {
  const keys = valueAt(contract.document, ['apiKeys']);
  if (!Array.isArray(keys)) return [];
  return keys.flatMap((key, index) => {
    if (!isObject(key) || (Array.isArray(key.in) && !key.in.includes(name))) return [];
    const path: Path = ['apiKeys', index];
    const of = words(key.name ?? '').replaceAll('{env}', name);
    const say = (at: Path, sentence: (value: Json) => string) => {
      const said = writtenFor(contract, [...path, ...at], name);
      return said === null ? [] : [{ words: sentence(said.value), source: said.source }];
    };
    return [
      { words: `a key named ${of}`, source: contract.locate(path) },
      ...say(['targets'], (value) => `${of}: targets exactly ${words(value)}`),
      ...say(['referrers', 'required'], (value) => `${of}: referrers include ${words(value)}`),
      ...say(['referrers', 'allowed'], (value) => `${of}: other referrers match ${words(value)}`),
      ...say(['referrers', 'deprecated'], (value) => `${of}: deprecated are ${words(value)}`),
    ];
  });
}

/** Secrets whose values environments share. */
export function fingerprints({ name }: Environment, contract: Contract): Expectation[] {
  const rules = valueAt(contract.document, ['secrets', 'fingerprints']);
  if (!isObject(rules)) return [];
  return Object.entries(rules).flatMap(([secret, rule]) => {
    const same = isObject(rule) ? rule.same : null;
    if (!Array.isArray(same) || !same.includes(name)) return [];
    const source = contract.locate(['secrets', 'fingerprints', secret]);
    return [{ words: `${secret} holds the same value in ${words(same)}`, source }];
  });
}

/** The workflow that deploys an environment. */
export function workflow({ name }: Environment, contract: Contract): Expectation[] {
  const file = valueAt(contract.document, ['workflows', 'files', name]);
  if (!isObject(file)) return [];
  const source = contract.locate(['workflows', 'files', name]);
  return [{ words: `deployed by ${words(file.path ?? '')} from branch ${words(file.branch ?? '')}`, source }];
}

/** Whom an environment is held against. */
export function compared({ name }: Environment, contract: Contract): Expectation[] {
  return contract.compare.flatMap(([candidate, reference], index) => {
    if (candidate !== name) return [];
    return [{ words: `the image of ${reference}`, source: contract.locate(['compare', index]) }];
  });
}

/** What nothing of an environment may refer to. */
export function others({ name }: Environment, contract: Contract): Expectation[] {
  return contract.environments
    .filter((other) => other.name !== name)
    .map((other) => ({ words: `nothing of ${other.name} (${other.project})`, source: other.location }));
}
