import { z } from 'zod';
import { INGRESS } from '../model.ts';
import { hostName, iamMember, iamRole, serviceAccount } from './google.ts';
import { network } from './network.ts';
import { oneOf } from './one-of.ts';
import type { Vary } from './per-environment.ts';
import { resources } from './resources.ts';
import { listOf, someOf } from './section.ts';
import { flag, must } from './words.ts';

/** What a profile says of every service of its environment, and a service of itself. */
export function posture(vary: Vary) {
  return {
    ...access(vary),
    serviceAccount: vary(serviceAccount())
      .optional()
      .describe('Runtime identity: an account id of the same project (cr-backend), or a full email.'),
    roles: vary(listOf('a list of IAM roles', iamRole()))
      .optional()
      .describe('The roles the runtime account holds on its project, exactly these.'),
    resources: resources(vary).optional(),
    network: network(vary).optional(),
    envPolicy: vary(oneOf(['open', 'closed']))
      .optional()
      .describe('closed: an env key that is not named here is a finding; open: keys are only compared.'),
  };
}

/** Who can reach a service, and where. */
function access(vary: Vary) {
  return {
    ingress: vary(oneOf(INGRESS)).optional().describe('From where requests may come.'),
    invoker: vary(oneOf(['public', 'authenticated']))
      .optional()
      .describe('public: nobody is asked; authenticated: a named identity is needed.'),
    invokers: vary(listOf('a list of IAM members', iamMember()))
      .optional()
      .describe('Who may invoke where the invoker is authenticated: exactly these members.'),
    iap: vary(flag()).optional().describe('Whether Identity-Aware Proxy stands in front.'),
    domain: vary(domain())
      .optional()
      .describe('run.app: the generated URL; custom: any custom domain; a list: exactly these hosts.'),
    defaultUrl: vary(oneOf(['enabled', 'disabled']))
      .optional()
      .describe('Whether the generated run.app URL answers.'),
  };
}

function domain() {
  const hosts = someOf('a list of hosts', hostName());
  return z.union([oneOf(['run.app', 'custom']), hosts], must('run.app, custom or a list of hosts'));
}
