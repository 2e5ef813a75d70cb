import type { EstateSource, ScopeRef } from '../../estate/source.ts';
import type { ResourceClass } from '../../snapshot/model.ts';
import { readApiKeys } from './api-keys.ts';
import { readProjectPolicy } from './project-policy.ts';
import { guarded, type Reader } from './reader.ts';
import { readSecrets } from './secrets.ts';
import { readServiceAccounts } from './service-accounts.ts';
import { readServices } from './services.ts';
import type { Transport } from './transport.ts';

/** Each reader with the classes it answers for; adding a class touches this table and one file. */
const READERS: readonly { classes: ResourceClass[]; read: Reader }[] = [
  { classes: ['run.services', 'run.services.iamPolicy'], read: readServices },
  { classes: ['resourcemanager.projects.iamPolicy'], read: readProjectPolicy },
  { classes: ['iam.serviceAccounts', 'iam.serviceAccountKeys'], read: readServiceAccounts },
  {
    classes: ['secretmanager.secrets', 'secretmanager.versions', 'secretmanager.secrets.iamPolicy'],
    read: readSecrets,
  },
  { classes: ['apikeys.keys'], read: readApiKeys },
];

/** The live estate: every scope of an environment is read at once, within the transport's concurrency. */
export function createGoogleSource(transport: Transport): EstateSource {
  return {
    read: async (target, emit, signal) => {
      const outcomes = READERS.map(({ classes, read }) =>
        guarded(classes.map(withoutRegion), () => read({ transport, target, emit, signal })),
      );
      return (await Promise.all(outcomes)).flat();
    },
  };
}

function withoutRegion(resource: ResourceClass): ScopeRef {
  return { resource, region: null };
}
