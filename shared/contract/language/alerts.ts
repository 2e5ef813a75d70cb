import { z } from 'zod';
import { SEVERITIES } from '../../findings/model.ts';
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

/** A route behind one that takes everything would never be used. */
function unreachable(routes: Route[], context: z.RefinementCtx): void {
  const first = routes.findIndex(({ match }) => Object.keys(match ?? {}).length === 0);
  if (first === -1) return;
  for (const index of routes.keys()) {
    if (index <= first) continue;
    const message = `is never used: entry ${first + 1} takes everything before it`;
    context.addIssue({ code: 'custom', path: [index], message });
  }
}
