import type { Contract } from '../../contract/model.ts';
import type { RawResult } from '../model.ts';
import { blindResult } from '../results/result.ts';

const LONGEST = 160;

/**
 * The one result of a judgement that threw: undecided, so that it settles no older finding, and without
 * anything an error may quote from a document.
 */
export function describeFailure(error: unknown, contract: Contract, role: string | null): RawResult {
  const environments = contract.environments.map(({ name }) => name);
  const whom = role === null ? 'This check' : `Judging ${role}`;
  const about = { role, environment: environments.at(-1) ?? '', environments, resource: null };
  return blindResult(about, {
    message: `${whom} failed inside Plumbline (${safeWords(error)}); everything else was judged.`,
    settle: 'Report this as a defect of Plumbline, with the log of the run.',
  });
}

/** Name and first line of an error, with every quotation left out and shortened. */
export function safeWords(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const line = (error.message.split('\n')[0] ?? '').replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, '…');
  return `${error.name}: ${line.slice(0, LONGEST)}`;
}
