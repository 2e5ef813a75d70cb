import { z } from 'zod';
import { environmentName, type Names, roleName } from './names.ts';
import { listOf, section } from './section.ts';
import { must, shaped, words } from './words.ts';

/** Where the deploy workflows stand. */
export function workflows(names: Names) {
  const file = section('a workflow file', {
    branch: words('the name of a branch').describe('Branch the environment is deployed from.'),
    path: shaped(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))\S+$/, 'a path inside the repository').describe(
      'Path of the workflow inside the repository.',
    ),
  });
  return section('workflows', {
    repository: repository().describe('Where the workflows are read from.'),
    files: z
      .record(environmentName(names), file, must('a map of workflow files by environment'))
      .describe("Each environment's deploy workflow."),
    noEnvVarsFor: listOf('a list of roles', roleName(names))
      .optional()
      .describe('Roles whose deploy step must declare no env_vars: that would wipe bound secrets.'),
  }).describe('The workflows that deploy the estate.');
}

function repository() {
  const local = section('a local repository', {
    local: words('a folder').describe('A checkout, relative to the contract.'),
  });
  const github = section('a GitHub repository', {
    github: shaped(/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/, 'owner/name').describe('owner/name on GitHub.'),
  });
  return z.union([local, github], must('{ local: folder } or { github: owner/name }'));
}
