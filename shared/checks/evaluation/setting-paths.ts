import { matchesPath } from '../../snapshot/path.ts';

/** Names the contract uses for places whose canonical path is called otherwise. */
const PLACES: Record<string, string[]> = {
  cpu: ['resources.limits.cpu'],
  memory: ['resources.limits.memory'],
  concurrency: ['maxInstanceRequestConcurrency'],
  timeout: ['template.timeout'],
  minInstances: ['scaling.minInstanceCount'],
  maxInstances: ['scaling.maxInstanceCount'],
  executionEnvironment: ['template.executionEnvironment'],
  cpuAllocation: ['resources.cpuIdle'],
  cloudSql: ['template.cloudSqlInstances'],
  vpcConnector: ['template.vpcAccess.connector'],
  directVpc: ['template.vpcAccess.networkInterfaces'],
  egress: ['template.vpcAccess.egress'],
  serviceAccount: ['template.serviceAccount'],
  ingress: ['ingress'],
  iap: ['iapEnabled'],
  defaultUrl: ['defaultUriDisabled'],
  domain: ['defaultUriDisabled'],
  invoker: ['invokerIamDisabled', 'iamPolicy.bindings.*.*'],
  invokers: ['iamPolicy.bindings.*.*'],
  humans: ['iamPolicy.bindings.*.*'],
  roles: ['iamPolicy.bindings.*.*'],
  serviceAccountKeys: ['keys.*'],
  targets: ['restrictions.apiTargets'],
  referrers: ['restrictions.browserKeyRestrictions.allowedReferrers'],
  maxAgeDays: ['versions'],
  traffic: ['traffic.*'],
};

/** Whether a waiver's path, or the contract's name of a setting, means this canonical path. */
export function meansPath(wanted: string, path: string): boolean {
  const places = Object.hasOwn(PLACES, wanted) ? (PLACES[wanted] ?? []) : [];
  return matchesPath(wanted, path) || places.some((pattern) => matchesPath(pattern, path));
}
