import type { EstateSource, RawDocument, ScopeOutcome } from '../../estate/source.ts';
import { exportCommand } from '../../report/export-commands.ts';
import { accountName, apiKeyName, foreignPolicy, secretName } from './elements.ts';
import { ExportFolder, faulty } from './folder.ts';
import { type ListClass, readList, regionsWithList } from './lists.ts';
import { gapOutcome, missing, readOutcome } from './outcome.ts';
import { type OwnedClass, readOwned } from './owned.ts';
import { readRun } from './run.ts';

export { checkExportsDirectory } from './directory.ts';

/** The classes with a list of the project, each with the classes its elements own. */
const LISTS: { listed: ListClass; owned: OwnedClass[] }[] = [
  {
    listed: {
      resource: 'iam.serviceAccounts',
      file: 'service-accounts',
      nameOf: accountName,
      subfolders: ['service-account-keys'],
      regional: false,
    },
    owned: [
      { resource: 'iam.serviceAccountKeys', file: 'service-account-keys', holds: 'keys', placed: false },
    ],
  },
  {
    listed: {
      resource: 'secretmanager.secrets',
      file: 'secrets',
      nameOf: secretName,
      subfolders: ['secret-versions', 'secret-iam'],
      regional: true,
    },
    owned: [
      { resource: 'secretmanager.versions', file: 'secret-versions', holds: 'versions', placed: true },
      { resource: 'secretmanager.secrets.iamPolicy', file: 'secret-iam', holds: 'policy', placed: true },
    ],
  },
  {
    listed: {
      resource: 'apikeys.keys',
      file: 'api-keys',
      nameOf: apiKeyName,
      subfolders: [],
      regional: false,
    },
    owned: [],
  },
];

/**
 * An estate as gcloud printed it: one folder a project under `dir`, files as in the interface's "Offline
 * input". What is missing, refused, cut off, foreign or contradictory is a named gap, never "none".
 */
export function createExportsSource(dir: string): EstateSource {
  return {
    async read(target, emit, signal) {
      const folder = new ExportFolder(dir, target.project, signal);
      const outcomes = [
        ...(await readRun(folder, target, emit)),
        await readProjectPolicy(folder, target.project, emit),
        ...(await readLists(folder, target.project, emit)),
      ];
      // What is to be done is one thing, and no file of its own is missing.
      const nothing = await folder.nothing();
      return nothing === null ? outcomes : outcomes.map((scope) => gapOutcome(scope, nothing));
    },
  };
}

async function readProjectPolicy(
  folder: ExportFolder,
  project: string,
  emit: (document: RawDocument) => void,
): Promise<ScopeOutcome> {
  const scope = { resource: 'resourcemanager.projects.iamPolicy', region: null } as const;
  const answer = await folder.answer('project-iam');
  if (answer.kind === 'gap') return gapOutcome(scope, answer.gap);
  if (answer.kind === 'absent') {
    const command = exportCommand('project-iam', { project, owner: '', region: '' });
    return gapOutcome(scope, missing(folder.label('project-iam.json'), command));
  }
  const fault = answer.documents.length === 1 ? foreignPolicy(answer.documents[0]) : 'is not one IAM policy';
  if (fault !== null) return gapOutcome(scope, faulty(answer.file, fault));
  emit({ ...scope, name: project, body: answer.documents[0] });
  return readOutcome(scope);
}

async function readLists(
  folder: ExportFolder,
  project: string,
  emit: (document: RawDocument) => void,
): Promise<ScopeOutcome[]> {
  const outcomes: ScopeOutcome[] = [];
  for (const { listed, owned } of LISTS) {
    for (const region of [null, ...(await regionsWithList(folder, listed))]) {
      const { outcome, owners } = await readList({ folder, project, region }, listed, emit);
      outcomes.push(outcome);
      for (const one of owned) {
        outcomes.push(await readOwned({ folder, project, owners, ambiguous: new Set() }, one, emit));
      }
    }
  }
  return outcomes;
}
