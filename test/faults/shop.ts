import type { GoogleSimulator } from '../simulator/google.ts';

export const PROD = 'shop-prod';
export const REGION = 'us-central1';
export const PROJECTS = ['shop-dev', PROD];

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

/** Prod with two of everything that has members, and dev with one: a pass of it is short. */
export function buildShop({ estate }: GoogleSimulator): void {
  for (const project of PROJECTS) {
    const members = project === PROD ? 2 : 1;
    estate.addProject(project);
    estate.grantProjectRole(project, 'roles/run.viewer', 'group:ops@example.com');
    for (const name of ['api', 'web'].slice(0, members)) {
      estate.addService(project, REGION, { name });
      estate.setServicePolicy(project, REGION, name, {
        bindings: [{ role: 'roles/run.invoker', members: ['allUsers'] }],
      });
      estate.addKey(project, estate.addServiceAccount(project, `cr-${name}`));
    }
    for (const secret of ['DB_URL', 'PLAID'].slice(0, members))
      estate.addSecret(project, secret, { versions: 2 });
    estate.addApiKey(project, { displayName: 'Browser key', targets: ['identitytoolkit.googleapis.com'] });
  }
}
