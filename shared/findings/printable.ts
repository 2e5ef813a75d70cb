/** Line breaks, controls, direction marks, and what takes no place: none of them is seen, all of them mislead. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/** A line of a pipeline's log that begins like this is a command to the runner (GitHub), or anywhere in it (Azure, TeamCity). */
const COMMAND = /(?<=^|\s)::(?=[\w-]+(?:\s|::))/g;
const BRACKETED_COMMAND = /##(?=\w*\[)/g;

/** Text without what is not seen, and without commands to a pipeline: a name cannot forge a line. */
export function printable(text: string): string {
  return text.replace(UNSEEN, ' ').replace(COMMAND, ': :').replace(BRACKETED_COMMAND, '# #');
}
