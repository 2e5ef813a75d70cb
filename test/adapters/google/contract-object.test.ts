import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { openService } from '../../../functions/http/service.ts';
import { readContractObject } from '../../../shared/adapters/google/contract-object.ts';
import { createTransport } from '../../../shared/adapters/google/transport.ts';
import { neededPermissions } from '../../../shared/adapters/google/viewer-needs.ts';
import { fakeTime } from './fake-time.ts';
import { googleError, unavailable } from './google-errors.ts';
import { type LocalServer, type Reply, startLocalServer } from './local-server.ts';

const NAME = 'gs://shop-contracts/parity/shop.yaml';
const TEXT = readFileSync('contracts/example.yaml', 'utf8');

let server: LocalServer;
afterEach(() => server.close());

function kept(text: string, generation: string): Reply {
  return { text, headers: { 'x-goog-generation': generation, 'content-type': 'application/yaml' } };
}

async function read(reply: Reply, name = NAME) {
  server = await startLocalServer(() => reply);
  const transport = createTransport({
    auth: null,
    concurrency: 1,
    endpoint: server.endpoint,
    time: fakeTime(),
    random: () => 0,
  });
  return readContractObject(transport, name);
}

describe('a contract in a bucket', () => {
  test('is read as it is, and named with its generation', async () => {
    expect(await read(kept(TEXT, '1700000000000001'))).toEqual({
      text: TEXT,
      file: `${NAME}#1700000000000001`,
    });
    expect(server.received).toMatchObject([
      {
        method: 'GET',
        host: 'storage.googleapis.com',
        path: '/storage/v1/b/shop-contracts/o/parity%2Fshop.yaml',
        query: { alt: 'media' },
      },
    ]);
  });

  test.each<[string, Reply, RegExp, boolean]>([
    ['is not there', googleError(404, 'NOT_FOUND', 'No such object'), /: there is no such object$/, false],
    [
      'is not for us',
      googleError(403, 'PERMISSION_DENIED', 'canary'),
      /roles\/storage\.objectViewer on shop-contracts$/,
      false,
    ],
    [
      'cannot be reached',
      unavailable,
      /storage\.googleapis\.com failed for shop-contracts \(503, 5 tries\)$/,
      true,
    ],
    ['has no generation', { text: TEXT }, /did not say which generation/, false],
  ])('that %s is an error that says what to do', async (_, reply, message, retryable) => {
    await expect(read(reply)).rejects.toMatchObject({
      code: 'CONTRACT_UNREADABLE',
      retryable,
      message: expect.stringMatching(message),
    });
  });

  test.each(['gs://shop-contracts', 'gs:///shop.yaml'])('%s names no object', async (name) => {
    await expect(read(kept(TEXT, '1'), name)).rejects.toMatchObject({ code: 'CONTRACT_UNREADABLE' });
  });

  test.each(['gs://shop-contracts/../secret', 'gs://Shop/x y.yaml'])('%s is never sent', async (name) => {
    await expect(read(kept(TEXT, '1'), name)).rejects.toMatchObject({ code: 'FORBIDDEN_REQUEST' });
    expect(server.received).toEqual([]);
  });

  test('is no right of the viewer', () => {
    expect(neededPermissions().map(({ permission }) => permission)).not.toContain('storage.objects.get');
  });
});

describe('the function', () => {
  test('looks again before every pass, and works by what it finds', async () => {
    let generation = 1;
    let text = TEXT;
    server = await startLocalServer(({ path }) =>
      path.startsWith('/storage/') ? kept(text, String(generation)) : { status: 403, json: {} },
    );
    const service = await openService({
      PLUMBLINE_CONTRACT: NAME,
      PLUMBLINE_GCP_ENDPOINT: server.endpoint,
      PLUMBLINE_STORE: 'sqlite::memory:',
      PLUMBLINE_FINGERPRINT_KEY: Buffer.alloc(32, 5).toString('base64'),
    });
    const first = service.settings.contract;
    expect(first.file).toBe(`${NAME}#1`);
    generation = 2;
    text = `${TEXT}\n# reviewed\n`;
    const print = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    await service.pass(await service.log(null)).finally(() => print.mockRestore());
    expect(service.settings.contract.file).toBe(`${NAME}#2`);
    expect(service.settings.contract.sha256).not.toBe(first.sha256);
  });
});
