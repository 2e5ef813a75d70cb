import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AuditEntry, parseAuditEntry } from '../../shared/attribution/entry.ts';
import { toolOf } from '../../shared/attribution/tool.ts';
import { auditEntry, BODY_CANARY, CONSOLE } from '../simulator/audit-entry.ts';

const SAMPLES = 'test/corpus/public/audit-logs';

function sample(number: string): AuditEntry | null {
  const file = readdirSync(SAMPLES).find((name) => name.startsWith(number) && !name.includes('.expect.'));
  return parseAuditEntry(JSON.parse(readFileSync(join(SAMPLES, file ?? ''), 'utf8')));
}

describe('the published samples', () => {
  it('01: a service replaced in the console', () => {
    expect(sample('01')).toEqual({
      id: '2024-05-06T22:58:04.355Z qd23mgd4u3f ReplaceService',
      at: '2024-05-06T22:58:04.355Z',
      project: 'test-project-1234',
      service: 'run.googleapis.com',
      method: 'ReplaceService',
      resource: 'namespaces/test-project-1234/services/cloud-run-slack-bot',
      labels: {
        project_id: 'test-project-1234',
        location: 'asia-northeast1',
        service_name: 'cloud-run-slack-bot',
      },
      principal: 'user-6cbcd6@gmail.com',
      tool: 'the console',
      isSystem: false,
      isFailed: false,
      operation: null,
      grants: null,
    });
  });

  it('02: the same, refused for a conflict', () => {
    expect(sample('02')).toMatchObject({ method: 'ReplaceService', isFailed: true });
  });

  it('03: a service created', () => {
    expect(sample('03')).toMatchObject({ method: 'CreateService', isFailed: false, project: 'kktae-demo' });
  });

  it('07: a key created, for an account by number, at a time written without a zone', () => {
    expect(sample('07')).toMatchObject({
      at: '2023-03-09T15:50:36.148Z',
      method: 'CreateServiceAccountKey',
      principal: 'staging@company.io',
      resource: 'projects/-/serviceAccounts/123456789098765434567',
      isFailed: false,
    });
  });

  it('10: a system event, of a revision that did not become ready', () => {
    expect(sample('10')).toMatchObject({
      method: 'ReplaceService',
      isSystem: true,
      isFailed: true,
      principal: null,
    });
  });
});

describe('parseAuditEntry', () => {
  it('keeps nothing of what was submitted or answered', () => {
    expect(JSON.stringify(parseAuditEntry(auditEntry({ code: 10 })))).not.toContain(BODY_CANARY);
  });

  it('knows a row exported from BigQuery', () => {
    const { protoPayload, ...entry } = auditEntry({
      grants: [{ role: 'roles/viewer', member: 'user:a@b.c' }],
    });
    const { serviceData, ...payload } = protoPayload as Record<string, unknown>;
    const row = {
      ...entry,
      timestamp: '2026-02-27 03:15:00.123456 UTC',
      protopayload_auditlog: { ...payload, servicedata_v1_iam: serviceData },
    };
    expect(parseAuditEntry(row)).toMatchObject({
      at: '2026-02-27T03:15:00.123Z',
      method: 'ReplaceService',
      principal: 'alice@example.com',
      grants: [{ role: 'roles/viewer', member: 'user:a@b.c' }],
    });
  });

  it.each([
    ['an entry of the data access log', auditEntry({ log: 'data_access' })],
    ['a line of a program', { ...auditEntry(), logName: 'projects/p/logs/run.googleapis.com%2Fstdout' }],
    ['an entry without a time', { ...auditEntry(), timestamp: 'soon' }],
    ['an entry without a payload', { ...auditEntry(), protoPayload: null }],
    ['no object', 'entry'],
  ])('knows %s is none', (_name, raw) => {
    expect(parseAuditEntry(raw)).toBeNull();
  });

  it.each([
    [
      'an email',
      { principalEmail: 'a@example.com', principalSubject: 'user:a@example.com' },
      'a@example.com',
    ],
    [
      'a federated subject',
      {
        principalSubject:
          'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/gh/subject/repo:o/r',
      },
      'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/gh/subject/repo:o/r',
    ],
    [
      'an account that somebody acts as',
      {
        principalEmail: 'deploy@p.iam.gserviceaccount.com',
        serviceAccountDelegationInfo: [{ firstPartyPrincipal: { principalEmail: 'alice@example.com' } }],
      },
      'deploy@p.iam.gserviceaccount.com (acting for alice@example.com)',
    ],
    [
      'an account that a workflow acts as',
      {
        principalEmail: 'deploy@p.iam.gserviceaccount.com',
        serviceAccountDelegationInfo: [{ principalSubject: 'principal://iam.googleapis.com/x/subject/repo' }],
      },
      'deploy@p.iam.gserviceaccount.com (acting for principal://iam.googleapis.com/x/subject/repo)',
    ],
    ['nobody', {}, null],
    ['a name that would move the cursor', { principalEmail: 'a\u001b[2J@x' }, 'a [2J@x'],
  ])('names %s', (_name, authenticationInfo, principal) => {
    const entry = auditEntry();
    const protoPayload = { ...(entry.protoPayload as object), authenticationInfo };
    expect(parseAuditEntry({ ...entry, protoPayload })?.principal).toBe(principal);
  });

  it('reads grants, members as IAM compares them', () => {
    const grants = [{ role: 'roles/editor', member: 'user:Alice@Example.com' }];
    expect(parseAuditEntry(auditEntry({ grants }))?.grants).toEqual([
      { role: 'roles/editor', member: 'user:alice@example.com' },
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (payload, rest) => {
        parseAuditEntry({ ...auditEntry(), protoPayload: payload, resource: rest, operation: rest });
        parseAuditEntry(rest);
      }),
    );
  });
});

describe('toolOf', () => {
  it.each([
    [CONSOLE, 'the console'],
    [
      'google-cloud-sdk gcloud/528.0.0 command/gcloud.run.deploy invocation-id/1 environment/None interactive/True',
      'gcloud 528.0.0',
    ],
    [
      'google-cloud-sdk gcloud/528.0.0 command/gcloud.run.deploy environment/github-actions-deploy-cloudrun',
      'GitHub Actions',
    ],
    [
      'Terraform/1.11.0 (+https://www.terraform.io) Terraform-Plugin-SDK/2.36 terraform-provider-google/7.45.0',
      'terraform 1.11.0',
    ],
    ['google-api-go-client/0.5 Terraform/1.9.2 (+https://www.terraform.io)', 'terraform 1.9.2'],
    ['gl-python/3.12.1 grpc/1.62.0 gax/2.17.1 gapic/0.10.5', 'a client library'],
    ['google-api-nodejs-client/7.2.0 (gzip)', 'a client library'],
    ['(gzip),gzip(gfe)', null],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['Bearer ya29.secret', 'Bearer'],
  ])('%s', (agent, tool) => {
    expect(toolOf(agent)).toBe(tool);
  });
});
