import { describeFailure } from './failure.ts';
import type { ObservedService, RolePlace, ServiceLookup } from './lookup.ts';
import { gapWords } from './lookup.ts';
import type { CheckContext, RawResult } from './model.ts';
import { blindResult, type Subject } from './result.ts';
import { type EstateView, viewOf } from './view.ts';

/** Judges the contract's roles one after another; a judgement that throws becomes one result for its role. */
export function eachRole(
  context: CheckContext,
  judge: (role: string, view: EstateView) => RawResult[],
): RawResult[] {
  const view = viewOf(context);
  return context.contract.roles.flatMap((role) => {
    try {
      return judge(role, view);
    } catch (error) {
      return [describeFailure(error, context.contract, role)];
    }
  });
}

/** Judges every service of every role by its own environment's intent; what was not read is answered by name. */
export function eachService(
  context: CheckContext,
  judge: (service: ObservedService, at: RolePlace, view: EstateView) => RawResult[],
): RawResult[] {
  return eachRole(context, (role, view) =>
    view
      .places(role)
      .flatMap((at) => [...unjudged(at), ...settled(at).flatMap((service) => judge(service, at, view))]),
  );
}

/** The services of a place that can be judged. */
export function settled(at: RolePlace): ObservedService[] {
  return at.lookups.flatMap((lookup) => (lookup.status === 'found' ? [lookup.service] : []));
}

/** One result for each service of a place that was not read, or is being deployed. Absent ones belong to coverage. */
export function unjudged(at: RolePlace): RawResult[] {
  return at.lookups.flatMap((lookup) => {
    const reason = whyNot(lookup);
    if (reason === null) return [];
    const name = at.intent.service?.value ?? at.intent.role;
    const message = `${at.intent.environment} ${name} (${lookup.region}) is not judged: ${reason.words}.`;
    return [blindResult(subjectOf(at, lookup.id), { message, settle: reason.settle })];
  });
}

/** What a result about a role's resource in one environment is about. */
export function subjectOf(at: RolePlace, resource: string | null): Subject {
  return { role: at.intent.role, environment: at.intent.environment, resource };
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
