/**
 * Domains of service agents from before they were all called `gcp-sa-…`
 * (cloud.google.com/iam/docs/service-agents). Nobody else's project can have these names.
 */
const AGENT_DOMAINS = new Set([
  'bigquery-encryption',
  'cloud-filer',
  'cloud-memcache-sa',
  'cloud-redis',
  'cloud-tpu',
  'cloudcomposer-accounts',
  'compute-system',
  'container-analysis',
  'container-engine-robot',
  'containerregistry',
  'dataflow-service-producer-prod',
  'dataproc-accounts',
  'dlp-api',
  'endpoints-portal',
  'firebase-rules',
  'firebase-sa-management',
  'gcf-admin-robot',
  'genomics-api',
  'gs-project-accounts',
  'remotebuildexecution',
  'security-center-api',
  'serverless-robot-prod',
  'service-consumer-management',
  'service-networking',
  'sourcerepo-service-accounts',
  'trifacta-gcloud-prod',
]);

/** New agents come with new domains of this form, or in projects of google.com. */
const AGENT_PATTERN = /^(?:gcp-sa-[a-z0-9-]+|[a-z0-9.-]+\.google\.com)$/;

/** Agents outside iam.gserviceaccount.com: what Google's own APIs act as, and where it keeps logs. */
const OTHER_HOSTS = new Set(['cloudservices.gserviceaccount.com', 'system.gserviceaccount.com']);

/** Whether the part of an email behind the @ is one that only Google's service agents have. */
export function isAgentHost(host: string): boolean {
  if (OTHER_HOSTS.has(host)) return true;
  const domain = /^(.+)\.iam\.gserviceaccount\.com$/.exec(host)?.[1];
  return domain !== undefined && (AGENT_DOMAINS.has(domain) || AGENT_PATTERN.test(domain));
}

/** Whether a name has the form service agents have (`service-123456789@…`), which anybody's account may have too. */
export function isNamedLikeAgent(email: string): boolean {
  return /^service-(?:org-|folder-)?p?\d{6,}@/.test(email);
}

/** The project number in an agent's name: `service-678067977394@…`, `p678067977394-x1@…`; null where there is none. */
export function agentNumber(email: string): string | null {
  return /^(?:service-p?|[a-z]+-|p)?(\d{6,})(?:-[a-z0-9-]+)?@/.exec(email)?.[1] ?? null;
}

/** What Google grants its APIs' agent by itself in every project, and needs there. */
export function isGrantedByGoogle(email: string, role: string): boolean {
  return email.endsWith('@cloudservices.gserviceaccount.com') && role === 'roles/editor';
}
