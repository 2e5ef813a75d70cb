import type { Gap } from '../snapshot/model.ts';
import type { PermissionProbe, ProbeAnswer, ProbedResource } from './probe.ts';
import { type Need, permissionsOf, type Question, questionsFor } from './question.ts';

/** What is known of one permission. `unknown`: it could not be asked, or the answer proves nothing. */
export type Standing = 'has' | 'lacks' | 'unknown';

export interface PermissionStanding {
  permission: string;
  need: Need;
  standing: Standing;
}

/**
 * What one resource answered. `sound`: every answer named a permission the caller should have, so that
 * silence about another means it lacks that one; `empty`: some answer named none; `unasked`: some call
 * had no answer, and `gap` says why.
 */
export interface Examination {
  resource: ProbedResource;
  proof: 'sound' | 'empty' | 'unasked';
  gap: Gap | null;
  permissions: PermissionStanding[];
}

interface Answered {
  question: Question;
  answer: ProbeAnswer;
}

/** Asks one resource everything, in as few calls as hold it. */
export async function examineResource(
  probe: PermissionProbe,
  resource: ProbedResource,
  signal: AbortSignal,
): Promise<Examination> {
  const answered = await Promise.all(
    questionsFor(resource, probe.needed).map(async (question) => ({
      question,
      answer: await probe.ask(resource, permissionsOf(question), signal),
    })),
  );
  return examination(resource, answered);
}

/** Decides from the answers alone; what nobody must have anyway voids no proof. */
export function examination(resource: ProbedResource, answered: Answered[]): Examination {
  const weighty = answered.filter(({ question }) => question.others.some(({ need }) => need !== 'may'));
  const failed = weighty.flatMap(({ answer }) => (answer.ok ? [] : [answer.gap]));
  const empty = weighty.some((one) => one.answer.ok && !isSound(one));
  return {
    resource,
    proof: failed.length > 0 ? 'unasked' : empty ? 'empty' : 'sound',
    gap: failed[0] ?? null,
    permissions: standings(answered),
  };
}

/** The permissions a viewer must not have and this answer says it has. */
export function excessOf({ permissions }: Examination): string[] {
  const excess = permissions.filter(({ need, standing }) => need === 'never' && standing === 'has');
  return excess.map(({ permission }) => permission);
}

/** The permissions a capture needs and this answer says are missing. */
export function lacksOf({ permissions }: Examination): string[] {
  const lacking = permissions.filter(({ need, standing }) => need === 'must' && standing === 'lacks');
  return lacking.map(({ permission }) => permission);
}

function standings(answered: Answered[]): PermissionStanding[] {
  const known = new Map<string, PermissionStanding>();
  for (const one of answered) {
    const controls = one.question.controls.map((permission) => ({ permission, need: 'must' as const }));
    for (const { permission, need } of [...controls, ...one.question.others]) {
      const next = { permission, need, standing: standingOf(one, permission, need) };
      known.set(permission, surer(known.get(permission), next));
    }
  }
  return [...known.values()];
}

function standingOf(one: Answered, permission: string, need: Need): Standing {
  if (!one.answer.ok) return 'unknown';
  if (one.answer.held.includes(permission)) return 'has';
  return isSound(one) || need === 'must' ? 'lacks' : 'unknown';
}

/** A control stands in several calls: what one of them granted is granted. */
function surer(known: PermissionStanding | undefined, next: PermissionStanding): PermissionStanding {
  const order: Standing[] = ['has', 'lacks', 'unknown'];
  return known !== undefined && order.indexOf(known.standing) <= order.indexOf(next.standing) ? known : next;
}

function isSound({ question, answer }: Answered): boolean {
  return answer.ok && question.controls.some((permission) => answer.held.includes(permission));
}
