const LEAKED = /^(?:EXPOSED|COMPROMISE_DETECTED)$/;

/** Whether a key's disable reason or status (in canonical form) says that somebody else has had it. */
export function isLeak(status: string): boolean {
  return LEAKED.test(status);
}
