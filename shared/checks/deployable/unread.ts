import type { RawResult } from '../model.ts';
import { blindResult } from '../results/result.ts';
import { gapWords } from '../view/lookup.ts';
import type { RuntimeAccount } from '../view/runtime-account.ts';
import { gapOfSecret } from '../view/secret-index.ts';
import type { SecretReference } from '../view/secret-references.ts';
import { subjectOfWorkload } from '../view/workload.ts';
import type { LackingAccess } from './access.ts';
import type { Deployed } from './deployed.ts';

/** One result for all that was not read of what a revision needs, whatever the number of secrets. */
export function unreadResults(
  account: RuntimeAccount,
  { references, access }: { references: readonly SecretReference[]; access: LackingAccess[] },
  deployed: Deployed,
): RawResult[] {
  const why: string[] = [];
  if (account.status === 'unread') why.push(`whether its account exists (${account.why})`);
  for (const { seen } of references) {
    const gap = gapOfSecret(seen);
    if (gap !== null) why.push(`the secrets it takes (${gapWords(gap)})`);
  }
  for (const each of access)
    if (each.access.status === 'unread') why.push(`who may read them (${each.access.why.join('; ')})`);
  if (why.length === 0) return [];
  const { workload, role } = deployed;
  return [
    blindResult(subjectOfWorkload(workload, role), {
      message: `${workload.label} could not be judged wholly; not read: ${[...new Set(why)].join('; ')}.`,
      settle: 'Mend the coverage gap named in the message and run again.',
    }),
  ];
}
