import type { Gap } from '../snapshot/model.ts';

/** A file of the repository that holds the deploy workflows. */
export interface RepositoryFile {
  /** What is read where the repository is not a checkout. */
  branch: string;
  /** Inside the repository, without a leading slash. */
  path: string;
}

/** One file's text, or why there is none: what cannot be read is a gap, never "no such workflow". */
export type FileReading = { status: 'read'; text: string } | { status: 'unread'; gap: Gap };

/** Reads files of one repository and changes nothing. Never throws for what the other side does. */
export interface WorkflowSource {
  read(file: RepositoryFile, signal: AbortSignal): Promise<FileReading>;
}
