import { describe, expect, test } from '@jest/globals';
import { iamRoles } from '../../../shared/checks/iam-roles/iam-roles.ts';
import type { RawResult } from '../../../shared/checks/model.ts';
import type { JsonObject } from '../../../shared/snapshot/json.ts';
import { runCheck } from '../../fakes/check-tester.ts';
import type { ContractDraft, RoleDraft } from '../../fakes/contract-builder.ts';
import { accounts, type GrantDraft, projectPolicy } from '../../fakes/iam-scopes.ts';
import { NUMBER, type ScopeDraft } from '../../fakes/snapshot-builder.ts';

export const APP = 'cr-app@acme-prod.iam.gserviceaccount.com';
export const account = (email: string) => `serviceAccount:${email}`;
export const agent = (domain: string, number = NUMBER) =>
  account(`service-${number}@${domain}.iam.gserviceaccount.com`);
export const UNTIL_MAY: JsonObject = {
  title: 'until May',
  expression: 'request.time < timestamp("2026-05-01T00:00:00Z")',
};
export const ALWAYS: JsonObject = { title: 'always', expression: 'true' };

/** One role in prod, which runs as cr-app. */
export function contract(role: RoleDraft = {}, iam: ContractDraft['iam'] = {}): ContractDraft {
  return {
    environments: { prod: { protected: true } },
    compare: [],
    services: { app: { serviceAccount: APP, ...role } },
    iam,
  };
}

export function estate(grants: GrantDraft[], more: ScopeDraft[] = []) {
  return { prod: { more: [projectPolicy('acme-prod', ...grants), accounts({ [APP]: {} }), ...more] } };
}

/** Results in short: status, severity where it fails, what is granted where. */
export function said(results: readonly RawResult[]): string[] {
  return results.map(({ status, blind, severity, resource, path, role }) =>
    [
      blind ? 'BLIND' : status,
      ...(status === 'FAIL' ? [severity] : []),
      role ?? '-',
      (resource ?? 'all').replace('resourcemanager.projects/acme-prod', 'project'),
      ...(path === null ? [] : [path.replace('iamPolicy.bindings', '')]),
    ].join(' '),
  );
}

export const at = (role: string, member: string) =>
  /^\w+$/.test(member) ? `["${role}"].${member}` : `["${role}"]["${member}"]`;
export const mine = (role: string) => at(role, account(APP));
export const SQL = 'roles/cloudsql.client';
export const STORE = 'roles/datastore.user';

export interface Case {
  contract: ContractDraft;
  grants: GrantDraft[];
  more?: ScopeDraft[];
  gives: string[];
  says?: string;
  /** How the first result that is not conforming is settled. */
  settle?: string;
}

/** One test of the check for each case. */
export function iamCases(title: string, cases: Record<string, Case>): void {
  describe(`iam-roles: ${title}`, () => {
    test.each(Object.entries(cases))('%s', (_name, given) => {
      const results = runCheck(iamRoles, {
        contract: given.contract,
        estate: estate(given.grants, given.more),
      });
      expect(said(results)).toEqual(given.gives);
      if (given.says !== undefined)
        expect(results.map(({ message }) => message).join('\n')).toContain(given.says);
      if (given.settle !== undefined)
        expect(results.find(({ status }) => status !== 'PASS')?.settle).toBe(given.settle);
    });
  });
}
