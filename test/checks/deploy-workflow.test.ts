import { describe, expect, test } from '@jest/globals';
import { deployWorkflow } from '../../shared/checks/deploy-workflow/deploy-workflow.ts';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import type { GapStatus } from '../../shared/snapshot/model.ts';
import { brief, contextOf } from '../fakes/check-tester.ts';
import type { ContractDraft, RoleDraft } from '../fakes/contract-builder.ts';
import { type Files, readingsOf, scripted, workflowsOf } from '../fakes/workflow-files.ts';

const ACCOUNT = 'cr-app@acme-prod.iam.gserviceaccount.com';
const TO = '--project=acme-prod --region=us-central1';
const PINS = `--service-account=${ACCOUNT} --ingress=internal --no-invoker-iam-check`;
const DECLARED: RoleDraft = { serviceAccount: ACCOUNT, ingress: 'internal', invoker: 'public' };

/** One protected environment with one role `app`. */
const one = (role: RoleDraft = DECLARED, more: Partial<ContractDraft> = {}): ContractDraft => ({
  environments: { prod: { protected: true } },
  compare: [],
  services: { app: role },
  workflows: workflowsOf(['prod']),
  ...more,
});

async function results(
  contract: ContractDraft,
  texts: Record<string, string | GapStatus>,
  files: Files = {},
) {
  const workflows = await readingsOf(contract, texts, files);
  return deployWorkflow.run({ ...contextOf({ contract, estate: {} }), workflows });
}

interface Case {
  contract?: ContractDraft;
  prod: string;
  gives: string[];
  severity?: string;
}

const W = 'workflows/prod.yml';
const GUARDED = one(DECLARED, { workflows: workflowsOf(['prod'], ['app']) });

const CASES: Record<string, Case> = {
  'everything is as declared': {
    prod: scripted(`gcloud run deploy app ${TO} ${PINS}`),
    gives: [`PASS prod ${W} services.app`],
  },
  'what a later command sets counts': {
    prod: scripted(`gcloud run deploy app ${TO} --ingress=all\ngcloud run services update app ${TO} ${PINS}`),
    gives: [`PASS prod ${W} services.app`],
  },
  'and what a later command undoes': {
    prod: scripted(`gcloud run deploy app ${TO} ${PINS}\ngcloud run services update app ${TO} --ingress=all`),
    gives: [`FAIL prod ${W} services.app.ingress`],
    severity: 'critical',
  },
  'another account': {
    prod: scripted(`gcloud run deploy app ${TO} ${PINS.replace('cr-app', 'cr-other')}`),
    gives: [`FAIL prod ${W} services.app.serviceAccount`],
    severity: 'high',
  },
  'nothing is pinned': {
    prod: scripted(`gcloud run deploy app ${TO}`),
    gives: [
      `FAIL prod ${W} services.app.serviceAccount`,
      `FAIL prod ${W} services.app.ingress`,
      `FAIL prod ${W} services.app.invoker`,
    ],
    severity: 'high',
  },
  'nothing needs to be pinned where nothing is declared': {
    contract: one({}),
    prod: scripted(`gcloud run deploy app ${TO}`),
    gives: [`PASS prod ${W} services.app`],
  },
  'opened to everybody though it must ask': {
    contract: one({ invoker: 'authenticated' }),
    prod: scripted(`gcloud run deploy app ${TO} --allow-unauthenticated`),
    gives: [`FAIL prod ${W} services.app.invoker`],
    severity: 'critical',
  },
  'opened by either of two flags, whatever the other says': {
    contract: one({ invoker: 'authenticated' }),
    prod: scripted(`gcloud run deploy app ${TO} --no-invoker-iam-check --no-allow-unauthenticated`),
    gives: [`FAIL prod ${W} services.app.invoker`],
    severity: 'critical',
  },
  'opened by a grant behind the deployment': {
    contract: one({ invoker: 'authenticated' }),
    prod: scripted(
      `gcloud run deploy app ${TO} --no-allow-unauthenticated\ngcloud run services add-iam-policy-binding app ${TO} --member=allUsers --role=roles/run.invoker`,
    ),
    gives: [`FAIL prod ${W} services.app.invoker`],
    severity: 'critical',
  },
  'a grant to somebody named opens nothing': {
    contract: one({ invoker: 'authenticated' }),
    prod: scripted(
      `gcloud run deploy app ${TO} --no-allow-unauthenticated\ngcloud run services add-iam-policy-binding app ${TO} --member=user:a@b.c --role=roles/run.invoker`,
    ),
    gives: [`PASS prod ${W} services.app`],
  },
  'IAP need not be stated, and must not be stated otherwise': {
    contract: one({ iap: true }),
    prod: scripted(`gcloud run deploy app ${TO} --no-iap`),
    gives: [`FAIL prod ${W} services.app.iap`],
    severity: 'critical',
  },
  'a flag that is known only while it runs': {
    prod: scripted(`gcloud run deploy app ${TO} ${PINS.replace(ACCOUNT, '${{ vars.ACCOUNT }}')}`),
    gives: [`REVIEW_REQUIRED prod ${W} services.app.serviceAccount`],
  },
  'flags in a variable': {
    contract: one({ ingress: 'internal' }),
    prod: scripted(`gcloud run deploy app ${TO} $FLAGS`),
    gives: [`REVIEW_REQUIRED prod ${W} services.app.ingress`],
  },
  'flags in a file': {
    contract: one({ ingress: 'internal' }),
    prod: scripted(`gcloud run deploy app ${TO} --flags-file=flags.yaml`),
    gives: [`REVIEW_REQUIRED prod ${W} services.app.ingress`],
  },
  'two cases that differ': {
    contract: one({ ingress: 'internal' }),
    prod: scripted(
      `if [ "$X" ]; then gcloud run deploy app ${TO} --ingress=internal; else gcloud run deploy app ${TO} --ingress=all; fi`,
    ),
    gives: [`REVIEW_REQUIRED prod ${W} services.app.ingress`],
  },
  'two cases that are alike': {
    contract: one({ ingress: 'internal' }),
    prod: scripted(
      `if [ "$X" ]; then gcloud run deploy app ${TO} --ingress=internal --quiet; else gcloud run deploy app ${TO} --ingress=internal; fi`,
    ),
    gives: [`PASS prod ${W} services.app`],
  },
  'a later step that may run or not, and says otherwise': {
    contract: one({ ingress: 'internal' }),
    prod: `${scripted(`gcloud run deploy app ${TO} --ingress=internal`)}      - if: inputs.open
        run: gcloud run services update app ${TO} --ingress=all
`,
    gives: [`REVIEW_REQUIRED prod ${W} services.app.ingress`],
  },
  'a later step that runs whatever happened': {
    contract: one({ ingress: 'internal' }),
    prod: `${scripted(`gcloud run deploy app ${TO} --ingress=all`)}      - if: \${{ always() }}
        run: gcloud run services update app ${TO} --ingress=internal
`,
    gives: [`PASS prod ${W} services.app`],
  },
  'only a step that may run or not says it': {
    contract: one({ ingress: 'internal' }),
    prod: `${scripted(`gcloud run deploy app ${TO}`)}      - if: inputs.close
        run: gcloud run services update app ${TO} --ingress=internal
`,
    gives: [`REVIEW_REQUIRED prod ${W} services.app.ingress`],
  },
  'a credential pasted as a flag is not repeated': {
    contract: one({ ingress: 'internal' }),
    prod: scripted(`gcloud run deploy app ${TO} --ingress=canary${'a1B2c3'.repeat(10)}`),
    gives: [`FAIL prod ${W} services.app.ingress`],
  },
  'the service is not deployed': {
    prod: scripted(`gcloud run deploy other ${TO} ${PINS}`),
    gives: [`FAIL prod ${W} services.app`],
    severity: 'medium',
  },
  'a step that is switched off deploys nothing': {
    prod: scripted(`gcloud run deploy app ${TO} ${PINS}`).replace(
      '- name: Deploy',
      '- name: Deploy\n        if: false',
    ),
    gives: [`FAIL prod ${W} services.app`],
  },
  'a command that is only printed deploys nothing': {
    prod: scripted(`echo gcloud run deploy app ${TO} ${PINS}`),
    gives: [`FAIL prod ${W} services.app`],
  },
  'which service is known only while it runs': {
    prod: scripted(`gcloud run deploy "$SERVICE" ${TO} ${PINS}`),
    gives: [`BLIND prod ${W} services.app`],
  },
  'a script that may deploy it': { prod: scripted('./deploy.sh'), gives: [`BLIND prod ${W} services.app`] },
  'to another project': {
    prod: scripted(`gcloud run deploy app --project=acme-dev --region=us-central1 ${PINS}`),
    gives: [`FAIL prod ${W} services.app.project`],
  },
  'to its own project and to another one': {
    prod: scripted(
      `gcloud run deploy app ${TO} ${PINS}\ngcloud run deploy app --project=elsewhere --region=us-central1 ${PINS}`,
    ),
    gives: [`FAIL prod ${W} services.app.project`],
  },
  'to a project nobody names': {
    contract: one({}),
    prod: scripted('gcloud run deploy app --region=us-central1'),
    gives: [`REVIEW_REQUIRED prod ${W} services.app.project`],
  },
  'to the project that a step before chose': {
    contract: one({}),
    prod: scripted('gcloud config set project acme-prod\ngcloud run deploy app --region=us-central1'),
    gives: [`PASS prod ${W} services.app`],
  },
  'to another region': {
    contract: one({}),
    prod: scripted('gcloud run deploy app --project=acme-prod --region=europe-west1'),
    gives: [`FAIL prod ${W} services.app.region`],
  },
  'to one region of two': {
    contract: one({}, { environments: { prod: { regions: ['us-central1', 'europe-west1'] } } }),
    prod: scripted(`gcloud run deploy app ${TO}`),
    gives: [`FAIL prod ${W} services.app.region`],
  },
  'to both regions': {
    contract: one({}, { environments: { prod: { regions: ['us-central1', 'europe-west1'] } } }),
    prod: scripted(
      'for r in us-central1 europe-west1; do gcloud run deploy app --project=acme-prod --region=$r; done',
    ),
    gives: [`PASS prod ${W} services.app`],
  },
  'environment variables of a role that must declare none': {
    contract: GUARDED,
    prod: scripted(`gcloud run deploy app ${TO} ${PINS} --set-env-vars=A=1`),
    gives: [`FAIL prod ${W} services.app.envVars`],
    severity: 'high',
  },
  'in any form': {
    contract: GUARDED,
    prod: scripted(`gcloud run deploy app ${TO} ${PINS} --env-vars-file=env.yaml`),
    gives: [`FAIL prod ${W} services.app.envVars`],
  },
  'secrets are what it may declare': {
    contract: GUARDED,
    prod: scripted(`gcloud run deploy app ${TO} ${PINS} --set-secrets=A=a:latest`),
    gives: [`PASS prod ${W} services.app`],
  },
  'another role may declare them': {
    prod: scripted(`gcloud run deploy app ${TO} ${PINS} --set-env-vars=A=1`),
    gives: [`PASS prod ${W} services.app`],
  },
  'a credential in the clear': {
    prod: scripted(`gcloud run deploy app ${TO} ${PINS} --set-env-vars=DB_PASSWORD=canary-value`),
    gives: [`PASS prod ${W} services.app`, `FAIL prod ${W} services.app.env.DB_PASSWORD`],
    severity: 'high',
  },
  'a credential in the clear of a job': {
    contract: one({}),
    prod: scripted(
      `gcloud run deploy app ${TO}\ngcloud run jobs deploy nightly ${TO} --set-env-vars=API_TOKEN=canary-value`,
    ),
    gives: [`PASS prod ${W} services.app`, `FAIL prod ${W} deployments.nightly.env.API_TOKEN`],
  },
  'not YAML': { prod: 'on: [push', gives: [`FAIL prod ${W}`] },
  'YAML, and no map': { prod: '- a\n- b\n', gives: [`FAIL prod ${W}`] },
  'YAML, and no workflow': { prod: 'version: 2\nupdates: []\n', gives: [`FAIL prod ${W}`] },
  'a workflow without jobs': { prod: 'on: push\njobs: {}\n', gives: [`FAIL prod ${W}`] },
  'not captured': { prod: 'NOT_CAPTURED', gives: ['BLIND prod'] },
  'not permitted': { prod: 'DENIED', gives: ['BLIND prod'] },
};

describe('deploy-workflow', () => {
  test.each(Object.entries(CASES))('%s', async (_, { contract, prod, gives, severity }) => {
    const found = await results(contract ?? one(), { prod });
    expect(brief(found)).toEqual(gives);
    const failed = found.filter(({ status }) => status === 'FAIL');
    if (severity !== undefined)
      expect(new Set(failed.map((one) => one.severity))).toEqual(new Set([severity]));
    for (const { status, settle } of found) expect(settle !== null).toBe(status !== 'PASS');
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  test('a contract that names no workflows, and an environment without one, are undecided', async () => {
    const nothing = { services: { app: {} } };
    expect(brief(await results(nothing, {}))).toEqual(['BLIND dev/prod']);
    const half = { services: { app: {} }, workflows: workflowsOf(['prod']) };
    const found = await results(half, { prod: scripted(`gcloud run deploy app ${TO}`) });
    expect(brief(found)).toEqual(['BLIND dev', `PASS prod ${W} services.app`]);
  });

  test('one gap that hides every environment is one result', async () => {
    const contract = { services: { app: {} }, workflows: workflowsOf(['dev', 'prod']) };
    expect(brief(deployWorkflow.run(contextOf({ contract, estate: {} })))).toEqual(['BLIND dev/prod']);
  });

  test('a reusable workflow that cannot be read hides what it deploys', async () => {
    const prod = 'on: push\njobs:\n  app:\n    uses: ./.github/workflows/deploy.yml\n';
    const found = await results(one(), { prod });
    expect(brief(found)).toEqual([`BLIND prod ${W} services.app`]);
    expect(found[0]?.message).toContain('.github/workflows/deploy.yml could not be read (NOT_CAPTURED');
  });

  test('a waiver makes it intentional, for its path alone', async () => {
    const contract = one(DECLARED, { waivers: [{ check: 'deploy-workflow', path: 'ingress' }] });
    const prod = scripted(
      `gcloud run deploy app ${TO} ${PINS.replace('internal', 'all').replace('cr-app', 'cr-x')}`,
    );
    const workflows = await readingsOf(contract, { prod });
    const evaluation = evaluateContract(
      { ...contextOf({ contract, estate: {} }), workflows },
      { only: [10] },
    );
    expect(evaluation.checks[0]?.results.map(({ status, path }) => `${status} ${path}`)).toEqual([
      'INTENTIONAL_DIFF services.app.ingress',
      'FAIL services.app.serviceAccount',
    ]);
  });

  test('evidence names the file and line, what is wanted and where that stands, and the flag that mends it', async () => {
    const [found] = await results(one({ ingress: 'internal' }), {
      prod: scripted(`gcloud run deploy app ${TO} --ingress=all`),
    });
    expect(found?.message).toBe(
      'The workflow of prod deploys app with ingress all (prod.yml:6); the contract wants internal (contracts/test.yaml:13).',
    );
    expect(found).toMatchObject({ expected: 'internal', observed: 'all', role: 'app' });
    expect(found?.settle).toContain('--ingress=internal');
  });

  test('dev that deploys into prod is critical', async () => {
    const contract = { services: { app: {} }, compare: [], workflows: workflowsOf(['dev', 'prod']) };
    const into = (project: string) =>
      scripted(`gcloud run deploy app --project=${project} --region=us-central1`);
    const found = await results(contract, { dev: into('acme-prod'), prod: into('acme-prod') });
    expect(brief(found)).toEqual([
      'FAIL dev workflows/dev.yml services.app.project',
      `PASS prod ${W} services.app`,
    ]);
    expect(found[0]?.severity).toBe('critical');
  });
});
