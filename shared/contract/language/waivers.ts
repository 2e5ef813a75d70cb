import { z } from 'zod';
import { addClash } from './clash.ts';
import { checkId, environmentName, type Names, roleName } from './names.ts';
import { section, someOf } from './section.ts';
import { expiry } from './time.ts';
import { must, words } from './words.ts';

/** Accepted differences. */
export function waivers(names: Names) {
  const waiver = section('a waiver', {
    ...covered(names),
    reason: words('a reason in words')
      .describe('Why the difference is accepted.')
      .meta({ examples: ['not launched'] }),
    owner: words('the person or team that answers for it').describe('Who answers for it.'),
  });
  return z
    .array(settled(waiver), must('a list of waivers'))
    .describe('Accepted differences: shown as INTENTIONAL_DIFF until they expire, then as FAIL again.');
}

/** What fails and is still to be decided. */
export function undecided(names: Names) {
  const open = section('an undecided matter', covered(names));
  return z
    .array(settled(open), must('a list of what is undecided'))
    .describe(
      'What failed when the contract was drafted and nobody has decided on: shown as REVIEW_REQUIRED until it expires, then as FAIL. Nobody answers for it, so settle each, or make it a waiver.',
    );
}

/** Which results are meant, and until when. */
function covered(names: Names) {
  const environments = someOf('a list of environments', environmentName(names));
  return {
    check: checkId().describe('The check whose result is meant.'),
    role: roleName(names).optional().describe('The role that is meant; every role where none is named.'),
    roles: someOf('a list of roles', roleName(names)).optional().describe('The roles that are meant.'),
    environment: environmentName(names)
      .optional()
      .describe('The environment that is meant; every environment where none is named.'),
    environments: environments.optional().describe('The environments that are meant.'),
    path: words('a path such as memory')
      .optional()
      .describe('The setting that is meant, by its name (memory), its environment key, or its path.'),
    expires: expiry().describe('When it ends: a date (its last second, UTC) or an RFC 3339 time.'),
  };
}

interface Covered {
  role?: string | undefined;
  roles?: string[] | undefined;
  environment?: string | undefined;
  environments?: string[] | undefined;
}

/** One role or several, one environment or several: never both; what comes out are the lists. */
function settled<S extends z.ZodType<Covered>>(schema: S) {
  return schema
    .superRefine((value: Covered, context) => {
      for (const [one, many] of [
        ['role', 'roles'],
        ['environment', 'environments'],
      ] as const) {
        if (value[one] === undefined || value[many] === undefined) continue;
        addClash(context, {
          path: [one],
          other: [many],
          message: `stands beside ${many}; give one of the two`,
        });
      }
    })
    .transform((value: z.output<S>) => ({
      ...value,
      roles: value.roles ?? (value.role === undefined ? undefined : [value.role]),
      environments: value.environments ?? (value.environment === undefined ? undefined : [value.environment]),
    }));
}
