import type { Command } from 'commander';
import { annotationValue, FINGERPRINT_ANNOTATION } from '../../shared/checks/fingerprint-annotation.ts';
import { PlumblineError } from '../../shared/errors.ts';
import { createFingerprint } from '../../shared/estate/fingerprint.ts';
import { write } from '../output.ts';
import { openKey } from '../wire.ts';
import { type CommonOptions, newCommand } from './options.ts';

interface FingerprintOptions extends CommonOptions {
  version: string;
  keepNewline: boolean;
}

/** Secret Manager holds no larger payload. */
const LARGEST = 65_536;

const HELP = `
The value is read from stdin and never printed, logged or stored. What is printed is

  ${FINGERPRINT_ANNOTATION}=VERSION:HMAC

where HMAC is the HMAC-SHA-256 of the value under the key that the monitor uses (PLUMBLINE_FINGERPRINT_KEY, or the
file beside the SQLite store). The same value has the same HMAC in every environment, and it tells nothing without
the key. Whoever writes a version annotates its secret with it, and the checks secrets and must-differ can compare
values that nobody reads:

  gcloud secrets versions access 3 --secret=PLAID_SECRET --project=acme-prod \\
    | plumbline fingerprint --version 3
  gcloud secrets update PLAID_SECRET --project=acme-prod --update-annotations=ANNOTATION

One line break at the end (LF or CRLF) is left out, so that a value typed with echo and one read from a file without
a final line break are the same; --keep-newline takes every byte as it comes. Annotate anew with each new version:
a fingerprint of another version than the newest enabled one is not compared.`;

/** `plumbline fingerprint`: reads a secret value on stdin, prints the annotation that carries its keyed fingerprint. */
export function fingerprintCommand(): Command {
  return newCommand(
    'fingerprint',
    'print the annotation that carries the keyed fingerprint of a secret value',
  )
    .requiredOption('--version <number>', 'the version of the secret that holds the value', versionNumber)
    .option('--keep-newline', 'do not leave out a line break at the end of the value', false)
    .addHelpText('after', HELP)
    .action(async ({ version, keepNewline }: FingerprintOptions) => {
      const given = await readValue(process.stdin);
      const value = keepNewline ? given : withoutNewline(given);
      if (value.length === 0)
        throw new PlumblineError('USAGE', 'stdin is empty; did the command that reads the secret succeed?');
      const hmac = createFingerprint(openKey(process.env))(value);
      await write(`${FINGERPRINT_ANNOTATION}=${annotationValue(version, hmac)}\n`, null);
    });
}

function versionNumber(text: string): string {
  if (/^[1-9]\d{0,9}$/.test(text)) return text;
  throw new PlumblineError(
    'USAGE',
    '--version must be the number of a version, such as 3 (gcloud secrets versions list NAME tells it)',
  );
}

async function readValue(stdin: NodeJS.ReadStream): Promise<Buffer> {
  if (stdin.isTTY)
    throw new PlumblineError(
      'USAGE',
      'the value is read from a pipe, so that no terminal shows it: gcloud secrets versions access N --secret=NAME | plumbline fingerprint --version N',
    );
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
    if (length > LARGEST + 2)
      throw new PlumblineError('USAGE', `stdin holds more than the ${LARGEST} bytes a secret can have`);
  }
  return Buffer.concat(chunks);
}

function withoutNewline(value: Buffer): Buffer {
  if (value.at(-1) !== 0x0a) return value;
  return value.subarray(0, value.at(-2) === 0x0d ? -2 : -1);
}
