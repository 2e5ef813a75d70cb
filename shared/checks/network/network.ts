import type { Environment } from '../../contract/model.ts';
import type { Severity } from '../../findings/model.ts';
import type { Check } from '../model.ts';
import { eachSetting, type Setting } from '../results/settings.ts';
import { weigh } from '../results/weigh.ts';
import type { ObservedService, RolePlace } from '../view/lookup.ts';
import type { EstateView } from '../view/view.ts';
import { networkFlags } from './flags.ts';
import { type NetworkValue, networkValues } from './values.ts';

/** Check 8: connectors, direct VPC, egress and Cloud SQL bindings have the declared pattern. */
export const network: Check = {
  id: 'network',
  number: 8,
  title: 'Network pattern',
  explanation:
    'What a service connects to has the declared pattern: a VPC connector or direct VPC, which traffic leaves through it, Cloud SQL instances bound. Names differ by environment and are not compared; whether there is a binding is. An instance of another environment of the estate is never accepted.',
  run: eachSetting((service, at, view) =>
    networkValues(service).map((value) => toSetting(value, service, { at, view })),
  ),
};

function toSetting(
  value: NetworkValue,
  service: ObservedService,
  { at, view }: { at: RolePlace; view: EstateView },
): Setting {
  const declared = at.intent.network[value.setting] ?? null;
  const holds = declared === null || matches(declared.value, value);
  const setting: Setting = {
    name: value.setting,
    path: value.path,
    declared,
    observed: value.pattern,
    note: value.names.length === 0 ? null : value.names.join(', '),
    breach: holds
      ? null
      : { severity: severityIn(service, view), flags: networkFlags(value.setting, declared.value) },
    states: declared !== null && declared.value !== 'required',
    compared: value.compared,
  };
  const foreign = foreignEnvironment(value, service, view);
  return foreign === null ? setting : crossing(setting, foreign, { at, severity: severityIn(service, view) });
}

function severityIn({ environment }: ObservedService, view: EstateView): Severity {
  return weigh(view, environment, { fieldClass: 'posture' });
}

/** A binding into another environment is wrong whatever else is declared; into a protected one it is the worst there is. */
function crossing(
  setting: Setting,
  foreign: Environment,
  { at, severity }: { at: RolePlace; severity: Severity },
): Setting {
  const flags = networkFlags('cloudSql', setting.declared?.value === 'absent' ? 'absent' : 'required');
  return {
    ...setting,
    declared: {
      value: `no instance of ${foreign.name}`,
      location: at.intent.location,
      perEnvironment: false,
    },
    breach: { severity: foreign.protected ? 'critical' : severity, flags },
  };
}

function matches(wanted: string, value: NetworkValue): boolean {
  if (value.setting === 'egress') return !value.compared || value.pattern === wanted;
  if (wanted === 'required') return value.pattern === 'present';
  if (wanted === 'absent') return value.pattern === 'absent';
  const names = wanted.split(',');
  return (
    names.length === value.names.length &&
    names.every((name) => value.names.some((seen) => isNamed(seen, name)))
  );
}

/** A short name stands for the last part of a full one: `db` for `acme-dev:us-central1:db`. */
function isNamed(seen: string, name: string): boolean {
  return (
    seen === name || seen.endsWith(`:${name}`) || seen.endsWith(`/${name}`) || seen.startsWith(`${name}/`)
  );
}

/** The other environment whose project a Cloud SQL instance is of. */
function foreignEnvironment(
  value: NetworkValue,
  service: ObservedService,
  view: EstateView,
): Environment | null {
  if (value.setting !== 'cloudSql' || value.names.length === 0) return null;
  const projects = value.names.map((name) => name.split(':').slice(0, -2).join(':'));
  const others = view.contract.environments.filter(({ project }) => project !== service.project);
  return others.find(({ project }) => projects.includes(project)) ?? null;
}
