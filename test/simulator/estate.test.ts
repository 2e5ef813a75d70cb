import { beforeEach, describe, expect, test } from '@jest/globals';
import { SimulatedEstate } from './estate.ts';
import type { V2Service } from './run-types.ts';

const P = 'acme-prod';
const R = 'us-central1';
let estate: SimulatedEstate;
let first: V2Service;

beforeEach(() => {
  estate = new SimulatedEstate();
  estate.addProject(P, { number: '123456789012', urlHash: 'abcdefghij' });
  first = estate.addService(P, R, {
    name: 'api',
    template: { containers: [{ env: [{ name: 'A', value: '' }] }] },
  });
});

describe('a new service', () => {
  test('has every output-only field Cloud Run fills', () => {
    expect(first).toMatchObject({
      name: 'projects/acme-prod/locations/us-central1/services/api',
      generation: '1',
      observedGeneration: '1',
      uri: 'https://api-abcdefghij-uc.a.run.app',
      urls: ['https://api-123456789012.us-central1.run.app', 'https://api-abcdefghij-uc.a.run.app'],
      latestReadyRevision: first.latestCreatedRevision,
      terminalCondition: { type: 'Ready', state: 'CONDITION_SUCCEEDED' },
      trafficStatuses: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
      template: { serviceAccount: '123456789012-compute@developer.gserviceaccount.com' },
    });
    expect(first.latestCreatedRevision).toMatch(/\/revisions\/api-00001-[a-z]{3}$/);
  });

  test('prints no defaults, but an empty value where the field has presence', () => {
    expect(first).not.toHaveProperty('reconciling');
    expect(first).not.toHaveProperty('iapEnabled');
    expect(first.template.containers[0]?.env).toEqual([{ name: 'A', value: '' }]);
  });

  test('is frozen: only the estate changes it', () => {
    expect(() => Object.assign(first.template, { timeout: '1s' })).toThrow(TypeError);
  });
});

describe('a change', () => {
  test('of the template makes a revision', () => {
    const next = estate.updateService(
      P,
      R,
      'api',
      (service) => {
        service.template.timeout = '60s';
      },
      { by: 'ops@example.com' },
    );
    expect(next.latestReadyRevision).toMatch(/api-00002-/);
    expect(next).toMatchObject({
      generation: '2',
      lastModifier: 'ops@example.com',
      creator: first.creator,
      uid: first.uid,
    });
    expect([next.etag, next.updateTime]).not.toEqual([first.etag, first.updateTime]);
    expect(estate.project(P).revisions.get(`${R}/api`)).toHaveLength(2);
  });

  test('of the service alone makes none', () => {
    const next = estate.updateService(P, R, 'api', (service) => {
      service.ingress = 'INGRESS_TRAFFIC_INTERNAL_ONLY';
    });
    expect([next.generation, next.latestReadyRevision]).toEqual(['2', first.latestReadyRevision]);
  });

  test('that fails keeps the revision that serves', () => {
    const edit = (service: V2Service) => {
      service.template.timeout = '60s';
    };
    const next = estate.updateService(P, R, 'api', edit, { outcome: 'failed' });
    expect(next.latestReadyRevision).toBe(first.latestReadyRevision);
    expect(next.latestCreatedRevision).not.toBe(first.latestReadyRevision);
    expect(next.terminalCondition.state).toBe('CONDITION_FAILED');
  });

  test('under way reconciles until it is settled', () => {
    const edit = (service: V2Service) => {
      service.template.timeout = '60s';
    };
    const under = estate.updateService(P, R, 'api', edit, { outcome: 'reconciling' });
    expect([under.reconciling, under.observedGeneration, under.generation]).toEqual([true, '1', '2']);
    const settled = estate.settleService(P, R, 'api');
    expect(settled).toMatchObject({
      observedGeneration: '2',
      generation: '2',
      latestReadyRevision: under.latestCreatedRevision,
    });
    expect(settled.reconciling).toBeUndefined();
  });

  test('of the default URL takes the hosts away and gives them back', () => {
    const without = estate.updateService(P, R, 'api', (service) => {
      service.defaultUriDisabled = true;
    });
    expect([without.uri, without.urls]).toEqual([undefined, undefined]);
    const back = estate.updateService(P, R, 'api', (service) => {
      service.defaultUriDisabled = false;
    });
    expect([back.uri, back.urls]).toEqual([first.uri, first.urls]);
  });

  test('redeploy changes image, revision, commit label and client version, and nothing else', () => {
    const next = estate.redeploy(P, R, 'api');
    expect(next.template.containers[0]?.image).toMatch(/hello@sha256:[0-9a-f]{64}$/);
    expect(next.labels).toEqual({ 'commit-sha': expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect([next.clientVersion, next.client]).toEqual(['584.0.0', 'gcloud']);
    const { image: _, ...container } = next.template.containers[0] ?? { image: '' };
    const { image: __, ...before } = first.template.containers[0] ?? { image: '' };
    expect(container).toEqual(before);
  });

  test('removing and adding again gives another uid', () => {
    estate.removeService(P, R, 'api');
    expect(() => estate.service(P, R, 'api')).toThrow('No service api');
    expect(estate.addService(P, R, { name: 'api' }).uid).not.toBe(first.uid);
  });
});

describe('secrets', () => {
  const states = () =>
    estate.secret(P, 'TOKEN').versions.map(({ name, state }) => `${String(name).split('/').at(-1)} ${state}`);

  test('versions are added, disabled, enabled, destroyed and removed', () => {
    estate.addSecret(P, 'TOKEN');
    estate.addSecretVersion(P, 'TOKEN');
    estate.addSecretVersion(P, 'TOKEN');
    estate.disableSecretVersion(P, 'TOKEN', '2');
    estate.destroySecretVersion(P, 'TOKEN', '1');
    expect(states()).toEqual(['3 ENABLED', '2 DISABLED', '1 DESTROYED']);
    estate.enableSecretVersion(P, 'TOKEN', '2');
    estate.removeSecretVersion(P, 'TOKEN', '3');
    expect(states()).toEqual(['2 ENABLED', '1 DESTROYED']);
    expect(estate.addSecretVersion(P, 'TOKEN')).toBe('3');
  });

  test('a regional secret lives beside a global one of the same name', () => {
    estate.addSecret(P, 'TOKEN');
    estate.addSecret(P, 'TOKEN', { location: 'europe-west1', versions: 0 });
    expect(estate.secret(P, 'europe-west1/TOKEN').document.name).toBe(
      'projects/123456789012/locations/europe-west1/secrets/TOKEN',
    );
    expect(estate.secret(P, 'TOKEN').versions).toHaveLength(1);
  });
});

describe('policies', () => {
  const condition = { title: 't', expression: 'true' };

  test('a role with and without a condition are two bindings; an empty one goes', () => {
    estate.grantProjectRole(P, 'roles/run.viewer', 'user:a@example.com');
    estate.grantProjectRole(P, 'roles/run.viewer', 'user:a@example.com', condition);
    estate.grantProjectRole(P, 'roles/run.viewer', 'user:b@example.com');
    expect(estate.project(P).policy).toMatchObject({
      version: 3,
      bindings: [
        { role: 'roles/run.viewer', members: ['user:a@example.com', 'user:b@example.com'] },
        { role: 'roles/run.viewer', members: ['user:a@example.com'], condition },
      ],
    });
    estate.revokeProjectRole(P, 'roles/run.viewer', 'user:a@example.com', condition);
    expect(estate.project(P).policy).toMatchObject({
      version: 1,
      bindings: [{ members: expect.any(Array) }],
    });
  });

  test('each edit has another etag, audit configs survive a grant', () => {
    estate.setProjectPolicy(P, {
      auditConfigs: [{ service: 'allServices', auditLogConfigs: [{ logType: 'DATA_READ' }] }],
    });
    const before = estate.project(P).policy.etag;
    estate.grantProjectRole(P, 'roles/run.viewer', 'user:a@example.com');
    expect(estate.project(P).policy.etag).not.toBe(before);
    expect(estate.project(P).policy.auditConfigs).toHaveLength(1);
  });
});

test('accounts, keys and API keys come and go', () => {
  const email = estate.addServiceAccount(P, 'robot');
  const id = estate.addKey(P, email, {
    disabled: true,
    disableReason: 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_EXPOSED',
  });
  expect(
    estate
      .project(P)
      .keys.get(email)
      ?.map(({ keyType }) => keyType),
  ).toEqual(['SYSTEM_MANAGED', 'USER_MANAGED']);
  estate.removeKey(P, email, id);
  expect(estate.project(P).keys.get(email)).toHaveLength(1);
  const before = estate.project(P).serviceAccounts.get(email)?.uniqueId;
  estate.removeServiceAccount(P, email);
  estate.addServiceAccount(P, 'robot');
  expect(estate.project(P).serviceAccounts.get(email)?.uniqueId).not.toBe(before);
  const uid = estate.addApiKey(P, { displayName: 'Browser key', referrers: ['https://a.example.com/*'] });
  estate.updateApiKey(P, uid, { targets: ['maps-backend.googleapis.com'] });
  expect(estate.project(P).apiKeys.get(uid)?.document.restrictions).toEqual({
    apiTargets: [{ service: 'maps-backend.googleapis.com' }],
  });
});

test('the same calls build the same estate', () => {
  const again = new SimulatedEstate();
  again.addProject(P, { number: '123456789012', urlHash: 'abcdefghij' });
  expect(
    again.addService(P, R, { name: 'api', template: { containers: [{ env: [{ name: 'A', value: '' }] }] } }),
  ).toEqual(first);
});

test('a clock that is given is used', () => {
  const own = new SimulatedEstate({ now: () => new Date('2030-01-01T00:00:00Z') });
  own.addProject(P);
  expect(own.addService(P, R, { name: 'api' }).createTime).toBe('2030-01-01T00:00:00.000000Z');
});
