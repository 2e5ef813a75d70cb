import type { AlertRoute } from '../contract/model.ts';

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

function matches({ match }: AlertRoute, finding: Routed): boolean {
  return (
    (match.environment === undefined || match.environment === finding.environment) &&
    (match.severity === undefined || match.severity === finding.severity) &&
    (match.role === undefined || match.role === finding.role)
  );
}
