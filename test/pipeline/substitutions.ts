/** What Cloud Build knows of a build without being told; the project is none. */
export const BUILT_IN = { PROJECT_ID: 'plumbline-dry', SHORT_SHA: '0123abc' };

/**
 * The text as Cloud Build hands it to a step: `$NAME` and `${NAME}` replaced, `$$` a dollar. Throws where a name
 * has no value, as Cloud Build refuses the build.
 */
export function substitute(text: string, values: Record<string, string>): string {
  return text.replaceAll(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return '$';
    const value = values[name];
    if (value === undefined) throw new Error(`${whole} is no substitution of Cloud Build`);
    return value;
  });
}

/** The built-in values and the file's own, which may refer to them (`dynamicSubstitutions`). */
export function substitutionsOf(own: Record<string, string>): Record<string, string> {
  const resolved = Object.entries(own).map(([name, value]) => [name, substitute(value, BUILT_IN)]);
  return { ...BUILT_IN, ...Object.fromEntries(resolved) };
}
