import type { SmokeAnswer, SmokeAnswers } from '../smoke/model.ts';
import { type SmokeTarget, smokeTargets } from '../smoke/targets.ts';
import { formatPath } from '../snapshot/path.ts';
import type { Check, CheckContext, RawResult } from './model.ts';
import { judgePlaces, subjectOf } from './results/each-role.ts';
import { blindResult, citing, result } from './results/result.ts';
import { weigh } from './results/weigh.ts';
import { type EstateView, viewOf } from './view/view.ts';

/** Check 21: declared URLs answer as declared. Only where a pass asked them. */
export const smoke: Check = {
  id: 'smoke',
  number: 21,
  title: 'Smoke',
  explanation:
    'Declared URLs answer a GET without credentials with the declared status: at the custom domains of the role, or else at the URL Cloud Run generated. Redirects are not followed, and one to a page where people sign in fails. Only public addresses are asked, so a service that is not for the public cannot be seen from here. It runs on break-glass passes and on request (`check --smoke`).',
  asked: (context) => context.smoke !== undefined,
  run: (context) => {
    const view = viewOf(context);
    const targets = smokeTargets(view);
    return [
      ...unread(context, view),
      ...targets.map((target) => judge(target, context.smoke ?? new Map(), view)),
    ];
  },
};

/** Services that were not read, or are being deployed, where one is needed for the URL. */
function unread({ contract }: CheckContext, view: EstateView): RawResult[] {
  return contract.roles.flatMap((role) => {
    const known = view.role(role);
    const places = known.places.filter(
      ({ intent }) => intent.smoke.length > 0 && !Array.isArray(intent.domain?.value),
    );
    return judgePlaces({ ...known, places }, view, () => []);
  });
}

function judge(target: SmokeTarget, answers: SmokeAnswers, view: EstateView): RawResult {
  const { url, request, why } = target;
  if (url === null) return unseen(target, why ?? 'it has no URL');
  const answer = answers.get(url);
  if (answer === undefined) return unseen(target, 'nobody asked');
  if (answer.kind === 'refused' || answer.kind === 'unreachable') return unseen(target, answer.reason);
  if (answer.kind === 'answered' && answer.status === request.status) return answered(target, answer.status);
  return failed(target, answer, view);
}

function answered(target: SmokeTarget, status: number): RawResult {
  const { request } = target;
  return result('PASS', aboutOf(target), {
    message: `${labelOf(target)} answers GET ${request.path} with ${status}, as declared${citing(request.location)}.`,
    path: pathOf(target),
    expected: request.status,
    observed: status,
    source: request.location,
  });
}

function failed(
  target: SmokeTarget,
  answer: Extract<SmokeAnswer, { kind: 'answered' | 'untrusted' }>,
  view: EstateView,
): RawResult {
  const { request, at, url } = target;
  return result('FAIL', aboutOf(target), {
    message: `${labelOf(target)} ${failureWords(answer)} for GET ${request.path}; the contract wants ${request.status}${citing(request.location)}.`,
    path: pathOf(target),
    expected: request.status,
    observed: observedOf(answer),
    severity: weigh(view, at.intent.environment, { fieldClass: 'posture' }),
    settle: `Look at ${url} and the logs of the service; or change ${request.location.file}:${request.location.line} if this is meant.`,
    source: request.location,
  });
}

function failureWords(answer: Extract<SmokeAnswer, { kind: 'answered' | 'untrusted' }>): string {
  if (answer.kind === 'untrusted') return `cannot be trusted: ${answer.reason}`;
  if (answer.redirect === 'sign-in') return `sends to a page where people sign in (${answer.status})`;
  if (answer.redirect !== null) return `redirects (${answer.status}), which is not followed,`;
  if (answer.status === 401 || answer.status === 403) return `asks for an identity (${answer.status})`;
  return `answers ${answer.status}`;
}

function observedOf(answer: Extract<SmokeAnswer, { kind: 'answered' | 'untrusted' }>): string | number {
  if (answer.kind === 'untrusted') return 'untrusted certificate';
  return answer.redirect === 'sign-in' ? 'redirect to sign-in' : answer.status;
}

function unseen(target: SmokeTarget, why: string): RawResult {
  const { request } = target;
  return blindResult(aboutOf(target), {
    message: `Whether ${labelOf(target)} answers GET ${request.path} with ${request.status} cannot be seen from here: ${why}${citing(request.location)}.`,
    path: pathOf(target),
    expected: request.status,
    settle: 'Ask it from inside the network, or name a public custom domain of it under domain.',
    source: request.location,
  });
}

function aboutOf({ at, service }: SmokeTarget) {
  return subjectOf(at, service?.id ?? null);
}

function labelOf({ at, service, url }: SmokeTarget): string {
  return service?.label ?? `${at.intent.environment} ${URL.parse(url ?? '')?.hostname ?? at.intent.role}`;
}

/** A role may have several domains and several requests; each is a finding of its own. */
function pathOf({ request, service, url }: SmokeTarget): string {
  const host = service === null ? (URL.parse(url ?? '')?.hostname ?? null) : null;
  return formatPath(['smoke', ...(host === null ? [] : [host]), request.path]);
}
