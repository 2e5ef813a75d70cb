import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { normaliseWorkflow } from '../../shared/workflows/normalise.ts';
import { readParts } from '../../shared/workflows/repository.ts';
import type { WorkflowSource } from '../../shared/workflows/source.ts';
import { type Files, repositoryOf, scripted } from '../fakes/workflow-files.ts';

const SIGNAL = new AbortController().signal;

async function normalise(text: string, files: Files = {}) {
  const file = { branch: 'main', path: 'w.yml' };
  const parts = await readParts(repositoryOf({ 'main:w.yml': text, ...files }), file, SIGNAL);
  return normaliseWorkflow(parts, file);
}

async function workflowOf(text: string, files: Files = {}) {
  const reading = await normalise(text, files);
  if (reading.status !== 'read') throw new Error(`it was ${reading.status}`);
  return reading.workflow;
}

const names = (workflow: Awaited<ReturnType<typeof workflowOf>>) =>
  workflow.deployments.map(({ name, project }) => `${name?.text} ${project?.text}`);

describe('a workflow in normal form', () => {
  test('its environment reaches scripts from the workflow, the job and the step, the nearest first', async () => {
    const text = `on: push
env: { A: one, P: p1 }
jobs:
  deploy:
    env: { A: two, B: "\${{ env.P }}-b" }
    steps:
      - env: { A: three }
        run: gcloud run deploy $A-$B --project=$P
      - run: gcloud run deploy $A --project=\${{ env.P }}
`;
    expect(names(await workflowOf(text))).toEqual(['three-p1-b p1', 'two p1']);
  });

  test('a reusable workflow sees its inputs and defaults, and not the environment of its caller', async () => {
    const text = `on: push
env: { P: outer }
jobs:
  a: { uses: ./r.yml, with: { service: web } }
`;
    const callee = `on: { workflow_call: { inputs: { service: {}, suffix: { default: x } } } }
jobs: { d: { steps: [{ run: "gcloud run deploy \${{ inputs.service }}-\${{ inputs.suffix }} --project=$P" }] } }
`;
    expect(names(await workflowOf(text, { 'main:r.yml': callee }))).toEqual(['web-x $P']);
  });

  test('only the jobs and steps of its branch run, and no job that needs one that does not', async () => {
    const text = `on: push
jobs:
  prepare: { if: "github.ref == 'refs/heads/dev'", steps: [{ run: gcloud run deploy prepared }] }
  after: { needs: [prepare], steps: [{ run: gcloud run deploy after }] }
  whatever: { needs: prepare, if: always(), steps: [{ run: gcloud run deploy whatever }] }
  main:
    if: "\${{ github.ref_name == 'main' }}"
    steps:
      - { if: "github.ref != 'refs/heads/main'", run: gcloud run deploy not-here }
      - run: gcloud run deploy "$GITHUB_REF_NAME"
  maybe: { if: "github.event_name == 'push'", steps: [{ run: gcloud run deploy maybe }] }
  then: { needs: maybe, uses: ./r.yml }
`;
    const { deployments } = await workflowOf(text, {
      'main:r.yml': 'on: workflow_call\njobs: { d: { steps: [{ run: gcloud run deploy called }] } }\n',
    });
    expect(deployments.map(({ name, conditional, chosen }) => [name?.text, conditional, chosen])).toEqual([
      ['whatever', false, null],
      ['main', false, null],
      ['maybe', false, 'w.yml maybe'],
      ['called', false, 'w.yml then'],
    ]);
  });

  test.each([
    ['the project it signs in to', 'uses: google-github-actions/auth@v3, with: { project_id: own }', 'own'],
    [
      'the project of the account it signs in as',
      'uses: google-github-actions/auth@v3, with: { service_account: d@own.iam.gserviceaccount.com }',
      'own',
    ],
    [
      'nothing where signing in hands nothing on',
      'uses: google-github-actions/auth@v3, with: { project_id: own, export_environment_variables: false }',
      'setup',
    ],
    [
      'nothing of a key',
      "uses: google-github-actions/auth@v3, with: { credentials_json: '${{ secrets.K }}' }",
      'setup',
    ],
  ])('the deployment goes to %s, whatever project gcloud is set up with', async (_name, step, project) => {
    const text = `on: push
jobs:
  d:
    if: github.event_name == 'push'
    steps:
      - { ${step} }
      - { uses: GoogleCloudPlatform/github-actions/setup-gcloud@master, with: { project_id: setup } }
      - { run: gcloud run deploy web }
`;
    expect(names(await workflowOf(text))).toEqual([`web ${project}`]);
  });

  test('an input that nobody gives is empty, and what is empty was not given', async () => {
    const text = `on: push
env: { CLOUDSDK_CORE_PROJECT: own }
jobs: { a: { uses: ./r.yml, with: { service: web } } }
`;
    const callee = `on: { workflow_call: { inputs: { service: {}, project: { type: string }, env: {}, dry: { type: boolean } } } }
jobs:
  d:
    if: \${{ !inputs.dry }}
    steps:
      - run: gcloud run deploy \${{ inputs.service }} --project="\${{ inputs.project }}"
      - uses: google-github-actions/deploy-cloudrun@v3
        with: { service: "\${{ inputs.service }}", project_id: "\${{ inputs.project }}", env_vars: "\${{ inputs.env }}" }
`;
    const { deployments } = await workflowOf(text, {
      'main:r.yml': callee.replace('d:', 'd:\n    env: { CLOUDSDK_CORE_PROJECT: own }'),
    });
    expect(deployments.map(({ project, variables }) => [project?.text, variables])).toEqual([
      ['own', null],
      ['own', null],
    ]);
  });

  test('what a step hands on through GITHUB_ENV holds for the steps after it, as far as it is known', async () => {
    const text = `on: push
env: { S: old, T: old, U: old }
jobs:
  d:
    steps:
      - run: gcloud run deploy $S --project=$T
      - run: |
          echo "S=web" >> "$GITHUB_ENV"
          if [ "$X" ]; then echo "T=a" >> $GITHUB_ENV; else echo "T=b" >> $GITHUB_ENV; fi
      - { uses: ./act }
      - run: gcloud run deploy $S --project=$T-$U
      - { env: { S: own }, run: gcloud run deploy $S --project=p }
`;
    const action =
      'runs: { using: composite, steps: [{ shell: bash, run: "{ echo U=$(date); } >> $GITHUB_ENV" }] }\n';
    expect(names(await workflowOf(text, { 'main:act/action.yml': action }))).toEqual([
      'old old',
      'web $T-$U',
      'own p',
    ]);
  });

  test('an action of the repository is looked into, under either name of its file', async () => {
    const text = 'on: push\njobs: { d: { steps: [{ uses: ./act, with: { s: web } }] } }\n';
    const action =
      'inputs: { s: {} }\nruns: { using: composite, steps: [{ shell: bash, run: "gcloud run deploy ${{ inputs.s }} --project=p" }] }\n';
    expect(names(await workflowOf(text, { 'main:act/action.yml': action }))).toEqual(['web p']);
    expect(names(await workflowOf(text, { 'main:act/action.yaml': action }))).toEqual(['web p']);
  });

  test('one that calls itself ends there', async () => {
    const text =
      'on: workflow_call\njobs: { a: { uses: ./w.yml }, b: { steps: [{ run: gcloud run deploy x }] } }\n';
    const workflow = await workflowOf(text);
    expect(workflow.jobs.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(workflow.opaque.map(({ what }) => what)).toEqual(['the workflow ./w.yml']);
  });

  test('a tangle of calls and matrices comes to an end', async () => {
    const many = Array.from({ length: 40 }, (_, index) => index);
    const jobs = Object.fromEntries(
      many.map((index) => [`j${index}`, { uses: './b.yml', strategy: { matrix: { a: many, b: many } } }]),
    );
    const tangle = (path: string) => stringify({ on: 'workflow_call', jobs }).replaceAll('./b.yml', path);
    const files = {
      'main:b.yml': tangle('./c.yml'),
      'main:c.yml': tangle('./d.yml'),
      'main:d.yml': scripted('npm ci'),
    };
    const workflow = await workflowOf(tangle('./b.yml'), files);
    expect(workflow.jobs.length).toBeLessThanOrEqual(1_000);
  });

  test('nothing outside the repository is read', async () => {
    const asked: string[] = [];
    const text = `on: push
jobs:
  a: { uses: ./../../etc/passwd.yml }
  b: { uses: acme/x/.github/workflows/y.yml@main }
  c: { steps: [{ uses: ./../x }, { uses: "./a/../../b" }, { uses: docker://x }] }
`;
    const source = repositoryOf({ 'main:w.yml': text });
    const spy: WorkflowSource = {
      read: (file, signal) => {
        asked.push(file.path);
        return source.read(file, signal);
      },
    };
    await readParts(spy, { branch: 'main', path: 'w.yml' }, SIGNAL);
    expect(asked).toEqual(['w.yml']);
  });

  test('no text of a script and no value of a variable is kept', async () => {
    const text = scripted(
      'echo canary-echo\nexport PASSWORD=canary-export\ngcloud run deploy a --project=p --set-env-vars=A=canary-var,T_TOKEN=canary-token',
      'env: { B: canary-env }\n',
    );
    expect(JSON.stringify(await normalise(text))).not.toContain('canary');
  });

  test('the same text gives the same bytes', async () => {
    const text = scripted('gcloud run deploy a --project=p');
    expect(JSON.stringify(await normalise(text))).toBe(JSON.stringify(await normalise(text)));
  });
});

/** Words a workflow is made of, and others. */
const key = fc.constantFrom(
  ...[
    'on',
    'jobs',
    'steps',
    'run',
    'uses',
    'with',
    'env',
    'needs',
    'if',
    'strategy',
    'matrix',
    'include',
    'exclude',
  ],
  ...[
    'environment',
    'permissions',
    'concurrency',
    'inputs',
    'workflow_call',
    'runs',
    'deploy',
    '__proto__',
    'constructor',
  ],
);
const scalar = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    '',
    './w.yml',
    './act',
    'a/b@v1',
    'google-github-actions/deploy-cloudrun@v2',
  ),
  fc.constantFrom(
    'gcloud run deploy $X --project=${{ env.P }}',
    'for a in b; do',
    '${{ matrix.x }}',
    '^|^A=1|B',
  ),
  fc.string({ maxLength: 8 }),
);
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 6 },
    scalar,
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(key, tie('node'), { maxKeys: 5 }),
  ),
})).node;

describe('whatever stands in a file', () => {
  test('text of any kind is read, broken or unread, and never an error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        expect(['read', 'broken']).toContain((await normalise(text)).status);
      }),
    );
  });

  test('YAML of any shape too', async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, async (jobs, other) => {
        const text = stringify({ on: 'push', jobs: { a: jobs, b: other } });
        const action = stringify({ runs: { steps: other }, inputs: jobs });
        const reading = await normalise(text, { 'main:act/action.yml': action });
        expect(['read', 'broken']).toContain(reading.status);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what runs a script', () => {
  const deploys = 'run: gcloud run deploy web --project=p';
  const unseen = async (text: string) => {
    const { deployments, opaque } = await workflowOf(text);
    return [deployments.length, opaque.map(({ what }) => what)];
  };

  test.each([
    ['Bash, where nothing is said', `jobs: { d: { steps: [{ ${deploys} }] } }`, [1, []]],
    ['a Bash by its path', `jobs: { d: { steps: [{ shell: '/bin/bash -e {0}', ${deploys} }] } }`, [1, []]],
    ['the step’s', `jobs: { d: { steps: [{ shell: pwsh, ${deploys} }] } }`, [0, ['a script for pwsh']]],
    [
      'the job’s',
      `jobs: { d: { defaults: { run: { shell: pwsh } }, steps: [{ ${deploys} }] } }`,
      [0, ['a script for pwsh']],
    ],
    [
      'the workflow’s, unless the step has its own',
      `defaults: { run: { shell: pwsh } }\njobs: { d: { steps: [{ ${deploys} }, { shell: bash, ${deploys} }] } }`,
      [1, ['a script for pwsh']],
    ],
    [
      'that of Windows',
      `jobs: { d: { runs-on: windows-latest, steps: [{ ${deploys} }] } }`,
      [0, ['a script for pwsh']],
    ],
  ])('is %s', async (_name, text, expected) => {
    expect(await unseen(`on: push\n${text}\n`)).toEqual(expected);
  });
});

test('a job that is made with a credential in the clear is seen, as one that is changed', async () => {
  for (const verb of ['create', 'deploy', 'update']) {
    const { deployments } = await workflowOf(
      scripted(`gcloud run jobs ${verb} nightly --set-env-vars=A_TOKEN=x`),
    );
    expect(deployments.map(({ target, variables }) => [target, variables])).toEqual([
      ['job', [{ key: 'A_TOKEN', credential: 'name' }]],
    ]);
  }
});

describe('what may deploy out of sight', () => {
  test.each([
    ['gcloud builds submit --config=cloudbuild.yaml', 'gcloud builds submit'],
    ['gcloud --project p beta builds submit .', 'gcloud builds submit'],
    ['gcloud builds submit --tag gcr.io/p/app', null],
    ['gcloud builds submit -t gcr.io/p/app .', null],
    ['gcloud functions deploy web --gen2 --region=r', 'gcloud functions deploy'],
    ['gcloud run services set-iam-policy web policy.yaml', 'gcloud run services set-iam-policy'],
    ['gcloud deploy releases promote --release=r', 'gcloud deploy releases promote'],
    ['firebase deploy --only functions', 'firebase deploy'],
    ['gcloud run services describe web', null],
    ['gcloud run services replace --dry-run service.yaml', null],
    ['npm run deploy', 'npm run deploy'],
    ['npx prisma migrate deploy', null],
    ['npm install -g semantic-release', null],
    ['npm publish', null],
    ['pnpm wrangler deploy', null],
    ['$ROOT/scripts/deploy.sh web', 'scripts/deploy.sh'],
    ['"$(pwd)/up.sh"', 'up.sh'],
    ['python "$FILE.py"', 'a command that is known only while it runs'],
    ['$COMMAND web', 'a command that is known only while it runs'],
  ])('%s: %s', async (line, what) => {
    const { deployments, opaque } = await workflowOf(
      `on: push\njobs: { d: { steps: [{ run: '${line}' }] } }\n`,
    );
    expect(opaque.map((step) => step.what)).toEqual(what === null ? [] : [what]);
    expect(deployments).toEqual([]);
  });
});

test('an action is looked at by its name: one that tags, reports, publishes a package or brings a tool deploys nothing', async () => {
  const uses = [
    'softprops/action-gh-release@v2',
    'acme/deploy@v1',
    'pypa/gh-action-pypi-publish@release/v1',
    'stefda/action-cloud-run@1.0.0',
    'actions-hub/gcloud@master',
    'docker://google/cloud-sdk:slim',
    'pulumi/actions@v6',
    'hashicorp/setup-terraform@v3',
    'google-github-actions/setup-gcloud@v2',
  ];
  const steps = uses.map((action) => `{ uses: ${action} }`).join(', ');
  const { opaque } = await workflowOf(`on: push\njobs: { d: { steps: [${steps}] } }\n`);
  expect(opaque.map(({ what }) => what)).toEqual([
    'the action acme/deploy',
    'the action stefda/action-cloud-run',
    'the action actions-hub/gcloud',
    'the action docker://google/cloud-sdk:slim',
    'the action pulumi/actions',
  ]);
});

describe('flags that may stand out of sight', () => {
  test.each([
    ['a variable as a flag’s value hides none', 'gcloud run deploy web --image "$IMAGE" --region $R', null],
    ['a variable as the name hides none', 'gcloud run deploy "$SERVICE" --image x', null],
    ['an array does', 'gcloud run deploy web "${FLAGS[@]}"', 'a variable that holds flags'],
    ['a variable before the name does', 'gcloud run deploy $FLAGS web', 'a variable that holds flags'],
    [
      'a variable behind a switch does',
      'gcloud run deploy web --quiet $FLAGS',
      'a variable that holds flags',
    ],
  ])('%s', async (_name, line, elsewhere) => {
    const { deployments } = await workflowOf(`on: push\njobs: { d: { steps: [{ run: '${line}' }] } }\n`);
    expect(deployments.map((one) => one.elsewhere)).toEqual([elsewhere]);
  });
});

describe('the flags of Google’s action', () => {
  test.each([
    ['one line', '--ingress=all --set-env-vars=A=1,B=2', ['A', 'B']],
    ['lines, some with a backslash', '--set-env-vars=A=1 \\\n--ingress=all', ['A']],
    ['what a shell would read', '--set-env-vars=^|^A=x;y&z|API_KEY=1 --ingress=all', ['A', 'API_KEY']],
    ['quotes', '--set-env-vars "A=x y,B=2" --ingress=\'all\'', ['A', 'B']],
  ])('are read from %s', async (_name, flags, keys) => {
    const text = stringify({
      on: 'push',
      jobs: {
        d: { steps: [{ uses: 'google-github-actions/deploy-cloudrun@v3', with: { service: 'web', flags } }] },
      },
    });
    const [deployment] = (await workflowOf(text)).deployments;
    expect(deployment?.pins.ingress).toEqual({ text: 'all', known: true });
    expect(deployment?.variables?.map(({ key }) => key)).toEqual(keys);
    expect(deployment?.elsewhere).toBeNull();
  });
});
