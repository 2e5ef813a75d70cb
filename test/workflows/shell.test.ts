import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commandsOf } from '../../shared/workflows/shell.ts';

const run = (script: string, variables: Record<string, string> = {}) =>
  commandsOf(script, new Map(Object.entries(variables))).map(({ words, conditional }) =>
    conditional ? ['?', ...words] : words,
  );

const CASES: Record<string, { script: string; variables?: Record<string, string>; gives: string[][] }> = {
  'one command a line, and none of a comment': {
    script: 'npm ci # install\n# nothing\nnpm test',
    gives: [
      ['npm', 'ci'],
      ['npm', 'test'],
    ],
  },
  'lines that go on': {
    script: 'gcloud run deploy a \\\n  --ingress=all \\\n  --quiet',
    gives: [['gcloud', 'run', 'deploy', 'a', '--ingress=all', '--quiet']],
  },
  'lines that go on, with carriage returns': {
    script: 'gcloud run \\\r\n  deploy a\r\n',
    gives: [['gcloud', 'run', 'deploy', 'a']],
  },
  'quotes of both kinds are one word': {
    script: `a 'b c' "d e" f"g h"i 'j"k'`,
    gives: [['a', 'b c', 'd e', 'fg hi', 'j"k']],
  },
  'a double quote keeps its escapes': { script: 'a "b\\"c" "d\\n"', gives: [['a', 'b"c', 'd\\n']] },
  'several commands in a line': {
    script: 'a && b || c; d | e & f',
    gives: [['a'], ['b'], ['?', 'c'], ['d'], ['e'], ['f']],
  },
  'variables that are known': {
    script: 'deploy $S "${S}-x" ${S:-y}',
    variables: { S: 'web' },
    gives: [['deploy', 'web', 'web-x', 'web']],
  },
  'variables that are not stay as they are': {
    script: 'deploy $S ${S} "${S:-y}" $(cat name) `cat name` ${S#a}',
    gives: [
      ['cat', 'name'],
      ['cat', 'name'],
      ['deploy', '$S', '${S}', '${S:-y}', '$(cat name)', '`cat name`', '${S#a}'],
    ],
  },
  'single quotes keep a variable out': {
    script: "deploy '$S'",
    variables: { S: 'web' },
    gives: [['deploy', '$S']],
  },
  'a variable with blanks is several words, unless it is quoted': {
    script: 'deploy $F "$F"',
    variables: { F: '--a --b' },
    gives: [['deploy', '--a', '--b', '--a --b']],
  },
  'what the script sets': {
    script: 'S=web\nexport R="us central"\nP=$S-p deploy $S $R $P',
    gives: [['deploy', 'web', 'us', 'central', 'web-p']],
  },
  'a loop runs once for each item': {
    script: 'for s in web "api x" $LIST; do\n  deploy "$s" --quiet\ndone\nend $s',
    variables: { LIST: 'a b' },
    gives: [
      ['deploy', 'web', '--quiet'],
      ['deploy', 'api x', '--quiet'],
      ['deploy', 'a', '--quiet'],
      ['deploy', 'b', '--quiet'],
      ['end', '$s'],
    ],
  },
  'a loop in a loop': {
    script: 'for a in 1 2; do for b in x y; do go $a$b; done; done; last',
    gives: [['go', '1x'], ['go', '1y'], ['go', '2x'], ['go', '2y'], ['last']],
  },
  'a loop over what is not known runs once': {
    script: 'for s in $(ls); do deploy $s; done',
    gives: [['ls'], ['deploy', '$(ls)']],
  },
  'what a command substitution runs, before the command it stands in': {
    script: 'URL=$(deploy "$S" --format="value(url)")\necho "at $(look $S)" `see`\nexport B="$(then-this)"',
    variables: { S: 'web' },
    gives: [
      ['deploy', 'web', '--format=value(url)'],
      ['look', 'web'],
      ['see'],
      ['echo', 'at $(look $S)', '`see`'],
      ['then-this'],
    ],
  },
  'a command substitution calls functions, and sets nothing outside': {
    script: 'up() { deploy "$1"; S=inner; }\nU=$(up web)\nend $S $((1 + 2))',
    variables: { S: 'outer' },
    gives: [
      ['deploy', 'web'],
      ['end', 'outer', '$((1 + 2))'],
    ],
  },
  'what eval is given': {
    script: 'CMD="deploy web"\nCMD="$CMD --quiet"\neval "$CMD" --last\neval "$UNKNOWN"',
    gives: [
      ['eval', 'deploy web --quiet', '--last'],
      ['deploy', 'web', '--quiet', '--last'],
      ['eval', '$UNKNOWN'],
      ['$UNKNOWN'],
    ],
  },
  'a list that grows in one case only is not known to its end': {
    script: 'F=(--a)\nif [ $X ]; then F+=(--b); fi\n[ $Y ] && F+=(--c)\ndeploy "${F[@]}"',
    gives: [
      ['?', '[', '$X', ']'],
      ['[', '$Y', ']'],
      ['deploy', '--a', '${F[@]}', '${F[@]}'],
    ],
  },
  'what stands behind a test and &&, or behind ||, runs in one case only': {
    script: '[ $X ] && a || b\n[[ $X == y && ( $Z < 3 ) ]] && c=1 d\ncd x && e && f\ng || { h; i; }\nj',
    gives: [
      ['[', '$X', ']'],
      ['?', 'a'],
      ['?', 'b'],
      ['[[', '$X', '==', 'y', '&&', '(', '$Z', '<', '3', ')', ']]'],
      ['?', 'd'],
      ['cd', 'x'],
      ['e'],
      ['f'],
      ['g'],
      ['?', 'h'],
      ['?', 'i'],
      ['j'],
    ],
  },
  'a function and a loop behind a test run in one case only': {
    script: 'up() { a; b; }\n[ $X ] && up\n[ $X ] && for s in 1; do c; d; done\ne',
    gives: [['[', '$X', ']'], ['?', 'a'], ['?', 'b'], ['[', '$X', ']'], ['?', 'c'], ['?', 'd'], ['e']],
  },
  'neither a pattern of a case nor arithmetic is a command': {
    script: 'case $X in\n  "$P") a ;;\n  *) (b) ;;\nesac\nif (( $N > 3 )); then c; fi\n((N++))\nd',
    gives: [['?', 'a'], ['?', 'b'], ['?', 'c'], ['d']],
  },
  'a list of flags': {
    script: 'F=(--a "--b c")\nF+=(--d)\ndeploy "${F[@]}" x',
    gives: [['deploy', '--a', '--b c', '--d', 'x']],
  },
  'what is decided while the script runs': {
    script: 'if [ "$E" = prod ]; then\n  deploy a\nelse\n  deploy b\nfi\ndeploy c',
    gives: [
      ['?', '[', '$E', '=', 'prod', ']'],
      ['?', 'deploy', 'a'],
      ['?', 'deploy', 'b'],
      ['deploy', 'c'],
    ],
  },
  'what one case only sets is not known afterwards': {
    script: 'S=a\nif x; then S=b; fi\ndeploy $S',
    gives: [
      ['?', 'x'],
      ['deploy', '$S'],
    ],
  },
  'a function runs where it is called': {
    script:
      'release() {\n  local name="$1"; shift\n  deploy "$name" --in=${1} "$@"\n}\nrelease web eu --x "a b"\nrelease api us\nend $1',
    gives: [
      ['deploy', 'web', '--in=eu', 'eu', '--x', 'a b'],
      ['deploy', 'api', '--in=us', 'us'],
      ['end', '$1'],
    ],
  },
  'a function of the other form, and one that calls itself': {
    script: 'function go { deploy $1; go $1; }\ngo a',
    gives: [
      ['deploy', 'a'],
      ['deploy', 'a'],
      ['deploy', 'a'],
      ['deploy', 'a'],
    ],
  },
  'a function that nobody calls runs nothing': { script: 'f() { deploy a; }\nend', gives: [['end']] },
  'a script inside a command': {
    script: `bash -c 'deploy a && deploy b'`,
    gives: [
      ['bash', '-c', 'deploy a && deploy b'],
      ['deploy', 'a'],
      ['deploy', 'b'],
    ],
  },
  'a here-document is no command': {
    script: 'cat > f <<EOF\ngcloud run deploy evil\nEOF\nend',
    gives: [['cat'], ['end']],
  },
  'redirections are no words': {
    script: 'a > out.txt 2>&1 < in b >> log',
    gives: [['a', 'b']],
  },
  'an expression that is not known is one word': {
    script: "deploy ${{secrets.NAME||'x'}} b",
    gives: [['deploy', "${{secrets.NAME||'x'}}", 'b']],
  },
};

describe('the commands of a script', () => {
  test.each(Object.entries(CASES))('%s', (_, { script, variables, gives }) => {
    expect(run(script, variables)).toEqual(gives);
  });

  test('whatever the script, it is read without an error and to an end', () => {
    const piece = fc.constantFrom(
      ...[
        'for ',
        'in ',
        'do ',
        'done',
        'if ',
        'fi',
        'case ',
        'esac',
        '$(',
        ')',
        '(',
        '{',
        '}',
        '"',
        "'",
        '`',
        '\\',
        '\n',
      ],
      ...[
        '$A',
        '${A',
        '${{',
        '}}',
        'f() {',
        'f a',
        '$1',
        '$@',
        'shift',
        '<<EOF',
        '>',
        '&&',
        ';',
        'a=',
        '#',
        ' ',
        'gcloud run deploy x',
        'bash -c ',
      ],
    );
    const script = fc.array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 60 });
    fc.assert(
      fc.property(script, (pieces) => {
        expect(Array.isArray(run(pieces.join(''), { A: 'x y' }))).toBe(true);
      }),
    );
  });

  test.each([
    ['loops without a command', `${'for i in a b c d e f g h; do '.repeat(12)}x=1; ${'done; '.repeat(12)}`],
    ['functions that call themselves', `f() { ${'f; '.repeat(500)} }\nf`],
  ])('%s come to an end too', (_, script) => {
    expect(run(script).length).toBeLessThanOrEqual(2_000);
  });

  test('loops over loops come to an end', () => {
    const loop = (inner: string) => `for i in ${'x '.repeat(50)}; do ${inner}; done`;
    const commands = run(loop(loop(loop('deploy a'))));
    expect(commands.length).toBeLessThanOrEqual(2_000);
  });
});

/** A first line, and one that makes the next value of several of the last one. */
const LONG = `A=${'x'.repeat(4_000)}`;
const GROWING: [string, string, string][] = [
  ['a value', 'A=xxxxxxxxxxxxxxxx', 'A="$A$A$A$A"'],
  ['a value that is split', 'A="a a a a a a a a"', 'A="$A $A"; echo $A $A $A $A'],
  ['a list', 'A=(x)', 'A=("${A[@]}" "${A[@]}" "${A[@]}")'],
  ['a list that is added to', 'A=(x)', 'A+=("${A[@]}" "${A[@]}")'],
  ['what commands are made of', LONG, 'echo $A $A $A $A $A $A $A $A'],
  ['what scripts inside make', LONG, `bash -c 'B="$A$A$A$A$A$A$A$A"'`],
];

test.each(GROWING)('%s that grows with every line ends, and what follows is read on', (_, first, line) => {
  const lines = [first, ...new Array<string>(300).fill(line), 'gcloud run deploy "a-$A"'];
  const commands = run(lines.join('\n'));
  const characters = commands.flat().reduce((sum, word) => sum + word.length, 0);
  expect(characters).toBeLessThan(16 * 1024 * 1024);
  expect(commands.at(-1)?.slice(0, 3)).toEqual(['gcloud', 'run', 'deploy']);
});

test.each([
  ['substitutions one after another', '`a '.repeat(20_000)],
  ['substitutions in substitutions', `${'$('.repeat(20_000)}a`],
  ['what evaluates itself', `A='eval "$A" "$A"'\neval "$A"`],
  [
    'loops in substitutions in loops',
    `for a in ${'x '.repeat(9_000)}; do b=$(for c in ${'y '.repeat(9_000)}; do a; done); done`,
  ],
])('%s come to an end', (_, script) => {
  expect(run(script).length).toBeLessThanOrEqual(4_000);
});

test('loops in loops without end are read to an end', () => {
  const script = 'for i in a;do '.repeat(4_600);
  expect(run(script)).toEqual([]);
  expect(run(`${'for i in a;do '.repeat(40)}x${';done'.repeat(40)}\nlast`).at(-1)).toEqual(['last']);
});

test.each(['${', '${{ ', '${A:-', '${{a}', '$((', '"$('])('%s is looked for its end but once', (opened) => {
  const script = opened.repeat((64 * 1024) / opened.length);
  const start = process.cpuUsage();
  run(script);
  const { user, system } = process.cpuUsage(start);
  expect(user + system).toBeLessThan(800_000);
});
