import Table from 'cli-table3';
import type { Examination, PermissionStanding } from '../doctor/examination.ts';
import { excessOf } from '../doctor/examination.ts';
import type { EnvironmentExamination, IdentityExamination } from '../doctor/examine.ts';
import type { ListedKind } from '../doctor/probe.ts';
import { printable } from '../findings/printable.ts';
import type { TextOptions } from './finding-text.ts';
import type { Style } from './paint.ts';

/** Permissions in one line of the table: all of them stand alike everywhere. */
interface Line {
  need: PermissionStanding['need'];
  permissions: string[];
  /** One for each environment. */
  cells: string[];
}

const NEED: Record<PermissionStanding['need'], string> = {
  must: 'needs',
  may: 'may have',
  never: 'must not',
};
const WORDS: Record<PermissionStanding['need'], Record<PermissionStanding['standing'], string>> = {
  must: { has: 'has', lacks: 'LACKS', unknown: '?' },
  may: { has: 'has', lacks: 'lacks', unknown: '?' },
  never: { has: 'HAS IT', lacks: 'no', unknown: '?' },
};
const STYLES: Record<string, Style> = {
  has: 'good',
  no: 'good',
  lacks: 'quiet',
  LACKS: 'warn',
  '?': 'warn',
  'HAS IT': 'bad',
};
/** Borders and padding of a column. */
const FRAME = 3;
const NARROWEST = 36;

/** Permissions × environments; those of one resource that stand alike everywhere share a line. */
export function permissionTable(
  { environments }: IdentityExamination,
  { width, paint }: TextOptions,
): string {
  const names = environments.map(({ environment }) => environment);
  const columns = names.map((name) => Math.max(name.length, 'HAS IT'.length) + 2);
  const rest = 'must not'.length + FRAME + columns.reduce((sum, column) => sum + column + 1, 0);
  const table = new Table({
    ...plain(),
    head: ['', 'permission', ...names],
    colWidths: [null, Math.max(NARROWEST, Math.min(78, width - rest - FRAME)), ...columns],
    wordWrap: true,
  });
  for (const { need, permissions, cells } of linesOf(environments))
    table.push([
      NEED[need],
      short(permissions),
      ...cells.map((cell) => paint(STYLES[cell] ?? 'quiet', cell)),
    ]);
  return table.toString();
}

/** The single resources that were asked by name, those of a kind that answered alike in one line; empty where there are none. */
export function sampleTable({ environments }: IdentityExamination, { width, paint }: TextOptions): string {
  const rows = environments.flatMap((one) => [...sampleRows(one), ...listRows(one)]);
  if (rows.length === 0) return '';
  const first = Math.max(...['environment', ...rows.map(({ environment }) => environment)].map(length)) + 2;
  const last = Math.min(46, Math.max(...['answer', ...rows.map(({ words }) => words)].map(length)) + 2);
  const table = new Table({
    ...plain(),
    head: ['environment', 'single resources', 'answer'],
    colWidths: [first, Math.max(NARROWEST, width - first - last - FRAME - 1), last],
    wordWrap: true,
  });
  for (const { environment, what, style, words } of rows)
    table.push([environment, printable(what), paint(style, words)]);
  return table.toString();
}

interface SampleRow {
  environment: string;
  what: string;
  style: Style;
  words: string;
}

const KINDS: Record<ListedKind, string> = {
  service: 'services',
  job: 'jobs',
  workerPool: 'worker pools',
  secret: 'secrets',
  serviceAccount: 'accounts',
  apiKey: 'API keys',
};

function sampleRows({ environment, whole, lists, samples }: EnvironmentExamination): SampleRow[] {
  return lists.flatMap(({ kind, total }) => {
    const own = samples.filter(({ resource }) => resource.kind === kind);
    const alike = Map.groupBy(own, (one) => sampleWords(one, whole).words);
    return [...alike.values()].flatMap((group) => {
      const [one] = group;
      if (one === undefined) return [];
      const names = group.map(({ resource }) => placed(resource)).join(', ');
      const what = `${KINDS[kind]} (${group.length} of ${total}): ${names}`;
      return { environment, what, ...sampleWords(one, whole) };
    });
  });
}

/** A secret may be global or of a region, under one name. */
function placed({ kind, region, name }: Examination['resource']): string {
  return kind === 'secret' && region !== null ? `${name} in ${region}` : name;
}

function listRows({ environment, lists }: EnvironmentExamination): SampleRow[] {
  return lists.flatMap(({ kind, gap }) =>
    gap === null
      ? []
      : { environment, what: `${KINDS[kind]}: cannot be listed`, style: 'warn', words: gap.status },
  );
}

function sampleWords(one: Examination, whole: Examination): Pick<SampleRow, 'style' | 'words'> {
  const everywhere = excessOf(whole);
  const excess = excessOf(one);
  const own = excess.filter((permission) => !everywhere.includes(permission));
  if (own.length > 0) return { style: 'bad', words: `HAS ${own.join(', ')}` };
  if (excess.length > 0) return { style: 'bad', words: 'what the project grants' };
  if (one.proof === 'unasked') return { style: 'warn', words: one.gap?.status ?? 'not asked' };
  return one.proof === 'empty' ? { style: 'warn', words: 'no proof' } : { style: 'good', words: 'read-only' };
}

function linesOf(environments: EnvironmentExamination[]): Line[] {
  const lines = new Map<string, Line>();
  for (const { permission, need } of environments[0]?.whole.permissions ?? []) {
    const cells = environments.map(({ whole }) => WORDS[need][standingIn(whole, permission)]);
    const key = [need, familyOf(permission), ...cells].join();
    const line = lines.get(key) ?? { need, permissions: [], cells };
    lines.set(key, { ...line, permissions: [...line.permissions, permission] });
  }
  return [...lines.values()];
}

function standingIn({ permissions }: Examination, name: string): PermissionStanding['standing'] {
  return permissions.find(({ permission }) => permission === name)?.standing ?? 'unknown';
}

/** `run.services.{list, getIamPolicy}` */
function short(permissions: string[]): string {
  const [first = ''] = permissions;
  if (permissions.length === 1) return first;
  const family = familyOf(first);
  return `${family}.{${permissions.map((permission) => permission.slice(family.length + 1)).join(', ')}}`;
}

function familyOf(permission: string): string {
  return permission.slice(0, permission.lastIndexOf('.'));
}

function length(text: string): number {
  return text.length;
}

/** No colour of the table's own, and no rules between its lines. */
function plain() {
  const none = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
  return { style: { head: [], border: [] }, chars: none };
}
