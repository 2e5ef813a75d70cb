import { type FindingRecord, SEVERITIES } from '../findings/model.ts';
import { isUnwatched, itemFacts } from './item-facts.ts';
import type { AlertMessage, ScopeCounts } from './model.ts';

/** How one settles what a message tells. */
export const HOW_TO_SETTLE =
  'Accept one: plumbline findings accept ID --by NAME --reason WHY [--expires DATE]. Mute one: plumbline findings silence ID --by NAME --until DATE.';

/** The first line of a message: severity, environment, role and what changed. */
export function headline(message: AlertMessage): string {
  if (message.kind === 'baseline') return baselineHeadline(message);
  const open = message.items.filter(({ resolved }) => !resolved);
  const [first] = open.length > 0 ? open : message.items;
  if (first === undefined) return `${message.environment} · nothing open`;
  const { severity, subject, what } = itemFacts(first);
  const label = open.length === 0 ? endLabel(message) : `${labelOf(message)}${severity}`;
  const continued =
    (message.part?.number ?? 1) > 1 ? ` (part ${message.part?.number} of ${message.part?.of})` : '';
  return `${label} · ${message.environment} · ${subject} · ${what}${more(message, open.length)}${continued}`;
}

function endLabel({ items }: AlertMessage): string {
  return items.every(isUnwatched) ? 'NO LONGER WATCHED' : 'RESOLVED';
}

/** What kind of news it is, where it is not simply new; news of several kinds have no label, so that none hides behind another's. */
function labelOf({ kind, items, at }: AlertMessage): string {
  if (kind === 'reminder') return 'STILL OPEN · ';
  if (items.every(({ transition }) => transition === 'window-expired')) return 'BREAK-GLASS ENDED · ';
  return items.every(({ finding }) => isExpected(finding, at)) ? 'BREAK-GLASS · ' : '';
}

/** Whether its window runs still: what changes after a window has ended is nobody's announced change. */
function isExpected({ windowId, windowExpiresAt }: FindingRecord, at: string): boolean {
  if (windowId === null || windowExpiresAt === null) return false;
  return windowExpiresAt === undefined || Date.parse(windowExpiresAt) > Date.parse(at);
}

/** How many findings are open by severity: `2 critical, 1 medium`. */
export function countWords(message: AlertMessage): string {
  const { counts = {} } = message;
  const words = SEVERITIES.flatMap((severity) => {
    const count = counts[severity] ?? 0;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  return words.join(', ');
}

/** Findings of a message as a whole, later parts included. */
export function totalOf(message: AlertMessage): number {
  const counted = Object.values(message.counts ?? {}).reduce((sum, count) => sum + count, 0);
  return Math.max(message.part?.total ?? 0, counted, message.items.length);
}

/** What stands between the header and the findings; null where the header says it all. */
export function preamble(message: AlertMessage): string | null {
  if (message.kind === 'baseline') return baselinePreamble(message);
  if (message.part === undefined || message.part.number > 1) return null;
  return `${message.part.total} findings, worst first; the rest is in the thread.`;
}

function baselineHeadline(message: AlertMessage): string {
  const total = totalOf(message);
  const where = message.environment === '*' ? message.estate : message.environment;
  const open = total === 0 ? 'nothing open' : `${total} open: ${countWords(message)}`;
  const { scopes } = message;
  if (scopes === undefined) return `BASELINE · ${where} · ${open}`;
  if (scopes.read === 0) return `BASELINE · ${where} · nothing could be read`;
  return `BASELINE · ${where} · ${open}, ${scopes.unread} of ${scopes.total} scopes not read`;
}

function baselinePreamble(message: AlertMessage): string {
  const total = totalOf(message);
  const rule = 'From now on each new finding is told once.';
  const { scopes } = message;
  if (scopes?.read === 0)
    return `First look: none of the ${scopes.total} scopes could be read, so nothing was judged. What mends it: ${mends(scopes)}.`;
  const shown =
    message.items.length < total ? ` The worst ${message.items.length}; all: plumbline findings list.` : '';
  return `First look: ${firstSight(total, scopes)} ${rule}${shown}`;
}

/** A doctor asks the live projects: it says nothing of files. */
function mends({ fromFiles }: ScopeCounts): string {
  return fromFiles === true
    ? 'plumbline check --from names each file and what is to print it'
    : 'plumbline doctor';
}

/** What was not read is as nobody knows: it is never counted as agreeing with the contract. */
function firstSight(total: number, scopes: AlertMessage['scopes']): string {
  if (scopes === undefined)
    return total === 0 ? 'everything is as the contract says.' : 'this is what is open now.';
  const open = total === 0 ? 'what was read is as the contract says' : 'this is what is open now';
  return `${open}; ${scopes.unread} of ${scopes.total} scopes could not be read, and what they hold was not judged (${scopes.fromFiles === true ? 'plumbline check --from says why' : 'plumbline doctor says why'}).`;
}

function more(message: AlertMessage, open: number): string {
  if (open > 0 && open < message.items.length)
    return ` (${message.items.length - open} of ${message.items.length} resolved)`;
  const total = totalOf(message);
  return total > 1 ? ` and ${total - 1} more` : '';
}
