import type { ContractDocument } from './language/contract.ts';
import type { WorkflowFileIntent, WorkflowIntent } from './model.ts';
import type { Places } from './places.ts';

/** The section `workflows` of a valid document, with the place of each file; null where there is none. */
export function workflowIntent(document: ContractDocument, places: Places): WorkflowIntent | null {
  const section = document.workflows;
  if (section === undefined) return null;
  const { repository } = section;
  const files = Object.entries(section.files).map(([environment, { branch, path }]) => {
    const location = places.locate(['workflows', 'files', environment]);
    return [environment, { branch, path, location }] satisfies [string, WorkflowFileIntent];
  });
  return {
    repository:
      'local' in repository
        ? { kind: 'local', folder: repository.local }
        : { kind: 'github', name: repository.github },
    files: new Map(files),
    noEnvVarsFor: section.noEnvVarsFor ?? [],
    location: places.locate(['workflows']),
  };
}
