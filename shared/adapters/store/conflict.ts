import { PlumblineError } from '../../errors.ts';

/**
 * The error of a commit that would overwrite what a person settled while the pass was deciding: nothing
 * is kept, and the pass may be decided again on a fresh state.
 */
export function changedMeanwhile(fingerprint: string): PlumblineError {
  return new PlumblineError(
    'CONFLICT',
    `finding ${fingerprint} was changed while the pass was running: the pass kept nothing and must decide again`,
    { retryable: true },
  );
}
