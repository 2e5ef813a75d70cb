import type { z } from 'zod';
import { shaped, textOrNumber } from './words.ts';

/** Project id, also a domain-scoped one (`example.com:project`). */
export function projectId(): z.ZodString {
  return shaped(/^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'a project id such as acme-prod').meta({
    examples: ['acme-prod'],
  });
}

/** Project number, quoted or not. */
export function projectNumber(): z.ZodType<string> {
  return textOrNumber(/^[1-9]\d{5,18}$/, 'a project number such as 678067977394', ['678067977394']);
}

/** Cloud Run region. */
export function region(): z.ZodString {
  return shaped(/^[a-z]+-[a-z]+\d{1,2}$/, 'a region such as us-central1').meta({
    examples: ['us-central1', 'europe-west1'],
  });
}

/** Name of a Cloud Run service: a DNS label of at most 63 characters. */
export function serviceName(): z.ZodString {
  return shaped(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'a Cloud Run service name');
}

/** Account by its id (then of the environment's own project) or by its full email. */
export function serviceAccount(): z.ZodString {
  return shaped(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:@[a-z0-9.-]+\.gserviceaccount\.com)?$/,
    'a service account: its id (cr-backend) or its full email',
  ).meta({ examples: ['cr-backend'] });
}

/** IAM role, predefined or custom. */
export function iamRole(): z.ZodString {
  return shaped(
    /^(?:(?:projects|organizations)\/[a-z0-9.:-]+\/)?roles\/[A-Za-z0-9_.]+$/,
    'an IAM role such as roles/run.invoker',
  ).meta({ examples: ['roles/run.invoker'] });
}

/** IAM member; an account may be given by its id alone (`serviceAccount:cr-web`). */
export function iamMember(): z.ZodString {
  return shaped(
    /^(?:allUsers|allAuthenticatedUsers|(?:deleted:)?(?:user|group|domain|serviceAccount|principal|principalSet|projectOwner|projectEditor|projectViewer):\S+)$/,
    'an IAM member such as user:ops@example.com or serviceAccount:cr-web',
  ).meta({ examples: ['user:ops@example.com', 'group:all@example.com', 'serviceAccount:cr-web'] });
}

/** Secret id. */
export function secretId(): z.ZodString {
  return shaped(/^[A-Za-z0-9_-]{1,255}$/, 'the id of a secret');
}

/** Host name with at least one dot, in lower case. */
export function hostName(): z.ZodString {
  return shaped(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
    'a host name such as api.example.com',
  ).meta({ examples: ['api.example.com'] });
}
