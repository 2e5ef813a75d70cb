import { digest } from './ids.ts';
import { type JualumaEnvironment, type JualumaRole, REGION } from './jualuma-facts.ts';
import type { ServiceInput, V2EnvVar } from './run-types.ts';

/** The commit all environments run. */
const COMMIT = digest('jualuma release').slice(0, 40);
const LABELS = { 'commit-sha': COMMIT, 'managed-by': 'github-actions' };

/** The backend: public by the invoker check, Cloud SQL everywhere, a connector in dev alone. */
export function backendInput(environment: JualumaEnvironment, name: string): ServiceInput {
  const { project, name: env } = environment;
  const instances = [`${project}:${REGION}:jualuma-${env}-db`];
  const connector = `projects/${project}/locations/${REGION}/connectors/jualuma-${env}-vpc`;
  return {
    ...posture(environment),
    name,
    invokerIamDisabled: true,
    iapEnabled: false,
    template: {
      labels: LABELS,
      serviceAccount: `cr-backend@${project}.iam.gserviceaccount.com`,
      scaling: { maxInstanceCount: env === 'dev' ? 2 : 10 },
      ...(env === 'dev' ? { vpcAccess: { connector, egress: 'PRIVATE_RANGES_ONLY' as const } } : {}),
      containers: [
        {
          image: image(project, 'backend'),
          resources: { limits: { cpu: '1', memory: '1Gi' } },
          env: backendEnv(environment),
          volumeMounts: [{ name: 'cloudsql', mountPath: '/cloudsql' }],
        },
      ],
      volumes: [{ name: 'cloudsql', cloudSqlInstance: { instances } }],
    },
  };
}

/** A web service, or approvals: behind IAP in dev and stage; the web services are public in prod. */
export function webInput(environment: JualumaEnvironment, role: JualumaRole, name: string): ServiceInput {
  const { project, name: env } = environment;
  const isApprovals = role.role === 'approvals';
  return {
    ...posture(environment),
    name,
    invokerIamDisabled: env === 'prod',
    iapEnabled: env !== 'prod',
    template: {
      labels: LABELS,
      serviceAccount: `${role.account}@${project}.iam.gserviceaccount.com`,
      scaling: { maxInstanceCount: 5 },
      containers: [
        {
          image: image(project, role.role),
          resources: { limits: { cpu: '1', memory: env === 'dev' && !isApprovals ? '2Gi' : '512Mi' } },
          env: [
            { name: 'API_BASE_URL', value: backendUrl(environment) },
            { name: 'VITE_APP_ENV', value: env },
          ],
        },
      ],
    },
  };
}

function posture({ name }: JualumaEnvironment): Pick<ServiceInput, 'ingress' | 'labels'> {
  return {
    ingress: name === 'prod' ? 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' : 'INGRESS_TRAFFIC_ALL',
    labels: LABELS,
  };
}

function backendEnv({ name }: JualumaEnvironment): V2EnvVar[] {
  const price = { name: 'STRIPE_PRICE_PRO', value: 'price_1QxLivePro' };
  return [
    { name: 'APP_ENV', value: name },
    { name: 'PLAID_ENV', value: name === 'prod' ? 'production' : 'sandbox' },
    { name: 'DATABASE_URL', valueSource: { secretKeyRef: { secret: 'DATABASE_URL', version: 'latest' } } },
    {
      name: 'STRIPE_SECRET_KEY',
      valueSource: { secretKeyRef: { secret: 'STRIPE_SECRET_KEY', version: '3' } },
    },
    ...(name === 'prod' ? [price] : []),
  ];
}

function backendUrl({ name, urlHash }: JualumaEnvironment): string {
  if (name === 'prod') return 'https://api.jualuma.com';
  return `https://jualuma-backend${name === 'dev' ? '' : '-stage'}-${urlHash}-uc.a.run.app`;
}

function image(project: string, repository: string): string {
  return `${REGION}-docker.pkg.dev/${project}/app/${repository}@sha256:${digest(`jualuma ${repository}`)}`;
}
