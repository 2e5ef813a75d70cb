import { describe, expect, test } from '@jest/globals';
import { variablesOfFlag, variablesOfInput } from '../../shared/workflows/env-list.ts';
import { parseGcloud } from '../../shared/workflows/gcloud.ts';
import { commandsOf } from '../../shared/workflows/shell.ts';

const parse = (line: string) => {
  const parsed = parseGcloud(commandsOf(line, new Map())[0]?.words ?? []);
  if (parsed === null) return null;
  return [parsed.verb, parsed.subject, ...parsed.flags.map(({ name, value }) => `${name}=${value}`)];
};

const LINES: Record<string, { line: string; gives: (string | null)[] | null }> = {
  'flags with and without an equals sign': {
    line: 'gcloud run deploy web --ingress=all --region us-central1 --service-account "a@b"',
    gives: ['run deploy', 'web', 'ingress=all', 'region=us-central1', 'service-account=a@b'],
  },
  'switches take no value': {
    line: 'gcloud run deploy --allow-unauthenticated --quiet -q --iap --no-traffic web',
    gives: [
      'run deploy',
      'web',
      'allow-unauthenticated=true',
      'quiet=true',
      'q=true',
      'iap=true',
      'traffic=false',
    ],
  },
  'what is negated': {
    line: 'gcloud run services update web --no-invoker-iam-check --no-iap --no-allow-unauthenticated',
    gives: [
      'run services update',
      'web',
      'invoker-iam-check=false',
      'iap=false',
      'allow-unauthenticated=false',
    ],
  },
  'what is cleared': {
    line: 'gcloud run deploy web --clear-env-vars --image x',
    gives: ['run deploy', 'web', 'clear-env-vars=true', 'image=x'],
  },
  'release tracks and flags before the command': {
    line: 'gcloud --project p beta run services update web --iap',
    gives: ['run services update', 'web', 'project=p', 'iap=true'],
  },
  'a job': {
    line: 'gcloud run jobs deploy nightly --image x',
    gives: ['run jobs deploy', 'nightly', 'image=x'],
  },
  'a setting': {
    line: 'gcloud config set project shop-dev',
    gives: ['config set', 'project', 'value=shop-dev'],
  },
  'a value that begins with a dash belongs to its flag': {
    line: 'gcloud run deploy web --args=-x --command=-c',
    gives: ['run deploy', 'web', 'args=-x', 'command=-c'],
  },
  'switches of gcloud itself take no value': {
    line: 'gcloud --log-http --user-output-enabled run deploy web --delegate-builds --dry-run --ingress all',
    gives: [
      'run deploy',
      'web',
      'log-http=true',
      'user-output-enabled=true',
      'delegate-builds=true',
      'dry-run=true',
      'ingress=all',
    ],
  },
  'a release track that is chosen while it runs': {
    line: 'gcloud $TRACK run deploy web --iap',
    gives: ['run deploy', 'web', 'iap=true'],
  },
  'what only reads is none of ours': { line: 'gcloud run services describe web', gives: null },
  'traffic is none of ours': { line: 'gcloud run services update-traffic web --to-latest', gives: null },
};

describe('gcloud commands', () => {
  test.each(Object.entries(LINES))('%s', (_, { line, gives }) => {
    expect(parse(line)).toEqual(gives);
  });
});

const brief = (variables: ReturnType<typeof variablesOfFlag>) =>
  variables.map(({ key, credential }) => (credential === null ? key : `${key}!${credential}`));

describe('lists of environment variables', () => {
  test.each([
    ['commas', 'A=1,B=2', ['A', 'B']],
    ['a delimiter of its own', '^|^A=x,y|B=2', ['A', 'B']],
    ['a long delimiter', '^::^A=x,y::B=2', ['A', 'B']],
    ['a value with an equals sign', 'A=b=c', ['A']],
    ['the name of a credential', 'DB_PASSWORD=x', ['DB_PASSWORD!name']],
    ['the name of one that comes from an expression', 'API_KEY=${{secrets.K}}', ['API_KEY!name']],
    ['the shape of a credential', 'SETTING=ghp_16C7e42F292c6912E7710c838347Ae178B4a', ['SETTING!shape']],
    [
      'an expression has no shape',
      'SETTING=${{secrets.VeryLongNameWithDigits123AndLetters456}}',
      ['SETTING'],
    ],
    ['a public key is none', 'STRIPE_PUBLISHABLE_KEY=x', ['STRIPE_PUBLISHABLE_KEY']],
    [
      'a pasted credential as a key is not repeated',
      'ghp_16C7e42F292c6912E7710c838347Ae178B4a=1',
      ['ghp_…!shape'],
    ],
  ])('of a flag: %s', (_, text, gives) => {
    expect(brief(variablesOfFlag(text))).toEqual(gives);
  });

  test.each([
    ['lines', 'A=1\nB=2', ['A', 'B']],
    ['lines and commas', 'A=1,B=2\nC=3', ['A', 'B', 'C']],
    ['an escaped comma', 'A=x\\,y,B=2', ['A', 'B']],
    ['a delimiter of its own', '^|^A=x,y|B=2', ['A', 'B']],
    ['blank lines and comments', '\nA=1\n\n# B=2\n', ['A']],
  ])('of the action: %s', (_, text, gives) => {
    expect(brief(variablesOfInput(text))).toEqual(gives);
  });

  test('no value is kept', () => {
    const text = 'A=canary-one,B_TOKEN=canary-two';
    expect(JSON.stringify([variablesOfFlag(text), variablesOfInput(text)])).not.toContain('canary');
  });
});
