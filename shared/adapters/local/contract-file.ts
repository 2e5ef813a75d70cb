import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadContract } from '../../contract/load.ts';
import type { Contract } from '../../contract/model.ts';
import { PlumblineError } from '../../errors.ts';

const FOLDER = 'contracts';

/** Reads and validates the contract at `file`, or the only one in `contracts/`. */
export function readContract(file: string | null): Contract {
  const path = file ?? onlyContract();
  return loadContract(readContractText(path), path);
}

/** The text of a contract as it stands in its file; throws CONTRACT_UNREADABLE. */
export function readContractText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw new PlumblineError('CONTRACT_UNREADABLE', `${path}: ${reason}; name the contract with --contract`, {
      cause: error,
    });
  }
}

function onlyContract(): string {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => /\.ya?ml$/.test(name)) : [];
  const [only, ...others] = files.sort();
  if (only !== undefined && others.length === 0) return join(FOLDER, only);
  const found =
    only === undefined
      ? `no contract in ${FOLDER}/`
      : `several contracts in ${FOLDER}/ (${files.join(', ')})`;
  throw new PlumblineError('USAGE', `${found}; name one with --contract FILE or PLUMBLINE_CONTRACT`);
}
