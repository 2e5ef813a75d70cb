import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attribute, SYSTEM } from '../../shared/attribution/attribute.ts';
import { parseAuditEntry } from '../../shared/attribution/entry.ts';
import { targetOf } from '../../shared/attribution/target.ts';
import type { Actor } from '../../shared/findings/model.ts';
import type { Json } from '../../shared/snapshot/json.ts';
import { auditEntry, CONSOLE, type EntryInput } from '../simulator/audit-entry.ts';

const SINCE = '2026-02-27T03:00:00.000Z';
const UNTIL = '2026-02-27T04:00:00.000Z';
const API = 'run.services/us-central1/api';
const ACCOUNT = 'cr-api@shop-prod.iam.gserviceaccount.com';

interface Place {
  resource?: string;
  path?: string | null;
  after?: Json;
  aliases?: string[];
}

/** Who changed a place, by these entries. */
function whoChanged(place: Place, entries: EntryInput[], isWhole = true): Actor | null {
  const { resource = API, path = 'ingress', after = 'x', aliases = [] } = place;
  const finding = { fingerprint: 'f', resource, path, after };
  const target = targetOf(finding, { project: 'shop-prod', since: SINCE, until: UNTIL, aliases });
  const parsed = entries.flatMap((input) => parseAuditEntry(auditEntry(input)) ?? []);
  return attribute(target === null ? [] : [target], { entries: parsed, isWhole }).get('f') ?? null;
}

describe('one call on the exact resource', () => {
  it('names principal, tool and time, and is certain', () => {
    expect(whoChanged({}, [{}])).toEqual({
      principal: 'alice@example.com',
      tool: 'gcloud 528.0.0',
      at: '2026-02-27T03:15:00.123Z',
      confidence: 'high',
    });
  });

  it.each([
    ['v1, by project id', { resource: 'namespaces/shop-prod/services/api' }],
    [
      'v2',
      {
        resource: 'projects/shop-prod/locations/us-central1/services/api',
        method: 'google.cloud.run.v2.Services.UpdateService',
      },
    ],
    ['v2 without labels', { resource: 'projects/shop-prod/locations/us-central1/services/api', labels: {} }],
    ['v2 by project number', { resource: 'projects/12/locations/us-central1/services/api' }],
  ] as [string, EntryInput][])('%s', (_name, entry) => {
    expect(whoChanged({}, [entry])).toMatchObject({ principal: 'alice@example.com', confidence: 'high' });
  });

  it.each([
    [
      'another service',
      {
        resource: 'namespaces/shop-prod/services/web',
        labels: { location: 'us-central1', service_name: 'web' },
      },
    ],
    ['the same name in another region', { labels: { location: 'europe-west1', service_name: 'api' } }],
    [
      'the same name in another region, v2',
      { resource: 'projects/shop-prod/locations/europe-west1/services/api', labels: {} },
    ],
    ['the same name in another project', { project: 'shop-dev' }],
    [
      'a job of the same name',
      { resource: 'namespaces/shop-prod/jobs/api', labels: { location: 'us-central1', job_name: 'api' } },
    ],
    ['a refused write', { code: 7 }],
    ['a conflict', { code: 10 }],
    ['a call before the last reading', { at: '2026-02-27T02:59:59Z' }],
    ['a call at the last reading', { at: SINCE }],
    ['a policy call, of a field', { method: 'google.cloud.run.v1.Services.SetIamPolicy' }],
    ['a read', { method: 'google.cloud.run.v1.Services.GetService' }],
    ['the clearing away of a revision', { method: 'google.cloud.run.v1.Revisions.DeleteRevision' }],
    ['another API on a resource of the same name', { service: 'iam.googleapis.com' }],
  ] as [string, EntryInput][])('is nobody: %s', (_name, entry) => {
    expect(whoChanged({}, [entry])).toBeNull();
  });

  it('made after the reading that showed the change is nobody, at its very time somebody', () => {
    expect(whoChanged({}, [{ at: '2026-02-27T04:00:00.001Z' }])).toBeNull();
    expect(whoChanged({}, [{ at: UNTIL }])).toMatchObject({ principal: 'alice@example.com' });
  });

  it('without a region in it is only likely', () => {
    expect(whoChanged({}, [{ labels: { service_name: 'api' } }])).toMatchObject({ confidence: 'medium' });
  });

  it('is only likely where older entries were not read', () => {
    expect(whoChanged({}, [{}], false)).toMatchObject({ confidence: 'medium' });
  });
});

describe('several calls', () => {
  const bob: EntryInput = { who: 'bob@example.com', agent: CONSOLE, at: '2026-02-27T03:20:00Z' };

  it('of two people are both listed, the newest first, and neither is picked', () => {
    expect(whoChanged({}, [{}, bob])).toEqual({
      principal: 'bob@example.com, alice@example.com',
      tool: 'the console, gcloud 528.0.0',
      at: '2026-02-27T03:20:00.000Z',
      confidence: 'low',
    });
  });

  it('of one person are one, at the newest', () => {
    expect(whoChanged({}, [{}, { at: '2026-02-27T03:30:00Z' }])).toMatchObject({
      principal: 'alice@example.com',
      at: '2026-02-27T03:30:00.000Z',
      confidence: 'high',
    });
  });

  it('a refused one does not make two of one', () => {
    expect(whoChanged({}, [{}, { ...bob, code: 7 }])).toMatchObject({ principal: 'alice@example.com' });
  });

  it('are the same in any order', () => {
    const inputs: EntryInput[] = [{ id: 'a' }, { ...bob, id: 'b' }, { at: '2026-02-27T03:18:00Z', id: 'c' }];
    const whole = whoChanged({}, inputs);
    fc.assert(
      fc.property(fc.shuffledSubarray(inputs, { minLength: inputs.length }), (shuffled) => {
        expect(whoChanged({}, shuffled)).toEqual(whole);
      }),
    );
  });
});

describe('a long operation', () => {
  const begin: EntryInput = { operation: 'op-1' };

  it('is one call, of whoever began it', () => {
    const end = { ...begin, who: null, agent: '', at: '2026-02-27T03:16:00Z' };
    expect(whoChanged({}, [begin, end])).toMatchObject({
      principal: 'alice@example.com',
      confidence: 'high',
    });
  });

  it('that ended with an error changed nothing', () => {
    expect(whoChanged({}, [begin, { ...begin, code: 13, at: '2026-02-27T03:16:00Z' }])).toBeNull();
  });
});

describe('what nobody called', () => {
  const event: EntryInput = {
    log: 'system_event',
    who: null,
    agent: '',
    at: '2026-02-27T03:15:09Z',
    method: '/Services.ReplaceService',
  };

  it('is named as the system', () => {
    expect(whoChanged({}, [event])).toMatchObject({ principal: SYSTEM, tool: 'a system event' });
  });

  it('is an echo beside the call it reports of', () => {
    expect(whoChanged({}, [{}, event])).toEqual(whoChanged({}, [{}]));
    expect(whoChanged({}, [{}, event])).toMatchObject({ confidence: 'high' });
  });

  it('and an entry that names nobody is not the system', () => {
    expect(whoChanged({}, [{ who: null }])?.principal).toMatch(/does not name/);
  });
});

describe('policies', () => {
  const setPolicy: EntryInput = {
    service: 'cloudresourcemanager.googleapis.com',
    method: 'SetIamPolicy',
    resource: 'projects/shop-prod',
    labels: {},
    grants: [{ action: 'ADD', role: 'roles/editor', member: 'user:eve@example.com' }],
  };
  const project = 'resourcemanager.projects/shop-prod';
  const grant = (role: string, member: string) => ({
    resource: project,
    path: `iamPolicy.bindings["${role}"]["${member}"]`,
  });

  it('a grant is of who granted it', () => {
    expect(whoChanged(grant('roles/editor', 'user:eve@example.com'), [setPolicy])).toMatchObject({
      principal: 'alice@example.com',
      confidence: 'high',
    });
  });

  it.each([
    ['another member', 'roles/editor', 'user:mallory@example.com'],
    ['another role', 'roles/owner', 'user:eve@example.com'],
  ])('and not of who granted something to %s', (_name, role, member) => {
    expect(whoChanged(grant(role, member), [setPolicy])).toBeNull();
  });

  it('an entry without deltas is only likely', () => {
    const { grants: _, ...silent } = setPolicy;
    expect(whoChanged(grant('roles/editor', 'user:eve@example.com'), [silent])).toMatchObject({
      confidence: 'medium',
    });
  });

  it("a service's own policy is of who set that service's", () => {
    const own: EntryInput = {
      method: 'google.cloud.run.v1.Services.SetIamPolicy',
      grants: [{ role: 'roles/run.invoker', member: 'allUsers' }],
    };
    const place = { path: 'iamPolicy.bindings["roles/run.invoker"].allUsers' };
    expect(whoChanged(place, [own])).toMatchObject({ confidence: 'high' });
    expect(whoChanged(place, [{}])).toBeNull();
  });
});

describe('secrets', () => {
  const add: EntryInput = {
    service: 'secretmanager.googleapis.com',
    method: 'google.cloud.secretmanager.v1.SecretManagerService.AddSecretVersion',
    resource: 'projects/12/secrets/PLAID',
    labels: {},
  };
  const versions = { resource: 'secretmanager.secrets/PLAID', path: 'versions.2.state' };

  it('a version is of who added it to that secret', () => {
    expect(whoChanged(versions, [add])).toMatchObject({ principal: 'alice@example.com', confidence: 'high' });
  });

  it.each([
    ['a version of another secret', { ...add, resource: 'projects/12/secrets/PLAID_2' }],
    [
      'a version of a regional secret of the same name',
      { ...add, resource: 'projects/12/locations/us-central1/secrets/PLAID' },
    ],
    [
      'a change of its labels',
      { ...add, method: 'google.cloud.secretmanager.v1.SecretManagerService.UpdateSecret' },
    ],
    [
      'an access',
      { ...add, method: 'google.cloud.secretmanager.v1.SecretManagerService.AccessSecretVersion' },
    ],
  ] as [string, EntryInput][])('and not of %s', (_name, entry) => {
    expect(whoChanged(versions, [entry])).toBeNull();
  });

  it('a regional one is joined by its region', () => {
    const place = { ...versions, resource: 'secretmanager.secrets/us-central1/PLAID' };
    const regional = { ...add, resource: 'projects/12/locations/us-central1/secrets/PLAID' };
    expect(whoChanged(place, [regional])).toMatchObject({ confidence: 'high' });
    expect(
      whoChanged(place, [{ ...add, resource: 'projects/12/locations/us-east1/secrets/PLAID' }]),
    ).toBeNull();
  });
});

describe('service accounts', () => {
  const place = { resource: `iam.serviceAccounts/${ACCOUNT}`, path: null, after: 'present' };
  const create: EntryInput = {
    service: 'iam.googleapis.com',
    method: 'google.iam.admin.v1.CreateServiceAccount',
    resource: 'projects/shop-prod',
    labels: { email_id: ACCOUNT, unique_id: '117' },
  };
  const key: EntryInput = {
    ...create,
    method: 'google.iam.admin.v1.CreateServiceAccountKey',
    resource: 'projects/-/serviceAccounts/117',
  };

  it('a new one is of who created it', () => {
    expect(whoChanged(place, [create])).toMatchObject({ confidence: 'high' });
    expect(whoChanged(place, [{ ...create, labels: { email_id: `x-${ACCOUNT}` } }])).toBeNull();
  });

  it('one that went is of who deleted it', () => {
    const remove = { ...create, method: 'google.iam.admin.v1.DeleteServiceAccount' };
    expect(whoChanged({ ...place, after: null }, [create])).toBeNull();
    expect(whoChanged({ ...place, after: null }, [remove])).toMatchObject({ confidence: 'high' });
  });

  it('what it is called is not of who deployed something that runs as it', () => {
    const field = { ...place, path: 'displayName' };
    const actAs = { ...create, who: 'bob@example.com', method: 'iam.serviceAccounts.actAs' };
    const patch = { ...create, method: 'google.iam.admin.v1.PatchServiceAccount' };
    expect(whoChanged(field, [actAs])).toBeNull();
    expect(whoChanged(field, [actAs, patch])).toMatchObject({
      principal: 'alice@example.com',
      confidence: 'high',
    });
  });

  it('a key is of who made it, the account by email or by number', () => {
    const keys = { ...place, path: 'keys.abc', aliases: ['117'] };
    expect(whoChanged(keys, [key])).toMatchObject({ confidence: 'high' });
    expect(whoChanged(keys, [{ ...key, labels: { unique_id: '117' } }])).toMatchObject({
      confidence: 'high',
    });
    expect(whoChanged(keys, [{ ...key, labels: {} }])).toMatchObject({ confidence: 'high' });
    expect(whoChanged(keys, [{ ...key, labels: {}, resource: 'projects/-/serviceAccounts/118' }])).toBeNull();
    expect(whoChanged(keys, [create])).toBeNull();
  });
});

describe('jobs', () => {
  const place = { resource: 'run.jobs/us-central1/nightly', path: 'template.taskCount' };
  const replace: EntryInput = {
    method: 'google.cloud.run.v1.Jobs.ReplaceJob',
    resource: 'namespaces/shop-prod/jobs/nightly',
    labels: { location: 'us-central1', job_name: 'nightly' },
  };

  it.each([
    ['a run', { method: 'google.cloud.run.v1.Jobs.RunJob' }],
    [
      'an execution that is cancelled',
      {
        method: 'google.cloud.run.v2.Executions.CancelExecution',
        resource: 'projects/shop-prod/locations/us-central1/jobs/nightly/executions/nightly-x1',
      },
    ],
  ] as [string, EntryInput][])('%s changes no setting', (_name, use) => {
    const scheduler = { ...replace, who: 'scheduler@shop-prod.iam.gserviceaccount.com', ...use };
    expect(whoChanged(place, [scheduler])).toBeNull();
    expect(whoChanged(place, [scheduler, replace])).toMatchObject({ confidence: 'high' });
  });
});

describe('API keys', () => {
  const create: EntryInput = {
    service: 'apikeys.googleapis.com',
    method: 'google.api.apikeys.v2.ApiKeys.CreateKey',
    resource: 'projects/123456789012',
    labels: {},
  };
  const place = { resource: 'apikeys.keys/5d3b-uid', path: null, after: 'present' };

  it('a new one is likely of who made one', () => {
    expect(whoChanged(place, [create])).toMatchObject({ confidence: 'medium' });
  });

  it('one that went, or that changed, is not', () => {
    expect(whoChanged({ ...place, after: null }, [create])).toBeNull();
    expect(whoChanged({ ...place, path: 'displayName' }, [create])).toBeNull();
  });
});

it('what no API can have changed has no actor', () => {
  expect(whoChanged({ resource: 'role/approvals', path: null }, [{}])).toBeNull();
});
