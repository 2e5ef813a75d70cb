import { hash } from 'node:crypto';

/** The block of SHA-256, in bytes. */
const BLOCK = 64;
const DIGEST = 32;

/**
 * Answers a function from a value (text counts as UTF-8) to its HMAC-SHA-256 under `key`, 64 hex digits:
 * equal values, equal fingerprints. HMAC is H(key ⊕ opad ‖ H(key ⊕ ipad ‖ value)) (RFC 2104); done with the two pads made
 * once, it takes little more than half the time of the engine's own, which is most of the work of a pass.
 */
export function createFingerprint(key: Uint8Array): (value: string | Uint8Array) => string {
  const inner = padded(key, 0x36);
  const outer = Buffer.concat([padded(key, 0x5c), Buffer.alloc(DIGEST)]);
  return (value) => {
    outer.write(
      hash('sha256', Buffer.concat([inner, typeof value === 'string' ? Buffer.from(value) : value])),
      BLOCK,
      'hex',
    );
    return hash('sha256', outer);
  };
}

/** Nobody has it as a value. */
const CONSTANT = 'plumbline: which key is this?';

/** Tells one key from another, and nothing else of it: the first 16 hex digits of what it makes of a constant. */
export function keyMark(fingerprintOf: (value: string) => string): string {
  return fingerprintOf(CONSTANT).slice(0, 16);
}

/** A key as one block; a key that is longer than one counts by its hash. */
function padded(key: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.set(key.length > BLOCK ? hash('sha256', key, 'buffer') : key);
  return Buffer.from(block.map((byte) => byte ^ pad));
}
