import { auditEntry, CONSOLE, type EntryInput } from './audit-entry.ts';
import type { SimulatedEstate } from './estate.ts';
import { REGION, SERVICES } from './jualuma-facts.ts';

const PROD = 'jualuma-prod';
const NUMBER = '678067977394';
const BACKEND = 'jualuma-backend';
const DEFAULT_ACCOUNT = `${NUMBER}-compute@developer.gserviceaccount.com`;
const ACCOUNT = `cr-backend@${PROD}.iam.gserviceaccount.com`;
const IAP_AGENT = `serviceAccount:service-${NUMBER}@gcp-sa-iap.iam.gserviceaccount.com`;

/** What the account that was made that night was granted. */
export const NIGHT_ROLES = [
  'roles/aiplatform.user',
  'roles/cloudsql.client',
  'roles/cloudsql.instanceUser',
  'roles/datastore.user',
  'roles/secretmanager.secretAccessor',
];

/** Who did what in the night of 2026-02-27, and with which tool. */
export const NIGHT = {
  secret: { who: 'sec@example.com', agent: CONSOLE },
  access: { who: 'ops@example.com' },
  proxy: { who: 'ops@example.com', agent: gcloud('gcloud.beta.run.services.update') },
  account: { who: 'iam@example.com', agent: gcloud('gcloud.iam.service-accounts.create') },
  grants: { who: 'iam@example.com', agent: gcloud('gcloud.projects.add-iam-policy-binding') },
} satisfies Record<string, EntryInput>;

/** Prod of jualuma as it was before: its web behind the proxy, nobody let in unasked, the backend on the default account. */
export function beforeTheNight(estate: SimulatedEstate): void {
  for (const name of prodServices())
    estate.updateService(PROD, REGION, name, (service) => {
      service.invokerIamDisabled = false;
      service.iapEnabled = name !== BACKEND;
      if (name === BACKEND) service.template.serviceAccount = DEFAULT_ACCOUNT;
    });
  for (const name of webServices())
    estate.setServicePolicy(PROD, REGION, name, {
      bindings: [{ role: 'roles/run.invoker', members: [IAP_AGENT] }],
    });
  for (const role of NIGHT_ROLES) estate.revokeProjectRole(PROD, role, `serviceAccount:${ACCOUNT}`);
  estate.removeServiceAccount(PROD, ACCOUNT);
}

/**
 * Every runtime action of the backfill document of that night, each with its entry in the audit log, and
 * what the log holds beside: refused writes, and calls on services of the same names elsewhere. `at`: when
 * the entries were written; `secret` stands in every body.
 */
export function playTheNight(estate: SimulatedEstate, { at, secret }: { at: string; secret: string }): void {
  const log = (input: EntryInput, project = PROD) =>
    estate.addLogEntry(project, auditEntry({ project, at, ...input }, secret));
  addSecretVersion(estate, log);
  openServices(estate, log);
  changeAccount(estate, log);
  logOthers(log);
}

type Log = (input: EntryInput, project?: string) => void;

function addSecretVersion(estate: SimulatedEstate, log: Log): void {
  estate.addSecretVersion(PROD, 'PLAID_SECRET');
  log({
    ...NIGHT.secret,
    service: 'secretmanager.googleapis.com',
    method: 'google.cloud.secretmanager.v1.SecretManagerService.AddSecretVersion',
    resource: `projects/${NUMBER}/secrets/PLAID_SECRET`,
    labels: { method: 'google.cloud.secretmanager.v1.SecretManagerService.AddSecretVersion' },
  });
}

function openServices(estate: SimulatedEstate, log: Log): void {
  for (const name of prodServices()) {
    estate.updateService(
      PROD,
      REGION,
      name,
      (service) => {
        service.ingress = 'INGRESS_TRAFFIC_ALL';
        service.invokerIamDisabled = true;
      },
      { by: NIGHT.access.who, client: 'gcloud' },
    );
    log({ ...NIGHT.access, ...replaced(name) });
  }
  for (const name of webServices()) {
    estate.updateService(
      PROD,
      REGION,
      name,
      (service) => {
        service.iapEnabled = false;
      },
      { by: NIGHT.proxy.who, client: 'gcloud' },
    );
    log({ ...NIGHT.proxy, ...replaced(name) });
  }
}

function changeAccount(estate: SimulatedEstate, log: Log): void {
  estate.addServiceAccount(PROD, 'cr-backend', { displayName: 'Cloud Run backend' });
  const uniqueId = String(estate.project(PROD).serviceAccounts.get(ACCOUNT)?.uniqueId);
  log({
    ...NIGHT.account,
    service: 'iam.googleapis.com',
    method: 'google.iam.admin.v1.CreateServiceAccount',
    resource: `projects/${PROD}`,
    labels: { email_id: ACCOUNT, unique_id: uniqueId },
  });
  for (const role of NIGHT_ROLES) {
    const member = `serviceAccount:${ACCOUNT}`;
    estate.grantProjectRole(PROD, role, member);
    log({
      ...NIGHT.grants,
      service: 'cloudresourcemanager.googleapis.com',
      method: 'SetIamPolicy',
      resource: `projects/${PROD}`,
      labels: {},
      grants: [{ action: 'ADD', role, member }],
    });
  }
  estate.updateService(
    PROD,
    REGION,
    BACKEND,
    (service) => {
      service.template.serviceAccount = ACCOUNT;
    },
    { by: NIGHT.access.who, client: 'gcloud' },
  );
  log({ ...NIGHT.access, ...replaced(BACKEND) });
}

/** A pipeline that was refused, one that came second, and changes of namesakes that are nobody's here. */
function logOthers(log: Log): void {
  log({ who: 'refused@example.com', code: 7, ...replaced('frontend-app') });
  log({ who: 'second@example.com', code: 10, ...replaced(BACKEND) });
  log({ who: 'elsewhere@example.com', ...replaced(BACKEND, { location: 'europe-west1' }) });
  log({ who: 'dev@example.com', ...replaced(BACKEND, { project: 'jualuma-dev' }) }, 'jualuma-dev');
  log({
    who: 'other-grant@example.com',
    service: 'cloudresourcemanager.googleapis.com',
    method: 'SetIamPolicy',
    resource: `projects/${PROD}`,
    labels: {},
    code: 7,
    grants: [{ action: 'ADD', role: 'roles/owner', member: 'user:other-grant@example.com' }],
  });
}

/** A deploy by gcloud is logged under the v1 name of the call, without a region in its resource name. */
function replaced(name: string, { location = REGION, project = PROD } = {}): EntryInput {
  return {
    resource: `namespaces/${project}/services/${name}`,
    method: 'google.cloud.run.v1.Services.ReplaceService',
    labels: { location, service_name: name, configuration_name: '', revision_name: '' },
  };
}

function prodServices(): string[] {
  return SERVICES.flatMap(({ names }) => names.prod ?? []);
}

function webServices(): string[] {
  return prodServices().filter((name) => name !== BACKEND);
}

function gcloud(command: string): string {
  return `google-cloud-sdk gcloud/528.0.0 command/${command} invocation-id/0 environment/None`;
}
