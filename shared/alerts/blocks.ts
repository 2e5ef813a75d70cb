import { HOW_TO_SETTLE, headline, preamble, totalOf } from './headline.ts';
import { type ItemFacts, itemFacts } from './item-facts.ts';
import type { AlertMessage } from './model.ts';
import { code, escapedWithin, escapeText, words } from './mrkdwn.ts';
import { footer, shortText } from './plain-text.ts';
import { settleMarkup } from './settle-markup.ts';

/** The parts of Slack's Block Kit that messages use. */
export type Block =
  | { type: 'header'; text: { type: 'plain_text'; text: string; emoji: false } }
  | { type: 'section'; text: Mrkdwn }
  | { type: 'context'; elements: Mrkdwn[] }
  | { type: 'divider' };
interface Mrkdwn {
  type: 'mrkdwn';
  text: string;
  /** No links, mentions or channel names are made of what is written. */
  verbatim: true;
}

/** A message as Slack takes it; `leftOut` counts the findings that did not fit. */
export interface SlackMessage {
  text: string;
  blocks: Block[];
  leftOut: number;
}

/** Slack's own limits are 150, 3,000, 50 and near 11,000; ours leave room. */
const HEADER = 150;
const SECTION = 2_800;
const SENTENCE = 400;
const NAME = 150;
const MOST_BLOCKS = 40;
const BUDGET = 8_000;

/** Renders a message within the budget: details go first, from the end, then findings, and it says so. */
export function slackBlocks(message: AlertMessage): SlackMessage {
  const text = shortText(message).split('\n').map(words).join('\n');
  let fallback: SlackMessage = { text, blocks: [], leftOut: message.items.length };
  for (const plan of plans(message.items.length)) {
    const blocks = render(message, plan);
    fallback = { text, blocks, leftOut: message.items.length - plan.shown };
    if (blocks.length <= MOST_BLOCKS && size(fallback) <= BUDGET) return fallback;
  }
  return fallback;
}

interface Plan {
  /** Findings with all their sentences; the rest of the shown ones in brief. */
  full: number;
  shown: number;
}

/** From everything in full to the bare header, giving up as little as possible first. */
function plans(items: number): Plan[] {
  const brief = Array.from({ length: items + 1 }, (_, less) => ({ full: items - less, shown: items }));
  const fewer = Array.from({ length: items }, (_, less) => ({ full: 0, shown: items - less - 1 }));
  return [...brief, ...fewer];
}

function render(message: AlertMessage, plan: Plan): Block[] {
  const intro = preamble(message);
  const shown = message.items.slice(0, plan.shown);
  const left = message.items.length - plan.shown;
  const isOpen = message.items.some(({ resolved }) => !resolved);
  const full = message.kind === 'baseline' ? 0 : plan.full;
  return [
    header(headline(message)),
    ...(message.notice === null ? [] : [section(words(message.notice))]),
    ...(intro === null ? [] : [section(words(intro))]),
    ...shown.flatMap((item, index) => itemBlocks(itemFacts(item), index < full)),
    ...(left === 0
      ? []
      : [section(words(`${left} more of ${totalOf(message)} left out here: plumbline findings list.`))]),
    ...(isOpen ? [context(words(HOW_TO_SETTLE))] : []),
    context(words(footer(message))),
  ];
}

function itemBlocks(facts: ItemFacts, full: boolean): Block[] {
  const place = `${code(facts.id)} ${limited(facts.place)}`;
  const title = `*${words(facts.severity)} · ${name(facts.subject)}* · ${name(facts.what)}`;
  if (facts.ended !== null) {
    const { as, why } = facts.ended;
    const end = `*${words(as)}*${why === null ? '' : `: ${words(why)}`}`;
    const struck = `~${name(facts.subject)} · ${name(facts.what)}~ ${end}`;
    return [section(`${struck}${changeLine(facts)}\n${place}`)];
  }
  if (!full) return [section(`${title}${changeLine(facts)}\n${place}`)];
  const settle = facts.settle === null ? '' : `\nTo settle: ${settleMarkup(facts.settle, facts.id)}`;
  return [
    section(`${title}${changeLine(facts)}\n${facts.sentences.map(limited).join(' ')}${settle}`),
    context(place),
  ];
}

function changeLine({ change }: ItemFacts): string {
  if (change === null) return '';
  const expected = change.expected === null ? '' : ` (expected ${code(change.expected)})`;
  return `\n${code(change.before)} → ${code(change.after)}${expected}`;
}

/** One sentence may not crowd out the others. */
function limited(sentence: string): string {
  return escapedWithin(sentence, SENTENCE, words);
}

function name(text: string): string {
  return escapedWithin(text, NAME, words);
}

function header(text: string): Block {
  return {
    type: 'header',
    text: { type: 'plain_text', text: escapedWithin(text, HEADER, escapeText), emoji: false },
  };
}

function section(text: string): Block {
  return { type: 'section', text: mrkdwn(text, SECTION) };
}

function context(text: string): Block {
  return { type: 'context', elements: [mrkdwn(text, SECTION)] };
}

/** Markup is made of parts that are short already; what still exceeds is cut whole lines at a time. */
function mrkdwn(text: string, longest: number): Mrkdwn {
  const lines = text.split('\n');
  while (lines.length > 1 && lines.join('\n').length > longest) lines.splice(-2, 1);
  return { type: 'mrkdwn', text: lines.join('\n'), verbatim: true };
}

function size(message: SlackMessage): number {
  return message.text.length + JSON.stringify(message.blocks).length;
}
