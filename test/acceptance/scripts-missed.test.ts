import { describe, expect, it } from '@jest/globals';
import { openEyes, openSettings } from '../../functions/wire.ts';
import type { CheckResult } from '../../shared/checks/model.ts';
import { judge, look } from '../../shared/judge.ts';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { startGoogleSimulator } from '../simulator/google.ts';
import { buildJualumaEstate } from '../simulator/jualuma.ts';
import type { V2Service } from '../simulator/run-types.ts';

const NOW = new Date('2026-02-27T03:00:00Z');
const REGION = 'us-central1';
const BACKEND = 'jualuma-backend-stage';
const STAGE = 'jualuma-stage';
const VALUE = 'canary-of-a-value';

type Edit = (estate: SimulatedEstate) => void;

/** A change of stage's backend, made by hand. */
function stage(edit: (service: V2Service) => void): Edit {
  return (estate) => estate.updateService(STAGE, REGION, BACKEND, edit);
}

function literal(value: string): Edit {
  return stage(({ template }) => {
    template.containers[0]?.env?.push({ name: 'STRIPE_PRICE_PRO', value });
  });
}

/** Runs a real capture over the simulated estate after one change; what fails in the checks of one kind. */
async function failures(edit: Edit, checks: string[]): Promise<CheckResult[]> {
  const google = await startGoogleSimulator({ now: () => NOW, validate: false });
  try {
    buildJualumaEstate(google.estate);
    edit(google.estate);
    const variables = {
      PLUMBLINE_GCP_ENDPOINT: google.url,
      PLUMBLINE_FINGERPRINT_KEY: Buffer.alloc(32, 3).toString('base64'),
    };
    const eyes = openEyes(openSettings(variables, { contract: 'contracts/jualuma.yaml' }), { from: null });
    const snapshot = await look(eyes, { now: NOW, signal: new AbortController().signal });
    const report = judge(eyes, snapshot, NOW).checks.filter(({ id }) => checks.includes(id));
    return report.flatMap(({ results }) => results.filter(({ status }) => status === 'FAIL'));
  } finally {
    await google.close();
  }
}

const brief = (results: CheckResult[]) =>
  results.map(({ environment, severity, path }) => `${environment} ${severity} ${path}`);

describe('what nobody looked at: stage refers to prod', () => {
  const env = 'template.containers.main.env.STRIPE_PRICE_PRO';
  it.each<[string, Edit, string]>([
    ['by its project', literal(`jualuma-prod/${VALUE}`), env],
    ['by its project number', literal(`projects/678067977394/secrets/${VALUE}`), env],
    ['by a custom domain', literal(`https://api.jualuma.com/${VALUE}`), env],
    ['by another role’s host', literal(`https://frontend-app-m5loacypwq-uc.a.run.app/${VALUE}`), env],
    [
      'by the host of a service whose name dev has too',
      literal(`https://jualuma-backend-m5loacypwq-uc.a.run.app/${VALUE}`),
      env,
    ],
    ['by a Cloud SQL instance', literal(`/cloudsql/jualuma-prod:us-central1:db/${VALUE}`), env],
    [
      'in a sidecar',
      stage(({ template }) => {
        template.containers.push({
          name: 'proxy',
          image: 'proxy:1',
          env: [{ name: 'UPSTREAM', value: `https://api.jualuma.com/${VALUE}` }],
        } as never);
      }),
      'template.containers.proxy.env.UPSTREAM',
    ],
    [
      'by a secret named with the project number',
      stage(({ template }) => {
        const key = template.containers[0]?.env?.find(({ name }) => name === 'DATABASE_URL');
        if (key?.valueSource?.secretKeyRef !== undefined)
          key.valueSource.secretKeyRef.secret = 'projects/678067977394/secrets/DATABASE_URL';
      }),
      'template.containers.main.env.DATABASE_URL',
    ],
    [
      'by its account',
      stage(({ template }) => {
        template.serviceAccount = 'cr-backend@jualuma-prod.iam.gserviceaccount.com';
      }),
      'template.serviceAccount',
    ],
    [
      'by a connector',
      stage(({ template }) => {
        template.vpcAccess = {
          connector: 'projects/jualuma-prod/locations/us-central1/connectors/vpc',
          egress: 'PRIVATE_RANGES_ONLY',
        };
      }),
      'template.vpcAccess.connector',
    ],
    [
      'by a bound Cloud SQL instance',
      stage(({ template }) => {
        for (const { cloudSqlInstance } of template.volumes ?? [])
          cloudSqlInstance?.instances?.push('jualuma-prod:us-central1:jualuma-prod-db');
      }),
      'template.cloudSqlInstances',
    ],
  ])('%s', async (_, edit, path) => {
    const found = await failures(edit, ['isolation']);
    expect(brief(found)).toEqual([`stage critical ${path}`]);
    expect(JSON.stringify(found)).not.toContain(VALUE);
  });

  it('and its own hosts are none', async () => {
    const own = 'https://jualuma-backend-stage-ripznron4a-uc.a.run.app';
    const numbered = 'https://frontend-app-512360470612.us-central1.run.app';
    expect(await failures(literal(`${own},${numbered}`), ['isolation'])).toEqual([]);
  });
});

describe('what nobody looked at: prod', () => {
  const PROD = 'jualuma-prod';
  const backend = (edit: (service: V2Service) => void): Edit => {
    return (estate) => estate.updateService(PROD, REGION, 'jualuma-backend', edit);
  };
  it.each<[string, Edit, string[], string[]]>([
    [
      'a deleted secret',
      (estate) => estate.removeSecret(PROD, 'DATABASE_URL'),
      ['secrets', 'deployable'],
      ['prod high null', 'prod high template.containers.main.env.DATABASE_URL'],
    ],
    [
      'a disabled version',
      (estate) => estate.disableSecretVersion(PROD, 'STRIPE_SECRET_KEY', '3'),
      ['secrets', 'deployable'],
      ['prod high versions.3.state', 'prod high template.containers.main.env.STRIPE_SECRET_KEY'],
    ],
    [
      'a newest version disabled that latest means',
      (estate) => {
        estate.addSecretVersion(PROD, 'DATABASE_URL');
        estate.disableSecretVersion(PROD, 'DATABASE_URL', '2');
      },
      ['secrets', 'deployable'],
      ['prod high versions.2.state', 'prod high template.containers.main.env.DATABASE_URL'],
    ],
    [
      'an account that lost its grant',
      (estate) =>
        estate.revokeProjectRole(
          PROD,
          'roles/secretmanager.secretAccessor',
          `serviceAccount:cr-backend@${PROD}.iam.gserviceaccount.com`,
        ),
      ['deployable'],
      ['prod high template.serviceAccount'],
    ],
    [
      'pinned traffic',
      backend((service) => {
        service.traffic = [
          {
            type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
            revision: service.latestReadyRevision?.split('/').at(-1) ?? '',
            percent: 100,
          },
        ];
      }),
      ['serving'],
      ['prod medium traffic.pinned-1'],
    ],
    [
      'a deployment that failed',
      (estate) => {
        const edit = ({ template }: V2Service) => {
          template.timeout = '60s';
        };
        estate.updateService(PROD, REGION, 'jualuma-backend', edit, { outcome: 'failed' });
      },
      ['serving'],
      ['prod high null'],
    ],
    [
      'one value in two environments, as its writer annotated it',
      (estate) => {
        const { annotations } = estate.secret(STAGE, 'STRIPE_SECRET_KEY').document;
        estate.updateSecret(PROD, 'STRIPE_SECRET_KEY', { annotations: annotations ?? null });
      },
      ['must-differ'],
      ['stage high template.containers.main.env.STRIPE_SECRET_KEY'],
    ],
    [
      'another value than stage, as its writer annotated it',
      (estate) => {
        const annotations = { 'plumbline-fingerprint': `1:${'0'.repeat(64)}` };
        estate.updateSecret(PROD, 'PLAID_SECRET', { annotations });
      },
      ['secrets'],
      ['prod medium annotations.plumbline-fingerprint'],
    ],
    [
      'nothing at all',
      () => undefined,
      ['secrets', 'deployable', 'isolation', 'must-differ', 'image', 'serving'],
      [],
    ],
  ])('%s', async (_, edit, checks, gives) => {
    expect(brief(await failures(edit, checks))).toEqual(gives);
  });
});
