import { expect, test } from '@jest/globals';
import { loadContract } from '../../shared/contract/load.ts';

const ENVIRONMENTS = ['dev', 'qa', 'stage', 'prod'];

/** A contract of very many roles, each written out. */
function largeContract(roles: number): string {
  return [
    'apiVersion: plumbline/v1\nestate: large\nenvironments:',
    ...ENVIRONMENTS.map((name) => `  ${name}: { project: large-${name}, regions: [us-central1] }`),
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

test('500 roles in 4 environments are read and resolved in well under a second', () => {
  const text = largeContract(500);
  loadContract(largeContract(5), 'warm.yaml');
  const started = performance.now();
  const contract = loadContract(text, 'large.yaml');
  const intents = contract.roles.flatMap((name) =>
    contract.environments.map((environment) => contract.intent(name, environment.name)),
  );
  const elapsed = performance.now() - started;
  expect(intents).toHaveLength(2_000);
  // About 350 ms on two cores; the limit leaves room for a machine that is busy with other tests.
  expect(elapsed).toBeLessThan(2_000);
});
