import {
  type Declared,
  INGRESS,
  type Ingress,
  type Location,
  type RoleIntent,
} from '../../contract/model.ts';
import { sanitiseText } from '../../estate/sanitise.ts';
import type { Deployment, PinName, Setting } from '../../workflows/model.ts';
import type { RawResult } from '../model.ts';
import { citing, result, type Subject } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import type { EstateView } from '../view/view.ts';
import { effective } from './deployed.ts';
import { spot } from './words.ts';

/** What a role's deployments are judged with. */
export interface PinQuestion {
  about: Subject;
  intent: RoleIntent;
  own: Deployment[];
  /** Why more may be pinned than is seen; null where all is seen. */
  unseen: string | null;
  view: EstateView;
  /** The path of one setting of this role. */
  pathOf(setting: string): string;
}

interface Pin {
  name: PinName;
  declared: Declared<string>;
  flag: string;
  /** Whether a workflow that does not state it is wrong. */
  needed: boolean;
}

/** Judges the account, ingress, invoker and IAP flags of a role's deployments; nothing for what is as the contract states. */
export function judgePins(question: PinQuestion): RawResult[] {
  return pinsOf(question.intent).flatMap((pin) => {
    const found = effective(question.own, pin.name);
    if (found.is === 'undecided') return [undecided(question, pin, found.why)];
    if (found.is === 'missing') return pin.needed ? [missing(question, pin)] : [];
    if (!found.setting.known)
      return [undecided(question, pin, `${told(found.setting)} is known only while the workflow runs`)];
    return found.setting.text === pin.declared.value ? [] : [other(question, pin, { ...found })];
  });
}

/** Names of the settings a role's contract wants pinned. */
export function pinnedNames(intent: RoleIntent): string[] {
  return pinsOf(intent).flatMap(({ name, needed }) => (needed ? [name] : []));
}

/** What the contract of a role wants of its deployments' flags, in words, and where it says so. */
export function pinWords(intent: RoleIntent): { words: string; source: Location }[] {
  return pinsOf(intent).map(({ name, declared: { value, location }, needed }) => ({
    words: needed ? `pins ${WORDS[name]} ${value}` : `states no ${WORDS[name]} but ${value}`,
    source: location,
  }));
}

function pinsOf({ serviceAccount, ingress, invoker, iap }: RoleIntent): Pin[] {
  const pins: (Pin | null)[] = [
    wanted('serviceAccount', serviceAccount, (value) => `--service-account=${value}`),
    wanted('ingress', ingress, (value) => `--ingress=${value}`),
    wanted('invoker', invoker, (value) =>
      value === 'public' ? '--no-invoker-iam-check' : '--no-allow-unauthenticated',
    ),
    wanted('iap', iap === null ? null : { ...iap, value: String(iap.value) }, (value) =>
      value === 'true' ? '--iap' : '--no-iap',
    ),
  ];
  return pins.filter((pin) => pin !== null);
}

function wanted(
  name: PinName,
  declared: Declared<string> | null,
  flag: (value: string) => string,
): Pin | null {
  return declared === null ? null : { name, declared, flag: flag(declared.value), needed: name !== 'iap' };
}

function missing(question: PinQuestion, pin: Pin): RawResult {
  if (question.unseen !== null) return undecided(question, pin, `nothing states it, and ${question.unseen}`);
  const { about, intent, own, view, pathOf } = question;
  return result('FAIL', about, {
    message: `The workflow of ${about.environment} deploys ${intent.service?.value} (${places(own)}) without pinning its ${WORDS[pin.name]}; the contract wants ${pin.declared.value}${citing(pin.declared.location)}.`,
    path: pathOf(pin.name),
    expected: pin.declared.value,
    observed: null,
    severity: weigh(view, about.environment, { fieldClass: 'posture' }),
    settle: `Add ${pin.flag} to the deployment of ${intent.service?.value}.`,
    source: pin.declared.location,
  });
}

function other(
  question: PinQuestion,
  pin: Pin,
  { setting, by }: { setting: Setting; by: Deployment },
): RawResult {
  const { about, intent, view, pathOf } = question;
  return result('FAIL', about, {
    message: `The workflow of ${about.environment} deploys ${intent.service?.value} with ${WORDS[pin.name]} ${told(setting)} (${spot(by.at)}); the contract wants ${pin.declared.value}${citing(pin.declared.location)}.`,
    path: pathOf(pin.name),
    expected: pin.declared.value,
    observed: told(setting),
    severity: weigh(view, about.environment, {
      fieldClass: 'posture',
      reach: true,
      widening: widens(pin, setting),
    }),
    settle: `Deploy ${intent.service?.value} with ${pin.flag}.`,
    source: pin.declared.location,
  });
}

function undecided({ about, intent, pathOf }: PinQuestion, pin: Pin, why: string): RawResult {
  return result('REVIEW_REQUIRED', about, {
    message: `Whether the workflow of ${about.environment} pins the ${WORDS[pin.name]} of ${intent.service?.value} is not decided: ${why}; the contract wants ${pin.declared.value}${citing(pin.declared.location)}.`,
    path: pathOf(pin.name),
    expected: pin.declared.value,
    observed: null,
    settle: `Write ${pin.flag} in the workflow, or as a variable of its own env.`,
    source: pin.declared.location,
  });
}

const WORDS: Record<PinName, string> = {
  serviceAccount: 'service account',
  ingress: 'ingress',
  invoker: 'invoker',
  iap: 'IAP setting',
};

/** Deploying lets more people in than the contract does. */
function widens(pin: Pin, { text }: Setting): boolean {
  if (pin.name === 'invoker') return text === 'public';
  if (pin.name === 'iap') return text === 'false';
  if (pin.name !== 'ingress') return false;
  return (
    text === 'all' ||
    (pin.declared.value === 'internal' && text !== 'internal' && INGRESS.includes(text as Ingress))
  );
}

/** Accounts and words of flags; an expression is shown by its name, and what looks like a credential not at all. */
function told({ text }: Setting): string {
  return sanitiseText(text);
}

function places(deployments: readonly Deployment[]): string {
  return deployments.map(({ at }) => spot(at)).join(', ');
}
