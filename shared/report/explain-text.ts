import { place } from '../checks/results/result.ts';
import type { Matter, Waiver } from '../contract/model.ts';
import type { Expectation, Expected, Explanation } from '../explain/model.ts';
import { printable } from '../findings/printable.ts';
import type { TextOptions } from './finding-text.ts';
import { wrap } from './wrap.ts';

/** An explanation for a terminal: the rule and why, what each environment is to be, from which line, and what is waived. */
export function explainText(explanation: Explanation, options: TextOptions): string {
  const { check, environments, roles, waivers, undecided, otherwise, ofOne } = explanation;
  const head = [
    options.paint('strong', `${check.number} ${check.id}: ${check.title}`),
    wrap(`  ${check.explanation}`, options.width, '  '),
    wrap(`  Where the contract says nothing: ${otherwise}.`, options.width, '  '),
  ].join('\n');
  const whole = environments.some(({ expectations }) => expectations.length > 0) ? environments : [];
  const parts = [
    head,
    part({ title: 'every role', expected: whole, short: false }, options),
    ...roles.map(({ role, expected }) => part({ title: role, expected, short: !ofOne }, options)),
    settledPart('Waivers', waivers.map(waiverWords), options),
    settledPart('Undecided', undecided.map(matterWords), options),
  ];
  return `${parts.filter((text) => text !== '').join('\n\n')}\n`;
}

interface Part {
  title: string;
  expected: readonly Expected[];
  /** Everything of an environment on one line, rather than a line each. */
  short: boolean;
}

/** Environments of which the same is expected, from the same lines, are one line. */
function part({ title, expected, short }: Part, options: TextOptions): string {
  if (expected.length === 0) return '';
  const alike = Map.groupBy(expected, ({ absent, expectations }) => JSON.stringify([absent, expectations]));
  const groups = [...alike.values()].map((group) => ({
    names: group.map(({ environment }) => environment).join(', '),
    lines: linesOf(group[0], short),
  }));
  const width = Math.max(...groups.map(({ names }) => names.length));
  const lines = groups.flatMap(({ names, lines: said }) =>
    said.map((line, index) => {
      const label = (index === 0 ? names : '').padEnd(width);
      return wrap(`  ${label}  ${printable(line)}`, options.width, ' '.repeat(width + 6));
    }),
  );
  return [options.paint('strong', printable(title)), ...lines].join('\n');
}

function linesOf(expected: Expected | undefined, short: boolean): string[] {
  if (expected === undefined) return [];
  const { absent, expectations } = expected;
  if (absent !== null) return [said(absent)];
  if (expectations.length === 0) return ['nothing is declared'];
  if (!short) return expectations.map(said);
  const places = new Set(expectations.map(({ source }) => place(source)));
  return [`${expectations.map(({ words }) => words).join('; ')} (${[...places].join(', ')})`];
}

function said({ words, source }: Expectation): string {
  return `${words} (${place(source)})`;
}

function settledPart(title: string, lines: readonly string[], { width, paint }: TextOptions): string {
  if (lines.length === 0) return '';
  return [paint('strong', title), ...lines.map((line) => wrap(`  ${printable(line)}`, width, '    '))].join(
    '\n',
  );
}

function waiverWords(waiver: Waiver): string {
  return `${matterWords(waiver)}: ${waiver.reason}; ${waiver.owner} answers for it`;
}

function matterWords({ roles, environments, path, expires, location }: Matter): string {
  const whom = roles === null ? 'every role' : roles.join(', ');
  const where = environments === null ? 'every environment' : environments.join(', ');
  const what = path === null ? '' : `, ${path}`;
  return `${whom} in ${where}${what}, until ${expires} (${place(location)})`;
}
