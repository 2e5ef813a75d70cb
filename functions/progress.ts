import type { ProgressEvent } from '../shared/adapters/google/progress.ts';

/** Shows how much of each environment is read. */
export interface Progress {
  /** Told of every scope that came to its end. */
  onProgress(event: ProgressEvent): void;
  /** Ends the display, so that something else may be printed. */
  stop(): void;
}

const SILENT: Progress = { onProgress: () => undefined, stop: () => undefined };

/** Runs work that reads the estate, with a progress line on stderr where that is a terminal, and none elsewhere. */
export async function withProgress<T>(work: (progress: Progress) => Promise<T>): Promise<T> {
  // A terminal that says it has no columns (a bare pty) would be cleared line after line without end.
  if (!process.stderr.isTTY || process.stderr.columns === 0) return work(SILENT);
  const { default: ora } = await import('ora');
  // The stream knows NO_COLOR, which the spinner does not.
  const color = process.stderr.hasColors() ? 'cyan' : false;
  const spinner = ora({ text: 'reading', stream: process.stderr, color }).start();
  const shown = new Map<string, string>();
  const onProgress = ({ environment, done, total }: ProgressEvent) => {
    shown.set(environment, `${environment} ${done}/${total}`);
    spinner.text = `reading ${[...shown.values()].sort().join(' · ')} scopes`;
  };
  try {
    return await work({ onProgress, stop: () => spinner.stop() });
  } finally {
    spinner.stop();
  }
}
