import { PlumblineError } from '../../errors.ts';

const LOOPBACK = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[::1\])$/;

/**
 * The base address that replaces Google's (or another service's, by the name of its `variable`), without a trailing slash. Only plain HTTP to this machine is
 * accepted, so that neither a request nor an answer of a real estate can be sent astray.
 */
export function parseEndpoint(text: string, variable = 'PLUMBLINE_GCP_ENDPOINT'): string {
  const url = URL.parse(text);
  const plain =
    url !== null &&
    url.protocol === 'http:' &&
    LOOPBACK.test(url.hostname) &&
    [url.username, url.password, url.search, url.hash].every((part) => part === '') &&
    url.pathname === '/';
  if (!plain) {
    throw new PlumblineError(
      'CONFIG_INVALID',
      `${variable} must be plain HTTP on this machine, such as http://127.0.0.1:9090: ` +
        'set it to a loopback address without path, or unset it to ask the real service',
    );
  }
  return url.origin;
}
