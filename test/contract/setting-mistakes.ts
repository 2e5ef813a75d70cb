import type { Mistake } from './mistakes.ts';
import { SAMPLE } from './sample.ts';

/** Mistakes in the values of settings, each alone. */
export const SETTING_MISTAKES: Mistake[] = [
  {
    name: 'a duration without unit',
    piece: 'remindAfter: 72h',
    by: 'remindAfter: 72',
    says: ['c.yaml:53:16: alerts.remindAfter: must be a duration such as 45s, 90m, 72h or 30d, not 72'],
  },
  {
    name: 'a credential in place of a duration',
    piece: 'remindAfter: 72h',
    by: `remindAfter: ${['gh', 'p_A1b2C3d4E5f6G7h8I9j0'].join('')}`,
    says: [
      'c.yaml:53:16: alerts.remindAfter: must be a duration such as 45s, 90m, 72h or 30d, not string of 24 characters',
    ],
  },
  {
    name: 'a duration of nothing',
    piece: 'remindAfter: 72h',
    by: 'remindAfter: 0h',
    says: ['c.yaml:53:16: alerts.remindAfter: must be a duration such as 45s, 90m, 72h or 30d, not "0h"'],
  },
  {
    name: 'a route to an unknown environment',
    piece: 'match: { environment: prod }',
    by: 'match: { environment: production, severity: hihg }',
    says: [
      'c.yaml:52:36: alerts.routes.0.match.environment: "production" is not an environment of this contract; did you mean "prod"?',
      'c.yaml:52:58: alerts.routes.0.match.severity: must be critical, high, medium or low, not "hihg"; did you mean "high"?',
    ],
  },
  {
    name: 'a route that is never used',
    piece: '{ match: { environment: prod }, channel: "#prod" }',
    by: '{ channel: "#prod" }',
    says: ['c.yaml:52:34: alerts.routes.1: is never used: entry 1 takes everything before it (c.yaml:52:12)'],
  },
  {
    name: 'a regular expression that does not compile',
    piece: 'name: "^Key {env}"',
    by: 'name: "^Key ({env}"',
    says: ['c.yaml:43:13: apiKeys.0.name: is not a regular expression: unterminated group'],
  },
  {
    name: 'a regular expression that may take for ever',
    piece: 'name: "^Key {env}"',
    by: 'name: "^(Key ?)+{env}"',
    says: [
      'c.yaml:43:13: apiKeys.0.name: repeats a group that repeats or chooses inside, which may take for ever: name its characters in one set, as in [a-z.-]+',
    ],
  },
  {
    name: 'a role that a workflow rule names and that is not there',
    piece: 'noEnvVarsFor: [backend]',
    by: 'noEnvVarsFor: [bakcend]',
    says: [
      'c.yaml:47:18: workflows.noEnvVarsFor.0: "bakcend" is not a role of this contract; did you mean "backend"?',
    ],
  },
  {
    name: 'a workflow outside the repository',
    piece: 'path: .github/workflows/deploy.yml',
    by: 'path: ../deploy.yml',
    says: [
      'c.yaml:46:40: workflows.files.prod.path: must be a path inside the repository, not "../deploy.yml"',
    ],
  },
  {
    name: 'a memory without unit',
    piece: 'memory: 1Gi',
    by: 'memory: 1',
    says: [
      'c.yaml:18:34: services.backend.resources.memory: must be an amount of memory such as 512Mi or 2Gi, not 1',
    ],
  },
  {
    name: 'no CPU at all',
    piece: 'cpu: 1,',
    by: 'cpu: 0,',
    says: [
      'c.yaml:18:23: services.backend.resources.cpu: must be an amount of CPU such as 1, 0.5 or 500m, not "0"',
    ],
  },
  {
    name: 'a timeout beyond an hour',
    piece: 'cpu: 1,',
    by: 'timeout: 61m,',
    says: [
      'c.yaml:18:27: services.backend.resources.timeout: must be a duration from 1s to 60m, such as 300s or 5m, not "61m"',
    ],
  },
  {
    name: 'a timeout without unit',
    piece: 'cpu: 1,',
    by: 'timeout: 300,',
    says: [
      'c.yaml:18:27: services.backend.resources.timeout: must be a duration from 1s to 60m, such as 300s or 5m, not 300',
    ],
  },
  {
    name: 'a domain that is neither',
    piece: 'domain: { prod: [api.acme.com] }',
    by: 'domain: { prod: [https://api.acme.com] }',
    says: [
      'c.yaml:27:22: services.backend.domain.prod.0: must be a host name such as api.example.com, not "https://api.acme.com"',
    ],
  },
  {
    name: 'a member without its kind',
    piece: '"user:ops@example.com"',
    by: 'ops@example.com',
    says: [
      'c.yaml:36:20: iam.humans.prod.0: must be an IAM member such as user:ops@example.com or serviceAccount:cr-web, not "ops@example.com"',
    ],
  },
  {
    name: 'a limit of age with a mistyped key',
    piece: '{ maxAgeDays: 90 }',
    by: '{ maxAgeDays: 90, maxAge: 3 }',
    says: [
      'c.yaml:38:41: iam.serviceAccountKeys.maxAge: is not a key of a limit of age; did you mean "maxAgeDays"?',
    ],
  },
  {
    name: 'fingerprint parity of one environment',
    piece: 'same: [stage, prod]',
    by: 'same: [stage]',
    says: ['c.yaml:41:33: secrets.fingerprints.STRIPE_KEY.same: must name at least two environments'],
  },
  {
    name: 'a list that repeats itself',
    piece: '[roles/owner]',
    by: '[roles/owner, roles/owner]',
    says: ['c.yaml:37:33: iam.forbiddenRoles.1: repeats entry 1 of the list (c.yaml:37:20)'],
  },
  {
    name: 'a smoke request to another host',
    piece: 'path: /healthz',
    by: 'path: //metadata.google.internal/',
    says: [
      'c.yaml:28:21: services.backend.smoke.0.path: must be a path such as /healthz, not "//metadata.google.internal/"',
    ],
  },
  {
    name: 'no service at all',
    piece: SAMPLE.slice(SAMPLE.indexOf('services:'), SAMPLE.indexOf('ignoreServices')),
    by: 'services: {}\n',
    says: [
      'c.yaml:11:1: services: names no service',
      'c.yaml:14:31: waivers.0.role: "web" is not a role of this contract; none is defined',
      'c.yaml:27:18: workflows.noEnvVarsFor.0: "backend" is not a role of this contract; none is defined',
    ],
  },
];
