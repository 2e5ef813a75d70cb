import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseExport } from '../../../shared/adapters/exports/parse.ts';

function only(text: string): unknown {
  const parsed = parseExport(text);
  if (!parsed.ok) throw new Error(parsed.fault);
  return parsed.documents[0];
}

describe('plain YAML scalars mean what gcloud means', () => {
  test.each([
    ['=', '='],
    ['1e3', '1e3'],
    ['7e10234', '7e10234'],
    ['0o17', '0o17'],
    ['0x1F', '0x1F'],
    ['007', '007'],
    ['12:30', '12:30'],
    ['yes', 'yes'],
    ['off', 'off'],
    ['2026-01-01', '2026-01-01'],
    ['.inf', '.inf'],
    ['+1', '+1'],
    ["'80'", '80'],
    ['80', 80],
    ['-1', -1],
    ['80.0', 80],
    ['true', true],
    ['False', false],
    ['null', null],
    ['', null],
    ['108720443019014139260', '108720443019014139260'],
    ['<redacted-email>', '<redacted-email>'],
  ])('value: %s', (written, meant) => {
    expect(only(`value: ${written}\n`)).toEqual({ value: meant });
  });

  test('text survives gcloud’s way of quoting', () => {
    expect(only('a: |\n  x\n  y\nb: "é\\L x"\nc: >-\n  one\n  two\n')).toEqual({
      a: 'x\ny\n',
      b: 'é\u2028 x',
      c: 'one two',
    });
  });
});

describe('several answers in one file', () => {
  test.each([
    ['an object a line', '{"a":1}\n{"a":2}\n'],
    ['an object behind an object', '{\n  "a": 1\n}\n{\n  "a": 2\n}'],
  ])('%s are documents, and no list', (_name, text) => {
    expect(parseExport(text)).toEqual({ ok: true, documents: [{ a: 1 }, { a: 2 }], stream: false });
  });

  test('of which the last is cut off are not read', () => {
    expect(parseExport('{"a":1}\n{"a":2').ok).toBe(false);
  });
});

describe('what stands beside an answer', () => {
  test.each([
    ['a warning before it', 'WARNING: The following regions did not respond: [us-east7]\n[]', 1],
    ['a warning behind it', '[]\nWARNING: SECRET', 2],
    ['the count of a list', '[]\n\n\nListed 0 items.\n', 4],
    ['the count alone', 'Listed 0 items.\n', 1],
    ['news of the command', '{"a": 1}\nUpdates are available for some Google Cloud CLI components.', 2],
    ['a prompt', '$ gcloud run services list --format=json\n[]', 1],
    ['the fence of a note', '```json\n[]\n```', 1],
  ])('%s is told by its line, and the answer is not read around it', (_name, text, line) => {
    const parsed = parseExport(text);
    expect(parsed).toMatchObject({ ok: false, fault: expect.stringContaining(`(line ${line})`) });
    expect(JSON.stringify(parsed)).not.toContain('SECRET');
  });
});

describe('what cannot be read', () => {
  test.each([
    ['JSON cut off', '[{"a": 1,', 'line 1, column 10'],
    ['JSON cut off in text', '{\n "a": "SECRET', 'line 2'],
    ['JSON with rubbish', '{\n "a": SECRET SECRET: 1 }', 'line 2'],
    ['two lists', '[\n  "SECRET"\n]\n[]\n', 'the second from line 4 on'],
    ['a list behind an object', '{"a": "SECRET"}\n[]\n', 'the second from line 2 on'],
    [
      'a table',
      '   SERVICE  REGION       URL\n✔  SECRET   us-central1  https://x.run.app\n',
      '--format=json',
    ],
    [
      'what describe shows people',
      '✔ Service SECRET in region us-central1\n\nURL: https://x\nIngress: all\n',
      '--format=json',
    ],
    ['a page to sign in', '<html><body>SECRET</body></html>', '--format=json'],
    ['YAML with a tab', 'a:\n\tb: SECRET', 'line 2'],
    ['YAML with the same key twice', 'a: SECRET\na: 2', 'line 2'],
    ['an alias to nothing', 'a: *SECRET', 'neither JSON nor YAML'],
    ['nothing', '', 'empty'],
    ['white space', '\uFEFF \r\n', 'empty'],
    ['a comment', '# SECRET\n', 'empty'],
  ])('%s is told with its place and without its content', (_name, text, place) => {
    const parsed = parseExport(text);
    expect(parsed).toMatchObject({ ok: false, fault: expect.stringContaining(place) });
    expect(JSON.stringify(parsed)).not.toContain('SECRET');
  });

  test('aliases that multiply are refused', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`);
    expect(parseExport(`l0: &l0 [x]\n${levels.join('\n')}\n`).ok).toBe(false);
  });

  test('any text is answered', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => parseExport(text) !== null));
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, cut) => {
        const text = JSON.stringify([value], null, 1);
        const parsed = parseExport(text.slice(0, cut % text.length));
        return !parsed.ok;
      }),
    );
  });

  test('JSON and YAML of one value are the same', () => {
    const text = fc.string({ unit: 'grapheme-ascii' });
    const value = fc.dictionary(
      fc.constantFrom('name', 'value', 'list'),
      fc.oneof(text, fc.array(text), fc.integer(), fc.boolean()),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(value, (object) => {
        expect(only(stringify(object, { version: '1.1' }))).toEqual(only(JSON.stringify(object)));
      }),
    );
  });
});
