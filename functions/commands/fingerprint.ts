import type { Command } from 'commander';
import { annotationValue, FINGERPRINT_ANNOTATION } from '../../shared/checks/view/fingerprint-annotation.ts';
import { PlumblineError } from '../../shared/errors.ts';
import { createFingerprint } from '../../shared/estate/fingerprint.ts';
import { write } from '../output.ts';
import { readSecretValue } from '../secret-value.ts';
import { openKey } from '../wire.ts';
import { type CommonOptions, newCommand } from './options.ts';

interface FingerprintOptions extends CommonOptions {
  version: string;
  keepNewline: boolean;
}

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
      const value = await readSecretValue(process.stdin, { keepNewline });
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
