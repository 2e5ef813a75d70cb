import type { AlertRoute } from '../contract/model.ts';
import { channelOf, isAboutChannel } from '../findings/health-gaps.ts';
import { SEVERITIES, type Severity } from '../findings/model.ts';
import { compareFindings } from '../findings/observe.ts';
import type { Told } from '../findings/transitions.ts';
import { compareText } from '../snapshot/model.ts';
import type { AlertItem, AlertMessage, ScopeCounts } from './model.ts';
import { channelFor } from './route.ts';

/** Findings one message shows; the rest goes into its thread. */
export const ITEMS_PER_MESSAGE = 10;

/** What all messages of a pass have in common. */
export interface MessageContext {
  estate: string;
  runId: string;
  /** RFC 3339 */
  at: string;
  contractFile: string;
  routes: readonly AlertRoute[];
  defaultChannel: string;
  /** The estate's first committed pass: one summary, also where nothing is wrong. */
  firstRun: boolean;
  scopes: ScopeCounts;
}

/** One message and where it goes; its later parts belong into the thread of the first. */
export interface RoutedMessage {
  channel: string;
  /** The outbox entry it answers; null: a message of its own. */
  answers: string | null;
  parts: AlertMessage[];
  /** The told transitions of each part, in the order of its items. */
  told: Told[][];
}

type Kind = AlertMessage['kind'];

/** One message per pass and environment (and channel), worst first; resolutions answer what told them; a baseline is one message. */
export function messagesFor(told: readonly Told[], context: MessageContext): RoutedMessage[] {
  const tellable = told.filter((entry) => hasWay(entry, context));
  const baseline = tellable.filter((entry) => kindOf(entry) === 'baseline');
  const groups = Map.groupBy(
    tellable.filter((entry) => kindOf(entry) !== 'baseline'),
    (entry) => JSON.stringify(groupKey(entry, context)),
  );
  const messages = [...groups]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([, group]) => message(group, context));
  const summary = context.firstRun || baseline.length > 0 ? [baselineMessage(baseline, context)] : [];
  return [...summary, ...messages];
}

/** That a channel takes nothing is told in the default channel; where it is that one, by the log and the answer alone. */
function hasWay({ record }: Told, { defaultChannel }: MessageContext): boolean {
  return !isAboutChannel(record) || channelOf(record) !== defaultChannel;
}

function wayOf(record: Told['record'], { routes, defaultChannel }: MessageContext): string {
  return isAboutChannel(record) ? defaultChannel : channelFor(routes, defaultChannel, record);
}

function kindOf({ transition }: Told): Kind {
  if (transition.reason === 'first-run' || transition.reason === 'new-scope') return 'baseline';
  if (transition.kind === 'resolved') return 'resolved';
  return transition.kind === 'reminded' ? 'reminder' : 'alert';
}

interface GroupKey {
  kind: Kind;
  environment: string;
  channel: string;
  answers: string | null;
}

function groupKey(entry: Told, context: MessageContext): GroupKey {
  const { record } = entry;
  const kind = kindOf(entry);
  return {
    kind,
    environment: record.environment,
    channel: wayOf(record, context),
    answers: kind === 'resolved' ? record.toldBy : null,
  };
}

function message(group: Told[], context: MessageContext): RoutedMessage {
  const [first] = group;
  if (first === undefined) throw new Error('a message without a finding');
  const { kind, environment, channel, answers } = groupKey(first, context);
  const told = chunks(group.toSorted((a, b) => compareFindings(a.record, b.record)));
  const parts = told.map((chunk, index) => ({
    ...common(context),
    kind,
    environment,
    items: chunk.map(item),
    ...(told.length === 1 ? {} : { part: { number: index + 1, of: told.length, total: group.length } }),
  }));
  return { channel, answers, parts, told };
}

/** The summary keeps the worst findings and the numbers: an estate may start with hundreds. */
function baselineMessage(group: Told[], context: MessageContext): RoutedMessage {
  const sorted = group.toSorted((a, b) => compareFindings(a.record, b.record));
  const environments = [...new Set(sorted.map(({ record }) => record.environment))];
  const [only] = environments;
  const environment = !context.firstRun && environments.length === 1 && only !== undefined ? only : '*';
  const severity = sorted[0]?.record.severity ?? 'low';
  const part = {
    ...common(context),
    kind: 'baseline' as const,
    environment,
    items: sorted.slice(0, ITEMS_PER_MESSAGE).map(item),
    counts: countsOf(sorted),
    ...(context.firstRun && context.scopes.unread > 0 ? { scopes: context.scopes } : {}),
  };
  const channel = channelFor(context.routes, context.defaultChannel, { environment, severity, role: null });
  return { channel, answers: null, parts: [part], told: [sorted] };
}

function countsOf(told: Told[]): Partial<Record<Severity, number>> {
  const counts = SEVERITIES.map(
    (severity) => [severity, told.filter(({ record }) => record.severity === severity).length] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function common({ estate, runId, at, contractFile }: MessageContext) {
  return { estate, runId, at, contractFile, notice: null };
}

function item({ record, transition }: Told): AlertItem {
  const resolved = transition.kind === 'resolved';
  return { finding: record, transition: transition.kind, resolved, reason: transition.reason };
}

function chunks(told: Told[]): Told[][] {
  const count = Math.ceil(told.length / ITEMS_PER_MESSAGE);
  return Array.from({ length: count }, (_, index) =>
    told.slice(index * ITEMS_PER_MESSAGE, (index + 1) * ITEMS_PER_MESSAGE),
  );
}
