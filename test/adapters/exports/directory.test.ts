import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkExportsDirectory } from '../../../shared/adapters/exports/source.ts';
import { PlumblineError } from '../../../shared/errors.ts';
import { folderOf } from './setup.ts';

function problem(dir: string): PlumblineError | null {
  try {
    checkExportsDirectory(dir, ['shop-dev', 'shop-prod']);
    return null;
  } catch (error) {
    if (error instanceof PlumblineError) return error;
    throw error;
  }
}

describe('the --from folder', () => {
  test('one project’s folder is enough', () => {
    expect(problem(folderOf({ 'shop-prod/run-services.json': [] }))).toBeNull();
  });

  test.each([
    ['that is not there', (root: string) => join(root, 'nowhere'), 'there is no such folder'],
    ['that is a file', (root: string) => join(root, 'shop-dev'), 'is not a folder'],
    [
      'of other projects',
      (root: string) => root,
      'needs a folder for each project (shop-dev, shop-prod); it holds "exports"',
    ],
    ['without folders', (root: string) => join(root, 'exports'), 'it holds none'],
  ])('a folder %s is refused in one line', (_name, place, message) => {
    const dir = place(folderOf({ 'exports/a.txt': '', 'shop-dev': 'a file' }));
    const error = problem(dir);
    expect(error?.code).toBe('INPUT_INVALID');
    expect(error?.message).toContain(`--from ${JSON.stringify(dir)}: `);
    expect(error?.message).toContain(message);
    expect(error?.message).not.toContain('\n');
  });
});
