import { expect } from '@jest/globals';
import type { CoverageStatus } from '../../shared/snapshot/model.ts';
import type { ApiRow, BlindScope } from './apis.ts';
import type { Change } from './changes.ts';
import type { FaultKind } from './kinds.ts';
import { gaps, gapsOf, scopeName, sorted, subjects, tellings } from './passed.ts';
import type { Passed } from './world.ts';

/** What stands before the pass with the fault. */
export interface Begun {
  row: ApiRow;
  /** Open since the pass before; each with what was told of it. */
  known: Map<Change, string>;
  /** Made since then; each with what is to be told of it. */
  meanwhile: Map<Change, string>;
  /** What only the failing call would show. */
  hidden: string[];
  /** What a healthy pass asks. */
  healthy: Set<string>;
}

/** The scopes of prod that cannot be judged while the call fails in this way. */
export function blindScopes(row: ApiRow, kind: Pick<FaultKind, 'fault'>): BlindScope[] {
  const named = kind.fault.kind === 'unreachable-region' ? row.unreachable?.blind : undefined;
  return named ?? row.blind;
}

/** How a scope ends. What nobody need be granted is, refused, only said not to be visible. */
function statusOf(row: ApiRow, { resource }: BlindScope, { name, status }: FaultKind): CoverageStatus {
  if (status === 'DENIED' && resource === 'run.domainMappings') return 'NOT_CAPTURED';
  return name === '404' && isNotEverywhere(row) ? 'NOT_CAPTURED' : status;
}

/** Lists that Google need not know: those of jobs, pools and mappings, and of secrets at a region's own endpoint. */
function isNotEverywhere({ permission, address }: ApiRow): boolean {
  const regional = address !== undefined && permission === 'secretmanager.secrets.list';
  return regional || /^run\.(jobs|workerpools|domainmappings)\.list$/.test(permission);
}

/** A named gap; nothing lost, deleted or resolved; everything else judged and told; no storm. */
export function checkBlind(begun: Begun, kind: FaultKind, passed: Passed): void {
  const { row, known, meanwhile } = begun;
  const scopes = blindScopes(row, kind);
  const blind = blindnessOf(row, scopes);
  const seen = told(meanwhile, (change) => !blind(change));
  const named = gapFindings(row, kind);
  const lines = scopes.map((scope) => `prod ${scopeName(scope)} ${statusOf(row, scope, kind)}`);
  expect(gapsOf(passed)).toEqual(sorted(lines));
  for (const { detail } of gaps(passed)) expect(detail).toContain(kind.says(row));
  expect(subjects(passed, 'opened')).toEqual(sorted([...seen, ...named]));
  for (const loss of ['resolved', 'changed', 'regressed', 'conformed'] as const)
    expect({ [loss]: subjects(passed, loss) }).toEqual({ [loss]: [] });
  expect(subjects(passed, 'unknown', 'drift')).toEqual(sorted(told(known, blind)));
  const certain = kind.status === 'DENIED' || kind.status === 'API_DISABLED' ? named : [];
  expect(tellings(passed)).toEqual(sorted([...seen, ...certain].map((what) => `opened ${what}`)));
  checkRequests(begun, kind, passed);
}

/** All is read again: what was blind is as it was, but for what was changed meanwhile, which is told now. */
export function checkRecovery(begun: Begun, kind: FaultKind, passed: Passed): void {
  const { row, known, meanwhile, hidden } = begun;
  const scopes = blindScopes(row, kind);
  const blind = blindnessOf(row, scopes);
  const changed = [...told(meanwhile, blind), ...hidden];
  expect(gapsOf(passed)).toEqual([]);
  expect(subjects(passed, 'opened')).toEqual(sorted(changed));
  expect(subjects(passed, 'seen-again', 'drift')).toEqual(sorted(told(known, blind)));
  expect(subjects(passed, 'resolved')).toEqual(sorted(gapFindings(row, kind)));
  for (const loss of ['changed', 'regressed', 'conformed', 'unknown'] as const)
    expect({ [loss]: subjects(passed, loss) }).toEqual({ [loss]: [] });
  expect(tellings(passed).filter((line) => line.startsWith('opened'))).toEqual(
    sorted(changed.map((what) => `opened ${what}`)),
  );
}

/** What is not the failing call is asked once, and is nothing a healthy pass would not ask. */
function checkRequests({ row, healthy }: Begun, { name }: FaultKind, passed: Passed): void {
  const others = passed.asked.filter((line) => !row.path.test(pathOf(line)));
  const elsewhere = `/locations/${row.unreachable?.region}/`;
  expect(others.filter((line) => !healthy.has(line) && !line.includes(elsewhere))).toEqual([]);
  // What Google knows nothing of may be gone: one look at the list of its owners tells.
  const again = name === '404' && row.owners === true ? 1 : 0;
  expect(others.length - new Set(others).size).toBe(again);
}

/** What the findings about the gap are named by. */
function gapFindings(row: ApiRow, kind: FaultKind): string[] {
  const scopes = blindScopes(row, kind).filter((scope) => statusOf(row, scope, kind) !== 'NOT_CAPTURED');
  return causes(scopes).map(scopeName);
}

/** Of a list and what is read of its members the list, where both are blind: that is one finding. */
export function causes(scopes: BlindScope[]): BlindScope[] {
  const isBlind = (resource: string | undefined, region: string | null) =>
    scopes.some((scope) => scope.resource === resource && scope.region === region);
  return scopes.filter(({ resource, region }) => !isBlind(LISTS[resource], region));
}

const LISTS: Record<string, string> = {
  'run.services.iamPolicy': 'run.services',
  'run.revisions': 'run.services',
  'run.jobs.iamPolicy': 'run.jobs',
  'run.workerPools.iamPolicy': 'run.workerPools',
  'iam.serviceAccountKeys': 'iam.serviceAccounts',
  'secretmanager.versions': 'secretmanager.secrets',
  'secretmanager.secrets.iamPolicy': 'secretmanager.secrets',
};

function pathOf(line: string): string {
  return line.replace(/^[A-Z]+ [^/]+/, '').replace(/\?.*$/, '');
}

function blindnessOf(row: ApiRow, scopes: BlindScope[]): (change: Change) => boolean {
  return ({ environment, resource, member, region }) =>
    environment === undefined &&
    scopes.some((scope) => scope.resource === resource && scope.region === region) &&
    (row.member === undefined || row.member === member);
}

function told(changes: Map<Change, string>, those: (change: Change) => boolean): string[] {
  return [...changes].flatMap(([change, subject]) => (those(change) ? [subject] : []));
}
