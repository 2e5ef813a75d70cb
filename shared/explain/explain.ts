import { checkNamed, noSuchCheck } from '../checks/evaluation/choose.ts';
import type { Check } from '../checks/model.ts';
import type { CheckId } from '../contract/check-ids.ts';
import type { Contract, Environment, Matter } from '../contract/model.ts';
import { didYouMean } from '../contract/suggest.ts';
import { PlumblineError } from '../errors.ts';
import type { Expected, Explanation, Reading } from './model.ts';
import { READINGS } from './readings.ts';

/** What the check of an id or number expects of every role, or of one, and why. Throws USAGE for a word that is neither. */
export function explain(contract: Contract, asked: { check: string; role: string | null }): Explanation {
  const check = checkOf(asked.check);
  const reading = READINGS[check.id as CheckId];
  const roles = asked.role === null ? contract.roles : [knownRole(contract, asked.role)];
  const inEach = (role: string) =>
    contract.environments.map((environment) => expectedOf({ contract, reading, role, environment }));
  const concerns = (matter: Matter) =>
    matter.check === check.id && (matter.roles ?? roles).some((role) => roles.includes(role));
  return {
    check,
    otherwise: reading.otherwise,
    environments: contract.environments.map((environment) => ({
      environment: environment.name,
      absent: null,
      expectations: reading.ofEnvironment?.(environment, contract) ?? [],
    })),
    roles: reading.ofRole === undefined ? [] : roles.map((role) => ({ role, expected: inEach(role) })),
    ofOne: asked.role !== null,
    waivers: contract.waivers.filter(concerns),
    undecided: contract.undecided.filter(concerns),
  };
}

interface Asked {
  contract: Contract;
  reading: Reading;
  role: string;
  environment: Environment;
}

function expectedOf({ contract, reading, role, environment }: Asked): Expected {
  const intent = contract.intent(role, environment.name);
  const absent =
    intent.service === null ? { words: 'no service is named here', source: intent.location } : null;
  const expectations = absent === null ? (reading.ofRole?.(intent, contract) ?? []) : [];
  return { environment: environment.name, absent, expectations };
}

function checkOf(word: string): Check {
  const check = checkNamed(word);
  if (check === undefined) throw new PlumblineError('USAGE', noSuchCheck(word));
  return check;
}

function knownRole({ file, roles }: Contract, word: string): string {
  if (roles.includes(word)) return word;
  const hint = didYouMean(word, roles);
  throw new PlumblineError('USAGE', `${JSON.stringify(word)} is not a role of ${file}; ${hint}`);
}
