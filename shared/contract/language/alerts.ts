import { z } from 'zod';
import { SEVERITIES } from '../../findings/model.ts';
import { addClash } from './clash.ts';
import { environmentName, type Names, roleName } from './names.ts';
import { oneOf } from './one-of.ts';
import { section } from './section.ts';
import { duration } from './time.ts';
import { must, shaped } from './words.ts';

/** Who is told, and how often. */
export function alerts(names: Names) {
  return section('alerts', {
    routes: z
      .array(route(names), must('a list of routes'))
      .superRefine(unreachable)
      .optional()
      .describe('Where messages go: the first route that matches.'),
    remindAfter: duration().optional().describe('Open findings are told again after this time: 72h.'),
  }).describe('Who is told, and how often.');
}

function route(names: Names) {
  const match = section('a match', {
    environment: environmentName(names).optional().describe('Findings of this environment.'),
    severity: oneOf(SEVERITIES).optional().describe('Findings of this severity.'),
    role: roleName(names).optional().describe('Findings of this role.'),
  });
  return section('a route', {
    match: match.optional().describe('What goes this way; everything where it is not given.'),
    channel: shaped(/^#?[\p{L}\p{N}_.-]{1,80}$/u, 'a channel such as #drift').describe('Slack channel.'),
  });
}

type Route = z.output<ReturnType<typeof route>>;

/** A route behind one that takes all it would take is never used. */
function unreachable(routes: Route[], context: z.RefinementCtx): void {
  for (const [index, route] of routes.entries()) {
    const first = routes.slice(0, index).findIndex((earlier) => takesAllOf(earlier, route));
    if (first === -1) continue;
    const everything = conditions(routes[first]).length === 0 ? 'everything' : 'all it would take';
    const message = `is never used: entry ${first + 1} takes ${everything} before it`;
    addClash(context, { path: [index], other: [first], message });
  }
}

function takesAllOf(earlier: Route, later: Route): boolean {
  const asked = new Map(conditions(later));
  return conditions(earlier).every(([key, value]) => asked.get(key) === value);
}

function conditions(route: Route | undefined): [string, unknown][] {
  return Object.entries(route?.match ?? {}).filter(([, value]) => value !== undefined);
}
