import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
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
    const reason = REASON[(error as NodeJS.ErrnoException).code ?? ''] ?? 'it cannot be read';
    const words = path === '' ? 'the name of the contract is empty' : `${path}: ${reason}`;
    throw new PlumblineError('CONTRACT_UNREADABLE', `${words}; name the contract with --contract`, {
      cause: error,
    });
  }
}

const REASON: Partial<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

/** The text of a contract that comes by a pipe, and what stands for its file; throws USAGE for a terminal. */
export async function readContractStream(
  stdin: Readable & { isTTY?: boolean },
): Promise<{ file: string; text: string }> {
  if (stdin.isTTY === true)
    throw new PlumblineError(
      'USAGE',
      '--contract - reads a pipe, and stdin is a terminal: plumbline check --contract - < parity.yaml',
    );
  return { file: 'stdin', text: (await buffer(stdin)).toString('utf8') };
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
