import { describe, expect, test } from '@jest/globals';
import { formatIssue } from '../../shared/contract/contract-error.ts';
import { loadContract } from '../../shared/contract/load.ts';
import type { ContractIssue } from '../../shared/contract/model.ts';
import { cutSentences } from '../../shared/contract/unquoted.ts';

const HEAD = `apiVersion: plumbline/v1
estate: shop
environments:
  prod: { project: shop-prod, regions: [us-central1] }
services: { web: { names: { prod: web } } }
`;

/** What is wrong with a contract that ends so, from its sixth line on. */
function problems(end: string): string[] {
  try {
    loadContract(HEAD + end, 'c.yaml');
    return [];
  } catch (error) {
    return (error as { issues: ContractIssue[] }).issues.map(formatIssue);
  }
}

const taken = (place: string, words: string) =>
  `c.yaml:${place}: ${words} begins a comment here, which takes the rest of the line along; put it in quotes: "${words}"`;
const empty = (place: string, words: string) =>
  expect.stringMatching(
    new RegExp(
      `^c\\.yaml:${place}: .* must be .*, not empty; ${words} is a comment here: put it in quotes \\("${words}"\\)`,
    ),
  );

describe('what begins with # and is not in quotes', () => {
  test.each<[string, string, unknown[]]>([
    ['a channel', 'alerts:\n  routes:\n    - channel: #drift\n', [empty('8:16', '#drift')]],
    [
      'a channel with a comment behind it',
      'alerts:\n  routes:\n    - channel: #drift # ours\n',
      [empty('8:16', '#drift')],
    ],
    ['a route', 'alerts:\n  routes:\n    - #drift\n', [empty('8:7', '#drift')]],
    ['a section', 'alerts: #drift\n', [empty('6:9', '#drift')]],
    ['an owner', 'owner: #web team\n', [empty('6:8', '#web team')]],
    ['with Windows line ends', 'owner: #web\r\n', [empty('6:8', '#web')]],
    ['a channel in brackets', 'alerts:\n  routes: [{ channel: #drift }]\n', [taken('7:23', '#drift')]],
    [
      'one of several in brackets',
      'alerts: { routes: [{ match: { environment: prod }, channel: #p }, { channel: "#d" }], remindAfter: 72h }\n',
      [taken('6:61', '#p')],
    ],
    [
      'each of several in brackets',
      'alerts: { routes: [{ match: { environment: prod }, channel: #p }, { channel: #d }] }\n',
      [taken('6:61', '#p'), taken('6:78', '#d')],
    ],
    ['in a list', 'ignoreServices: [#old]\n', [taken('6:18', '#old')]],
    [
      'over several lines',
      'alerts:\n  routes: [\n    { channel: #drift },\n  ]\n',
      [taken('8:16', '#drift')],
    ],
  ])('%s', (_, end, told) => {
    expect(problems(end)).toEqual(told);
  });

  test('is told beside what else is wrong, at its own place', () => {
    expect(problems('alerts: { routes: [{ channel: #drift }] }\nowner: [web\ntarget: 95\n')).toEqual([
      taken('6:31', '#drift'),
      expect.stringMatching(/^c\.yaml:8:1: is not valid YAML: Flow sequence/),
    ]);
  });
});

describe('what is a comment', () => {
  test.each([
    ['behind a key', 'alerts: # who is told\n  remindAfter: 72h\n'],
    ['flush behind a key', 'alerts: #who is told\n  remindAfter: 72h\n'],
    ['flush in brackets', 'alerts: { routes: [ #one, or two\n  { channel: "#drift" }] }\n'],
    ['in quotes', 'owner: "#web" #team\n'],
  ])('%s is none of our business', (_, end) => {
    expect(problems(end)).toEqual([]);
  });

  test.each([
    [
      'where the value is missing',
      'owner: # nobody yet\n',
      /^c\.yaml:6:8: owner: must be who owns .*, not empty$/,
    ],
    [
      'beside another mistake',
      'owner: [web # }\ntarget: 95\n',
      /^c\.yaml:7:1: is not valid YAML: Flow sequence/,
    ],
    ['flush beside another mistake', 'ignoreServices: [a, #b, c\n  d: {]\n', /is not valid YAML/],
  ])('%s is not blamed', (_, end, told) => {
    const [first] = problems(end);
    expect(first).toMatch(told);
    expect(first).not.toContain('quotes');
  });
});

describe('a sentence that ends where a comment begins', () => {
  const notes = (text: string) => cutSentences(text, 'c.yaml').map(formatIssue);

  test.each([
    ['in a block', 'reason: see ticket #1234 for it\n', '1:9', '"see ticket"', '#1234 for it'],
    ['in brackets', 'a: { reason: see ticket #1234\n  , b: 1 }\n', '1:14', '"see ticket"', '#1234'],
    ['in a list', 'a:\n  - see ticket #1234\n', '2:5', '"see ticket"', '#1234'],
  ])('is noted %s', (_, text, place, said, rest) => {
    const note = `c.yaml:${place}: ${said} ends where ${rest} begins a comment; put all of it in quotes if it is meant`;
    expect(notes(text)).toEqual([note]);
  });

  test.each([
    ['set off as comments are', 'reason: see ticket # 1234\n'],
    ['after one word', 'cpu: two #cores\n'],
    ['in quotes', 'reason: "see ticket #1234"\n'],
    ['behind what is in quotes', 'reason: "see ticket" #1234\n'],
    ['on a line of its own', 'reason: see ticket\n#1234\nb: 1\n'],
    ['without a blank before it', 'reason: see ticket#1234\n'],
  ])('is no matter %s', (_, text) => {
    expect(notes(text)).toEqual([]);
  });
});
