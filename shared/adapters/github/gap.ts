import type { Gap } from '../../snapshot/model.ts';
import type { GithubAnswer, RateLimit } from './exchange.ts';
import type { ContentsRequest } from './request.ts';

/** What a failed reading is told with. */
export interface Asked extends ContentsRequest {
  tries: number;
  hasToken: boolean;
  timeoutMs: number;
}

type Failed = Exclude<GithubAnswer, { kind: 'file' }>;

/** Puts a failed reading into a status and words that say what to do; never "there is no workflow". */
export function gapOf(answer: Failed, asked: Asked): Gap {
  const { repository, path, branch } = asked;
  const tries = asked.tries === 1 ? '' : `, ${asked.tries} tries`;
  const file = `${path} of ${repository} (${branch})`;
  switch (answer.kind) {
    case 'refused':
      return refusedGap(answer, asked, `${answer.status}${tries}`);
    case 'too-large':
      return { status: 'ERROR', detail: `${file} is larger than a workflow may be (1 MiB)` };
    case 'directory':
      return { status: 'ERROR', detail: `${file} is a folder, not a file` };
    case 'timeout':
      return {
        status: 'UNREACHABLE',
        detail: `GitHub did not answer for ${file} within ${asked.timeoutMs / 1000} s${tries}`,
      };
    case 'network':
      return {
        status: 'UNREACHABLE',
        detail: `GitHub could not be reached for ${file} (${answer.code}${tries})`,
      };
    case 'stopped':
      return {
        status: 'NOT_CAPTURED',
        detail: `the pass was stopped before GitHub had answered for ${file}`,
      };
  }
}

function refusedGap(answer: Extract<Failed, { kind: 'refused' }>, asked: Asked, said: string): Gap {
  const { repository, path, branch, hasToken } = asked;
  const { status, limit } = answer;
  if (limit !== null) return { status: 'THROTTLED', detail: throttledWords(limit, asked, said) };
  if (status === 401)
    return {
      status: 'DENIED',
      detail: `GitHub does not accept GITHUB_TOKEN (401): it is wrong, expired or revoked`,
    };
  if (status === 403) {
    const what = answer.signOn
      ? `GITHUB_TOKEN is not authorised for single sign-on of the owner of ${repository}`
      : `the token may not read the contents of ${repository}`;
    return { status: 'DENIED', detail: `${what} (403)` };
  }
  if (status === 404) {
    const hint = hasToken
      ? 'GITHUB_TOKEN may not see it'
      : 'the repository is private and GITHUB_TOKEN is not set';
    return {
      status: 'ERROR',
      detail: `GitHub shows no ${path} on ${branch} of ${repository} (404): the path or branch is wrong, or ${hint}`,
    };
  }
  if (status >= 500 || status === 408)
    return { status: 'UNREACHABLE', detail: `GitHub failed for ${repository} (${said})` };
  if (status >= 300 && status < 400)
    return {
      status: 'ERROR',
      detail: `GitHub sends elsewhere for ${repository} (${said}), which is never followed: the repository was renamed or moved, name it as it is called now`,
    };
  return { status: 'ERROR', detail: `GitHub refused to show ${path} of ${repository} (${said})` };
}

function throttledWords({ resetAt }: RateLimit, { hasToken }: Asked, said: string): string {
  const until = resetAt === null ? '' : ` until ${new Date(resetAt).toISOString()}`;
  return `GitHub was asked too often (${said}) and answers nothing${until}${hasToken ? '' : ': set GITHUB_TOKEN, which has a limit of its own'}`;
}
