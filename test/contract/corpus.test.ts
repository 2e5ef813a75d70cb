import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createExportsSource } from '../../shared/adapters/exports/source.ts';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import type { CheckResult, Evaluation } from '../../shared/checks/model.ts';
import { environmentIdentifiers } from '../../shared/contract/identifiers.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { captureEstate } from '../../shared/estate/capture.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';
import type { Snapshot } from '../../shared/snapshot/model.ts';

const CORPUS = join(import.meta.dirname, '../corpus');
const KEY = new Uint8Array(32).fill(7);

interface Replay {
  snapshot: Snapshot;
  evaluation: Evaluation;
}

/** One case of the corpus, captured and judged as of an instant. */
async function replay(name: string, now: Date): Promise<Replay> {
  const file = join(CORPUS, name, 'contract.yaml');
  const contract = loadContract(readFileSync(file, 'utf8'), 'contract.yaml');
  const snapshot = await captureEstate({
    estate: contract.estate,
    targets: contract.environments.map(({ name: environment, project, regions }) => ({
      environment,
      project,
      regions,
    })),
    source: createExportsSource(join(CORPUS, name, 'exports')),
    reduce: createValueReducer({ key: KEY, environments: environmentIdentifiers(contract) }),
    now,
    signal: AbortSignal.timeout(10_000),
  });
  const evaluation = evaluateContract({ contract, snapshot, now, fingerprintOf: createFingerprint(KEY) });
  return { snapshot, evaluation };
}

describe('the audit of jualuma, 2026-02-22', () => {
  let audit: Replay;
  beforeAll(async () => {
    audit = await replay('jualuma-2026-02-22', new Date('2026-02-22T12:00:00Z'));
  });

  test('everything was read', () => {
    const gaps = audit.snapshot.readings.filter(
      ({ status, gaps }) => status !== 'OK' || Object.keys(gaps).length > 0,
    );
    expect(gaps).toEqual([]);
  });

  test.each([
    [1, 'FAIL'],
    [2, 'PASS'],
    [3, 'INTENTIONAL_DIFF'],
    [4, 'FAIL'],
    [5, 'INTENTIONAL_DIFF'],
    [6, 'FAIL'],
    [7, 'PASS'],
    [8, 'INTENTIONAL_DIFF'],
    [9, 'PASS'],
    [10, 'REVIEW_REQUIRED'],
  ])('check %i is %s, as people found by hand', (number, status) => {
    expect(audit.evaluation.checks.find((check) => check.number === number)?.status).toBe(status);
  });

  test('nobody can reach more than the profile says', () => {
    expect(audit.evaluation.checks.find(({ id }) => id === 'access')?.status).toBe('PASS');
  });

  test.each([
    ['service-coverage', ['approvals prod']],
    ['service-account', ['backend prod', 'user-app prod', 'marketing prod', 'support prod']],
    [
      'env-keys',
      [
        'backend STRIPE_PRICE_ESSENTIAL_MONTHLY',
        'backend STRIPE_PRICE_PRO_ANNUAL',
        'backend STRIPE_PRICE_PRO_MONTHLY',
        'user-app API_BASE_URL',
        'user-app VITE_API_TARGET',
        'user-app VITE_MARKETING_URL',
        'support API_BASE_URL',
        'support VITE_API_BASE_URL',
      ],
    ],
  ])('%s fails for what the audit names, and for nothing else', (id, expected) => {
    expect(failures(audit.evaluation, id).map(named)).toEqual(expected);
  });

  test.each([
    ['ingress', ['backend', 'user-app', 'marketing', 'support']],
    ['resources', ['user-app', 'marketing', 'support']],
    ['network', ['backend']],
  ])('%s differs on purpose for the roles the audit names', (id, roles) => {
    expect(results(audit.evaluation, id, 'INTENTIONAL_DIFF').map(({ role }) => role)).toEqual(roles);
  });

  test('holds years later: nothing in it expires', async () => {
    const later = await replay('jualuma-2026-02-22', new Date('2036-02-22T12:00:00Z'));
    const statuses = ({ evaluation }: Replay) => evaluation.checks.map(({ status }) => status);
    expect(statuses(later)).toEqual(statuses(audit));
  });
});

test('every case of the corpus that has a contract is replayed here', () => {
  const cases = readdirSync(CORPUS, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && readdirSync(join(CORPUS, entry.name)).includes('contract.yaml'),
  );
  expect(cases.map(({ name }) => name)).toEqual(['jualuma-2026-02-22']);
});

function results(evaluation: Evaluation, id: string, status: CheckResult['status']): CheckResult[] {
  const check = evaluation.checks.find((one) => one.id === id);
  return (check?.results ?? []).filter((result) => result.status === status);
}

function failures(evaluation: Evaluation, id: string): CheckResult[] {
  return results(evaluation, id, 'FAIL');
}

/** The role and the key or environment a result is about. */
function named({ role, path, environment }: CheckResult): string {
  const key = path?.includes('.env.') === true ? path.split('.').at(-1) : environment;
  return `${role} ${key}`;
}
