import type { AlertRoute } from '../contract/model.ts';
import type { OutboxEntry } from './model.ts';

/** What a route may ask of a finding. */
export interface Routed {
  environment: string;
  severity: string;
  role: string | null;
}

/** The channel of the first route whose every condition equals the finding's; the default where none does. */
export function channelFor(routes: readonly AlertRoute[], defaultChannel: string, finding: Routed): string {
  return routes.find((route) => matches(route, finding))?.channel ?? defaultChannel;
}

/**
 * Where an entry goes now: a channel that took no message and that nobody names any more gives way to the one
 * that is named today, so that naming another channel is enough to get what waits.
 */
export function channelToday(
  entry: OutboxEntry,
  { routes, defaultChannel }: { routes: readonly AlertRoute[]; defaultChannel: string },
): string {
  const isNamed = [defaultChannel, ...routes.map((route) => route.channel)].includes(entry.channel);
  if (entry.state !== 'misconfigured' || isNamed) return entry.channel;
  const { environment, kind, items } = entry.message;
  const [worst] = items;
  const severity = worst?.finding.severity ?? 'low';
  const role = kind === 'baseline' ? null : (worst?.finding.role ?? null);
  return channelFor(routes, defaultChannel, { environment, severity, role });
}

function matches({ match }: AlertRoute, finding: Routed): boolean {
  return (
    (match.environment === undefined || match.environment === finding.environment) &&
    (match.severity === undefined || match.severity === finding.severity) &&
    (match.role === undefined || match.role === finding.role)
  );
}
