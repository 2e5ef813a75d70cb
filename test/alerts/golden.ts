import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';

/** Holds a text to the file beside the test; UPDATE_GOLDENS=1 writes it anew, for a person to read. */
export function expectGolden(name: string, text: string): void {
  const file = join(import.meta.dirname, name);
  if (process.env.UPDATE_GOLDENS === '1') writeFileSync(file, text);
  expect(
    existsSync(file) ? readFileSync(file, 'utf8') : `${name} is missing: run with UPDATE_GOLDENS=1`,
  ).toBe(text);
}
