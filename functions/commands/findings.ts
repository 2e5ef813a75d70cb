import Table from 'cli-table3';
import { Command, Option } from 'commander';
import type { FindingRecord, FindingState } from '../../shared/findings/model.ts';
import { printable } from '../../shared/findings/printable.ts';
import type { StateStore } from '../../shared/ports.ts';
import { findingText } from '../../shared/report/finding-text.ts';
import { recordJson } from '../../shared/report/report-json.ts';
import { wrap } from '../../shared/report/wrap.ts';
import { findingByPrefix, type SettleRequest, settleFinding } from '../../shared/settle-finding.ts';
import { write, writeDocument } from '../output.ts';
import { terminal } from '../terminal.ts';
import { openSettings, openStore } from '../wire.ts';
import { type CommonOptions, formatOption, newCommand } from './options.ts';

const STATES: FindingState[] = ['open', 'accepted', 'resolved'];
/** Columns beside the sentence: id, severity, state, environment, since, and the table's own lines. */
const NARROW = [14, 10, 10, 13, 18, 7];
const LEAST_WIDTH = 30;
/** A blank on each side of a cell. */
const PADDING = 2;

type FormatOptions = CommonOptions & { format: string };
type ListOptions = FormatOptions & { state: string[] };

/** `plumbline findings list|show|accept|silence|reopen`. */
export function findingsCommand(): Command {
  const command = new Command('findings').description('look at and settle findings');
  command.addCommand(
    newCommand('list', 'findings, worst first')
      .addOption(new Option('--state <states...>', 'which').choices([...STATES, 'all']).default(['open']))
      .addOption(formatOption(['text', 'json']))
      .action(list),
    { isDefault: true },
  );
  command.addCommand(
    one('show', 'one finding whole')
      .addOption(formatOption(['text', 'json']))
      .action(show),
  );
  command.addCommand(
    settling('accept', 'accept the value it has now; another value ends it')
      .requiredOption('--reason <why>', 'why it is accepted')
      .option('--expires <date>', 'until when; without it, until the value changes')
      .action((prefix, options) =>
        settle(prefix, options, { ...options, action: 'accept', expires: options.expires ?? null }),
      ),
  );
  command.addCommand(
    settling('silence', 'mute its messages until a time; it goes on being recorded')
      .requiredOption('--until <date>', 'until when')
      .action((prefix, options) => settle(prefix, options, { ...options, action: 'silence' })),
  );
  command.addCommand(
    settling('reopen', 'take an acceptance or a silence back').action((prefix, options) =>
      settle(prefix, options, { ...options, action: 'reopen' }),
    ),
  );
  return command;
}

function one(name: string, description: string): Command {
  return newCommand(name, description).argument('<finding>', 'its id, or any unambiguous beginning of it');
}

function settling(name: string, description: string): Command {
  return one(name, description).requiredOption('--by <name>', 'who decides');
}

async function list(options: ListOptions): Promise<void> {
  const states = options.state.includes('all') ? [] : STATES.filter((state) => options.state.includes(state));
  const records = await withStore(options, (store) => store.listFindings(states));
  if (options.format === 'json') return write(writeDocument(records.map(recordJson)), null);
  await write(records.length === 0 ? 'no findings\n' : `${tableOf(records)}\n`, null);
}

function tableOf(records: FindingRecord[]): string {
  const [id, severity, state, environment, since] = NARROW;
  const what = Math.max(LEAST_WIDTH, terminal().width - NARROW.reduce((sum, width) => sum + width, 0));
  const table = new Table({
    head: ['id', 'severity', 'state', 'environment', 'what', 'since'],
    style: { head: [], border: [], compact: true },
    colWidths: [id, severity, state, environment, what, since].map((width) => width ?? null),
    wordWrap: true,
    // Words are kept whole by `wrap`; one that is longer than its column is broken, never cut off.
    wrapOnWordBoundary: false,
  });
  for (const record of records)
    table.push([
      record.fingerprint.slice(0, 12),
      record.severity,
      stateOf(record),
      record.environment,
      wrap(printable(record.message), what - PADDING, ''),
      record.firstSeenAt.slice(0, 16),
    ]);
  return table.toString();
}

function stateOf(record: FindingRecord): string {
  return record.unknownSince === null ? record.state : 'unknown';
}

async function show(prefix: string, options: FormatOptions): Promise<void> {
  const record = await withStore(options, async (store) =>
    findingByPrefix(await store.listFindings([]), prefix),
  );
  if (options.format === 'json') return write(writeDocument(recordJson(record)), null);
  const life = `${stateOf(record)}, seen since ${record.firstSeenAt}, last ${record.lastSeenAt}, episode ${record.episode}`;
  const place = `${printable(record.resource)} ${printable(record.path ?? '')}`.trimEnd();
  await write(`${findingText(record, terminal())}\n${life}\n${place}\n${record.fingerprint}\n`, null);
}

async function settle(prefix: string, options: CommonOptions, request: SettleRequest): Promise<void> {
  const record = await withStore(options, async (store) => {
    const { fingerprint } = findingByPrefix(await store.listFindings([]), prefix);
    return settleFinding(store, { ...request, fingerprint }, new Date());
  });
  const silenced = record.silence === null ? '' : `, silenced until ${record.silence.until}`;
  await write(
    `${record.fingerprint.slice(0, 12)} is ${record.state}${silenced}: ${printable(record.message)}\n`,
    null,
  );
}

async function withStore<T>(options: CommonOptions, use: (store: StateStore) => Promise<T>): Promise<T> {
  const store = await openStore(openSettings(process.env, options));
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
