import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createCheckout } from '../../../shared/adapters/local/checkout.ts';
import { folderForEach } from '../../acceptance/command.ts';

const folder = folderForEach();
const PATH = '.github/workflows/deploy.yml';

/** A checkout beside the folder of a contract, as the contract's `../app` names it. */
function checkout() {
  const root = join(folder(), 'app');
  mkdirSync(join(root, '.github/workflows'), { recursive: true });
  mkdirSync(join(folder(), 'contracts'));
  writeFileSync(join(root, PATH), 'on: push\n');
  writeFileSync(join(folder(), 'secret.yml'), 'canary: 1\n');
  return root;
}

const read = (path: string, at = '../app', contract = join(folder(), 'contracts/c.yaml')) =>
  createCheckout({ contract, folder: at }).read({ branch: 'any', path }, new AbortController().signal);

describe('a checkout', () => {
  test('is read as it stands, whatever the branch', async () => {
    checkout();
    expect(await read(PATH)).toEqual({ status: 'read', text: 'on: push\n' });
  });

  test('that is not there is not captured', async () => {
    expect(await read(PATH)).toEqual({
      status: 'unread',
      gap: { status: 'NOT_CAPTURED', detail: 'there is no checkout at ../app, beside the contract' },
    });
  });

  test('without the file is not captured', async () => {
    checkout();
    expect(await read('.github/workflows/other.yml')).toEqual({
      status: 'unread',
      gap: {
        status: 'NOT_CAPTURED',
        detail: 'there is no .github/workflows/other.yml in the checkout at ../app',
      },
    });
  });

  test.each(['../secret.yml', '.github/../../secret.yml', 'link.yml', 'linked/secret.yml'])(
    'is left for nothing: %s',
    async (path) => {
      const root = checkout();
      symlinkSync('../secret.yml', join(root, 'link.yml'));
      symlinkSync('..', join(root, 'linked'));
      const reading = await read(path);
      expect(reading).toMatchObject({ status: 'unread', gap: { status: 'ERROR' } });
      expect(JSON.stringify(reading)).toContain('leads out of the checkout');
    },
  );

  test('a link that stays inside is followed', async () => {
    const root = checkout();
    symlinkSync('.github/workflows/deploy.yml', join(root, 'link.yml'));
    expect(await read('link.yml')).toMatchObject({ status: 'read' });
  });

  test('a folder in place of a file, and a file without end, are gaps', async () => {
    const root = checkout();
    writeFileSync(join(root, 'large.yml'), 'a'.repeat(1024 * 1024 + 1));
    expect(await read('.github')).toMatchObject({
      gap: { detail: '.github is no file in the checkout at ../app' },
    });
    expect(await read('large.yml')).toMatchObject({ gap: { status: 'ERROR' } });
    expect(await read(`${PATH}/x`)).toMatchObject({ gap: { status: 'NOT_CAPTURED' } });
  });

  test('beside a contract in a bucket there is none', async () => {
    checkout();
    expect(await read(PATH, '../app', 'gs://bucket/c.yaml')).toMatchObject({
      gap: { status: 'NOT_CAPTURED' },
    });
  });
});
