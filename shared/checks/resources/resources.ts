import type { ResourceSetting } from '../../contract/model.ts';
import type { Check } from '../model.ts';
import { eachSetting, type Setting } from '../results/settings.ts';
import { weigh } from '../results/weigh.ts';
import type { ObservedService, RolePlace } from '../view/lookup.ts';
import type { EstateView } from '../view/view.ts';
import { type ResourceValue, resourceValues } from './values.ts';

const FLAGS: Record<ResourceSetting, (value: string | number) => string> = {
  cpu: (value) => `--cpu=${value}`,
  memory: (value) => `--memory=${value}`,
  concurrency: (value) => `--concurrency=${value}`,
  timeout: (value) => `--timeout=${value}`,
  minInstances: (value) => `--min-instances=${value}`,
  maxInstances: (value) => `--max-instances=${value}`,
  executionEnvironment: (value) => `--execution-environment=${value}`,
  cpuAllocation: (value) => (value === 'always' ? '--no-cpu-throttling' : '--cpu-throttling'),
};

/** Check 5: size and scale are as declared; what is declared nowhere is the same in compared environments. */
export const resources: Check = {
  id: 'resources',
  number: 5,
  title: 'CPU, memory and scale',
  explanation:
    'CPU, memory, concurrency, timeout, instances (of the service and of its revision), execution environment and CPU allocation are as declared. A difference that nobody declared needs a decision: it is often a load test that means nothing, or a prod that was resized by hand.',
  run: eachSetting((service, at, view) =>
    resourceValues(service).map((value) => toSetting(value, service, { at, view })),
  ),
};

function toSetting(
  value: ResourceValue,
  service: ObservedService,
  { at, view }: { at: RolePlace; view: EstateView },
): Setting {
  const declared = at.intent.resources[value.setting] ?? null;
  const holds = declared === null || declared.value === value.value;
  return {
    name: value.name,
    path: value.path,
    declared,
    observed: value.value,
    note: value.stated ? null : 'the default',
    breach: holds
      ? null
      : {
          severity: weigh(view, service.environment, { fieldClass: 'config' }),
          flags: FLAGS[value.setting](declared.value),
        },
    states: true,
    compared: true,
  };
}
