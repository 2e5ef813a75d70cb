import { PlumblineError } from '../../errors.ts';

/** Where GitHub's REST API answers. */
export const GITHUB_API = 'https://api.github.com';

/** One file of one repository at one branch: all that is ever asked of GitHub. */
export interface ContentsRequest {
  /** `owner/name` */
  repository: string;
  path: string;
  branch: string;
}

/** The only request: GET the contents of one file (docs.github.com/rest/repos/contents). */
const ALLOWED = /^\/repos\/[A-Za-z0-9-]+\/[A-Za-z0-9._-]+\/contents\/[^?#]+\?ref=[^&#]+$/;

/** The path and query of a request; throws FORBIDDEN_REQUEST for what a server could read as another one. */
export function contentsPath({ repository, path, branch }: ContentsRequest): string {
  const parts = path.split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  const address = `/repos/${repository}/contents/${parts.map(encoded).join('/')}?ref=${encoded(branch)}`;
  const url = URL.parse(address, GITHUB_API);
  const same = url !== null && `${url.pathname}${url.search}` === address && url.origin === GITHUB_API;
  if (!plain || !same || !ALLOWED.test(address))
    throw new PlumblineError(
      'FORBIDDEN_REQUEST',
      `refused to ask GitHub for ${path} of ${repository}: the only request is GET of one file's contents`,
    );
  return address;
}

/** A URL's parser also takes the quote that `encodeURIComponent` leaves. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll("'", '%27');
}

/** Headers of every request; the token goes nowhere else. */
export function headersFor(token: string | null): Record<string, string> {
  return {
    accept: 'application/vnd.github.raw+json',
    'user-agent': 'plumbline',
    'x-github-api-version': '2022-11-28',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
}
