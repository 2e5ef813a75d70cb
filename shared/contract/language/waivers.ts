import { z } from 'zod';
import { checkId, environmentName, type Names, roleName } from './names.ts';
import { section, someOf } from './section.ts';
import { expiry } from './time.ts';
import { must, words } from './words.ts';

/** Accepted differences. */
export function waivers(names: Names) {
  return z
    .array(waiver(names), must('a list of waivers'))
    .describe('Accepted differences: shown as INTENTIONAL_DIFF until they expire, then as FAIL again.');
}

function waiver(names: Names) {
  const environments = someOf('a list of environments', environmentName(names));
  return section('a waiver', {
    check: checkId().describe('The check whose result is accepted.'),
    role: roleName(names).optional().describe('The role it is accepted for.'),
    roles: someOf('a list of roles', roleName(names)).optional().describe('The roles it is accepted for.'),
    environment: environmentName(names).optional().describe('The environment it is accepted in.'),
    environments: environments.optional().describe('The environments it is accepted in.'),
    path: words('a path such as memory').optional().describe('The setting it is accepted for.'),
    reason: words('a reason in words').describe('Why the difference is accepted.'),
    owner: words('the person or team that answers for it').describe('Who answers for it.'),
    expires: expiry().describe('When it ends: a date (its last second, UTC) or an RFC 3339 time.'),
  })
    .superRefine((value, context) => {
      both(value, ['role', 'roles'], context);
      both(value, ['environment', 'environments'], context);
    })
    .transform(({ role, environment, ...rest }) => ({
      ...rest,
      roles: rest.roles ?? (role === undefined ? undefined : [role]),
      environments: rest.environments ?? (environment === undefined ? undefined : [environment]),
    }));
}

type Named = Record<string, unknown>;

function both(value: Named, [one, many]: [string, string], context: z.RefinementCtx): void {
  if (value[one] === undefined || value[many] === undefined) return;
  context.addIssue({ code: 'custom', path: [one], message: `stands beside ${many}; give one of the two` });
}
