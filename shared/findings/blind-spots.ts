import type { ResourceClass } from '../snapshot/model.ts';

/** What nobody sees while a class cannot be read, in the words of an alert. */
export const BLIND_SPOTS: Record<ResourceClass, string> = {
  'run.services':
    'which services there are, their ingress, invoker check, runtime account, environment, secrets, resources and network',
  'run.services.iamPolicy': 'who may invoke the services',
  'run.revisions': 'whether the revision that takes traffic is what the service says',
  'run.jobs': 'which jobs there are, as whom they run and what they read',
  'run.jobs.iamPolicy': 'who may run the jobs',
  'run.workerPools': 'which worker pools there are, as whom they run and what they read',
  'run.workerPools.iamPolicy': 'who may change the worker pools',
  'run.domainMappings': 'which custom domains are mapped',
  'resourcemanager.projects.iamPolicy': 'which roles people and accounts hold on the project',
  'iam.serviceAccounts': 'accounts created, disabled or replaced',
  'iam.serviceAccountKeys': 'user-managed keys of the accounts',
  'secretmanager.secrets': 'which secrets there are and how they are replicated and rotated',
  'secretmanager.versions': 'secret versions added, disabled or destroyed',
  'secretmanager.secrets.iamPolicy': 'who may read the secrets',
  'apikeys.keys': 'API keys and their restrictions',
};
