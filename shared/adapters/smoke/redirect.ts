import type { SmokeRedirect } from '../../smoke/model.ts';

/** Hosts on which people sign in. Identity-Aware Proxy sends to the first. */
const SIGN_IN_HOSTS =
  /^(?:accounts\.google\.com|iap\.googleapis\.com|login\.microsoftonline\.com|(?:[\w-]+\.)*(?:okta|auth0|onelogin)\.com|(?:[\w-]+\.)*amazoncognito\.com)$/;
const SIGN_IN_PATHS = /(?:^|[/_-])(?:log[-_]?in|sign[-_]?in|sso|oauth2?|authorize|saml2?)(?:$|[/_.-])/i;

/** Where a redirect leads; null where the status is none. Of the address nothing else is kept. */
export function redirectOf(status: number, location: string | undefined, from: URL): SmokeRedirect | null {
  if (status < 300 || status > 399 || location === undefined) return null;
  const to = URL.parse(location, from.href);
  if (to === null) return 'elsewhere';
  if (SIGN_IN_HOSTS.test(to.hostname) || SIGN_IN_PATHS.test(to.pathname)) return 'sign-in';
  return to.host === from.host ? 'same-host' : 'elsewhere';
}
