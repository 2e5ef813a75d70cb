import { expect, test } from '@jest/globals';
import { accessChanges } from '../../shared/break-glass/follow-up.ts';
import type { WindowChange } from '../../shared/break-glass/model.ts';
import { workflowFlags } from '../../shared/break-glass/workflow-flags.ts';
import { CHECKS } from '../../shared/checks/table.ts';
import { formatPath } from '../../shared/snapshot/path.ts';
import { runCheck } from '../fakes/check-tester.ts';
import { lit, type ServiceDraft, sec } from '../fakes/snapshot-builder.ts';

/** Cloud Run takes any name for a variable that holds no equals sign. */
const COMMAND = '$(touch pwned)';
const [CREDENTIAL, DECLARED, UNPINNED, SAME, MISSING] = ['API_TOKEN', 'A', 'B', 'C', 'D'].map(
  (name) => name + COMMAND,
) as [string, string, string, string, string];

/** What a shell would look into: everything that is not in single quotes. */
const outsideQuotes = (command: string) => command.replace(/'[^']*'/g, '');
const FLAG = /--[a-z-]+=\S*\$\(/;

test('no name that others chose is a command in a line to be copied', () => {
  const app: ServiceDraft = {
    env: {
      [CREDENTIAL]: lit('x'),
      [DECLARED]: lit('y'),
      [UNPINNED]: sec('s'),
      [SAME]: lit('z'),
      [MISSING]: sec('none', '7'),
    },
  };
  const contract = {
    services: {
      app: {
        env: {
          [DECLARED]: { delivery: 'secret' as const },
          [UNPINNED]: { version: 'pinned' as const },
          [SAME]: { mustDiffer: true },
        },
      },
    },
  };
  const estate = { dev: { services: { app } }, prod: { services: { app } } };
  const lines = CHECKS.flatMap((check) => runCheck(check, { contract, estate })).flatMap(
    ({ settle }) => settle ?? [],
  );
  const flags = lines.filter((line) => FLAG.test(line));
  for (const name of [CREDENTIAL, DECLARED, UNPINNED, SAME])
    expect(flags.filter((line) => line.includes(`=${name}`)).length).toBeGreaterThan(0);
  expect(flags.filter((line) => FLAG.test(outsideQuotes(line)))).toEqual([]);
});

const change = (more: Partial<WindowChange>): WindowChange =>
  ({ environment: 'prod', project: 'p', role: 'app', before: null, after: null, ...more }) as WindowChange;

test('nor in the flags and commands of a backfill', () => {
  const [flags] = workflowFlags([
    change({
      id: 'run.services/us-central1/app',
      path: 'template.serviceAccount',
      after: `a${COMMAND}@p.iam.gserviceaccount.com`,
    }),
  ]);
  expect(flags?.flags).toEqual([`'--service-account=a${COMMAND}@p.iam.gserviceaccount.com'`]);
  const [access] = accessChanges([
    change({
      id: 'resourcemanager.projects/p',
      path: formatPath(['iamPolicy', 'bindings', 'roles/run.viewer', `principal://x/subject/${COMMAND}`]),
      after: [{}],
    }),
  ]);
  expect(access?.command).toContain(`--member='principal://x/subject/${COMMAND}' --role=roles/run.viewer`);
});
