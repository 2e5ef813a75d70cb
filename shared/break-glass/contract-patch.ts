import { createTwoFilesPatch } from 'diff';
import type { CheckResult, Evaluation } from '../checks/model.ts';
import { type ContractEdit, editContract } from '../contract/edit.ts';
import { loadContract } from '../contract/load.ts';
import type { Contract } from '../contract/model.ts';
import { PlumblineError } from '../errors.ts';
import { writeBack } from './write-back.ts';

/** A failing result and the check it is of. */
export interface Failure {
  check: string;
  result: CheckResult;
}

/** What the contract would have to say, proven: with the patch applied the settled failures are gone, and none is new but `begun`. */
export interface ContractPatch {
  /** A unified diff for `git apply` or `patch -p1`; empty where nothing can be written back. */
  diff: string;
  settled: Failure[];
  /** What the contract has no words for: to be reverted, or settled as each says. */
  unsettled: Failure[];
  /** What deploy workflows say otherwise than the patched contract: they are to change with it. */
  begun: Failure[];
}

/** A workflow that contradicts the patched contract is no reason against the patch: it would undo the change. */
const FOLLOWS = 'deploy-workflow';

/** The contract as it is written, and how an estate is held against another one. */
export interface PatchInput {
  /** The contract's path inside the repository, as the patch names it. */
  file: string;
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
    diff: now.text === input.text ? '' : unifiedDiff(input.file, input.text, now.text),
    settled: failures.filter(isSettled),
    unsettled: failures.filter((failure) => !isSettled(failure)),
    begun: begun(now.failing, failing(input.evaluation)),
  };
}

interface Version {
  text: string;
  contract: Contract;
  failing: Failing;
}

/** The contract after the edits for one more failure; null where there is none to make, or it does not help. */
function tried(now: Version, { check, result }: Failure, input: PatchInput): Version | null {
  if (result.fingerprint === null || !now.failing.has(result.fingerprint)) return null;
  const edits = writeBack(now.contract, check, result);
  const text = edits.length === 0 ? null : edited(now.text, edits);
  const contract = text === null ? null : validContract(text, input.contract.file);
  if (text === null || contract === null) return null;
  const after = failing(input.judge(contract));
  const helps = !after.has(result.fingerprint);
  const harmless = begun(after, now.failing).every((failure) => failure.check === FOLLOWS);
  return helps && harmless ? { text, contract, failing: after } : null;
}

function edited(text: string, edits: readonly ContractEdit[]): string | null {
  return edits.reduce<string | null>(
    (written, edit) => (written === null ? null : editContract(written, edit)),
    text,
  );
}

function validContract(text: string, file: string): Contract | null {
  try {
    return loadContract(text, file);
  } catch (error) {
    if (error instanceof PlumblineError) return null;
    throw error;
  }
}

/** By fingerprint. */
type Failing = Map<string, Failure>;

function failing(evaluation: Evaluation): Failing {
  return new Map(
    evaluation.checks.flatMap(({ id: check, results }) =>
      results.flatMap((result) =>
        result.status === 'FAIL' && result.fingerprint !== null
          ? [[result.fingerprint, { check, result }] as const]
          : [],
      ),
    ),
  );
}

function begun(after: Failing, before: Failing): Failure[] {
  return [...after].flatMap(([fingerprint, failure]) => (before.has(fingerprint) ? [] : [failure]));
}

function unifiedDiff(file: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, '', '');
  return patch.slice(patch.indexOf('--- '));
}
