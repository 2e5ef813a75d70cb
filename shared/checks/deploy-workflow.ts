import type { Check } from './model.ts';
import { blindResult } from './result.ts';

/** Check 10: the environments' deployment workflows have one structure. Undecided while workflows are not read. */
export const deployWorkflow: Check = {
  id: 'deploy-workflow',
  number: 10,
  title: 'Deployment workflow',
  explanation:
    "The workflows that deploy the environments have one structure, deploy the roles' services, pin the account, ingress and invoker flags the contract states, and declare no environment variables where that would wipe bound secrets.",
  run: ({ contract }) => {
    const environments = contract.environments.map(({ name }) => name);
    const about = { role: null, environment: environments.at(-1) ?? '', environments, resource: null };
    return [
      blindResult(about, {
        message:
          'Workflows are not read by this version, so whether the environments are deployed the same way is not decided; compare the workflow files by hand.',
        settle: 'Compare the deployment workflows of the environments by hand until they are read.',
        source: contract.locate(['workflows']),
      }),
    ];
  },
};
