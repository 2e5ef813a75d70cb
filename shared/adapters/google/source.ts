import type { EstateSource, ScopeOutcome } from '../../estate/source.ts';
import type { ResourceClass } from '../../snapshot/model.ts';
import { readApiKeys } from './api-keys.ts';
import { readDomainMappings } from './domain-mappings.ts';
import { createScopeProgress, type ProgressEvent } from './progress.ts';
import { readProjectPolicy } from './project-policy.ts';
import { guarded, type Reader, type ReaderContext } from './reader.ts';
import { discoverRegions } from './regions.ts';
import { readSecrets } from './secrets.ts';
import { readServiceAccounts } from './service-accounts.ts';
import { readServices } from './services.ts';
import type { Transport } from './transport.ts';
import { readJobs, readWorkerPools } from './workloads.ts';

/** Each reader with the classes it answers for; adding a class touches this table and one file. */
const READERS: readonly { classes: ResourceClass[]; read: Reader }[] = [
  { classes: ['run.services', 'run.services.iamPolicy', 'run.revisions'], read: readServices },
  { classes: ['run.jobs', 'run.jobs.iamPolicy'], read: readJobs },
  { classes: ['run.workerPools', 'run.workerPools.iamPolicy'], read: readWorkerPools },
  { classes: ['run.domainMappings'], read: readDomainMappings },
  { classes: ['resourcemanager.projects.iamPolicy'], read: readProjectPolicy },
  { classes: ['iam.serviceAccounts', 'iam.serviceAccountKeys'], read: readServiceAccounts },
  {
    classes: ['secretmanager.secrets', 'secretmanager.versions', 'secretmanager.secrets.iamPolicy'],
    read: readSecrets,
  },
  { classes: ['apikeys.keys'], read: readApiKeys },
];

export interface GoogleSourceOptions {
  /** Told of every scope once, when it comes to its end. Must not throw. */
  onProgress?: (event: ProgressEvent) => void;
}

/** The live estate: every scope of an environment is read at once, within the transport's concurrency. */
export function createGoogleSource(transport: Transport, options: GoogleSourceOptions = {}): EstateSource {
  return {
    read: async (target, emit, signal) => {
      const progress = createScopeProgress(target.environment, options.onProgress ?? (() => undefined));
      const path = `/v1/projects/${target.project}/locations/-/services`;
      const serviceRegions = discoverRegions({ transport, signal }, { path, what: 'services' });
      const context = { transport, target, emit, signal, serviceRegions, progress };
      const outcomes = (await Promise.all(READERS.map((reader) => run(reader, context)))).flat();
      progress.ended(outcomes);
      return outcomes;
    },
  };
}

/** A reader's own mistake is an outcome of its classes alone. */
function run({ classes, read }: (typeof READERS)[number], context: ReaderContext): Promise<ScopeOutcome[]> {
  const refs = classes.map((resource) => ({ resource, region: null }));
  return guarded(refs, () => read(context));
}
