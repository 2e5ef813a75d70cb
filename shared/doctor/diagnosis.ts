import { type Gap, isGap } from '../snapshot/model.ts';
import { type Examination, excessOf, lacksOf } from './examination.ts';
import type { EnvironmentExamination, IdentityExamination } from './examine.ts';
import { CONTROLS } from './permissions.ts';
import type { ProbedResource } from './probe.ts';

/** What is wrong with one environment; each list is empty where nothing is. */
export interface EnvironmentDiagnosis {
  environment: string;
  project: string;
  /** What the identity could do and must not, by the resource that grants it; what the project grants is not repeated. */
  excess: { resource: ProbedResource; permissions: string[] }[];
  /** Answers that named nothing the identity should have although it has it, so that they prove nothing. */
  unproven: ProbedResource[];
  /** Needed permissions that are missing. */
  lacks: string[];
  /** What could not be asked or listed, in words that say what to do. */
  unasked: string[];
}

/** `proven`: it can read everything it needs and was shown to be able to do nothing else. */
export type Outcome = 'proven' | 'excess' | 'unproven' | 'lacking';

export interface Diagnosis {
  outcome: Outcome;
  environments: EnvironmentDiagnosis[];
}

/** Judges what an identity may do; the worst environment decides. */
export function diagnose({ environments }: IdentityExamination): Diagnosis {
  const diagnoses = environments.map(diagnoseEnvironment);
  const any = (part: 'excess' | 'unproven' | 'lacks' | 'unasked') =>
    diagnoses.some((one) => one[part].length > 0);
  const gap = any('lacks') || any('unasked');
  const outcome = any('excess') ? 'excess' : any('unproven') ? 'unproven' : gap ? 'lacking' : 'proven';
  return { outcome, environments: diagnoses };
}

/** Exit code: 0 proven, 2 too much or a failed proof, 3 too little or something that could not be asked. */
export function exitCodeOf({ outcome }: Diagnosis): 0 | 2 | 3 {
  if (outcome === 'proven') return 0;
  return outcome === 'lacking' ? 3 : 2;
}

function diagnoseEnvironment(examined: EnvironmentExamination): EnvironmentDiagnosis {
  const { environment, project, whole, samples } = examined;
  const everywhere = excessOf(whole);
  const lacks = lacksOf(whole);
  const found = [whole, ...samples].map((one) => ({
    resource: one.resource,
    permissions: one === whole ? everywhere : excessOf(one).filter((name) => !everywhere.includes(name)),
  }));
  return {
    environment,
    project,
    excess: found.filter(({ permissions }) => permissions.length > 0),
    unproven: [whole, ...samples].filter((one) => isUnproven(one, whole)).map(({ resource }) => resource),
    lacks,
    unasked: unaskedOf(examined, lacks),
  };
}

/** A single resource that shows no control while the project lacks them too is explained by that lack. */
function isUnproven(one: Examination, whole: Examination): boolean {
  if (one.proof !== 'empty') return false;
  const { kind } = one.resource;
  if (kind === 'project') return true;
  return whole.permissions.some(
    ({ permission, standing }) => standing === 'has' && CONTROLS[kind].includes(permission),
  );
}

/** A list that is refused for want of a permission is named by that permission already. */
function unaskedOf({ whole, lists, samples }: EnvironmentExamination, lacks: string[]): string[] {
  const gaps = [whole, ...samples].flatMap(({ gap }) => gap ?? []);
  const unlisted = lists.flatMap(({ gap }) => (gap !== null && isGap(gap) ? gap : []));
  const explained = ({ status, detail }: Gap) =>
    status === 'DENIED' && lacks.some((permission) => detail.startsWith(`${permission} `));
  const open = [...gaps, ...unlisted].filter((gap) => !explained(gap));
  return [...new Set(open.map(({ detail }) => detail))];
}
