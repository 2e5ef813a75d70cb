import { describe, expect, test } from '@jest/globals';
import { resources } from '../../shared/checks/resources/resources.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { brief, type CheckCase, runCheck } from '../fakes/check-tester.ts';
import type { RoleDraft } from '../fakes/contract-builder.ts';
import type { ServiceDraft } from '../fakes/snapshot-builder.ts';

const MEMORY = 'template.containers.main.resources.limits.memory';
const app = (draft: ServiceDraft = {}) => ({ services: { app: draft } });
const memory = (size: string, container = 'main') =>
  app({ container, resources: { limits: { cpu: '1', memory: size } } });
const declaring = (given: RoleDraft['resources']) => ({ services: { app: { resources: given ?? {} } } });
const scaled = (service: JsonObject | null, revision: JsonObject | null) =>
  app({
    fields: service === null ? {} : { scaling: service },
    template: revision === null ? {} : { scaling: revision },
  });

const CASES: Record<string, CheckCase & { gives: string[] }> = {
  'declared by environment and as declared: intentional': {
    contract: declaring({ memory: { by: { dev: '2Gi', prod: '512Mi' } } }),
    estate: { dev: memory('2Gi'), prod: memory('512Mi') },
    gives: [`PASS dev app ${MEMORY}`, `PASS prod app ${MEMORY}`, `INTENTIONAL_DIFF dev/prod app ${MEMORY}`],
  },
  'declared and not as declared: fail': {
    contract: declaring({ memory: '512Mi' }),
    estate: { dev: memory('2Gi'), prod: memory('512Mi') },
    gives: [`FAIL dev app ${MEMORY}`, `PASS prod app ${MEMORY}`, 'PASS dev/prod app'],
  },
  'declared nowhere and different: review': {
    contract: declaring({}),
    estate: { dev: memory('2Gi'), prod: memory('512Mi') },
    gives: [`REVIEW_REQUIRED dev/prod app ${MEMORY}`],
  },
  'declared nowhere and alike: pass': {
    contract: declaring({}),
    estate: { dev: memory('512Mi'), prod: memory('512Mi') },
    gives: ['PASS dev/prod app'],
  },
  'the name of the container is no difference': {
    contract: declaring({}),
    estate: { dev: memory('512Mi', 'app-1'), prod: memory('512Mi') },
    gives: ['PASS dev/prod app'],
  },
  'a difference under another container name is one': {
    contract: declaring({}),
    estate: { dev: memory('2Gi'), prod: memory('512Mi', 'app-1') },
    gives: [`REVIEW_REQUIRED dev/prod app ${MEMORY}`],
  },
  'a default that is stated equals one that is not': {
    contract: declaring({}),
    estate: {
      dev: app({ template: { timeout: '300s', maxInstanceRequestConcurrency: 80 } }),
      prod: app(),
    },
    gives: ['PASS dev/prod app'],
  },
  'every other setting is looked at': {
    contract: declaring({}),
    estate: {
      dev: app({
        template: {
          timeout: '60s',
          maxInstanceRequestConcurrency: 1,
          executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN1',
          scaling: { minInstanceCount: 1, maxInstanceCount: 2 },
        },
        resources: { limits: { cpu: '2', memory: '512Mi' }, cpuIdle: false },
      }),
      prod: app({ template: { executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2' } }),
    },
    gives: [
      'REVIEW_REQUIRED dev/prod app template.containers.main.resources.limits.cpu',
      'REVIEW_REQUIRED dev/prod app template.containers.main.resources.cpuIdle',
      'REVIEW_REQUIRED dev/prod app template.maxInstanceRequestConcurrency',
      'REVIEW_REQUIRED dev/prod app template.timeout',
      'REVIEW_REQUIRED dev/prod app template.executionEnvironment',
      'REVIEW_REQUIRED dev/prod app template.scaling.minInstanceCount',
      'REVIEW_REQUIRED dev/prod app template.scaling.maxInstanceCount',
    ],
  },
  'a limit of the service equals one of the revision': {
    contract: declaring({ maxInstances: 10 }),
    estate: {
      dev: scaled({ maxInstanceCount: 10 }, { maxInstanceCount: 100 }),
      prod: scaled(null, { maxInstanceCount: 10 }),
    },
    gives: [
      'PASS dev app scaling.maxInstanceCount',
      'PASS prod app template.scaling.maxInstanceCount',
      'PASS dev/prod app',
    ],
  },
  'a limit of the service that undercuts the declared one of the revision fails': {
    contract: declaring({ maxInstances: 10 }),
    estate: {
      dev: scaled({ maxInstanceCount: 3 }, { maxInstanceCount: 10 }),
      prod: scaled(null, { maxInstanceCount: 10 }),
    },
    gives: [
      'FAIL dev app scaling.maxInstanceCount',
      'PASS dev app template.scaling.maxInstanceCount',
      'PASS prod app template.scaling.maxInstanceCount',
      'PASS dev/prod app',
    ],
  },
  'limits that bind at different places are compared': {
    contract: declaring({}),
    estate: {
      dev: scaled({ maxInstanceCount: 3 }, { maxInstanceCount: 10 }),
      prod: scaled(null, { maxInstanceCount: 10 }),
    },
    gives: ['REVIEW_REQUIRED dev/prod app scaling.maxInstanceCount'],
  },
  'not captured: undecided': {
    contract: declaring({ memory: '512Mi' }),
    estate: { dev: memory('512Mi'), prod: { regions: [] } },
    gives: [`PASS dev app ${MEMORY}`, 'BLIND prod app'],
  },
};

describe('resources', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    expect(brief(runCheck(resources, given))).toEqual(given.gives);
  });

  test('an undeclared difference shows both sides and asks for a decision', () => {
    const given = CASES['declared nowhere and different: review'] as CheckCase;
    const [review] = runCheck(resources, given);
    expect(review).toMatchObject({ environment: 'dev', expected: '512Mi', observed: '2Gi', blind: false });
    expect(review?.message).toBe('dev app has memory 2Gi, prod app 512Mi; the contract declares neither.');
    expect(review?.settle).toContain('Declare memory for app');
  });

  test('a prod that was resized by hand weighs medium', () => {
    const estate = { dev: memory('512Mi'), prod: memory('4Gi') };
    const failure = runCheck(resources, { contract: declaring({ memory: '512Mi' }), estate })[1];
    expect(failure).toMatchObject({ status: 'FAIL', environment: 'prod', severity: 'medium' });
    expect(failure?.settle).toContain('--memory=512Mi');
  });
});
