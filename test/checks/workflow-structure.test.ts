import { describe, expect, test } from '@jest/globals';
import { deployWorkflow } from '../../shared/checks/deploy-workflow/deploy-workflow.ts';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { brief, contextOf } from '../fakes/check-tester.ts';
import type { ContractDraft } from '../fakes/contract-builder.ts';
import { readingsOf, workflowsOf } from '../fakes/workflow-files.ts';

const CONTRACT: ContractDraft = { services: {}, workflows: workflowsOf(['dev', 'prod']) };

/** A workflow in the words of one environment; each case changes one side of it. */
const BASE = (env: string) => `on: push
permissions: { contents: read }
jobs:
  test:
    runs-on: x
    steps:
      - uses: actions/checkout@v4
      - name: Test
        run: npm test
  deploy-${env}:
    needs: test
    if: github.ref == 'refs/heads/${env}'
    environment: ${env}
    runs-on: x
    steps:
      - name: Deploy to acme-${env}
        uses: google-github-actions/auth@v2
      - name: Check
        run: curl https://${env}.acme.com
  notify:
    needs: [deploy-${env}]
    uses: ./.github/workflows/notify.yml
`;
const NOTIFY = 'on: workflow_call\njobs:\n  say:\n    runs-on: x\n    steps: [{ name: Say, run: echo }]\n';
const FILES = { 'dev:.github/workflows/notify.yml': NOTIFY, 'prod:.github/workflows/notify.yml': NOTIFY };

async function judged(contract: ContractDraft, texts: Record<string, string>, files = FILES) {
  const workflows = await readingsOf(contract, texts, files);
  return { ...contextOf({ contract, estate: {} }), workflows };
}

/** What is said where prod's workflow is changed, in the order it is said. */
async function changed(piece: string | RegExp, by: string) {
  const prod = BASE('prod').replace(piece, by);
  if (prod === BASE('prod')) throw new Error(`nothing to change: ${piece}`);
  return deployWorkflow.run(await judged(CONTRACT, { dev: BASE('dev'), prod }));
}

const FAIL = 'FAIL dev/prod workflows/prod.yml';
const REVIEW = 'REVIEW_REQUIRED dev/prod workflows/dev.yml';

const CHANGES: Record<string, { piece: string | RegExp; by: string; gives: string[]; severity?: string }> = {
  'a job is gone': {
    piece: / {2}test:\n(?: {4}.*\n)+/,
    by: '',
    gives: [`${FAIL} jobs.test`],
  },
  'a job waits no longer for another': {
    piece: '    needs: test\n',
    by: '',
    gives: [`${FAIL} jobs.deploy-prod.needs.test`],
    severity: 'high',
  },
  'the gate is gone': {
    piece: '    environment: prod\n',
    by: '',
    gives: [`${FAIL} jobs.deploy-prod.environment`],
    severity: 'high',
  },
  'a gate of another name is a gate': {
    piece: 'environment: prod',
    by: 'environment: { name: live }',
    gives: [],
  },
  'a step is gone': {
    piece: '      - name: Test\n        run: npm test\n',
    by: '',
    gives: [`${FAIL} jobs.test.steps.Test`],
  },
  'a failing step holds nothing up': {
    piece: 'run: npm test\n',
    by: 'run: npm test\n        continue-on-error: true\n',
    gives: [`${FAIL} jobs.test.steps.Test.continue-on-error`],
    severity: 'high',
  },
  'an action of another version': {
    piece: 'auth@v2',
    by: 'auth@v3',
    gives: ['FAIL dev/prod workflows/dev.yml jobs.deploy-dev.steps["Deploy to acme-dev"].version'],
    severity: 'low',
  },
  'another action': {
    piece: 'google-github-actions/auth@v2',
    by: 'someone/auth@v2',
    gives: ['FAIL dev/prod workflows/dev.yml jobs.deploy-dev.steps["Deploy to acme-dev"].uses'],
  },
  'another order': {
    piece: /( {6}- uses: actions\/checkout@v4\n)( {6}- name: Test\n.*\n)/,
    by: '$2$1',
    gives: ['FAIL dev/prod workflows/dev.yml jobs.test.steps'],
  },
  'another condition': {
    piece: "github.ref == 'refs/heads/prod'",
    by: 'always()',
    gives: ['FAIL dev/prod workflows/dev.yml jobs.deploy-dev.if'],
  },
  'a condition in braces is the same': {
    piece: "github.ref == 'refs/heads/prod'",
    by: `\${{ github.ref == 'refs/heads/production' }}`,
    gives: [],
  },
  'a matrix': {
    piece: '  test:\n',
    by: '  test:\n    strategy: { matrix: { node: [22] } }\n',
    gives: ['FAIL dev/prod workflows/dev.yml jobs.test.strategy'],
  },
  'another reusable workflow, and none of its jobs': {
    piece: './.github/workflows/notify.yml',
    by: 'acme/other/.github/workflows/notify.yml@v1',
    gives: [
      `${FAIL} jobs.notify/say`.replace('jobs.notify/say', 'jobs["notify/say"]'),
      'FAIL dev/prod workflows/dev.yml jobs.notify.uses',
      'FAIL dev/prod workflows/dev.yml jobs.notify.version',
    ],
  },
  'what a script runs': {
    piece: 'run: npm test',
    by: 'run: true',
    gives: [`${REVIEW} jobs.test.steps.Test.run`],
  },
  'what starts it': { piece: 'on: push', by: 'on: workflow_dispatch', gives: [`${REVIEW} on`] },
  'what its token may do': {
    piece: 'contents: read',
    by: 'contents: write',
    gives: [`${REVIEW} permissions`],
  },
  'whether runs wait for each other': {
    piece: 'on: push\n',
    by: 'on: push\nconcurrency: deploy\n',
    gives: [`${REVIEW} concurrency`],
  },
};

describe('the structure of two workflows', () => {
  test.each(Object.entries(CHANGES))('%s', async (_, { piece, by, gives, severity }) => {
    const found = await changed(piece, by);
    expect(brief(found)).toEqual(gives.length === 0 ? ['PASS dev/prod workflows/dev.yml'] : gives);
    if (severity !== undefined) expect(found[0]?.severity).toBe(severity);
  });

  test('names of environments, branches, projects and services are no difference', async () => {
    const contract: ContractDraft = {
      compare: [['dev', 'prod']],
      services: { web: { names: { by: { dev: 'acme-web-dev', prod: 'storefront' } } } },
      workflows: workflowsOf(['dev', 'prod']),
    };
    const text = (env: string, service: string) =>
      `on: push\njobs:\n  ${env}-${service}:\n    runs-on: x\n    steps:\n      - { name: "${service} in acme-${env === 'dev' ? 'dev' : 'prod'}", run: npm ci }\n`;
    const alike = await judged(contract, {
      dev: text('dev', 'acme-web-dev'),
      prod: text('production', 'storefront'),
    });
    const other = await judged(contract, {
      dev: text('dev', 'acme-web-dev'),
      prod: text('prod', 'backoffice'),
    });
    const said = (context: typeof alike) =>
      brief(deployWorkflow.run(context)).filter((line) => line.includes('/prod '));
    expect(said(alike)).toEqual(['PASS dev/prod workflows/dev.yml']);
    expect(said(other).filter((line) => line.startsWith('FAIL'))).toHaveLength(2);
  });

  test('a waiver for its path makes it intentional in the environment that lacks it', async () => {
    const waived = {
      ...CONTRACT,
      waivers: [{ check: 'deploy-workflow', path: 'environment', environments: ['dev'] }],
    };
    const dev = BASE('dev').replace('    environment: dev\n', '');
    const context = await judged(waived, { dev, prod: BASE('prod') });
    const [check] = evaluateContract(context, { only: [10] }).checks;
    expect(check?.results.map(({ status, environment }) => `${status} ${environment}`)).toEqual([
      'INTENTIONAL_DIFF dev',
    ]);
  });

  test('evidence says who has it, where, and how to settle it', async () => {
    const [found] = await changed('    environment: prod\n', '');
    expect(found?.message).toBe(
      'The workflow of prod has no environment gate of job deploy-dev; that of dev (dev.yml:10) has.',
    );
    expect(found).toMatchObject({ environment: 'prod', expected: 'present', observed: null });
    expect(found?.settle).toContain('jobs.deploy-prod.environment');
  });

  test('a workflow is compared with itself without a difference, and both ways alike', async () => {
    const same = await judged(CONTRACT, { dev: BASE('dev'), prod: BASE('dev') });
    expect(brief(deployWorkflow.run(same))).toEqual(['PASS dev/prod workflows/dev.yml']);
  });
});
