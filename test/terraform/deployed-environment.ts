import { missingTools, openTerraform } from '../../scripts/terraform-workspace.ts';

/** What Terraform starts the function with: variables with their values, and the names of those that are secrets. */
export interface DeployedEnvironment {
  variables: Record<string, string>;
  secrets: string[];
}

interface Resource {
  type: string;
  values: {
    service_config?: {
      environment_variables: Record<string, string>;
      secret_environment_variables: { key: string }[];
    }[];
  };
}
interface Module {
  resources?: Resource[];
  child_modules?: Module[];
}

/** Null where Terraform cannot be run here, which is an error where CI is set. */
export function deployedEnvironment(example: string): DeployedEnvironment | null {
  const missing = missingTools();
  if (missing !== null && process.env.CI !== undefined) throw new Error(missing);
  if (missing !== null) return null;
  const workspace = openTerraform();
  try {
    const folder = `terraform/examples/${example}`;
    const init = workspace.run(folder, ['init', '-backend=false', '-input=false', '-no-color']);
    if (init.code !== 0) throw new Error(init.output);
    const { output } = workspace.run(folder, ['test', '-json', '-verbose']);
    return environmentIn(output);
  } finally {
    workspace.close();
  }
}

function environmentIn(output: string): DeployedEnvironment {
  const states = output
    .split('\n')
    .flatMap((line) => (line.includes('"test_state"') ? JSON.parse(line) : []));
  const [state] = states as { test_state: { root_module: Module } }[];
  const functions = resourcesOf(state?.test_state.root_module ?? {}).filter(
    ({ type }) => type === 'google_cloudfunctions2_function',
  );
  const config = functions[0]?.values.service_config?.[0];
  if (config === undefined)
    throw new Error(`no function in what Terraform would make: ${output.slice(-2000)}`);
  const secrets = config.secret_environment_variables.map(({ key }) => key).sort();
  return { variables: config.environment_variables, secrets };
}

function resourcesOf({ resources = [], child_modules = [] }: Module): Resource[] {
  return [...resources, ...child_modules.flatMap(resourcesOf)];
}
