import { expect, test } from '@jest/globals';
import { openService } from '../../functions/http/service.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const CONTRACT = 'contracts/example.yaml';

async function refusal(variables: Record<string, string>): Promise<{ code: string; message: string }> {
  return openService(variables).then(
    () => ({ code: 'started', message: '' }),
    (error) => error,
  );
}

test('everything that keeps it from starting is said at once', async () => {
  const { code, message } = await refusal({
    PLUMBLINE_CONTRACT: 'contracts/nowhere.yaml',
    PLUMBLINE_STORE: 'redis:x',
    PLUMBLINE_CONCURRENCY: '0',
    PLUMBLINE_NOTIFY: 'slack:#drift',
  });
  expect(code).toBe('CONFIG_INVALID');
  for (const part of [
    /PLUMBLINE_STORE/,
    /PLUMBLINE_CONCURRENCY/,
    /SLACK_BOT_TOKEN/,
    /contracts\/nowhere\.yaml/,
  ])
    expect(message).toMatch(part);
});

test.each<[string, Record<string, string>, string, RegExp]>([
  [
    'no key beside Firestore',
    { PLUMBLINE_CONTRACT: CONTRACT },
    'CONFIG_INVALID',
    /PLUMBLINE_FINGERPRINT_KEY is missing/,
  ],
  [
    'no key and no contract',
    { PLUMBLINE_CONTRACT: 'nowhere.yaml' },
    'CONFIG_INVALID',
    /nowhere\.yaml.*; .*PLUMBLINE_FINGERPRINT_KEY/,
  ],
  [
    'a contract alone keeps its own code',
    { PLUMBLINE_CONTRACT: 'nowhere.yaml', PLUMBLINE_FINGERPRINT_KEY: KEY },
    'CONTRACT_UNREADABLE',
    /nowhere\.yaml/,
  ],
  [
    'one of a wrong setting is told once where the contract is in a bucket',
    { PLUMBLINE_CONTRACT: 'gs://shop/c.yaml', PLUMBLINE_FINGERPRINT_KEY: KEY, PLUMBLINE_CONCURRENCY: 'many' },
    'CONFIG_INVALID',
    /^configuration: PLUMBLINE_CONCURRENCY [^;]+$/,
  ],
])('%s', async (_, variables, code, message) => {
  expect(await refusal(variables)).toMatchObject({ code, message: expect.stringMatching(message) });
});

test('what is whole starts', async () => {
  expect(await refusal({ PLUMBLINE_CONTRACT: CONTRACT, PLUMBLINE_FINGERPRINT_KEY: KEY })).toMatchObject({
    code: 'started',
  });
});
