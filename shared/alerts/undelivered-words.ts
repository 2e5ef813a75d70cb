import type { DrainSummary } from './drain.ts';

/** How many messages wait, and what the other side says of each channel where it said anything. */
export function undeliveredWords({ pending, problems }: Pick<DrainSummary, 'pending' | 'problems'>): string {
  const said = [...new Set(problems.map(({ channel, detail }) => `${channel}: ${detail}`))];
  return `${pending} message(s) undelivered${said.length === 0 ? '' : ` (${said.join('; ')})`}`;
}
