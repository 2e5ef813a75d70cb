import type { CoverageEntry } from '../snapshot/model.ts';

/** How what gcloud printed is printed again. */
export const EXPORT_AGAIN = 'plumbline export-commands prints the script that fills the folder';

/** How a gap is settled: live by who may read, from files by what printed them. */
export function gapSettle(gap: CoverageEntry, fromFiles: boolean): string {
  return fromFiles ? settleFile(gap) : settleLive(gap);
}

function settleLive({ status, detail }: CoverageEntry): string {
  if (status === 'DENIED')
    return 'Give the viewer the missing permission; plumbline doctor prints the command.';
  if (status !== 'API_DISABLED')
    return 'Nothing to do if the next pass reads it; otherwise run plumbline doctor.';
  return enableCommand(detail) ?? 'Enable the API; plumbline doctor prints the command.';
}

/** The next pass reads the same files: they must be printed again. */
function settleFile({ status, detail }: CoverageEntry): string {
  const again = `let gcloud print it again (${EXPORT_AGAIN}).`;
  if (status === 'DENIED') return `Give whoever exports the missing permission, then ${again}`;
  if (status !== 'API_DISABLED') return `Mend what the message names, or ${again}`;
  return `${enableCommand(detail) ?? 'Enable the API'}, then ${again}`;
}

function enableCommand(detail: string | null): string | null {
  return detail?.match(/gcloud services enable \S+ --project[ =]\S+/)?.[0] ?? null;
}
