/** One mistake in the sample contract, and the messages it must give. */
export interface Mistake {
  name: string;
  piece: string;
  by: string;
  says: string[];
}

/** Mistakes in keys, names, references and waivers, each alone. */
export const MISTAKES: Mistake[] = [
  {
    name: 'a mistyped key',
    piece: 'estate: acme\n',
    by: 'estate: acme\ntargett: 95\n',
    says: ['c.yaml:3:1: targett: is not a key of a contract; did you mean "target"?'],
  },
  {
    name: 'a key of another section',
    piece: 'envPolicy: closed',
    by: 'memory: 1Gi',
    says: [
      'c.yaml:26:5: services.backend.memory: is not a key of a service; known: names, ingress, invoker, invokers, iap, domain, defaultUrl, serviceAccount, roles, resources, network, envPolicy, env, smoke',
    ],
  },
  {
    name: 'a missing key, told at its parent',
    piece: 'project: acme-stage, ',
    by: '',
    says: ['c.yaml:5:3: environments.stage.project: is missing; it must be a project id such as acme-prod'],
  },
  {
    name: 'a key given twice',
    piece: 'invoker: public\n',
    by: 'invoker: public\n    iap: true\n',
    says: ['c.yaml:18:5: services.backend.iap: is given twice in this map (c.yaml:16:5)'],
  },
  {
    name: 'a section that is a list',
    piece: 'environments:\n  dev: { project: acme-dev, regions: [us-central1] }\n',
    by: 'environments:\n  dev: [acme-dev]\n',
    says: ['c.yaml:4:3: environments.dev: must be an environment, not a list'],
  },
  {
    name: 'an empty value',
    piece: 'estate: acme',
    by: 'estate:',
    says: [
      'c.yaml:2:8: estate: must be a name for the estate of letters, digits, dashes or underscores, not empty',
    ],
  },
  {
    name: 'a YAML 1.1 boolean',
    piece: 'protected: true',
    by: 'protected: yes',
    says: ['c.yaml:6:95: environments.prod.protected: must be true or false, not "yes"'],
  },
  {
    name: 'an unknown version of the language',
    piece: 'plumbline/v1',
    by: 'plumbline/v2',
    says: ['c.yaml:1:13: apiVersion: must be plumbline/v1, not "plumbline/v2"'],
  },
  {
    name: 'a mistyped enumeration',
    piece: 'ingress: all',
    by: 'ingress: al',
    says: [
      'c.yaml:9:19: profiles.dev.ingress: must be all, internal, internal-and-cloud-load-balancing or none, not "al"; did you mean "all"?',
    ],
  },
  {
    name: 'an enumeration by environment',
    piece: 'iap: false\n    invoker: public',
    by: 'iap: false\n    ingress: { dev: everything }',
    says: [
      'c.yaml:17:21: services.backend.ingress.dev: must be all, internal, internal-and-cloud-load-balancing or none, not "everything"',
    ],
  },
  {
    name: 'a value by an environment that does not exist',
    piece: 'maxInstances: { dev: 2, prod: 10 }',
    by: 'maxInstances: { dev: 2, prd: 10 }',
    says: [
      'c.yaml:18:63: services.backend.resources.maxInstances.prd: "prd" is not an environment of this contract; did you mean "prod"?',
    ],
  },
  {
    name: 'a name in an environment that does not exist',
    piece: 'stage: web-stage',
    by: 'staging: web-stage',
    says: [
      'c.yaml:30:24: services.web.names.staging: "staging" is not an environment of this contract; did you mean "stage"?',
    ],
  },
  {
    name: 'a profile of an environment that does not exist',
    piece: '  prod: { ingress',
    by: '  production: { ingress',
    says: [
      'c.yaml:10:3: profiles.production: "production" is not an environment of this contract; did you mean "prod"?',
    ],
  },
  {
    name: 'a comparison with an unknown environment',
    piece: '[stage, prod]]',
    by: '[stage, prd]]',
    says: ['c.yaml:7:32: compare.1.1: "prd" is not an environment of this contract; did you mean "prod"?'],
  },
  {
    name: 'a comparison with itself',
    piece: '[stage, prod]]',
    by: '[stage, stage]]',
    says: ['c.yaml:7:32: compare.1.1: compares stage with itself (c.yaml:7:25)'],
  },
  {
    name: 'a comparison stated twice, the other way round',
    piece: '[stage, prod]]',
    by: '[prod, dev]]',
    says: ['c.yaml:7:24: compare.1: compares prod and dev a second time (c.yaml:7:11)'],
  },
  {
    name: 'a comparison of three',
    piece: '[stage, prod]]',
    by: '[stage, dev, prod]]',
    says: ['c.yaml:7:24: compare.1: must be a pair of environments: [candidate, reference], not a list'],
  },
  {
    name: 'an unknown check in a waiver',
    piece: 'check: resources',
    by: 'check: resource',
    says: ['c.yaml:34:14: waivers.0.check: "resource" is not a check; did you mean "resources"?'],
  },
  {
    name: 'an unknown role in a waiver',
    piece: 'role: web',
    by: 'roles: [webb]',
    says: ['c.yaml:34:33: waivers.0.roles.0: "webb" is not a role of this contract; did you mean "web"?'],
  },
  {
    name: 'a waiver without reason',
    piece: 'reason: source maps, ',
    by: '',
    says: ['c.yaml:34:5: waivers.0.reason: is missing; it must be a reason in words'],
  },
  {
    name: 'a waiver with a blank reason',
    piece: 'reason: source maps',
    by: 'reason: " "',
    says: ['c.yaml:34:58: waivers.0.reason: must be a reason in words, not " "'],
  },
  {
    name: 'a waiver without owner',
    piece: 'owner: web, ',
    by: '',
    says: ['c.yaml:34:5: waivers.0.owner: is missing; it must be the person or team that answers for it'],
  },
  {
    name: 'a waiver without expiry',
    piece: ', expires: 2027-03-31',
    by: '',
    says: [
      'c.yaml:34:5: waivers.0.expires: is missing; it must be a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z',
    ],
  },
  {
    name: 'a day that is not in the calendar',
    piece: 'expires: 2027-03-31',
    by: 'expires: 2027-02-29',
    says: [
      'c.yaml:34:92: waivers.0.expires: must be a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z, not "2027-02-29"',
    ],
  },
  {
    name: 'a waiver for a role and roles',
    piece: 'role: web',
    by: 'role: web, roles: [backend]',
    says: ['c.yaml:34:31: waivers.0.role: stands beside roles; give one of the two (c.yaml:34:36)'],
  },
];
