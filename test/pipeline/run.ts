/**
 * Runs the build configuration of the clean clone it is called in: each script step of `cloudbuild.yaml` as it
 * stands, then the deploying steps of both pipelines, dry, then the commands it is given. Ends with the count.
 * Called by `.ci/run`, which has run the first step (`--done`): it installs what this file needs.
 */
import { parseArgs } from 'node:util';
import { readBuildFile } from './build-file.ts';
import { cloudBuildDeployments, deployDry, gitHubDeployment } from './deployment.ts';
import { Tally } from './tally.ts';

const { values, positionals } = parseArgs({
  options: { done: { type: 'string', default: '' } },
  allowPositionals: true,
});
const tally = new Tally();
try {
  await runPipeline(values.done, positionals);
} catch (error) {
  tally.count('pipeline', false, String(error));
}
process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed\n`);
process.exitCode = tally.failed === 0 ? 0 : 1;

async function runPipeline(done: string, more: string[]): Promise<void> {
  const build = readBuildFile('cloudbuild.yaml');
  const env = { ...process.env, ...build.env };
  const [first, ...scripts] = build.scripts;
  tally.count('first step', first?.script === done, `it is '${first?.script}', and '${done}' was run`);
  for (const { id, script } of scripts) await tally.run({ name: id, text: script, env });
  for (const deployment of [...cloudBuildDeployments(build), gitHubDeployment('.github/workflows/ci.yml')])
    if (deployment.steps.length > 0) await deployDry(deployment, tally);
  for (const text of more) await tally.run({ name: 'beside the build', text, env });
}
