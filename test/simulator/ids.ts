import { createHash } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Names that look made by a machine, the same ones in every run: each call answers another. */
export class IdSource {
  #count = 0;
  readonly #seed: string;

  constructor(seed = 'plumbline') {
    this.#seed = seed;
  }

  /** `length` hexadecimal digits (at most 64). */
  hex(length: number): string {
    this.#count += 1;
    return digest(`${this.#seed}:${this.#count}`).slice(0, length);
  }

  /** A version-4 shaped UUID. */
  uuid(): string {
    const hex = this.hex(32);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `a${hex.slice(17, 20)}`,
      hex.slice(20),
    ].join('-');
  }

  /** Lower-case letters, as in the last part of a revision's name. */
  letters(length: number): string {
    return [...this.hex(length * 2).matchAll(/../g)]
      .map(([pair]) => LETTERS[Number.parseInt(pair, 16) % 26])
      .join('');
  }

  /** Decimal digits, never starting with 0. */
  digits(length: number): string {
    const digits = [...this.hex(length)].map((char) => Number.parseInt(char, 16) % 10).join('');
    return `1${digits.slice(1)}`;
  }

  /** Base64 of 9 bytes, as etags of policies look. */
  etag(): string {
    return Buffer.from(this.hex(18), 'hex').toString('base64');
  }
}

/** The sha256 of a text in hex. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A clock that starts at a fixed instant and moves one second with each question. */
export function steppingClock(start = '2026-02-20T09:00:00Z'): () => Date {
  let at = Date.parse(start);
  return () => {
    at += 1000;
    return new Date(at);
  };
}
