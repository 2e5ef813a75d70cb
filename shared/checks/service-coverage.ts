import type { Check, RawResult } from './model.ts';
import { eachRole, subjectOf } from './results/each-role.ts';
import { blindResult, citing, listed, place, result } from './results/result.ts';
import { weigh } from './results/weigh.ts';
import { gapWords, type RolePlace, type ServiceLookup } from './view/lookup.ts';
import type { EstateView } from './view/view.ts';

/** Check 1: every role's service exists in every environment. */
export const serviceCoverage: Check = {
  id: 'service-coverage',
  number: 1,
  title: 'Service coverage by role',
  explanation:
    'Every role of the contract has a service in every environment, so that what was tested exists where it is released. A role that is meant for some environments only needs a waiver with an owner and an expiry.',
  run: eachRole(({ places }, { view }) => places.flatMap((at) => judgePlace(at, view, places))),
};

function judgePlace(at: RolePlace, view: EstateView, places: RolePlace[]): RawResult[] {
  if (at.intent.service === null) return [unnamed(at, view, places)];
  return at.lookups.map((lookup) => judgeLookup(at, lookup, view));
}

function unnamed(at: RolePlace, view: EstateView, places: RolePlace[]): RawResult {
  const { role, environment, location } = at.intent;
  const others = places.flatMap(({ intent }) =>
    intent.service === null ? [] : [`${intent.environment} (${intent.service.value})`],
  );
  const elsewhere = others.length === 0 ? 'the contract names none' : `it is named for ${listed(others)}`;
  return result('FAIL', subjectOf(at, null), {
    message: `${role} has no service in ${environment}; ${elsewhere}${citing(location)}.`,
    expected: 'present',
    observed: null,
    severity: weigh(view, environment, { fieldClass: 'config' }),
    settle: `Name the ${environment} service under services.${role}.names (${place(location)}), or waive service-coverage for it with an expiry.`,
    source: location,
  });
}

function judgeLookup(at: RolePlace, lookup: ServiceLookup, view: EstateView): RawResult {
  const { role, environment, project } = at.intent;
  const name = at.intent.service?.value ?? role;
  const about = subjectOf(at, lookup.id);
  const source = at.intent.service?.location ?? at.intent.location;
  const where = `${project}, ${lookup.region}`;
  if (lookup.status === 'unread') {
    const message = `Whether ${role} runs in ${environment} is not known: ${name} (${where}) could not be read (${gapWords(lookup.gap)}).`;
    return blindResult(about, {
      message,
      source,
      settle: 'Mend the coverage gap named in the message and run again.',
    });
  }
  if (lookup.status === 'absent')
    return result('FAIL', about, {
      message: `${role} is missing in ${environment}: there is no service ${name} in ${where}${elsewhere(view, at, lookup.region)}${citing(source)}.`,
      expected: 'present',
      observed: null,
      severity: weigh(view, environment, { fieldClass: 'posture' }),
      settle: `Deploy ${name} to ${where}, or change ${place(source)} if it is called something else.`,
      source,
    });
  const message = () => `${role} runs in ${environment} as ${name} (${where}).`;
  return result('PASS', about, { message, expected: 'present', observed: 'present', source });
}

/** A service that moved is not the same as one that is gone; naming-map reports the place it is in. */
function elsewhere(view: EstateView, at: RolePlace, region: string): string {
  const name = at.intent.service?.value;
  const found = view.index
    .serviceReadings(at.intent.environment)
    .filter((reading) => reading.region !== region)
    .filter((reading) => Object.values(reading.documents).some((document) => document.name === name))
    .map((reading) => reading.region ?? 'another region');
  return found.length === 0 ? '' : ` (one of that name is in ${listed(found)})`;
}
