import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

interface CloudStep {
  id: string;
  name: string;
  script?: string;
  args?: string[];
}
interface Job {
  permissions?: Record<string, string>;
  environment?: string;
  defaults?: { run: { 'working-directory': string } };
  steps: { name?: string; run?: string; uses?: string; with?: Record<string, string> }[];
}

const read = <T>(file: string): T => parse(readFileSync(file, 'utf8')) as T;
const cloudBuild = read<{
  steps: CloudStep[];
  options: { env: string[] };
  substitutions: Record<string, string>;
}>('cloudbuild.yaml');
const github = read<{ permissions: object; jobs: Record<'verify' | 'plan' | 'apply', Job> }>(
  '.github/workflows/ci.yml',
);
const release = read<{ permissions: object; jobs: Record<string, Job> }>('.github/workflows/release.yml');
const { scripts, version } = JSON.parse(readFileSync('package.json', 'utf8'));

const cloudScripts = cloudBuild.steps.flatMap(({ script }) => script ?? []);
const verify = github.jobs.verify.steps.flatMap((step) => step.run ?? []);

/** What they say; `.ci/run` is what runs them. */
describe('the two pipelines', () => {
  test('run the same scripts in the same order', () => {
    expect(cloudScripts).toEqual(verify);
    expect(cloudScripts).toEqual([
      'npm ci',
      'npm run lint',
      'npm run types',
      'npm test',
      'npm run terraform',
      'npm run bundle',
    ]);
  });

  test.each(cloudScripts.filter((script) => script !== 'npm ci'))(
    '%s is a script of the package',
    (script) => {
      expect(scripts).toHaveProperty(script.replace(/^npm (run )?/, ''));
    },
  );

  test('test with CI set, so that nothing is skipped for want of a tool', () => {
    expect(cloudBuild.options.env).toContain('CI=true');
    expect(github.jobs.verify).toMatchObject({ env: { CI: 'true' } });
  });

  test('declare no substitution that nothing uses: Cloud Build would refuse the build', () => {
    const { substitutions, ...rest } = cloudBuild;
    const unused = Object.keys(substitutions).filter((name) => !JSON.stringify(rest).includes(`\${${name}}`));
    expect(unused).toEqual([]);
  });

  test('apply what was planned, after approval', () => {
    const [plan, apply] = cloudBuild.steps.slice(-2).map(({ args }) => args?.join(' ') ?? '');
    expect(plan).toContain('-out=build.tfplan');
    // Who only plans may not write to the state, and so cannot lock it.
    expect(plan).toMatch(/-lock=\$\{_APPLY\}/);
    expect(apply).toMatch(/"\$\{_APPLY\}" = true.*terraform apply -input=false build\.tfplan/);
  });

  test('on GitHub are approved with the plan in sight, which is what is applied', () => {
    const { plan: planned, apply: applied } = github.jobs;
    expect(planned.environment).toBeUndefined();
    expect(applied).toMatchObject({ needs: 'plan', environment: 'production' });
    expect(planned.steps.map(({ run = '' }) => run).join()).toContain('-out=build.tfplan');
    expect(applied.steps.at(-1)?.run).toMatch(/terraform apply -input=false build\.tfplan$/m);
    const folder = planned.defaults?.run['working-directory'];
    const kept = planned.steps.at(-1)?.with?.path?.trim().split('\n');
    expect(kept).toEqual([`${folder}/build.tfplan`, `${folder}/.terraform.lock.hcl`]);
    const fetched = applied.steps.filter(({ uses }) => uses?.startsWith('actions/download-artifact@'));
    expect(fetched.map((step) => step.with)).toEqual([
      { name: 'plumbline', path: 'dist' },
      { name: 'plan', path: folder },
    ]);
  });

  test('hold no key: GitHub is believed by federation', () => {
    const who = { plan: 'PLANNER', apply: 'DEPLOYER' } as const;
    for (const job of ['plan', 'apply'] as const) {
      const auth = github.jobs[job].steps.find(({ uses }) => uses?.startsWith('google-github-actions/auth@'));
      expect(auth?.with).toEqual({
        workload_identity_provider: expect.stringMatching(/^\$\{\{ vars\.WORKLOAD_IDENTITY_PROVIDER \}\}$/),
        service_account: expect.stringMatching(new RegExp(`^\\$\\{\\{ vars\\.${who[job]} \\}\\}$`)),
      });
    }
    const all = ['.github/workflows/ci.yml', '.github/workflows/release.yml', 'cloudbuild.yaml'];
    for (const file of all)
      expect(readFileSync(file, 'utf8')).not.toMatch(/credentials_json|secrets\.|private_key/);
  });

  test('ask GitHub for no more than they need', () => {
    expect(github.permissions).toEqual({ contents: 'read' });
    expect(github.jobs.verify.permissions).toBeUndefined();
    for (const { permissions } of [github.jobs.plan, github.jobs.apply])
      expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    expect(release.permissions).toEqual({});
  });

  test('use each action at a commit, which nobody can move as a tag can be', () => {
    const used = [...Object.values(github.jobs), ...Object.values(release.jobs)].flatMap(({ steps }) =>
      steps.flatMap(({ uses }) => uses ?? []),
    );
    expect(used.length).toBeGreaterThan(8);
    expect(used.filter((uses) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(uses))).toEqual([]);
  });
});

describe('a release', () => {
  test('stamps the version where the code says it, too', () => {
    const config = JSON.parse(readFileSync('release-please-config.json', 'utf8'));
    expect(config.packages['.']['extra-files']).toEqual(['functions/version.ts']);
    expect(readFileSync('functions/version.ts', 'utf8')).toContain(
      `'${version}'; // x-release-please-version`,
    );
    expect(JSON.parse(readFileSync('.release-please-manifest.json', 'utf8'))).toEqual({ '.': version });
  });
});
