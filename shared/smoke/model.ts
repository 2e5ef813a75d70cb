/**
 * What one GET came to; nothing of headers or body is kept. `answered`: the status, and where a redirect
 * leads. `refused`: never sent, since it would have left the public internet. `unreachable`: no answer.
 */
export type SmokeAnswer =
  | { kind: 'answered'; status: number; redirect: SmokeRedirect | null }
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable'; reason: string }
  /** The other side's certificate does not hold. */
  | { kind: 'untrusted'; reason: string };

/** Where a redirect leads: a page where people sign in, the same host, or another one. */
export type SmokeRedirect = 'sign-in' | 'same-host' | 'elsewhere';

/** Asks one public URL with GET, without credentials; follows nothing and never throws. */
export interface SmokeProbe {
  get(url: string, signal: AbortSignal): Promise<SmokeAnswer>;
}

/** Answers by URL. */
export type SmokeAnswers = ReadonlyMap<string, SmokeAnswer>;
