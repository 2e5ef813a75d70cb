import { accountHost, accountScope, defaultAccountNumber } from '../contract/account-host.ts';
import type { Check, RawResult } from './model.ts';
import { eachService, subjectOf } from './results/each-role.ts';
import { citing, result } from './results/result.ts';
import { weigh } from './results/weigh.ts';
import { settleService, updateCommand } from './results/wording.ts';
import { part } from './view/containers.ts';
import type { ObservedService, RolePlace } from './view/lookup.ts';
import type { EstateView } from './view/view.ts';

const PATH = 'template.serviceAccount';

/** Check 4: each service runs as the account declared for it, of its own project. */
export const serviceAccount: Check = {
  id: 'service-account',
  number: 4,
  title: 'Service account model',
  explanation:
    'The runtime identity is the declared account of the same project. The default compute account is never accepted: it is shared by everything in the project and often an editor of it. An account of another project ties two environments together.',
  run: eachService(judge),
};

function judge(service: ObservedService, at: RolePlace, view: EstateView): RawResult[] {
  const observed = accountOf(service);
  const declared = at.intent.serviceAccount;
  const problem = problemOf(service, observed, declared?.value ?? null);
  const base = {
    path: PATH,
    expected: declared?.value ?? null,
    observed,
    source: declared?.location ?? null,
  };
  const about = subjectOf(at, service.id);
  if (problem === null) {
    const message = () =>
      declared === null
        ? `${service.label} runs as ${observed}, of its own project; the contract names none.`
        : `${service.label} runs as ${observed}, as declared${citing(declared.location)}.`;
    return [result('PASS', about, { ...base, message })];
  }
  const wanted = declared === null ? 'an account of its own' : declared.value;
  const message = `${service.label} runs as ${problem.words}; the contract wants ${wanted}${citing(base.source)}.`;
  const severity = weigh(view, service.environment, {
    fieldClass: 'posture',
    widening: problem.widening,
    reach: true,
  });
  return [result('FAIL', about, { ...base, message, severity, settle: settle(service, at, observed) })];
}

/** The runtime account; Cloud Run uses the default compute account where none is given. */
function accountOf(service: ObservedService): string | null {
  const account = part(service.fields.template).serviceAccount;
  return typeof account === 'string' && account !== '' ? account : null;
}

function problemOf(
  service: ObservedService,
  observed: string | null,
  declared: string | null,
): { words: string; widening: boolean } | null {
  if (observed === null) return { words: 'the default compute account (no account is set)', widening: true };
  if (defaultAccountNumber(observed) !== null)
    return { words: `the default compute account ${observed}`, widening: true };
  if (!isOfProject(observed, service.project))
    return { words: `${observed}, an account of another project`, widening: true };
  if (declared !== null && declared !== observed) return { words: observed, widening: false };
  return null;
}

function isOfProject(email: string, project: string): boolean {
  return (
    email.endsWith(`@${accountHost(project)}`) ||
    email === `${accountScope(project)}@appspot.gserviceaccount.com`
  );
}

/** What is wrong whatever the contract says cannot be settled in the contract. */
function settle(service: ObservedService, at: RolePlace, observed: string | null): string {
  const declared = at.intent.serviceAccount;
  if (declared === null)
    return `Declare serviceAccount for ${at.intent.role} and deploy the service with it.`;
  if (!isOfProject(declared.value, service.project))
    return `Give ${at.intent.role} an account of ${service.project} in the contract, and deploy with it.`;
  const flag = `--service-account=${declared.value}`;
  const excusable = observed !== null && isOfProject(observed, service.project);
  return excusable ? settleService(service, flag, declared.location) : updateCommand(service, flag);
}
