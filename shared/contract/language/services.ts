import { z } from 'zod';
import { envKeys } from './env-keys.ts';
import { serviceName } from './google.ts';
import { environmentName, givenName, type Names } from './names.ts';
import { perEnvironment, plain } from './per-environment.ts';
import { posture } from './posture.ts';
import { listOf, section, someOf } from './section.ts';
import { must, shaped, wholeNumber, words } from './words.ts';

/** What every service of an environment looks like unless it says otherwise. */
export function profiles(names: Names) {
  return z
    .record(
      environmentName(names),
      section('a profile', posture(plain)),
      must('a map of profiles by environment'),
    )
    .describe('What every service of an environment looks like unless it says otherwise.');
}

/** The services of the estate, by role. */
export function services(names: Names) {
  return z
    .record(givenName('a role'), service(names), must('a map of services by role'))
    .refine((map) => Object.keys(map).length > 0, { error: 'names no service' })
    .describe('The services of the estate, by role.');
}

function service(names: Names) {
  const vary = perEnvironment(names);
  return section('a service', {
    names: vary(serviceName()).describe('The Cloud Run service that plays this role, in each environment.'),
    ...posture(vary),
    env: envKeys(names).optional(),
    smoke: smoke(names).optional(),
  }).describe('One role.');
}

/** What a running service must answer. */
function smoke(names: Names) {
  const path = shaped(/^\/(?!\/)[^\s#]*$/, 'a path such as /healthz');
  const request = section('a smoke request', {
    path: path.describe('Path and query asked for with GET.'),
    status: wholeNumber(100, 599).optional().describe('Status it answers with; 200 where not given.'),
    in: someOf('a list of environments', environmentName(names))
      .optional()
      .describe('The environments it is asked in; all where this is not given.'),
  });
  return listOf('a list of smoke requests', request).describe(
    'What the service must answer after a deployment.',
  );
}

/** Services that belong to no role. */
export function ignoredServices() {
  const one = words('a name (preview-*) or a label (key:value)').refine(isQuick, {
    error: 'has more than four * or a group: matching it may take for ever',
  });
  return listOf('a list of names or labels', one).describe(
    'Services that belong to no role: name patterns (preview-*) or labels (key:value).',
  );
}

/** Each star more multiplies what is tried, and a group of a glob repeats what may repeat itself. */
function isQuick(glob: string): boolean {
  return (glob.match(/\*+/g)?.length ?? 0) <= 4 && !/[@!+?*]\(/.test(glob);
}
