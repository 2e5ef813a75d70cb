import type { Judging } from '../results/each-role.ts';
import type { Workload } from '../view/workload.ts';

/** A workload that is judged, for its role or, of none, for itself. */
export interface Deployed {
  workload: Workload;
  role: string | null;
  judging: Judging;
}
