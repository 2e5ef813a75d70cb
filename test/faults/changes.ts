import type { JsonObject } from '../../shared/snapshot/json.ts';
import type { ResourceClass } from '../../shared/snapshot/model.ts';
import type { SimulatedEstate } from '../simulator/estate.ts';
import type { SimulatedBinding, SimulatedPolicy } from '../simulator/model.ts';
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

const VIEWER = 'roles/viewer';
const SECRETS = [
  { member: 'DB_URL', region: null, key: 'DB_URL' },
  { member: 'PLAID', region: null, key: 'PLAID' },
  { member: 'RESIDENT', region: REGION, key: `${REGION}/RESIDENT` },
];

/** A change of everything the monitor reads. A class that is read has at least one row here. */
export const CHANGES: Change[] = [
  ...['api', 'web'].flatMap((member): Change[] => [
    { resource: 'run.services', region: REGION, member, make: labelService(member) },
    { resource: 'run.services.iamPolicy', region: REGION, member, make: inviteToService(member) },
  ]),
  { resource: 'run.revisions', region: REGION, member: 'web', make: labelServingRevision },
  ...workload('jobs', 'nightly'),
  ...workload('workerPools', 'queue'),
  { resource: 'run.domainMappings', region: REGION, member: 'shop.example.com', make: labelMapping },
  { resource: 'resourcemanager.projects.iamPolicy', region: null, member: PROD, make: grantInProject },
  ...['cr-api', 'cr-web'].flatMap((member): Change[] => [
    { resource: 'iam.serviceAccounts', region: null, member, make: renameAccount(member) },
    { resource: 'iam.serviceAccountKeys', region: null, member, make: addKey(member) },
  ]),
  ...SECRETS.flatMap(({ member, region, key }): Change[] => [
    { resource: 'secretmanager.secrets', region, member, make: labelSecret(key) },
    { resource: 'secretmanager.versions', region, member, make: addVersion(key) },
    { resource: 'secretmanager.secrets.iamPolicy', region, member, make: shareSecret(key) },
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

function labelServingRevision(estate: SimulatedEstate, moment: Moment): string {
  const [serving] = estate.project(PROD).revisions.get(`${REGION}/web`) ?? [];
  if (serving === undefined) throw new Error('web has no revision');
  serving.template = { ...serving.template, labels: { ...serving.template.labels, [moment]: 'on' } };
  return `run.services/${REGION}/web serving.${serving.name}.labels.${moment}`;
}

/** A job or worker pool, and who may do what with it. */
function workload(kind: 'jobs' | 'workerPools', member: string): Change[] {
  const label: Change['make'] = (estate, moment) => {
    const { [kind]: held } = estate.project(PROD);
    held.set(
      REGION,
      (held.get(REGION) ?? []).map((document) => labelled(document, moment)),
    );
    return `run.${kind}/${REGION}/${member} labels.${moment}`;
  };
  const invite: Change['make'] = (estate, moment) => {
    const place = `${REGION}/${kind}/${member}`;
    const bindings = withGuest(estate.project(PROD).documentPolicies.get(place), moment);
    estate.setDocumentPolicy(PROD, place, { bindings });
    return `run.${kind}/${REGION}/${member} ${bindingPath(VIEWER, moment)}`;
  };
  return [
    { resource: `run.${kind}`, region: REGION, member, make: label },
    { resource: `run.${kind}.iamPolicy`, region: REGION, member, make: invite },
  ];
}

function labelMapping(estate: SimulatedEstate, moment: Moment): string {
  const held = estate.project(PROD);
  held.domainMappings = held.domainMappings.map((mapping) => {
    const metadata = labelled(mapping.metadata as JsonObject, moment);
    return { ...mapping, metadata };
  });
  return `run.domainMappings/${REGION}/shop.example.com labels.${moment}`;
}

function labelled(document: JsonObject, moment: Moment): JsonObject {
  return { ...document, labels: { ...(document.labels as JsonObject | undefined), [moment]: 'on' } };
}

function inviteToService(name: string): Change['make'] {
  return (estate, moment) => {
    const place = `${REGION}/${name}`;
    const bindings = withGuest(estate.project(PROD).servicePolicies.get(place), moment);
    estate.setServicePolicy(PROD, REGION, name, { bindings });
    return `run.services/${place} ${bindingPath(VIEWER, moment)}`;
  };
}

function grantInProject(estate: SimulatedEstate, moment: Moment): string {
  estate.grantProjectRole(PROD, VIEWER, guest(moment));
  return `resourcemanager.projects/${PROD} ${bindingPath(VIEWER, moment)}`;
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
    estate.updateSecret(
      PROD,
      name,
      labelled({ labels: estate.secret(PROD, name).document.labels ?? {} }, moment),
    );
    return `secretmanager.secrets/${name} labels.${moment}`;
  };
}

function addVersion(name: string): Change['make'] {
  return (estate) => `secretmanager.secrets/${name} versions.${estate.addSecretVersion(PROD, name)}`;
}

function shareSecret(name: string): Change['make'] {
  return (estate, moment) => {
    const bindings = withGuest(estate.secret(PROD, name).policy, moment);
    estate.setSecretPolicy(PROD, name, { bindings });
    return `secretmanager.secrets/${name} ${bindingPath(VIEWER, moment)}`;
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

/** One more guest beside those who are there. */
function withGuest(policy: SimulatedPolicy | undefined, moment: Moment): SimulatedBinding[] {
  return [...(policy?.bindings ?? []), { role: VIEWER, members: [guest(moment)] }];
}

function bindingPath(role: string, moment: Moment): string {
  return `iamPolicy.bindings["${role}"]["${guest(moment)}"]`;
}
