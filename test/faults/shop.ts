import type { SimulatedEstate } from '../simulator/estate.ts';
import type { GoogleSimulator } from '../simulator/google.ts';

export const PROD = 'shop-prod';
export const REGION = 'us-central1';

/** What a job or a worker pool of prod runs, and as whom: an account that is there. */
export const TASK = {
  containers: [{ image: 'us-docker.pkg.dev/shop/tools:1' }],
  serviceAccount: `cr-api@${PROD}.iam.gserviceaccount.com`,
};

/** Nobody may call the services but by name, so each has violations from the first pass on. */
export const SHOP_CONTRACT = `apiVersion: plumbline/v1
estate: shop
environments:
  dev: { project: shop-dev, regions: [us-central1] }
  prod: { project: shop-prod, regions: [us-central1], protected: true }
compare: [[dev, prod]]
services:
  api: { names: { dev: api, prod: api }, serviceAccount: cr-api, ingress: internal, invoker: authenticated }
  web: { names: { dev: web, prod: web }, serviceAccount: cr-web, ingress: internal, invoker: authenticated }
`;

/** Prod has one or two of everything that can be read; dev has a service, so that a pass of it is short. */
export function buildShop({ estate }: GoogleSimulator): void {
  for (const project of ['shop-dev', PROD]) {
    // No predefined role has it; whoever grants it sees the domain mappings too.
    const options = { locations: ['europe-west1', REGION] };
    estate.addProject(project, options).permissions.add('run.domainmappings.list');
    addService(estate, project, 'api');
  }
  addService(estate, PROD, 'web');
  rollBack(estate, 'web');
  estate.addJob(PROD, REGION, { name: 'nightly', template: { template: TASK } });
  estate.addWorkerPool(PROD, REGION, { name: 'queue', template: TASK });
  estate.addDomainMapping(PROD, REGION, { domain: 'shop.example.com', service: 'web' });
  estate.grantProjectRole(PROD, 'roles/run.viewer', 'group:ops@example.com');
  for (const id of ['cr-api', 'cr-web']) estate.addKey(PROD, estate.addServiceAccount(PROD, id));
  for (const secret of ['DB_URL', 'PLAID']) estate.addSecret(PROD, secret, { versions: 2 });
  estate.addSecret(PROD, 'RESIDENT', { location: REGION });
  estate.addApiKey(PROD, { displayName: 'Browser key', targets: ['identitytoolkit.googleapis.com'] });
}

function addService(estate: SimulatedEstate, project: string, name: string): void {
  const everybody = { role: 'roles/run.invoker', members: ['allUsers'] };
  estate.addService(project, REGION, { name });
  estate.setServicePolicy(project, REGION, name, { bindings: [everybody] });
}

/** All traffic to the revision before the newest: what serves is then not what the service says. */
function rollBack(estate: SimulatedEstate, name: string): void {
  const [, revision = ''] = estate.service(PROD, REGION, name).latestCreatedRevision.split('/revisions/');
  estate.redeploy(PROD, REGION, name);
  estate.updateService(PROD, REGION, name, (service) => {
    service.traffic = [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision, percent: 100 }];
  });
}
