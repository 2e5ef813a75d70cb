import type { SimulatedEstate } from '../simulator/estate.ts';
import { buildJualumaEstate } from '../simulator/jualuma.ts';
import { RICH_JOB, RICH_KEYS, RICH_POOL, RICH_SECRET } from './rich-others.ts';
import { RICH, RICH_FUNCTION, RICH_REGIONS, UNREADY } from './rich-services.ts';

export const PROD = 'jualuma-prod';
/** A region no contract names. */
export const FAR = 'europe-west1';

/** Jualuma, and in prod what uses nearly every field of every document. */
export function buildRichEstate(estate: SimulatedEstate): void {
  buildJualumaEstate(estate);
  for (const input of [RICH, RICH_FUNCTION, RICH_REGIONS]) estate.addService(PROD, FAR, input);
  for (const { input, outcome } of UNREADY) estate.addService(PROD, FAR, input, { outcome });
  splitTraffic(estate);
  const condition = {
    title: 'office hours',
    description: 'by day',
    expression: 'request.time.getHours("Europe/Berlin") < 18',
  };
  const guests = { role: 'roles/run.invoker', members: ['user:guest@example.com', 'allUsers'], condition };
  const staff = { role: 'roles/run.invoker', members: ['group:staff@example.com'] };
  estate.setServicePolicy(PROD, FAR, 'rich', { bindings: [guests, staff] });
  estate.addSecret(PROD, 'RICH', RICH_SECRET);
  estate.disableSecretVersion(PROD, 'RICH', '3');
  estate.destroySecretVersion(PROD, 'RICH', '1');
  const readers = { role: 'roles/secretmanager.secretAccessor', members: ['group:staff@example.com'] };
  const auditLogConfigs = [{ logType: 'DATA_READ' as const, exemptedMembers: ['user:ops@example.com'] }];
  estate.setSecretPolicy(PROD, 'RICH', {
    bindings: [readers, { ...readers, condition }],
    auditConfigs: [{ service: 'allServices', auditLogConfigs }],
  });
  const rich = estate.addServiceAccount(PROD, 'rich', { displayName: 'Rich', description: 'uses all' });
  estate.addKey(PROD, rich);
  estate.grantProjectRole(PROD, 'roles/run.viewer', 'group:staff@example.com', condition);
  for (const key of RICH_KEYS) estate.addApiKey(PROD, key);
  estate.addJob(PROD, FAR, structuredClone(RICH_JOB));
  estate.addWorkerPool(PROD, FAR, structuredClone(RICH_POOL));
  for (const place of ['jobs/rich-job', 'workerPools/rich-pool'])
    estate.setDocumentPolicy(PROD, `${FAR}/${place}`, { bindings: [guests, staff] });
}

/** A release of the rich service that gets nine tenths of its traffic. */
function splitTraffic(estate: SimulatedEstate): void {
  const [, revision = ''] = estate.service(PROD, FAR, 'rich').latestCreatedRevision.split('/revisions/');
  estate.redeploy(PROD, FAR, 'rich');
  estate.updateService(PROD, FAR, 'rich', (service) => {
    service.traffic = [
      { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 90 },
      { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision, percent: 10, tag: 'previous' },
    ];
  });
}
