import { auditEntry, CONSOLE } from './audit-entry.ts';
import type { SimulatedEstate } from './estate.ts';

const PROD = 'jualuma-prod';
const NUMBER = '678067977394';
const REGION = 'us-central1';
const SERVICES = ['frontend-app', 'jualuma-backend', 'marketing-site', 'support-portal'];
const DEPLOYER = `github-deployer@${PROD}.iam.gserviceaccount.com`;

/**
 * What the audit log of prod says of `breakGlass`: each service replaced under the v1 name of the call, a
 * deploy that was refused, the version of a secret added in the console. `secret` stands in every body.
 */
export function logBreakGlass(
  estate: SimulatedEstate,
  { at = estate.timestamp(), secret = 'not to be kept' }: { at?: string; secret?: string } = {},
): void {
  const add = (input: Parameters<typeof auditEntry>[0]) =>
    estate.addLogEntry(PROD, auditEntry({ project: PROD, at, who: 'ops@example.com', ...input }, secret));
  for (const name of SERVICES)
    add({
      resource: `namespaces/${PROD}/services/${name}`,
      labels: { location: REGION, service_name: name, configuration_name: '', revision_name: '' },
    });
  add({
    resource: `namespaces/${PROD}/services/frontend-app`,
    labels: { location: REGION, service_name: 'frontend-app' },
    who: DEPLOYER,
    code: 7,
  });
  add({
    service: 'secretmanager.googleapis.com',
    method: 'google.cloud.secretmanager.v1.SecretManagerService.AddSecretVersion',
    resource: `projects/${NUMBER}/secrets/PLAID_SECRET`,
    labels: { method: 'AddSecretVersion', service: 'secretmanager.googleapis.com' },
    agent: CONSOLE,
  });
}
