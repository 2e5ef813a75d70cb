/** One environment of jualuma; numbers and host parts as its published audits print them (stage's number is made up). */
export interface JualumaEnvironment {
  name: 'dev' | 'stage' | 'prod';
  project: string;
  number: string;
  urlHash: string;
}

export interface JualumaRole {
  role: 'backend' | 'user-app' | 'marketing' | 'support' | 'approvals';
  account: string;
  names: Partial<Record<JualumaEnvironment['name'], string>>;
}

export const REGION = 'us-central1';

export const ENVIRONMENTS: JualumaEnvironment[] = [
  { name: 'dev', project: 'jualuma-dev', number: '298159098975', urlHash: '77ybfmw7cq' },
  { name: 'stage', project: 'jualuma-stage', number: '512360470612', urlHash: 'ripznron4a' },
  { name: 'prod', project: 'jualuma-prod', number: '678067977394', urlHash: 'm5loacypwq' },
];

/** The service map of the parity contract. */
export const SERVICES: JualumaRole[] = [
  {
    role: 'backend',
    account: 'cr-backend',
    names: { dev: 'jualuma-backend', stage: 'jualuma-backend-stage', prod: 'jualuma-backend' },
  },
  {
    role: 'user-app',
    account: 'cr-frontend',
    names: { dev: 'jualuma-user-app', stage: 'jualuma-user-app-stage', prod: 'frontend-app' },
  },
  {
    role: 'marketing',
    account: 'cr-frontend',
    names: { dev: 'jualuma-marketing', stage: 'jualuma-marketing-stage', prod: 'marketing-site' },
  },
  {
    role: 'support',
    account: 'cr-frontend',
    names: { dev: 'jualuma-support', stage: 'jualuma-support-stage', prod: 'support-portal' },
  },
  {
    role: 'approvals',
    account: 'cr-approvals',
    names: { dev: 'jualuma-approvals', stage: 'jualuma-approvals-stage' },
  },
];
