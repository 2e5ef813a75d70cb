import { hostName } from './google.ts';
import { environmentName, type Names } from './names.ts';
import { pattern } from './pattern.ts';
import { perEnvironment } from './per-environment.ts';
import { listOf, section, someOf } from './section.ts';
import { words } from './words.ts';

/** What API keys may be used for, and from where. */
export function apiKeys(names: Names) {
  const vary = perEnvironment(names);
  const key = section('an API key', {
    name: pattern().describe(
      'Pattern of its display name, in any letter case; {env} and {project} stand for the environment and its project.',
    ),
    in: someOf('a list of environments', environmentName(names))
      .optional()
      .describe('The environments that have such a key; all where this is not given.'),
    targets: vary(listOf('a list of API hosts', hostName()))
      .optional()
      .describe('The APIs it is restricted to, exactly these.'),
    referrers: referrers(names).optional(),
  });
  return listOf('a list of API keys', key).describe('API keys and their restrictions.');
}

function referrers(names: Names) {
  const vary = perEnvironment(names);
  const patterns = listOf('a list of regular expressions', pattern());
  return section('referrers', {
    required: vary(listOf('a list of referrers', words('a referrer')))
      .optional()
      .describe('Referrers that must be there.'),
    allowed: vary(patterns).optional().describe('Patterns of referrers that may be there besides.'),
    deprecated: vary(patterns).optional().describe('Patterns of referrers that should go.'),
  }).describe('Browser referrers the key is restricted to.');
}
