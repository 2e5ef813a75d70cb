import { expect, test } from '@jest/globals';
import { MISTAKES } from './mistakes.ts';
import { changed, problemsOf, SAMPLE } from './sample.ts';
import { SETTING_MISTAKES } from './setting-mistakes.ts';

test('the sample itself is a contract', () => {
  expect(problemsOf(SAMPLE)).toEqual([]);
});

test.each([...MISTAKES, ...SETTING_MISTAKES])('$name', ({ piece, by, says }) => {
  expect(problemsOf(changed(piece, by))).toEqual(says);
});

test('five different mistakes are five located messages, in the order of the file', () => {
  const text = changed('estate: acme', 'estate: acme\nownr: me')
    .replace('[stage, prod]]', '[stage, prd]]')
    .replace('cpu: 1,', 'cpu: lots,')
    .replace('expires: 2027-03-31', 'expires: soon')
    .replace('remindAfter: 72h', 'remindAfter: 3 days');
  expect(problemsOf(text)).toEqual([
    'c.yaml:3:1: ownr: is not a key of a contract; did you mean "owner"?',
    'c.yaml:8:32: compare.1.1: "prd" is not an environment of this contract; did you mean "prod"?',
    'c.yaml:19:23: services.backend.resources.cpu: must be an amount of CPU such as 1, 0.5 or 500m, not "lots"',
    'c.yaml:35:92: waivers.0.expires: must be a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z, not "soon"',
    'c.yaml:54:16: alerts.remindAfter: must be a duration such as 45s, 90m, 72h or 30d, not "3 days"',
  ]);
});

test('a mistake in one place hides none in another: names and contradictions are judged all the same', () => {
  const text = changed('prod: frontend', 'prod: backend')
    .replace('roles/owner', 'owner')
    .replace('    iap: false\n', '');
  expect(problemsOf(text)).toEqual([
    'c.yaml:16:5: services.backend.invoker: invoker is public in dev, but iap is true (c.yaml:9:48)',
    'c.yaml:29:48: services.web.names.prod: backend is the service of backend already (c.yaml:13:50)',
    'c.yaml:36:20: iam.forbiddenRoles.0: must be an IAM role such as roles/run.invoker, not "owner"',
  ]);
});

test.each([
  ['as a shorthand', 'DATABASE_URL: secret', 'DATABASE_URL: postgres://app:CANARY@host/db'],
  ['as an unknown key', 'DATABASE_URL: secret', 'DATABASE_URL: { delivery: secret, value: CANARY }'],
  ['as a list', 'value: { stage: sandbox, prod: production }', 'value: [CANARY]'],
  ['in broken YAML', 'DATABASE_URL: secret', 'DATABASE_URL: { value: "CANARY'],
])('a value pasted %s is in no message', (_, piece, by) => {
  const problems = problemsOf(changed(piece, by));
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.join('\n')).not.toContain('CANARY');
});
