import { describe, expect, test } from '@jest/globals';
import { tidyWords } from '../shared/adapters/exports/gcloud-words.ts';
import { sanitise } from '../shared/adapters/slack/sanitise.ts';
import { holdsCredential, holdsRandomRun, replaceCredentials } from '../shared/credentials.ts';
import { describeError, sanitiseText } from '../shared/estate/sanitise.ts';
import { wordsAt } from '../shared/snapshot/normalise/token.ts';
import { reduce } from './properties/read.ts';

/** Assembled here, so that no scanner takes these invented ones for leaked ones. */
const invented = (prefix: string, rest: string) => prefix + rest;

const SHAPES: [string, string][] = [
  ['a bot token', invented('xox', 'b-2401234567-3401234567890-AbCdEfGhIjKlMnOpQrStUvWx')],
  ['an app token', invented('xa', 'pp-1-A0123456789-1234567890123-abcdef0123456789abcdef0123456789')],
  ['a token that rotates', invented('xox', 'e.xoxp-1-MS0yLTI0MDEyMzQ1NjctMzQwMTIzNDU2Nzg5MC0tNTY3')],
  [
    'a web hook',
    invented('https://hooks.slack.com/', 'services/T0123ABCD/B0123ABCD/aBcDeFgHiJkLmNoPqRsT1234'),
  ],
  ['a Google API key', invented('AI', 'zaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY')],
  ['a newer Google API key', invented('AQ', '.Ab8RN6KxYz-1234_abcDEFghiJKLmnoPQRstuVWXyz0123')],
  ['a client secret', invented('GOC', 'SPX-abcdEFGH1234ijklMNOP5678qrst')],
  ['a refresh token', invented('1//', '0gAbc-DeF_gHiJkLm-NoPqRs_TuVwXyZ012-3456_789aB')],
  ['an access token', invented('ya2', '9.a0AfH6SMBxyz_123-abc')],
  ['a GitHub token', invented('gh', 'p_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8')],
  ['a GitLab token', invented('gl', 'pat-x1Y2z3_4-56789012345')],
  ['a web token', invented('ey', 'JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r')],
  ['an access key id with one digit', invented('AK', 'IAIOSFODNN7EXAMPLE')],
  ['a Stripe key', invented('sk', '_live_4eC39HqLyjWDarjtT1zdp7dcQQ')],
  ['an Anthropic key', invented('sk', '-ant-api03-AbC-12_34567890_xyz')],
  ['a SendGrid key', invented('SG', '.ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr')],
  ['a Vault token', invented('hv', 's.CAESIJ-Abc_123456')],
  ['a Docker token', invented('dc', 'kr_pat_AbCd-1234_EfGh5678IjKl')],
];

/** What people put around what they paste. */
const AROUND: [string, (token: string) => string][] = [
  ['alone', (token) => token],
  ['in a sentence', (token) => `use ${token}, please`],
  ['behind a colon', (token) => `key:${token}`],
  ['behind an equals sign', (token) => `--token=${token}`],
  ['in brackets', (token) => `[${token}] <${token}> (${token})`],
  ['in JSON', (token) => `{"k":"${token}"}`],
  ['in a path', (token) => `/srv/${token}/x`],
  ['behind a word', (token) => `key-${token} key_${token} key.${token} a|${token}|b`],
  ['behind an escape', (token) => `?k%3D${token}`],
  ['behind what is not ASCII', (token) => `Schlüssel→${token}`],
];

const place = { reduce: (value: string) => reduce('prod', value) };

describe.each(SHAPES)('%s', (_, token) => {
  const body = token.slice(-12);

  test.each(AROUND)('%s is told nowhere', (_name, around) => {
    const text = around(token);
    expect(text).toContain(body);
    expect(holdsCredential(text)).toBe(true);
    const told = wordsAt(text, 'description', place) ?? '';
    const others = [sanitiseText(text), describeError(new Error(text)), tidyWords(text), sanitise(text, '')];
    for (const one of [told, ...others]) expect(one).not.toContain(body);
    expect(wordsAt(told, 'description', place)).toBe(told);
  });
});

test('of an address with a password only the password is replaced', () => {
  const address = 'postgres://app:S3cr3t-Pass@10.0.0.3:5432/app';
  const told = wordsAt(`see ${address}`, 'description', place) ?? '';
  expect(told).toMatch(/^see postgres:\/\/app:…[0-9a-f]{8}@10\.0\.0\.3:5432\/app$/);
  expect(wordsAt(told, 'description', place)).toBe(told);
  expect(wordsAt(`see ${address.replace('3t', '4t')}`, 'description', place)).not.toBe(told);
});

test('a private key is replaced whole', () => {
  const key = invented('-----BEG', 'IN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----');
  expect(replaceCredentials(`a ${key} b`, () => '…')).toBe('a … b');
  expect(replaceCredentials(`a ${key.slice(0, 40)}`, () => '…')).toBe('a …');
});

test.each([
  'see https://github.com/AcmeCorp/backend/pull/1234 of Team12',
  'projects/123456/locations/global/workloadIdentityPools/pool/subject/Repo2',
  'npm_build_runner_2024',
  'europe-sk-app-2024-with-a-long-name-12',
  'us-docker.pkg.dev/Proj1/hf_inference_server_v10@sha256:4376aa28f8d5d81d712f5d96b62c09120674d7ce',
  'request.time < timestamp("2026-12-31T00:00:00Z") && resource.name.startsWith("projects/_/buckets/Logs2026")',
  'https://shop-450503644772.us-central1.run.app:8443/a@b',
  'Project-Alpha-2024-Backend-Service-V2-Europe',
  'goog_terraform_provisioned_by_Team_2024_Q3_X',
])('%s is no credential', (text) => {
  expect(holdsCredential(text) || holdsRandomRun(text)).toBe(false);
  expect(wordsAt(text, 'description', place)).toBe(text);
});

test.each([['sk-'], ['eyJ-'], ['eyJaaaaaaaa'], ['://a:'], ['-----BEGIN -----END '], ['1//0-'], ['xoxb-']])(
  'a megabyte of %s is looked through within seconds',
  (part) => {
    const text = part.repeat(Math.ceil(1_000_000 / part.length));
    const start = performance.now();
    wordsAt(text, 'description', place);
    expect(performance.now() - start).toBeLessThan(8_000);
  },
);
