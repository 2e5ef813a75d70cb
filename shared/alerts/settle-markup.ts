import { code, words } from './mrkdwn.ts';

/** Longer ones are shown by the command: half a gcloud line is none. */
const LONGEST = 800;

/**
 * How to settle a finding, in Slack's markup: what is to be pasted stands in code spans and stays what it is,
 * and is never cut. `id` names the finding to the command that prints what is too long here.
 */
export function settleMarkup(settle: string, id: string): string {
  const markup = settle.startsWith('gcloud ') ? commandMarkup(settle) : proseMarkup(settle);
  return markup.length <= LONGEST ? markup : `${code(`plumbline findings show ${id}`)} says how.`;
}

/** The command, and what else there is: `gcloud …; or change contract.yaml:7 if this is meant`. */
function commandMarkup(settle: string): string {
  const end = endOfCommand(settle);
  return code(settle.slice(0, end)) + words(settle.slice(end));
}

/** Where the first `;` outside of quotes stands, or the end. */
function endOfCommand(settle: string): number {
  const quoted = settle.replace(/'[^']*'/g, (part) => 'q'.repeat(part.length));
  const end = quoted.indexOf('; ');
  return end === -1 ? settle.length : end;
}

/** Words between backticks are meant as code where every backtick has its partner. */
function proseMarkup(settle: string): string {
  const parts = settle.split('`');
  if (parts.length % 2 === 0) return words(settle);
  return parts.map((part, index) => (index % 2 === 0 ? words(part) : code(part))).join('');
}
