import type { Declared } from '../../contract/model.ts';
import type { RawResult } from '../model.ts';
import { subjectOf } from '../results/each-role.ts';
import { blindResult, citing, place, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { settleService } from '../results/wording.ts';
import { type Grant, grantPath } from '../view/invocation.ts';
import type { ObservedService, RolePlace } from '../view/lookup.ts';
import { isOpen, type Reach, reachWords } from '../view/reach.ts';
import type { EstateView } from '../view/view.ts';
import { eachMemberProblem } from './members.ts';

/** What the checks of one service's access look at together. */
export interface Seen {
  reach: Reach;
  view: EstateView;
}

/** Judges who passes the invoker check: each opening that is not meant, or the lack of one that is. */
export function invokerProblems(service: ObservedService, at: RolePlace, seen: Seen): RawResult[] {
  const { invoker } = at.intent;
  if (invoker === null) return undeclared(service, at, seen);
  if (invoker.value === 'public') return closed(service, at, { ...seen, invoker });
  const intent = { ...seen, invoker };
  const problems = invokerCheck(service, at, intent);
  for (const grant of seen.reach.grants)
    if (grant.everybody) problems.push(opening(service, at, { ...intent, grant }));
  problems.push(...eachMemberProblem(service, at, seen));
  return problems;
}

type Intent = Seen & { invoker: Declared<string> };

function undeclared(service: ObservedService, at: RolePlace, { reach, view }: Seen): RawResult[] {
  const everybody = reach.grants.find((grant) => grant.everybody && !grant.unsure);
  if (!reach.invokerCheckDisabled && everybody === undefined) return [];
  return [
    result('REVIEW_REQUIRED', subjectOf(at, service.id), {
      message: `${service.label} is reachable without a named identity (${reachWords(reach)}); the contract does not say who may invoke it${citing(at.intent.location)}.`,
      path:
        reach.invokerCheckDisabled || everybody === undefined ? 'invokerIamDisabled' : grantPath(everybody),
      observed: 'public',
      severity: weigh(view, service.environment, { fieldClass: 'posture' }),
      settle: `Declare invoker: public or authenticated for ${at.intent.role}, or in the profile of ${service.environment}.`,
      source: at.intent.location,
    }),
  ];
}

/** Meant for everybody and yet asking; not decided where a policy that could open it was not read. */
function closed(service: ObservedService, at: RolePlace, { reach, view, invoker }: Intent): RawResult[] {
  if (isOpen(reach) || reach.unread.length > 0) return [];
  return [
    result('FAIL', subjectOf(at, service.id), {
      message: `${service.label} asks callers for an identity (${reachWords(reach)}); the contract wants it public${citing(invoker.location)}.`,
      path: 'invokerIamDisabled',
      expected: 'public',
      observed: 'authenticated',
      severity: weigh(view, service.environment, { fieldClass: 'posture', reach: true }),
      settle: settleService(service, '--no-invoker-iam-check', invoker.location),
      source: invoker.location,
    }),
  ];
}

function invokerCheck(
  service: ObservedService,
  at: RolePlace,
  { reach, view, invoker }: Intent,
): RawResult[] {
  if (!reach.invokerCheckDisabled) return [];
  return [
    result('FAIL', subjectOf(at, service.id), {
      message: `${service.label} is ${reachWords(reach)}; the contract wants callers to be authenticated${citing(invoker.location)}.`,
      path: 'invokerIamDisabled',
      expected: 'authenticated',
      observed: 'public',
      severity: openingSeverity(service, { reach, view }),
      settle: settleService(service, '--invoker-iam-check', invoker.location),
      source: invoker.location,
    }),
  ];
}

/** The environment is named by the resource of the grant: the service's own policy, or the project's. */
function opening(service: ObservedService, at: RolePlace, said: Intent & { grant: Grant }): RawResult {
  const { reach, view, invoker, grant } = said;
  const where = grant.inherited
    ? `the policy of project ${service.project}, which every service inherits,`
    : 'its policy';
  const about = subjectOf(at, grant.resource);
  const base = {
    path: grantPath(grant),
    expected: 'authenticated',
    observed: grant.member,
    source: invoker.location,
    settle: removal(service, grant, invoker),
  };
  if (grant.unsure) {
    const message = `${service.label}: ${where} grants ${grant.role} to ${grant.member}; whether that custom role lets anyone invoke is not read.`;
    return blindResult(about, { ...base, message });
  }
  const message = `${service.label} is open to ${grant.member}: ${where} grants it ${grant.role} (${reachWords(reach)}); the contract wants callers to be authenticated${citing(invoker.location)}.`;
  return result('FAIL', about, { ...base, message, severity: openingSeverity(service, { reach, view }) });
}

/** IAP still asks everybody who they are: the posture is wrong, but nobody new comes in. */
function openingSeverity(service: ObservedService, { reach, view }: Seen): RawResult['severity'] {
  return weigh(view, service.environment, { fieldClass: 'posture', widening: true, reach: !reach.iap });
}

function removal(service: ObservedService, grant: Grant, invoker: Declared<string>): string {
  const tail = `--member=${grant.member} --role=${grant.role}; or change ${place(invoker.location)} if this is meant`;
  return grant.inherited
    ? `gcloud projects remove-iam-policy-binding ${service.project} ${tail}`
    : `gcloud run services remove-iam-policy-binding ${service.name} --project=${service.project} --region=${service.region} ${tail}`;
}
