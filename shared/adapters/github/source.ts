import { describeError } from '../../estate/sanitise.ts';
import type { FileReading, RepositoryFile, WorkflowSource } from '../../workflows/source.ts';
import { parseEndpoint } from '../google/endpoint.ts';
import { systemTime, type Time } from '../google/time.ts';
import { exchange, type GithubAnswer } from './exchange.ts';
import { gapOf } from './gap.ts';
import { contentsPath, GITHUB_API, headersFor } from './request.ts';

const TIMEOUT_MS = 15_000;
const TRIES = 3;
const FIRST_WAIT_MS = 500;
/** A limit that ends later than this is reported; the pass does not wait for it. */
const LONGEST_WAIT_MS = 20_000;

export interface GithubOptions {
  /** `owner/name` */
  repository: string;
  /** Needs to read contents and nothing else; null: what everybody may read. */
  token: string | null;
  /** Replaces GitHub by a server on this machine; no token is sent to it. */
  endpoint?: string | null;
  fetch?: typeof fetch;
  timeoutMs?: number;
  time?: Time;
}

/** Reads files of one repository over GitHub's REST API: GET of contents, and nothing else. */
export function createGithubSource(options: GithubOptions): WorkflowSource {
  const endpoint = options.endpoint ?? null;
  const base = endpoint === null ? GITHUB_API : parseEndpoint(endpoint, 'PLUMBLINE_GITHUB_ENDPOINT');
  const token = endpoint === null ? options.token : null;
  const ask = asker({ ...options, token }, base);
  return {
    read: async (file, signal) => {
      try {
        return await ask(file, signal);
      } catch (error) {
        return { status: 'unread', gap: { status: 'ERROR', detail: describeError(error) } };
      }
    },
  };
}

function asker(options: GithubOptions, base: string): WorkflowSource['read'] {
  const { repository, token } = options;
  const time = options.time ?? systemTime;
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const send = (file: RepositoryFile, signal: AbortSignal) =>
    exchange({
      fetch: options.fetch ?? fetch,
      url: `${base}${contentsPath({ repository, ...file })}`,
      headers: headersFor(token),
      timeoutMs,
      signal,
      now: time.now,
    });
  return async (file, signal): Promise<FileReading> => {
    for (let tries = 1; ; tries += 1) {
      const answer = await send(file, signal);
      if (answer.kind === 'file') return { status: 'read', text: answer.text };
      const wait = tries < TRIES && !signal.aborted ? waitBefore(answer, tries, time.now()) : null;
      if (wait === null) {
        const asked = { repository, ...file, tries, hasToken: token !== null, timeoutMs };
        return { status: 'unread', gap: gapOf(answer, asked) };
      }
      await time.sleep(wait, signal);
    }
  };
}

/** Milliseconds before another try; null where another one would be answered the same. */
function waitBefore(answer: GithubAnswer, tries: number, now: number): number | null {
  const backoff = FIRST_WAIT_MS * 2 ** (tries - 1);
  if (answer.kind === 'network' || (answer.kind === 'timeout' && tries === 1)) return backoff;
  if (answer.kind !== 'refused') return null;
  if (answer.limit !== null) {
    const wait = answer.limit.resetAt === null ? backoff : answer.limit.resetAt - now;
    return wait > LONGEST_WAIT_MS ? null : Math.max(wait, backoff);
  }
  return answer.status >= 500 || answer.status === 408 ? backoff : null;
}
