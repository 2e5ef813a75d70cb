import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { printable } from '../../shared/findings/printable.ts';
import { placeBeside, withEnvironment } from '../../shared/report/places.ts';
import { markdownCode, markdownText } from '../../shared/report/plain.ts';
import { wrap } from '../../shared/report/wrap.ts';

describe('printable', () => {
  it.each([
    ['a terminal escape', '\u001b[2Jgone', ' [2Jgone'],
    ['a forged line', 'ok\nFAIL', 'ok FAIL'],
    ['text that runs backwards', 'a\u202eb', 'a b'],
    ['a mark of direction', 'a\u200f\u061cb', 'a  b'],
    ['what takes no place', 'pro\u200bd\ufeff\u2060', 'pro d  '],
    ["a command to GitHub's runner", '\n::set-output name=a::b', ' : :set-output name=a::b'],
    ['a command without a value', '::stop-commands::x', ': :stop-commands::x'],
    ['commands to other runners', '##[error]a ##vso[task.x]b', '# #[error]a # #vso[task.x]b'],
    ['an address', '2001:db8::1 or a::b ::1', '2001:db8::1 or a::b ::1'],
    ['ordinary text', 'Zürich → prod', 'Zürich → prod'],
  ])('%s', (_name, text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

describe('markdownText', () => {
  it.each([
    ['a cell border', 'a|b', 'a\\|b'],
    ['a tag', '<script>', '\\<script\\>'],
    ['an entity', 'a&lt;b', 'a&amp;lt;b'],
    ['a link', '[x](y)', '\\[x\\](y)'],
    ['emphasis', '*a* _b_', '\\*a\\* \\_b\\_'],
    ['a key', 'STRIPE_PRICE_PRO', 'STRIPE_PRICE_PRO'],
    ['a backslash', 'a\\b', 'a\\\\b'],
    ['a code span of ours', 'declare it with `in` or `optional`', 'declare it with `in` or `optional`'],
    ['a lone backtick', 'a`b', 'a\\`b'],
    ['a code span that is not plain', '`<b>`', '\\`\\<b\\>\\`'],
    ['a mention', '<!channel>', '\\<!channel\\>'],
    ['a heading', '# a', '\\# a'],
    ['a list in a list', '- a', '\\- a'],
    ['a numbered list', '1. a', '1\\. a'],
    ['a flag', '--ingress=all', '--ingress=all'],
    ['struck text', '~~a~~', '\\~\\~a\\~\\~'],
    ['a new line', 'a\n# b', 'a # b'],
  ])('%s', (_name, text, shown) => {
    expect(markdownText(text)).toBe(shown);
  });
});

describe('markdownCode', () => {
  it.each([
    ['a path', 'contracts/a.yaml', '`contracts/a.yaml`'],
    ['backticks', 'a`b``c', '``` a`b``c ```'],
    ['a cell border', 'a|b', '`a\\|b`'],
  ])('%s', (_name, text, shown) => {
    expect(markdownCode(text)).toBe(shown);
  });
});

describe('wrap', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 12 });

  it('keeps every word in order, and every line that has a blank within the width', () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 14, max: 40 }),
        (words, width) => {
          const lines = wrap(words.join(' '), width, '  ').split('\n');
          expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(words);
          expect(lines.every((line) => line.length <= width)).toBe(true);
        },
      ),
    );
  });
});

describe('places', () => {
  it('cites the contract once', () => {
    expect(placeBeside('it is so (a.yaml:3).', 'a.yaml:3')).toBe('');
    expect(placeBeside('it is so.', 'a.yaml:3')).toBe(' (a.yaml:3)');
    expect(placeBeside('it is so.', null)).toBe('');
  });

  it('names the environment once', () => {
    expect(withEnvironment('prod', 'prod web runs')).toBe('prod web runs');
    expect(withEnvironment('prod', 'production is fine')).toBe('prod · production is fine');
  });
});
