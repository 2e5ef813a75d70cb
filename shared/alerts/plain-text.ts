import { printable } from '../findings/printable.ts';
import { shorten } from '../findings/show-value.ts';
import { HOW_TO_SETTLE, headline, preamble } from './headline.ts';
import { type ItemFacts, itemFacts, readableTime } from './item-facts.ts';
import type { AlertItem, AlertMessage } from './model.ts';

const SHORT_TEXT = 1_500;

/** A message as lines of text, without colour or markup; ends without a line break. */
export function plainText(message: AlertMessage): string {
  const intro = preamble(message);
  const lines = [
    printable(headline(message)),
    ...(message.notice === null ? [] : [printable(message.notice)]),
    ...(intro === null ? [] : [printable(intro)]),
    ...message.items.flatMap((item) => itemLines(item, message.kind === 'baseline')),
    ...(message.items.some(({ resolved }) => !resolved) ? ['', HOW_TO_SETTLE] : []),
    printable(footer(message)),
  ];
  return lines.join('\n');
}

/** The header and one line a finding: for notifications, screen readers, and where the full message was refused. */
export function shortText(message: AlertMessage): string {
  const items = message.items.map((item) => {
    const facts = itemFacts(item);
    const end = facts.ended === null ? changeText(facts) : `: ${facts.ended.why ?? facts.ended.as}`;
    return `${facts.severity} ${facts.subject}: ${facts.what}${end} [${facts.id}]`;
  });
  const notice = message.notice === null ? [] : [message.notice];
  return shorten([headline(message), ...notice, ...items].map(printable).join('\n'), SHORT_TEXT);
}

/** Where a message comes from: run, instant, contract. */
export function footer(message: AlertMessage): string {
  return `Run ${message.runId} · ${readableTime(message.at)} · ${message.contractFile}`;
}

function itemLines(item: AlertItem, brief: boolean): string[] {
  const facts = itemFacts(item);
  const mark = facts.ended === null ? '' : ` (${[facts.ended.as, facts.ended.why ?? []].flat().join(': ')})`;
  const body =
    facts.ended === null && !brief
      ? [...facts.sentences, ...(facts.settle === null ? [] : [`To settle: ${facts.settle}`])]
      : [];
  const change = changeText(facts);
  return [
    '',
    `${facts.severity} · ${facts.subject} · ${facts.what}${mark}`,
    ...(change === '' ? [] : [`  ${change.slice(2)}`]),
    ...body.map((sentence) => `  ${sentence}`),
    `  [${facts.id}] ${facts.place}`,
  ].map(printable);
}

function changeText({ change }: ItemFacts): string {
  if (change === null) return '';
  const expected = change.expected === null ? '' : ` (expected ${change.expected})`;
  return `: ${change.before} → ${change.after}${expected}`;
}
