import type { ResourceClass } from '../../shared/snapshot/model.ts';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { PROD, REGION } from './shop.ts';

/** Two different changes of one thing: one that is known before the fault, one made while it lasts. */
export type Moment = 'before' | 'meanwhile';

/** One thing that can really change; one row for each thing of each class in prod. */
export interface Change {
  environment?: 'dev';
  resource: ResourceClass;
  region: string | null;
  /** The member it belongs to, as it stands in the paths of its requests. */
  member: string;
  /** Makes the change and answers what is told of it: resource and path. */
  make: (estate: SimulatedEstate, moment: Moment) => string;
}

/** A change of everything the monitor reads. A class that is read has at least one row here. */
export const CHANGES: Change[] = [
  ...['api', 'web'].flatMap((name): Change[] => [
    { resource: 'run.services', region: REGION, member: name, make: labelService(name) },
    { resource: 'run.services.iamPolicy', region: REGION, member: name, make: inviteToService(name) },
  ]),
  { resource: 'resourcemanager.projects.iamPolicy', region: null, member: PROD, make: grantInProject },
  ...['cr-api', 'cr-web'].flatMap((id): Change[] => [
    { resource: 'iam.serviceAccounts', region: null, member: id, make: renameAccount(id) },
    { resource: 'iam.serviceAccountKeys', region: null, member: id, make: addKey(id) },
  ]),
  ...['DB_URL', 'PLAID'].flatMap((name): Change[] => [
    { resource: 'secretmanager.secrets', region: null, member: name, make: labelSecret(name) },
    { resource: 'secretmanager.versions', region: null, member: name, make: addVersion(name) },
    { resource: 'secretmanager.secrets.iamPolicy', region: null, member: name, make: shareSecret(name) },
  ]),
  { resource: 'apikeys.keys', region: null, member: 'key', make: changeApiKey },
  { environment: 'dev', resource: 'run.services', region: REGION, member: 'api', make: describeDevService },
];

function labelService(name: string): Change['make'] {
  return (estate, moment) => {
    estate.updateService(PROD, REGION, name, (service) => {
      service.labels = { ...service.labels, [moment]: 'on' };
    });
    return `run.services/${REGION}/${name} labels.${moment}`;
  };
}

function describeDevService(estate: SimulatedEstate, moment: Moment): string {
  estate.updateService('shop-dev', REGION, 'api', (service) => {
    service.labels = { ...service.labels, [`dev-${moment}`]: 'on' };
  });
  return `run.services/${REGION}/api labels.dev-${moment}`;
}

function inviteToService(name: string): Change['make'] {
  return (estate, moment) => {
    const binding = { role: 'roles/run.viewer', members: guests(moment) };
    const everybody = { role: 'roles/run.invoker', members: ['allUsers'] };
    estate.setServicePolicy(PROD, REGION, name, { bindings: [everybody, binding] });
    return `run.services/${REGION}/${name} ${bindingPath('roles/run.viewer', moment)}`;
  };
}

function grantInProject(estate: SimulatedEstate, moment: Moment): string {
  estate.grantProjectRole(PROD, 'roles/browser', guest(moment));
  return `resourcemanager.projects/${PROD} ${bindingPath('roles/browser', moment)}`;
}

function renameAccount(id: string): Change['make'] {
  return (estate, moment) => {
    const field = moment === 'before' ? 'displayName' : 'description';
    estate.updateServiceAccount(PROD, emailOf(id), { [field]: 'changed by hand' });
    return `iam.serviceAccounts/${emailOf(id)} ${field}`;
  };
}

function addKey(id: string): Change['make'] {
  return (estate) => `iam.serviceAccounts/${emailOf(id)} keys.${estate.addKey(PROD, emailOf(id))}`;
}

function labelSecret(name: string): Change['make'] {
  return (estate, moment) => {
    const labels = { before: 'on', ...(moment === 'meanwhile' ? { meanwhile: 'on' } : {}) };
    estate.updateSecret(PROD, name, { labels });
    return `secretmanager.secrets/${name} labels.${moment}`;
  };
}

function addVersion(name: string): Change['make'] {
  return (estate) => `secretmanager.secrets/${name} versions.${estate.addSecretVersion(PROD, name)}`;
}

function shareSecret(name: string): Change['make'] {
  return (estate, moment) => {
    const bindings = [{ role: 'roles/secretmanager.viewer', members: guests(moment) }];
    estate.setSecretPolicy(PROD, name, { bindings });
    return `secretmanager.secrets/${name} ${bindingPath('roles/secretmanager.viewer', moment)}`;
  };
}

function changeApiKey(estate: SimulatedEstate, moment: Moment): string {
  const [uid = ''] = estate.project(PROD).apiKeys.keys();
  const change =
    moment === 'before' ? { displayName: 'Renamed by hand' } : { targets: ['maps.googleapis.com'] };
  estate.updateApiKey(PROD, uid, change);
  return `apikeys.keys/${uid} ${moment === 'before' ? 'displayName' : 'restrictions.apiTargets'}`;
}

function emailOf(id: string): string {
  return `${id}@${PROD}.iam.gserviceaccount.com`;
}

function guest(moment: Moment): string {
  return `user:${moment}@example.com`;
}

/** A guest of before is still there afterwards. */
function guests(moment: Moment): string[] {
  return moment === 'before' ? [guest('before')] : [guest('before'), guest('meanwhile')];
}

function bindingPath(role: string, moment: Moment): string {
  return `iamPolicy.bindings["${role}"]["${guest(moment)}"]`;
}
