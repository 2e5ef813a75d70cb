import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { apiKeys } from '../../../shared/checks/api-keys/api-keys.ts';
import { iamRoles } from '../../../shared/checks/iam-roles/iam-roles.ts';
import type { RawResult } from '../../../shared/checks/model.ts';
import { serviceAccountKeys } from '../../../shared/checks/service-account-keys/service-account-keys.ts';
import type { JsonObject } from '../../../shared/snapshot/json.ts';
import { policyFields } from '../../../shared/snapshot/normalise/policy.ts';
import { runCheck } from '../../fakes/check-tester.ts';
import type { ContractDraft } from '../../fakes/contract-builder.ts';
import type { ScopeDraft } from '../../fakes/snapshot-builder.ts';

function policyOf(file: string): JsonObject {
  const body: unknown = JSON.parse(readFileSync(`test/corpus/public/iam/${file}`, 'utf8'));
  return policyFields(body, {
    project: 'acme-prod',
    projectNumber: null,
    region: null,
    reduce: () => ({ kind: 'literal', fingerprint: '', mentions: [] }),
  });
}

function judged(file: string, projectNumber: string): string[] {
  const contract: ContractDraft = {
    environments: { prod: { projectNumber } },
    compare: [],
    services: { app: {} },
    iam: {
      humans: ['group:k8s-infra-staging-kops@kubernetes.io'],
      forbiddenRoles: ['roles/owner', 'roles/editor'],
    },
  };
  const documents = { 'acme-prod': { fields: policyOf(file) } };
  const more: ScopeDraft[] = [{ resource: 'resourcemanager.projects.iamPolicy', region: null, documents }];
  return runCheck(iamRoles, { contract, estate: { prod: { more } } }).map(told);
}

function told({ status, path, message }: RawResult): string {
  return `${status} ${path?.replace('iamPolicy.bindings', '') ?? message}`;
}

describe('policies that others published', () => {
  test('of a staging project: a person who owns it, a group too many, an agent that is an editor from before', () => {
    expect(judged('k8s-staging-kops.project-iam.t3.2020-05-06-66e91537.json', '889470918518')).toEqual([
      'FAIL ["roles/editor"]["serviceAccount:service-889470918518@containerregistry.iam.gserviceaccount.com"]',
      'FAIL ["roles/owner"]["user:user-ec2f5a@google.com"]',
      'FAIL ["roles/viewer"]["group:k8s-infra-artifact-admins@kubernetes.io"]',
    ]);
  });

  test('of the same project, taken for another one: its agents are strangers', () => {
    const results = judged('k8s-staging-kops.project-iam.t3.2020-05-06-66e91537.json', '127754664067');
    expect(results.filter((line) => line.startsWith('REVIEW'))).toEqual([
      'REVIEW_REQUIRED ["roles/cloudbuild.serviceAgent"]["serviceAccount:service-889470918518@gcp-sa-cloudbuild.iam.gserviceaccount.com"]',
    ]);
  });

  test('of a large project: every agent is known by pattern', () => {
    const results = judged('kubernetes-public.project-iam.t5.2020-04-23-a30eb020.json', '127754664067');
    expect(results.filter((line) => line.startsWith('REVIEW'))).toEqual([]);
    expect(results.filter((line) => line.includes('serviceAccount:'))).toEqual([
      'FAIL ["roles/editor"]["serviceAccount:127754664067-compute@developer.gserviceaccount.com"]',
      'FAIL ["roles/editor"]["serviceAccount:service-127754664067@containerregistry.iam.gserviceaccount.com"]',
    ]);
  });
});

describe('whatever a document holds', () => {
  const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonObject[string]>;
  const name = fc.oneof(
    fc.constantFrom(
      'acme-prod',
      'cr-app@acme-prod.iam.gserviceaccount.com',
      'key',
      '__proto__',
      'constructor',
    ),
    fc.string(),
  );
  const member = fc.oneof(
    fc.constantFrom(
      'allUsers',
      'serviceAccount:cr-app@acme-prod.iam.gserviceaccount.com',
      'deleted:user:a@b?uid=1',
      'x',
      '',
    ),
    fc.string(),
  );
  const bindings = fc.dictionary(
    fc.constantFrom('roles/owner', 'roles/x', 'roles/x_withcond_ab'),
    fc.dictionary(member, json),
  );
  const fields = fc.oneof(
    json.map((value) => ({ iamPolicy: value, keys: value, restrictions: value, displayName: value })),
    bindings.map((held) => ({ iamPolicy: { bindings: held } })),
  ) as fc.Arbitrary<JsonObject>;
  const documents = fc.dictionary(
    name,
    fields.map((held) => ({ fields: held })),
    { maxKeys: 4 },
  );
  const CLASSES = [
    'resourcemanager.projects.iamPolicy',
    'secretmanager.secrets.iamPolicy',
    'iam.serviceAccounts',
    'iam.serviceAccountKeys',
    'apikeys.keys',
  ] as const;
  const contract: ContractDraft = {
    environments: { prod: { protected: true } },
    compare: [],
    services: { app: { serviceAccount: 'cr-app@acme-prod.iam.gserviceaccount.com', roles: ['roles/x'] } },
    iam: {
      humans: ['user:ops@example.com'],
      forbiddenRoles: ['roles/owner'],
      serviceAccountKeys: { maxAgeDays: 9 },
    },
    apiKeys: [{ name: '.', targets: ['a.example.com'], required: ['https://a/*'], deprecated: ['b'] }],
  };

  test('no check throws, and each says something', () => {
    fc.assert(
      fc.property(fc.tuple(...CLASSES.map(() => documents)), (drafts) => {
        const more = CLASSES.map((resource, index) => ({
          resource,
          region: null,
          documents: drafts[index] ?? {},
        }));
        for (const check of [iamRoles, serviceAccountKeys, apiKeys]) {
          const results = runCheck(check, { contract, estate: { prod: { more } } });
          expect(results.length).toBeGreaterThan(0);
          for (const { message, status, settle } of results) {
            expect(message).toMatch(/\.$/);
            expect(settle === null).toBe(status === 'PASS' || status === 'INTENTIONAL_DIFF');
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
