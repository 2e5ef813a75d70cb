import { describeFailure } from '../evaluation/failure.ts';
import type { CheckContext, RawResult, Run } from '../model.ts';
import {
  gapWords,
  type ObservedService,
  type RolePlace,
  type RoleView,
  type ServiceLookup,
} from '../view/lookup.ts';
import { type EstateView, viewOf } from '../view/view.ts';
import { blindResult, type Subject } from './result.ts';

/** What the judgement of one role may look at besides the role. */
export interface Judging {
  context: CheckContext;
  view: EstateView;
}

export type RoleJudge = (role: RoleView, judging: Judging) => RawResult[];

/** Judges one settled service by its own environment's intent. */
export type ServiceJudge = (service: ObservedService, at: RolePlace, view: EstateView) => RawResult[];

/** Makes the whole of what is said of each role. */
type Together = (shares: RawResult[]) => RawResult[];

/** How a check runs that judges every role by itself; a judgement that throws becomes one result for its role. */
export function eachRole(judge: RoleJudge, together?: Together): Run {
  const ofRole = (context: CheckContext, role: string) => {
    try {
      const view = viewOf(context);
      return judge(view.role(role), { context, view });
    } catch (error) {
      return [describeFailure(error, context.contract, role)];
    }
  };
  const all = (context: CheckContext) => context.contract.roles.flatMap((role) => ofRole(context, role));
  if (together === undefined) return Object.assign(all, { ofRole });
  return Object.assign((context: CheckContext) => together(all(context)), { ofRole, together });
}

/** The same for a check that also judges what is of no role: jobs, worker pools, policies. */
export function eachRoleAndEstate(judge: RoleJudge, ofEstate: (judging: Judging) => RawResult[]): Run {
  const { ofRole } = eachRole(judge);
  const rest = (context: CheckContext) => ofEstate({ context, view: viewOf(context) });
  const run = (context: CheckContext) => [
    ...context.contract.roles.flatMap((role) => ofRole?.(context, role) ?? []),
    ...rest(context),
  ];
  return Object.assign(run, { ...(ofRole === undefined ? {} : { ofRole }), ofEstate: rest });
}

/** How a check runs that judges every service of every role; what was not read is answered by name. */
export function eachService(judge: ServiceJudge, together?: Together): Run {
  return eachRole((role, { view }) => judgePlaces(role, view, judge), together);
}

/** Judges the services of one role; what was not read is answered by name. */
export function judgePlaces({ places }: RoleView, view: EstateView, judge: ServiceJudge): RawResult[] {
  const results: RawResult[] = [];
  for (const at of places) {
    results.push(...unjudged(at));
    for (const service of at.settled) results.push(...judge(service, at, view));
  }
  return results;
}

/** One result for each service of a place that was not read, or is being deployed. Absent ones belong to coverage. */
function unjudged(at: RolePlace): RawResult[] {
  if (at.settled.length === at.lookups.length) return [];
  return at.lookups.flatMap((lookup) => {
    const reason = whyNot(lookup);
    if (reason === null) return [];
    const name = at.intent.service?.value ?? at.intent.role;
    const message = () =>
      `${at.intent.environment} ${name} (${lookup.region}) is not judged: ${reason.words}.`;
    return [blindResult(subjectOf(at, lookup.id), { message, settle: reason.settle })];
  });
}

/** What a result about a role's resource in one environment is about. */
export function subjectOf(at: RolePlace, resource: string | null): Subject {
  const { environments, intent } = at;
  return { role: intent.role, environment: intent.environment, environments, resource };
}

function whyNot(lookup: ServiceLookup): { words: string; settle: string } | null {
  if (lookup.status === 'settling')
    return {
      words: 'a deployment is under way; it is judged when settled',
      settle: 'Wait for the deployment to end; the next pass judges the service.',
    };
  if (lookup.status === 'unread')
    return {
      words: `it could not be read (${gapWords(lookup.gap)})`,
      settle: 'Mend the coverage gap named in the message and run again.',
    };
  return null;
}
