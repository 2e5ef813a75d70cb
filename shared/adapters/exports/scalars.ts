import type { ScalarTag } from 'yaml';

const INTEGER = /^-?(?:0|[1-9][0-9]*)$/;
const FLOAT = /^-?(?:0|[1-9][0-9]*)\.[0-9]+(?:e[-+]?[0-9]+)?$/;

/** A number only where JavaScript holds it exactly; longer ids stay the text they are. */
function exactInteger(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/**
 * The plain scalars gcloud's YAML printer leaves unquoted and does not mean as text: null, true, false,
 * decimal integers and floats with a point. Its printer quotes by YAML 1.1, so `=`, `1e3`, `0o17`, a
 * commit such as `7e10234` or `yes` arrive unquoted or quoted as text and must stay text here.
 */
export const GCLOUD_SCALARS: ScalarTag[] = [
  {
    tag: 'tag:yaml.org,2002:null',
    default: true,
    test: /^(?:~|[Nn]ull|NULL)?$/,
    resolve: () => null,
  },
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/,
    resolve: (text) => text.toLowerCase() === 'true',
  },
  { tag: 'tag:yaml.org,2002:int', default: true, test: INTEGER, resolve: exactInteger },
  { tag: 'tag:yaml.org,2002:float', default: true, test: FLOAT, resolve: (text) => Number(text) },
];
