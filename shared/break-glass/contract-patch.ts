import { createTwoFilesPatch } from 'diff';
import type { CheckResult, Evaluation } from '../checks/model.ts';
import { editContract } from '../contract/edit.ts';
import { loadContract } from '../contract/load.ts';
import type { Contract } from '../contract/model.ts';
import { PlumblineError } from '../errors.ts';
import { writeBack } from './write-back.ts';

/** A failing result and the check it is of. */
export interface Failure {
  check: string;
  result: CheckResult;
}

/** What the contract would have to say, proven: with the patch applied the settled failures are gone, and there are no new ones. */
export interface ContractPatch {
  /** A unified diff for `git apply` or `patch -p1`; empty where nothing can be written back. */
  diff: string;
  settled: Failure[];
  /** What the contract has no words for: to be reverted, or settled as each says. */
  unsettled: Failure[];
}

/** The contract as it is written, and how an estate is held against another one. */
export interface PatchInput {
  text: string;
  contract: Contract;
  evaluation: Evaluation;
  /** Judges the same reading by another contract. */
  judge(contract: Contract): Evaluation;
}

/**
 * Writes failures back into the contract, one after another; an edit that does not help, breaks something
 * else or contradicts the rest is left out. One edit may make way for another, so it goes round until none helps.
 */
export function patchContract(failures: readonly Failure[], input: PatchInput): ContractPatch {
  let now: Version = { text: input.text, contract: input.contract, failing: failing(input.evaluation) };
  let before: Version;
  do {
    before = now;
    for (const failure of failures) now = tried(now, failure, input) ?? now;
  } while (now !== before);
  const isSettled = ({ result }: Failure) =>
    result.fingerprint !== null && !now.failing.has(result.fingerprint);
  return {
    diff: now.text === input.text ? '' : unifiedDiff(input.contract.file, input.text, now.text),
    settled: failures.filter(isSettled),
    unsettled: failures.filter((failure) => !isSettled(failure)),
  };
}

interface Version {
  text: string;
  contract: Contract;
  failing: Set<string>;
}

/** The contract after one more edit; null where there is none to make, or it does not help. */
function tried(now: Version, { check, result }: Failure, input: PatchInput): Version | null {
  if (result.fingerprint === null || !now.failing.has(result.fingerprint)) return null;
  const edit = writeBack(now.contract, check, result);
  const text = edit === null ? null : editContract(now.text, edit);
  const contract = text === null ? null : validContract(text, input.contract.file);
  if (text === null || contract === null) return null;
  const after = failing(input.judge(contract));
  const helps = !after.has(result.fingerprint);
  const harmless = [...after].every((fingerprint) => now.failing.has(fingerprint));
  return helps && harmless ? { text, contract, failing: after } : null;
}

function validContract(text: string, file: string): Contract | null {
  try {
    return loadContract(text, file);
  } catch (error) {
    if (error instanceof PlumblineError) return null;
    throw error;
  }
}

function failing(evaluation: Evaluation): Set<string> {
  const found = new Set<string>();
  for (const { results } of evaluation.checks)
    for (const { status, fingerprint } of results)
      if (status === 'FAIL' && fingerprint !== null) found.add(fingerprint);
  return found;
}

function unifiedDiff(file: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, '', '');
  return patch.slice(patch.indexOf('--- '));
}
