import type { JsonObject } from '../../shared/snapshot/json.ts';
import type { SimulatedEstate } from '../simulator/estate.ts';
import type { V2Service } from '../simulator/run-types.ts';
import { FAR, PROD } from './estate.ts';

/** One change of the estate: the document that shows it, and where. */
export interface Twin {
  what: string;
  change: (estate: SimulatedEstate) => void;
  document: string;
  path: string;
}

const RICH_ACCOUNT = `rich@${PROD}.iam.gserviceaccount.com`;
const SECRET = `${PROD} secretmanager.secrets/RICH`;

/** A change of each kind of document and of each kind of value. */
export const TWINS: Twin[] = [
  ofRich('an enum', 'ingress', (service) => {
    service.ingress = 'INGRESS_TRAFFIC_ALL';
  }),
  ofRich('a flag that goes away', 'iapEnabled', (service) => {
    delete service.iapEnabled;
  }),
  ofRich('a flag that comes', 'invokerIamDisabled', (service) => {
    service.invokerIamDisabled = true;
  }),
  ofRich('a number', 'scaling.maxInstanceCount', (service) => {
    service.scaling = { ...service.scaling, maxInstanceCount: 21 };
  }),
  ofRich('a duration', 'template.timeout', ({ template }) => {
    template.timeout = '901s';
  }),
  ofRich('a list', 'customAudiences', (service) => {
    service.customAudiences = ['https://a.example.com'];
  }),
  ofRich('a quantity', 'template.containers.app.resources.limits.cpu', ({ template }) => {
    const [app] = template.containers;
    Object.assign(app?.resources?.limits ?? {}, { cpu: '8000m' });
  }),
  ofRich('a literal', 'template.containers.app.env.ZONE.fingerprint', ({ template }) => {
    const [app] = template.containers;
    Object.assign(app?.env?.[0] ?? {}, { value: 'd' });
  }),
  ofRich('an empty literal', 'template.containers.app.env.EMPTY.fingerprint', ({ template }) => {
    const [app] = template.containers;
    Object.assign(app?.env?.[1] ?? {}, { value: '0' });
  }),
  ofRich('a secret reference', 'template.containers.app.env.DATABASE_URL.version', ({ template }) => {
    const [app] = template.containers;
    Object.assign(app?.env?.[2]?.valueSource?.secretKeyRef ?? {}, { version: '2' });
  }),
  ofRich('a mount', 'template.volumes.home.nfs.readOnly', ({ template }) => {
    const home = template.volumes?.find(({ name }) => name === 'home');
    delete home?.nfs?.readOnly;
  }),
  ofRich('a probe', 'template.containers.cache.readinessProbe.httpGet.path', ({ template }) => {
    Object.assign(template.containers[2]?.readinessProbe?.httpGet ?? {}, { path: '/other' });
  }),
  {
    what: 'a binding of a service',
    change: (estate) => {
      const bindings = estate.project(PROD).servicePolicies.get(`${FAR}/rich`)?.bindings ?? [];
      const admin = { role: 'roles/run.admin', members: ['user:guest@example.com'] };
      estate.setServicePolicy(PROD, FAR, 'rich', { bindings: [...bindings, admin] });
    },
    document: `run.services.iamPolicy ${PROD} run.services/${FAR}/rich`,
    path: 'iamPolicy.bindings.roles/run.admin',
  },
  {
    what: 'the tasks of a job',
    change: (estate) => {
      const [job = {}] = estate.project(PROD).jobs.get(FAR) ?? [];
      const template = { ...(job.template as JsonObject), taskCount: 7 };
      estate.project(PROD).jobs.set(FAR, [{ ...job, template }]);
    },
    document: `run.jobs ${PROD} run.jobs/${FAR}/rich-job`,
    path: 'template.taskCount',
  },
  {
    what: 'the size of a worker pool',
    change: (estate) => {
      const [pool = {}] = estate.project(PROD).workerPools.get(FAR) ?? [];
      estate.project(PROD).workerPools.set(FAR, [{ ...pool, scaling: { manualInstanceCount: 4 } }]);
    },
    document: `run.workerPools ${PROD} run.workerPools/${FAR}/rich-pool`,
    path: 'scaling.manualInstanceCount',
  },
  {
    what: 'a condition of a secret policy',
    change: (estate) => {
      const { auditConfigs, bindings = [] } = estate.secret(PROD, 'RICH').policy;
      const audit = auditConfigs === undefined ? {} : { auditConfigs };
      estate.setSecretPolicy(PROD, 'RICH', { bindings: bindings.slice(0, 1), ...audit });
    },
    document: `secretmanager.secrets.iamPolicy ${SECRET}`,
    path: 'iamPolicy.bindings.roles/secretmanager.secretAccessor.group:staff@example.com',
  },
  {
    what: 'an alias of a secret',
    change: (estate) => estate.updateSecret(PROD, 'RICH', { versionAliases: { live: '4', next: '3' } }),
    document: `secretmanager.secrets ${SECRET}`,
    path: 'versionAliases.live',
  },
  {
    what: 'the end of a secret',
    change: (estate) => estate.updateSecret(PROD, 'RICH', { expireTime: '2032-05-06T07:08:09.010Z' }),
    document: `secretmanager.secrets ${SECRET}`,
    path: 'expireTime',
  },
  {
    what: 'a condition in the policy of a project',
    change: (estate) => estate.grantProjectRole(PROD, 'roles/run.viewer', 'group:staff@example.com'),
    document: `resourcemanager.projects.iamPolicy ${PROD} resourcemanager.projects/${PROD}`,
    path: 'iamPolicy.bindings.roles/run.viewer.group:staff@example.com',
  },
  {
    what: 'the only key of an account',
    change: (estate) => {
      const key = estate
        .project(PROD)
        .keys.get(RICH_ACCOUNT)
        ?.find(({ keyType }) => keyType === 'USER_MANAGED');
      estate.removeKey(PROD, RICH_ACCOUNT, String(key?.name).split('/').at(-1) ?? '');
    },
    document: `iam.serviceAccountKeys ${PROD} iam.serviceAccounts/${RICH_ACCOUNT}`,
    path: 'keys',
  },
  {
    what: 'an account',
    change: (estate) => estate.updateServiceAccount(PROD, RICH_ACCOUNT, { disabled: true }),
    document: `iam.serviceAccounts ${PROD} iam.serviceAccounts/${RICH_ACCOUNT}`,
    path: 'disabled',
  },
  {
    what: 'the state of a version',
    change: (estate) => estate.enableSecretVersion(PROD, 'RICH', '3'),
    document: `secretmanager.versions ${SECRET}`,
    path: 'versions.3.state',
  },
];

function ofRich(what: string, path: string, edit: (service: V2Service) => void): Twin {
  return {
    what,
    change: (estate) => estate.updateService(PROD, FAR, 'rich', edit),
    document: `run.services ${PROD} run.services/${FAR}/rich`,
    path,
  };
}
