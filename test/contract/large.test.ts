import { expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { coverageOf } from '../../shared/estate/coverage.ts';
import { observeFindings } from '../../shared/findings/observe.ts';
import { markdownAudit } from '../../shared/report/markdown.ts';
import { buildReport } from '../../shared/report/report.ts';
import { reportJson } from '../../shared/report/report-json.ts';
import type { Json } from '../../shared/snapshot/json.ts';
import type { Snapshot } from '../../shared/snapshot/model.ts';
import { NOW } from '../fakes/check-tester.ts';
import { fingerprintOf, lit, type ServiceDraft, sec, snapshotOf } from '../fakes/snapshot-builder.ts';

const ENVIRONMENTS = ['dev', 'qa', 'stage', 'prod'];
const ROLES = 500;

/** A contract of very many roles, each written out. */
function largeContract(roles: number): string {
  return [
    'apiVersion: plumbline/v1\nestate: acme\nenvironments:',
    ...ENVIRONMENTS.map((name) => `  ${name}: { project: acme-${name}, regions: [us-central1] }`),
    'profiles:',
    ...ENVIRONMENTS.map((name) => `  ${name}: { ingress: all, invoker: authenticated, iap: false }`),
    'services:',
    ...Array.from({ length: roles }, (_, at) => role(at)),
    '',
  ].join('\n');
}

function role(at: number): string {
  const names = ENVIRONMENTS.map((name) => `${name}: svc-${at}-${name}`).join(', ');
  return `  role-${at}:
    names: { ${names} }
    serviceAccount: cr-${at}
    resources: { cpu: "1", memory: 1Gi, maxInstances: { dev: 2, prod: 10 } }
    network: { cloudSql: required, vpcConnector: { dev: required, prod: absent } }
    env:
      APP_ENV: { delivery: literal, mustDiffer: true }
      DATABASE_URL: secret`;
}

/** An estate that differs here and there from what the contract wants. */
function largeSnapshot(): Snapshot {
  const services = (environment: string): Record<string, ServiceDraft> =>
    Object.fromEntries(
      Array.from({ length: ROLES }, (_, at) => [`svc-${at}-${environment}`, service(environment, at)]),
    );
  return snapshotOf(Object.fromEntries(ENVIRONMENTS.map((name) => [name, { services: services(name) }])));
}

function service(environment: string, at: number): ServiceDraft {
  const memory = at % 7 === 0 && environment === 'dev' ? '2Gi' : '1Gi';
  return {
    env: { APP_ENV: lit(environment), DATABASE_URL: sec('DATABASE_URL', at % 5 === 0 ? '1' : 'latest') },
    resources: { limits: { cpu: '1', memory } },
    template: { serviceAccount: `cr-${at}@acme-${environment}.iam.gserviceaccount.com` },
    policy: at % 11 === 0 ? { 'roles/run.invoker': ['allUsers'] } : {},
  };
}

function audit(text: string, snapshot: Snapshot): { json: Json; markdown: string } {
  const contract = loadContract(text, 'large.yaml');
  const evaluation = evaluateContract({ contract, snapshot, now: NOW, fingerprintOf });
  const coverage = coverageOf(snapshot);
  const seen = { contract, evaluation, coverage, changes: [], known: [], fingerprintOf };
  const { findings } = observeFindings(seen);
  const report = buildReport({ contract, snapshot, coverage, evaluation, findings });
  return { json: reportJson(report), markdown: markdownAudit(report) };
}

test('500 roles in 4 environments are read and resolved in well under a second', () => {
  const text = largeContract(ROLES);
  loadContract(largeContract(5), 'warm.yaml');
  const started = process.cpuUsage();
  const contract = loadContract(text, 'large.yaml');
  const intents = contract.roles.flatMap((name) =>
    contract.environments.map((environment) => contract.intent(name, environment.name)),
  );
  const { user, system } = process.cpuUsage(started);
  expect(intents).toHaveLength(2_000);
  // About 350 ms of a processor, counted as such because the machine may be busy with other tests.
  expect((user + system) / 1_000).toBeLessThan(2_000);
});

test('an audit of 500 roles in 4 environments is the same bytes, in whatever order the estate was read', () => {
  const text = largeContract(ROLES);
  const snapshot = largeSnapshot();
  const backwards: Snapshot = {
    ...snapshot,
    readings: snapshot.readings.map((reading) => ({
      ...reading,
      documents: Object.fromEntries(Object.entries(reading.documents).toReversed()),
    })),
  };
  const first = audit(text, snapshot);
  const second = audit(text, backwards);
  const bytes = JSON.stringify(first.json);
  expect(JSON.stringify(second.json) === bytes).toBe(true);
  expect(second.markdown === first.markdown).toBe(true);
  expect(bytes.length).toBeGreaterThan(1_000_000);
  expect(bytes).toContain('"status":"FAIL"');
});
