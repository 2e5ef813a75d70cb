import type { SimulatedEstate } from './estate.ts';
import { digest } from './ids.ts';
import { ENVIRONMENTS, type JualumaEnvironment, REGION, SERVICES } from './jualuma-facts.ts';
import { backendInput, webInput } from './jualuma-services.ts';

const PROD = 'jualuma-prod';
const BACKEND = 'jualuma-backend';
const PROD_DEFAULT_ACCOUNT = '678067977394-compute@developer.gserviceaccount.com';
const BACKEND_ROLES = [
  'roles/aiplatform.user',
  'roles/cloudsql.client',
  'roles/cloudsql.instanceUser',
  'roles/datastore.user',
  'roles/secretmanager.secretAccessor',
];
const SECRETS = ['DATABASE_URL', 'STRIPE_SECRET_KEY', 'PLAID_SECRET'];

/**
 * Builds dev, stage and prod of jualuma as the estate's contract wants them. PLAID_SECRET is a secret
 * the backend reads by itself: its env policy is closed and does not name it.
 */
export function buildJualumaEstate(estate: SimulatedEstate): void {
  for (const environment of ENVIRONMENTS) {
    estate.addProject(environment.project, { number: environment.number, urlHash: environment.urlHash });
    addAccounts(estate, environment);
    addSecrets(estate, environment);
    addServices(estate, environment);
    addApiKey(estate, environment);
    setProjectPolicy(estate, environment);
  }
}

/** What was done to prod by hand on 2026-02-27 before the repository was told. */
export function breakGlass(estate: SimulatedEstate): void {
  const by = 'ops@example.com';
  for (const name of prodServices()) {
    estate.updateService(
      PROD,
      REGION,
      name,
      (service) => {
        service.ingress = 'INGRESS_TRAFFIC_ALL';
        service.invokerIamDisabled = true;
        service.iapEnabled = false;
        if (name === BACKEND) service.template.serviceAccount = PROD_DEFAULT_ACCOUNT;
      },
      { by, client: 'gcloud' },
    );
  }
  estate.addSecretVersion(PROD, 'PLAID_SECRET');
}

/** Puts back what `breakGlass` changed; the version it added is gone as if it had never been there. */
export function revert(estate: SimulatedEstate): void {
  for (const name of prodServices()) {
    estate.updateService(
      PROD,
      REGION,
      name,
      (service) => {
        service.ingress = 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER';
        if (name === BACKEND) service.template.serviceAccount = `cr-backend@${PROD}.iam.gserviceaccount.com`;
      },
      { by: 'ops@example.com', client: 'gcloud' },
    );
  }
  const newest = String(estate.secret(PROD, 'PLAID_SECRET').versions[0]?.name).split('/').at(-1) ?? '';
  if (newest !== '1') estate.removeSecretVersion(PROD, 'PLAID_SECRET', newest);
}

function prodServices(): string[] {
  return SERVICES.flatMap(({ names }) => names.prod ?? []);
}

function addAccounts(estate: SimulatedEstate, { project, number, name }: JualumaEnvironment): void {
  estate.addServiceAccount(project, `${number}-compute@developer.gserviceaccount.com`, {
    displayName: 'Compute Engine default service account',
  });
  estate.addServiceAccount(project, 'cr-backend', { displayName: 'Cloud Run backend' });
  estate.addServiceAccount(project, 'cr-frontend', { displayName: 'Cloud Run web services' });
  if (name !== 'prod')
    estate.addServiceAccount(project, 'cr-approvals', { displayName: 'Cloud Run approvals' });
  estate.addServiceAccount(project, 'github-deployer', { displayName: 'Deployments from GitHub Actions' });
}

function addSecrets(estate: SimulatedEstate, { project, name }: JualumaEnvironment): void {
  for (const secret of SECRETS) {
    const labels = { app: 'jualuma', environment: name };
    estate.addSecret(project, secret, { labels, versions: secret === 'STRIPE_SECRET_KEY' ? 3 : 1 });
  }
  estate.disableSecretVersion(project, 'STRIPE_SECRET_KEY', '2');
  estate.destroySecretVersion(project, 'STRIPE_SECRET_KEY', '1');
  const shared = name === 'dev' ? 'sandbox' : 'shared';
  const fingerprint = `1:${digest(`plaid ${shared}`)}`;
  estate.updateSecret(project, 'PLAID_SECRET', { annotations: { 'plumbline-fingerprint': fingerprint } });
  // Stripe's mode and keys must differ, and their writer says so.
  const stripe = `3:${digest(`stripe ${name}`)}`;
  estate.updateSecret(project, 'STRIPE_SECRET_KEY', { annotations: { 'plumbline-fingerprint': stripe } });
  if (name === 'prod') letDefaultAccountRead(estate);
}

/** Prod ran as its default account until cr-backend was made, and what let that read has stayed. */
function letDefaultAccountRead(estate: SimulatedEstate): void {
  const members = [`serviceAccount:${PROD_DEFAULT_ACCOUNT}`];
  for (const secret of ['DATABASE_URL', 'STRIPE_SECRET_KEY'])
    estate.setSecretPolicy(PROD, secret, {
      bindings: [{ role: 'roles/secretmanager.secretAccessor', members }],
    });
}

function addServices(estate: SimulatedEstate, environment: JualumaEnvironment): void {
  const { project, name, number } = environment;
  const by = `github-deployer@${project}.iam.gserviceaccount.com`;
  for (const role of SERVICES) {
    const service = role.names[name];
    if (service === undefined) continue;
    const input =
      role.role === 'backend' ? backendInput(environment, service) : webInput(environment, role, service);
    estate.addService(project, REGION, input, { by });
    if (!input.iapEnabled) continue;
    const members = [`serviceAccount:service-${number}@gcp-sa-iap.iam.gserviceaccount.com`];
    estate.setServicePolicy(project, REGION, service, { bindings: [{ role: 'roles/run.invoker', members }] });
  }
}

function addApiKey(estate: SimulatedEstate, { project, name }: JualumaEnvironment): void {
  const prodOnly = name === 'prod' ? ['https://frontend-app-m5loacypwq-uc.a.run.app/*'] : [];
  estate.addApiKey(project, {
    displayName: `Browser key ${name} (auth)`,
    targets: ['identitytoolkit.googleapis.com', 'securetoken.googleapis.com'],
    referrers: ['https://*.jualuma.com/*', ...prodOnly],
  });
}

function setProjectPolicy(estate: SimulatedEstate, { project, number, name }: JualumaEnvironment): void {
  const account = (id: string) => `serviceAccount:${id}@${project}.iam.gserviceaccount.com`;
  const agent = (id: string) => `serviceAccount:service-${number}@${id}.iam.gserviceaccount.com`;
  const grants: [role: string, member: string][] = [
    ...BACKEND_ROLES.map((role): [string, string] => [role, account('cr-backend')]),
    ['roles/run.admin', account('github-deployer')],
    ['roles/iam.serviceAccountUser', account('github-deployer')],
    ['roles/artifactregistry.writer', account('github-deployer')],
    ['roles/run.serviceAgent', agent('serverless-robot-prod')],
    ['roles/artifactregistry.serviceAgent', agent('gcp-sa-artifactregistry')],
    ['roles/compute.serviceAgent', agent('compute-system')],
    [
      `projects/${project}/roles/plumblineViewer`,
      'serviceAccount:plumbline-viewer@plumbline-ops.iam.gserviceaccount.com',
    ],
  ];
  if (name === 'prod') grants.push(['roles/viewer', 'user:ops@example.com']);
  for (const [role, member] of grants) estate.grantProjectRole(project, role, member);
}
