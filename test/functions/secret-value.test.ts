import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { readSecretValue } from '../../functions/secret-value.ts';

const CANARY = 'canary-secret-value-8Zq';
const read = (input: string | Uint8Array, keepNewline = false) =>
  readSecretValue(Readable.from([Buffer.from(input)]), { keepNewline });

describe('the value of a secret on stdin', () => {
  it.each<[string, string | Uint8Array, string | Uint8Array]>([
    ['as it is', CANARY, CANARY],
    ['without the line break at its end', `${CANARY}\n`, CANARY],
    ['without the line break of Windows at its end', `${CANARY}\r\n`, CANARY],
    ['without one line break, and no more', 'a\nb\n\n', 'a\nb\n'],
    ['with a carriage return alone', 'a\r', 'a\r'],
    ['that is no text', Uint8Array.from([0xff, 0, 0xfe, 1]), Uint8Array.from([0xff, 0, 0xfe, 1])],
    ['that is as large as can be', `${'x'.repeat(65_536)}\r\n`, 'x'.repeat(65_536)],
  ])('is read %s', async (_, input, value) => {
    expect(await read(input)).toEqual(Buffer.from(value));
  });

  it('is read byte for byte where that is asked for', async () => {
    expect(await read(`${CANARY}\n`, true)).toEqual(Buffer.from(`${CANARY}\n`));
    expect(await read('\n', true)).toEqual(Buffer.from('\n'));
  });

  it('is read in pieces', async () => {
    const pieces = Readable.from([Buffer.from('a\r'), Buffer.from('\n')]);
    expect(await readSecretValue(pieces, { keepNewline: false })).toEqual(Buffer.from('a'));
  });

  it.each<[string, string, RegExp]>([
    ['nothing', '', /stdin is empty/],
    ['a line break alone', '\n', /stdin is empty/],
    ['one byte more than a secret can hold', `x${'x'.repeat(65_536)}`, /more than the 65536 bytes/],
    ['far more', CANARY.repeat(100_000), /more than the 65536 bytes/],
  ])('is refused where it is %s', async (_, input, message) => {
    await expect(read(input)).rejects.toThrow(message);
    await expect(read(input)).rejects.toMatchObject({ code: 'USAGE' });
    await expect(read(input)).rejects.not.toThrow(/canary/);
  });

  it('is not read from a terminal, which would show it', async () => {
    const terminal = Object.assign(Readable.from([Buffer.from(CANARY)]), { isTTY: true });
    await expect(readSecretValue(terminal, { keepNewline: false })).rejects.toThrow(/read from a pipe/);
  });
});
