import type { WindowChange } from '../break-glass/model.ts';
import { beforeAfter, changeHeadline } from '../findings/describe-change.ts';
import { printable } from '../findings/printable.ts';
import { type Gate, type GateResult, gateVerdict, unexpected } from '../gate/gate.ts';
import type { JsonObject } from '../snapshot/json.ts';
import type { TextOptions } from './finding-text.ts';
import { reportJson } from './report-json.ts';
import { unreadLines } from './unread.ts';
import { wrap } from './wrap.ts';

/** A gate for a pipeline's log: what stops it first, then what a person should look at, the verdict last. */
export function gateText(gate: Gate, options: TextOptions): string {
  const parts = [
    part('stops the pipeline', gate.blocking.map(resultLine), { options, style: 'bad' }),
    part('changed, and neither released nor in the contract', unexpected(gate).map(changeLine), {
      options,
      style: 'bad',
    }),
    part('to look at', gate.review.map(resultLine), { options, style: 'warn' }),
    part(
      'not read',
      unreadLines(gate.report)
        .filter(({ isGap }) => isGap)
        .map(({ what, status, detail }) => `${what}: ${status} ${detail}`),
      { options, style: 'warn' },
    ),
    part('changed as released or as the contract states', expected(gate).map(changeLine), {
      options,
      style: 'quiet',
    }),
    `${verdictLine(gate, options)}\n`,
  ];
  return parts.filter((text) => text !== '').join('\n');
}

/** A gate as one JSON document: the report, and what the gate makes of it. */
export function gateJson(gate: Gate): JsonObject {
  const results = (list: GateResult[]) =>
    list.map(({ check, result }) => ({
      check,
      role: result.role,
      environment: result.environment,
      message: result.message,
      fingerprint: result.fingerprint,
    }));
  return {
    ...reportJson(gate.report),
    gate: {
      kind: gate.kind,
      verdict: ({ 0: 'open', 2: 'closed', 3: 'not known' } as const)[gateVerdict(gate)],
      blocking: results(gate.blocking),
      review: results(gate.review),
      changes: gate.changes === null ? null : gate.changes.map((change) => ({ ...change, actor: null })),
    },
  };
}

function expected({ changes }: Gate): WindowChange[] {
  return (changes ?? []).filter(({ verdict }) => verdict !== 'finding' && verdict !== 'ignored');
}

function part(
  title: string,
  lines: string[],
  { options, style }: { options: TextOptions; style: 'bad' | 'warn' | 'quiet' },
): string {
  if (lines.length === 0) return '';
  const { paint, width } = options;
  const body = lines.map((line) => wrap(`  ${printable(line)}`, width, '    '));
  return `${paint(style, title)}\n${body.join('\n')}\n`;
}

function resultLine({ check, result }: GateResult): string {
  const settle = result.settle === null ? '' : ` To settle: ${result.settle}`;
  return `${check}: ${result.message}${settle}`;
}

function changeLine(change: WindowChange): string {
  const name = change.role ?? change.id;
  const sides = change.path === null ? '' : `: ${beforeAfter(change)}`;
  return `${change.environment} ${name}: ${changeHeadline(change)}${sides}`;
}

function verdictLine(gate: Gate, { paint }: TextOptions): string {
  const environments = [...new Set(gate.report.coverage.map(({ environment }) => environment))].join(', ');
  const gateName = `${gate.kind === 'pre' ? 'before' : 'after'} the release of ${environments}`;
  switch (gateVerdict(gate)) {
    case 2:
      return paint('bad', `gate closed ${gateName}: ${reasons(gate)}.`);
    case 3:
      return paint('warn', `gate ${gateName}: nothing wrong in what was seen, but ${blindness(gate)}.`);
    default:
      return paint('good', `gate open ${gateName}.`);
  }
}

function reasons(gate: Gate): string {
  const surprising = unexpected(gate).length;
  return [
    ...(gate.blocking.length > 0 ? [`${gate.blocking.length} failing`] : []),
    ...(surprising > 0 ? [`${surprising} unexpected changes`] : []),
  ].join(', ');
}

function blindness({ unread, kind, changes, isOtherKey }: Gate): string {
  if (unread.length > 0) return `${unread.length} scopes were not read`;
  if (isOtherKey)
    return 'the last pass fingerprinted literal values with another key, so whether one was changed is not known';
  return kind === 'post' && changes === null
    ? 'no earlier pass is stored to compare with: let plumbline run make one before the release'
    : 'not all was seen';
}
