import { describe, expect, it } from '@jest/globals';
import { backfillMarkdown } from '../../shared/report/backfill-markdown.ts';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { REGION } from '../simulator/jualuma-facts.ts';
import type { V2Service } from '../simulator/run-types.ts';
import { type Incident, incident } from './incident.ts';

const PROD = 'jualuma-prod';
const ACCOUNT = `serviceAccount:cr-backend@${PROD}.iam.gserviceaccount.com`;
const DEFAULT_ACCOUNT = '678067977394-compute@developer.gserviceaccount.com';

interface Case {
  name: string;
  /** The contract's text before, where the repository's does not show it. */
  contract?: (text: string) => string;
  byHand: (estate: SimulatedEstate) => void;
}

function update(name: string, change: (service: V2Service) => void): Case['byHand'] {
  return (estate) => estate.updateService(PROD, REGION, name, change, { by: 'ops@example.com' });
}

function main(service: V2Service) {
  const [container] = service.template.containers;
  if (container === undefined) throw new Error('no container');
  return container;
}

/** The checks that failed after the change and that the patch ends, or leaves. */
const checks = (failures: Incident['backfill']['patch']['settled']) => [
  ...new Set(failures.map(({ check }) => check)),
];
const added = ({ backfill }: Incident) =>
  backfill.patch.diff.split('\n').filter((line) => /^\+(?!\+\+)/.test(line));

/** One role more in both accounts' declarations: user-app and marketing share theirs. */
const sharedRoles = (text: string) =>
  text
    .replace('  user-app:\n', '  user-app:\n    roles: [roles/logging.logWriter]\n')
    .replace('  marketing:\n', '  marketing:\n    roles: [roles/logging.logWriter]\n');

describe('what the contract has words for', () => {
  const CASES: (Case & { check: string; lines: RegExp[] })[] = [
    {
      name: 'one role more of the runtime account',
      byHand: (estate) => estate.grantProjectRole(PROD, 'roles/pubsub.publisher', ACCOUNT),
      check: 'iam-roles',
      lines: [/roles: \{.*prod: \[.*roles\/pubsub\.publisher/],
    },
    {
      name: 'one role less of the runtime account',
      byHand: (estate) => estate.revokeProjectRole(PROD, 'roles/datastore.user', ACCOUNT),
      check: 'iam-roles',
      lines: [
        /roles: \{.*prod: \[ ?roles\/aiplatform\.user, roles\/cloudsql\.client, roles\/cloudsql\.instanceUser, roles\/secretmanager\.secretAccessor ?\]/,
      ],
    },
    {
      name: 'a role of an account that several roles share',
      contract: sharedRoles,
      byHand: (estate) => {
        const member = `serviceAccount:cr-frontend@${PROD}.iam.gserviceaccount.com`;
        estate.grantProjectRole(PROD, 'roles/pubsub.publisher', member);
      },
      check: 'iam-roles',
      lines: [/roles: \{.*prod: \[ ?roles\/logging\.logWriter, roles\/pubsub\.publisher ?\]/],
    },
    {
      name: 'one more person',
      byHand: (estate) => estate.grantProjectRole(PROD, 'roles/viewer', 'user:new@example.com'),
      check: 'iam-roles',
      lines: [/humans: \{ prod: \[.*user:ops@example\.com.*user:new@example\.com/],
    },
    {
      name: 'an invoker check that is on again',
      byHand: update('jualuma-backend', (service) => {
        service.invokerIamDisabled = false;
      }),
      check: 'access',
      lines: [/invoker: \{.*prod: authenticated/],
    },
    {
      name: 'more memory',
      byHand: update('jualuma-backend', (service) => {
        main(service).resources = { limits: { cpu: '1', memory: '2Gi' } };
      }),
      check: 'resources',
      lines: [/memory: \{.*prod: 2Gi/],
    },
    {
      name: 'one key more',
      byHand: update('jualuma-backend', (service) => {
        main(service).env = [...(main(service).env ?? []), { name: 'LOG_LEVEL', value: 'debug' }];
      }),
      check: 'env-keys',
      lines: [/LOG_LEVEL: .*delivery: literal.*in: \[ ?prod ?\]/],
    },
    {
      name: 'the newest version of a secret where one was pinned',
      byHand: update('jualuma-backend', (service) => {
        const keys = main(service).env ?? [];
        main(service).env = keys.map((key) =>
          key.name === 'STRIPE_SECRET_KEY'
            ? { name: key.name, valueSource: { secretKeyRef: { secret: key.name, version: 'latest' } } }
            : key,
        );
      }),
      check: 'secret-delivery',
      lines: [/STRIPE_SECRET_KEY: .*version: .*latest/],
    },
    {
      name: 'another account of the project',
      byHand: update('frontend-app', (service) => {
        service.template.serviceAccount = `cr-backend@${PROD}.iam.gserviceaccount.com`;
      }),
      check: 'service-account',
      lines: [/serviceAccount: \{.*prod: cr-backend/],
    },
  ];

  it.each(CASES)('$name', async ({ byHand, check, lines, contract }) => {
    const seen = await incident(byHand, contract);
    expect(checks(seen.backfill.patch.settled)).toContain(check);
    for (const line of lines) expect(added(seen).join('\n')).toMatch(line);
  });
});

describe('what the contract has no words for, or must not have them', () => {
  const CASES: (Case & { check: string; settle: RegExp })[] = [
    {
      name: 'a key of an account',
      byHand: (estate) => void estate.addKey(PROD, `cr-backend@${PROD}.iam.gserviceaccount.com`),
      check: 'service-account-keys',
      settle: /gcloud iam service-accounts keys delete/,
    },
    {
      name: 'a forbidden role',
      byHand: (estate) => estate.grantProjectRole(PROD, 'roles/editor', ACCOUNT),
      check: 'iam-roles',
      settle: /gcloud projects remove-iam-policy-binding/,
    },
    {
      name: 'a role for everybody',
      byHand: (estate) => estate.grantProjectRole(PROD, 'roles/viewer', 'allUsers'),
      check: 'iam-roles',
      settle: /gcloud projects remove-iam-policy-binding/,
    },
    {
      name: 'a declared role that is held under a condition alone',
      byHand: (estate) => {
        estate.revokeProjectRole(PROD, 'roles/datastore.user', ACCOUNT);
        const condition = {
          title: 'until May',
          expression: 'request.time < timestamp("2026-05-01T00:00:00Z")',
        };
        estate.grantProjectRole(PROD, 'roles/datastore.user', ACCOUNT, condition);
      },
      check: 'iam-roles',
      settle: /gcloud projects add-iam-policy-binding/,
    },
    {
      name: 'the default compute account',
      byHand: update('jualuma-backend', (service) => {
        service.template.serviceAccount = DEFAULT_ACCOUNT;
      }),
      check: 'service-account',
      settle: /--service-account=cr-backend@/,
    },
    {
      name: 'a credential in the clear',
      byHand: update('jualuma-backend', (service) => {
        const keys = main(service).env ?? [];
        main(service).env = keys.map((key) =>
          key.name === 'STRIPE_SECRET_KEY' ? { name: key.name, value: 'canary-value-33' } : key,
        );
      }),
      check: 'secret-delivery',
      settle: /./,
    },
    {
      name: 'an API key that opens more',
      byHand: (estate) => {
        const [uid = ''] = [...estate.project(PROD).apiKeys.keys()];
        estate.updateApiKey(PROD, uid, { referrers: ['https://*.jualuma.com/*', 'https://evil.example/*'] });
      },
      check: 'api-keys',
      settle: /gcloud services api-keys update/,
    },
    {
      name: 'a version of a secret that is disabled',
      byHand: (estate) => estate.disableSecretVersion(PROD, 'STRIPE_SECRET_KEY', '3'),
      check: 'secrets',
      settle: /./,
    },
    {
      name: 'another repository',
      byHand: update('jualuma-backend', (service) => {
        main(service).image = `us-central1-docker.pkg.dev/${PROD}/app/hotfix@sha256:${'a'.repeat(64)}`;
      }),
      check: 'image',
      settle: /./,
    },
    {
      name: 'pinned traffic',
      byHand: (estate) => {
        const { latestReadyRevision } = estate.service(PROD, REGION, 'frontend-app');
        update('frontend-app', (service) => {
          service.traffic = [
            {
              type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
              revision: String(latestReadyRevision).split('/').at(-1) ?? '',
              percent: 100,
            },
          ];
        })(estate);
      },
      check: 'serving',
      settle: /--to-latest/,
    },
    {
      name: 'a value that must differ and does not',
      byHand: (estate) => {
        const [dev] = estate.service('jualuma-dev', REGION, 'jualuma-backend').template.containers;
        const value = dev?.env?.find(({ name }) => name === 'APP_ENV')?.value ?? '';
        update('jualuma-backend', (service) => {
          const keys = main(service).env ?? [];
          main(service).env = keys.map((key) => (key.name === 'APP_ENV' ? { name: 'APP_ENV', value } : key));
        })(estate);
      },
      check: 'must-differ',
      settle: /./,
    },
  ];

  it.each(CASES)('$name is to be reverted, or settled by hand', async ({ byHand, check, settle }) => {
    const { backfill } = await incident(byHand);
    const left = backfill.patch.unsettled.filter((failure) => failure.check === check);
    expect(left.map(({ result }) => result.settle).join('\n')).toMatch(settle);
    const [, part = ''] = backfillMarkdown(backfill).split('### To revert, or to settle by hand');
    expect(part).not.toBe('');
    expect(JSON.stringify(backfill)).not.toContain('canary-value-33');
  });
});

describe('a change that no check speaks of', () => {
  it('is to be settled by hand too', async () => {
    const { backfill } = await incident(
      update('jualuma-backend', (service) => {
        service.labels = { ...service.labels, owner: 'night-shift' };
      }),
    );
    expect(backfill.patch).toMatchObject({ diff: '', settled: [], unsettled: [] });
    expect(backfill.byHand.map(({ path }) => path)).toEqual(['labels.owner']);
    expect(backfillMarkdown(backfill)).toMatch(/settle by hand\n\n- .*backend: labels\.owner added/);
  });
});
