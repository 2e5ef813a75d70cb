import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import type { Evaluation } from '../../shared/checks/model.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { contextOf } from '../fakes/check-tester.ts';
import type { ContractDraft, RoleDraft } from '../fakes/contract-builder.ts';
import { type EnvironmentDraft, lit, NUMBER, type ServiceDraft, sec } from '../fakes/snapshot-builder.ts';

const LB = 'internal-and-cloud-load-balancing';
const PROD_DEFAULT = `${NUMBER}-compute@developer.gserviceaccount.com`;
const MEMORY = { by: { dev: '2Gi', prod: '512Mi' } };

/** The estate of a parity audit people made by hand on 2026-02-22: five services in dev, four in prod. */
function contract(): ContractDraft {
  const common: RoleDraft = {
    ingress: { by: { dev: 'all', prod: LB } },
    invoker: { by: { dev: 'authenticated', prod: 'public' } },
    domain: { by: { dev: 'run.app', prod: 'custom' } },
  };
  const role = (dev: string, prod: string | null, account: string, more: RoleDraft = {}): RoleDraft => ({
    ...common,
    names: { by: prod === null ? { dev } : { dev, prod } },
    serviceAccount: {
      by: {
        dev: `${account}@acme-dev.iam.gserviceaccount.com`,
        prod: `${account}@acme-prod.iam.gserviceaccount.com`,
      },
    },
    ...more,
  });
  return {
    services: {
      backend: role('jualuma-backend', 'jualuma-backend', 'cr-backend', {
        network: { cloudSql: 'required', vpcConnector: { by: { dev: 'required', prod: 'absent' } } },
        env: { DATABASE_URL: { delivery: 'secret' }, PLAID_SECRET: { delivery: 'secret' } },
      }),
      'user-app': role('jualuma-user-app', 'frontend-app', 'cr-frontend', { resources: { memory: MEMORY } }),
      marketing: role('jualuma-marketing', 'marketing-site', 'cr-frontend', {
        resources: { memory: MEMORY },
      }),
      support: role('jualuma-support', 'support-portal', 'cr-frontend', { resources: { memory: MEMORY } }),
      approvals: role('jualuma-approvals', null, 'cr-approvals'),
    },
  };
}

function service(account: string, more: ServiceDraft, fields: JsonObject = {}): ServiceDraft {
  return { ...more, fields, template: { serviceAccount: account, ...more.template } };
}

function estate(): Record<'dev' | 'prod', EnvironmentDraft & { services: Record<string, ServiceDraft> }> {
  const dev = (account: string, more: ServiceDraft) =>
    service(`${account}@acme-dev.iam.gserviceaccount.com`, more);
  const prod = (more: ServiceDraft) =>
    service(PROD_DEFAULT, more, {
      ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      invokerIamDisabled: true,
    });
  const large = { limits: { cpu: '1', memory: '2Gi' } };
  const bound = { DATABASE_URL: sec('DATABASE_URL'), PLAID_SECRET: sec('PLAID_SECRET'), APP_ENV: lit('one') };
  return {
    dev: {
      services: {
        'jualuma-backend': dev('cr-backend', {
          env: bound,
          template: {
            cloudSqlInstances: ['acme-dev:us-central1:app'],
            vpcAccess: { connector: 'projects/acme-dev/locations/us-central1/connectors/app' },
          },
        }),
        'jualuma-user-app': dev('cr-frontend', {
          resources: large,
          env: { VITE_API_TARGET: lit('a'), VITE_MARKETING_URL: lit('b') },
        }),
        'jualuma-marketing': dev('cr-frontend', { resources: large }),
        'jualuma-support': dev('cr-frontend', { resources: large, env: { VITE_API_BASE_URL: lit('a') } }),
        'jualuma-approvals': dev('cr-approvals', {}),
      },
    },
    prod: {
      services: {
        'jualuma-backend': prod({
          env: { ...bound, STRIPE_PRICE_PRO: lit('x'), STRIPE_PRICE_TEAM: lit('y') },
          template: { cloudSqlInstances: ['acme-prod:us-central1:app'] },
        }),
        'frontend-app': prod({ env: { API_BASE_URL: lit('c') } }),
        'marketing-site': prod({}),
        'support-portal': prod({ env: { API_BASE_URL: lit('c') } }),
      },
    },
  };
}

const TO_TEN = { only: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };
const failures = (evaluation: Evaluation) =>
  evaluation.checks.flatMap(({ id, results }) =>
    results
      .filter(({ status }) => status === 'FAIL')
      .map(({ resource, path }) => `${id} ${resource} ${path}`),
  );

describe('an audit people made by hand', () => {
  const evaluation = evaluateContract(contextOf({ contract: contract(), estate: estate() }), TO_TEN);

  test('has the same ten statuses', () => {
    expect(Object.fromEntries(evaluation.checks.map(({ id, status }) => [id, status]))).toEqual({
      'service-coverage': 'FAIL',
      'naming-map': 'PASS',
      ingress: 'INTENTIONAL_DIFF',
      'service-account': 'FAIL',
      resources: 'INTENTIONAL_DIFF',
      'env-keys': 'FAIL',
      'secret-delivery': 'PASS',
      network: 'INTENTIONAL_DIFF',
      domains: 'PASS',
      'deploy-workflow': 'REVIEW_REQUIRED',
    });
  });

  test('has the same evidence', () => {
    const said = evaluation.checks.flatMap(({ results }) => results.map(({ message }) => message)).join('\n');
    expect(said).toContain('approvals has no service in prod; it is named for dev (jualuma-approvals)');
    expect(said).toContain(`dev jualuma-backend has ingress all, prod jualuma-backend ${LB}`);
    expect(said).toContain(`prod frontend-app runs as the default compute account ${PROD_DEFAULT}`);
    expect(said).toContain('dev jualuma-user-app has memory 2Gi, prod frontend-app 512Mi');
    for (const key of ['VITE_API_TARGET', 'VITE_MARKETING_URL'])
      expect(said).toContain(`prod frontend-app has no ${key}`);
    expect(said).toContain('dev jualuma-backend has no STRIPE_PRICE_PRO, prod jualuma-backend has');
    expect(said).toContain('2 of them from Secret Manager in both');
    expect(said).toContain('dev jualuma-backend has vpcConnector present');
  });
});

describe('changes made to prod by hand', () => {
  const before = new Set(failures(evaluateContract(contextOf({ contract: contract(), estate: estate() }))));
  const added = (change: (services: Record<string, ServiceDraft>) => void): string[] => {
    const changed = estate();
    change(changed.prod.services);
    const after = failures(evaluateContract(contextOf({ contract: contract(), estate: changed })));
    return after.filter((line) => !before.has(line));
  };
  const open = (name: string) => (services: Record<string, ServiceDraft>) => {
    Object.assign(services[name]?.fields ?? {}, { ingress: 'INGRESS_TRAFFIC_ALL' });
  };

  test('ingress opened is one failure of one check', () => {
    expect(added(open('frontend-app'))).toEqual(['ingress run.services/us-central1/frontend-app ingress']);
  });

  test('IAP switched on is one failure of one check', () => {
    const iap = (services: Record<string, ServiceDraft>) => {
      Object.assign(services['support-portal']?.fields ?? {}, { iapEnabled: true });
    };
    expect(added(iap)).toEqual(['access run.services/us-central1/support-portal iapEnabled']);
  });

  test('a secret replaced by a literal is one failure of one check', () => {
    const pasted = (services: Record<string, ServiceDraft>) => {
      Object.assign(services['jualuma-backend']?.env ?? {}, { PLAID_SECRET: lit('pasted') });
    };
    expect(added(pasted)).toEqual([
      'secret-delivery run.services/us-central1/jualuma-backend template.containers.main.env.PLAID_SECRET',
    ]);
  });

  test('nothing changed is no failure', () => {
    expect(added(() => undefined)).toEqual([]);
  });
});
