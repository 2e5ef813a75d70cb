import type { Readable } from 'node:stream';
import { PlumblineError } from '../shared/errors.ts';

/** Secret Manager holds no larger payload. */
const LARGEST = 65_536;
const LINE_BREAK = 2;

/**
 * The bytes of a secret value from a pipe; one line break at its end (LF or CRLF) is left out unless it is
 * to be kept. Throws USAGE, without any of it, for a terminal, for nothing and for more than a secret can hold.
 */
export async function readSecretValue(
  stdin: Readable & { isTTY?: boolean },
  { keepNewline }: { keepNewline: boolean },
): Promise<Buffer> {
  if (stdin.isTTY === true)
    throw new PlumblineError(
      'USAGE',
      'the value is read from a pipe, so that no terminal shows it: gcloud secrets versions access N --secret=NAME | plumbline fingerprint --version N',
    );
  const given = await readAll(stdin);
  const value = keepNewline ? given : withoutNewline(given);
  if (value.length === 0)
    throw new PlumblineError('USAGE', 'stdin is empty; did the command that reads the secret succeed?');
  if (value.length > LARGEST) throw tooLarge();
  return value;
}

async function readAll(stdin: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (length > LARGEST + LINE_BREAK) throw tooLarge();
  }
  return Buffer.concat(chunks);
}

function tooLarge(): PlumblineError {
  return new PlumblineError('USAGE', `stdin holds more than the ${LARGEST} bytes a secret can have`);
}

function withoutNewline(value: Buffer): Buffer {
  if (value.at(-1) !== 0x0a) return value;
  return value.subarray(0, value.at(-2) === 0x0d ? -2 : -1);
}
