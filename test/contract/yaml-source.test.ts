import { describe, expect, test } from '@jest/globals';
import { loadContract } from '../../shared/contract/load.ts';
import { readYaml } from '../../shared/contract/yaml-source.ts';
import { changed, problemsOf, SAMPLE } from './sample.ts';

describe('YAML that cannot be read', () => {
  const cases: [string, string, string[]][] = [
    ['an empty file', '', ['c.yaml:1:1: is empty']],
    ['comments alone', '# nothing\n', ['c.yaml:1:1: is empty']],
    ['a list', '- a\n', ['c.yaml:1:1: must be a contract, not a list']],
    ['text', 'contract\n', ['c.yaml:1:1: must be a contract, not "contract"']],
    [
      'every syntax error at once',
      'a: [1, 2\nb: "x\nc: {\n',
      expect.arrayContaining([
        expect.stringMatching(/^c\.yaml:\d+:\d+: is not valid YAML: /),
      ]) as unknown as string[],
    ],
    [
      'two documents',
      'a: 1\n---\nb: 2\n',
      ['c.yaml:2:1: is not valid YAML: a contract is one document, and a second one begins here'],
    ],
    ['an unknown tag', 'a: !secret x\n', ['c.yaml:1:4: is not valid YAML: Unresolved tag: !secret']],
    [
      'text that begins with a mark of YAML',
      'a: @x\n',
      ['c.yaml:1:4: is not valid YAML: text that begins with this mark is to be in quotes'],
    ],
    [
      'a blank that came with pasted text',
      'a:\n  b: 1\n\u00a0 c: 2\n  d: 3\n',
      expect.arrayContaining([
        'c.yaml:3:1: has a no-break space here, as pasted text has them; YAML parts words by plain ones only',
      ]) as unknown as string[],
    ],
    [
      'tabs for indentation',
      'a:\n\tb: 1\n',
      expect.arrayContaining([
        'c.yaml:2:1: is not valid YAML: Tabs are not allowed as indentation',
      ]) as unknown as string[],
    ],
    [
      'a file that is no text',
      'a: 1\nb: \u0000\u0001\n',
      ['c.yaml:2:4: holds what is not text; a contract is YAML in UTF-8'],
    ],
    [
      'another encoding',
      '\ufffd\ufffda\u0000:\u0000',
      ['c.yaml:1:1: holds what is not text; a contract is YAML in UTF-8'],
    ],
    ['nesting without end', '['.repeat(20_000), ['c.yaml:1:1: is nested too deeply to be read']],
  ];
  test.each(cases)('%s', (_, text, says) => {
    expect(problemsOf(text)).toEqual(says);
  });

  test('a file far too large', () => {
    expect(problemsOf(`# ${'x'.repeat(5_000_000)}`)).toEqual([
      'c.yaml:1:1: is larger than a contract may be (4 MiB)',
    ]);
  });
});

describe('YAML that JSON cannot say', () => {
  test.each([
    ['a list as a key', '? [a]\n: 1\n', 'c.yaml:1:3: has a key that is not a plain word'],
    ['no number', 'a: .nan\n', 'c.yaml:1:4: a: is neither text, a number, true, false, a list nor a map'],
    [
      'a key that objects treat apart',
      '__proto__: { a: 1 }\n',
      'c.yaml:1:1: has a key that is not a plain word',
    ],
    [
      'an anchor that is not there',
      'a: *b\n',
      'c.yaml:1:4: a: *b is not defined above; in quotes it is text',
    ],
    ['a list that contains itself', 'a: &a [*a]\n', 'c.yaml:1:7: a.0: contains itself'],
    ['a merge of something else', 'a: { <<: 1 }\n', 'c.yaml:1:10: a: merges something that is not a map'],
  ])('%s', (_, text, says) => {
    expect(problemsOf(text)).toContain(says);
  });

  test('a no-break space inside of a text is part of it', () => {
    expect(problemsOf(changed('reason: source maps', 'reason: "source:\u00a0maps"'))).toEqual([]);
  });

  test('an alias of nothing is one problem, where it stands for a value too', () => {
    expect(problemsOf(changed('"preview-*"]', '*preview]'))).toEqual([
      expect.stringMatching(/ignoreServices\.1: \*preview is not defined above; in quotes it is text$/),
    ]);
  });

  test('aliases of aliases end', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level <= 12; level += 1) {
      const aliases = Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ');
      lines.push(`a${level}: &a${level} [${aliases}]`);
    }
    const problems = problemsOf(lines.join('\n'));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('expands to more than a contract may hold');
  });
});

describe('aliases and merges', () => {
  const text = changed(
    'web:\n    names: { dev: web',
    'spare: &spare\n    names: { dev: spare }\n    iap: &iap false\n  web:\n    <<: *spare\n    iap: *iap\n    names: { dev: web',
  );
  const contract = loadContract(text, 'c.yaml');

  test('stand for what they name; the own entries come first', () => {
    expect(contract.intent('web', 'dev')).toMatchObject({ service: { value: 'web' }, iap: { value: false } });
  });

  test('an entry that was merged stands where it is written', () => {
    const merged = loadContract(text.replace('    iap: *iap\n', ''), 'c.yaml');
    expect(merged.intent('web', 'dev').iap?.location).toMatchObject({ line: 31, column: 5 });
  });

  test('a mistake in it is told once, where it is written', () => {
    expect(problemsOf(text.replace('&iap false', '&iap maybe'))).toEqual([
      'c.yaml:31:15: services.spare.iap: must be true or false, not "maybe"',
      'c.yaml:34:5: services.web.iap: must be true or false, not "maybe"',
    ]);
  });

  test('an anchor used by very many roles is no bomb', () => {
    const roles = Array.from({ length: 600 }, (_, at) => `  r${at}: { names: { dev: r${at} }, env: *env }`);
    const many = changed('  web:\n', `${roles.join('\n')}\n  web:\n`).replace(
      '    env:\n',
      '    env: &env\n',
    );
    expect(loadContract(many, 'c.yaml').roles).toHaveLength(602);
  });
});

test('line breaks of other systems and a byte order mark do no harm', () => {
  expect(problemsOf(`\uFEFF${SAMPLE.replaceAll('\n', '\r\n')}`)).toEqual([]);
  expect(problemsOf(SAMPLE.replaceAll('\n', '\r\n').replace('72h', '72'))).toEqual([
    'c.yaml:53:16: alerts.remindAfter: must be a duration such as 45s, 90m, 72h or 30d, not 72',
  ]);
});

test('a key given twice is told with both places', () => {
  expect(problemsOf(changed('envPolicy: closed', 'envPolicy: closed\n    iap: true'))).toEqual([
    'c.yaml:27:5: services.backend.iap: is given twice in this map (c.yaml:16:5)',
  ]);
});

test.each([
  ['yes for true', 'protected: true', 'protected: yes', 'must be true or false, not "yes"'],
  ['on for true', 'iap: false\n', 'iap: on\n', 'must be true or false, not "on"'],
  [
    'a number where text is due',
    'owner: web',
    'owner: 7',
    'must be the person or team that answers for it, not 7',
  ],
  ['a name that is a number', 'dev: web,', 'dev: 12,', 'must be a Cloud Run service name, not 12'],
  ['text where a number is due', 'dev: 2,', 'dev: "2",', 'must be a whole number from 1 to 10000, not "2"'],
  [
    'a number that would lose digits',
    'projectNumber: 678067977394',
    'projectNumber: 1234567890123456789',
    'is too long to be read as a number; put it in quotes',
  ],
  [
    'nothing where something is due',
    'project: acme-dev',
    'project:',
    'must be a project id such as acme-prod, not empty',
  ],
])('YAML that means something else than it seems: %s', (_, piece, by, says) => {
  const problems = problemsOf(changed(piece, by));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(says);
});

test('text that only looks like something else is kept as it is written', () => {
  const text = changed(
    'value: { stage: sandbox, prod: production }',
    'value: { stage: on, prod: 0x1F, dev: 1_000 }',
  );
  const { intent } = loadContract(text, 'c.yaml');
  const values = ['dev', 'stage', 'prod'].map((name) => intent('backend', name).env.MODE?.value?.value);
  expect(values).toEqual(['1_000', 'on', '0x1F']);
});

test('reading is pure: the same text, the same answer', () => {
  expect(readYaml(SAMPLE, 'c.yaml').value).toEqual(readYaml(SAMPLE, 'c.yaml').value);
});
