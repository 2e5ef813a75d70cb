/** Words that people put into names to tell environments apart, those of one meaning together. */
const ENVIRONMENT_WORDS = [
  ['dev', 'develop', 'development'],
  ['test', 'testing', 'tst'],
  ['qa', 'uat'],
  ['stage', 'staging', 'stg', 'preprod'],
  ['prod', 'production', 'prd', 'live'],
  ['sandbox', 'sbx'],
  ['demo'],
];

/** The words of a name: `jualuma-user-app` → jualuma, user, app. */
export function tokensOf(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((token) => token !== '');
}

/** Every word that may stand for an environment in the names of its resources. */
export function wordsOfEnvironment(environment: string): Set<string> {
  const own = tokensOf(environment);
  const alike = ENVIRONMENT_WORDS.filter((group) => group.some((word) => own.includes(word)));
  return new Set([...own, ...alike.flat()]);
}

/** The words of a name without those of its environment, wherever they stand; all of them where none would be left. */
export function coreTokens(name: string, environment: string): string[] {
  const tokens = tokensOf(name);
  const words = wordsOfEnvironment(environment);
  const core = tokens.filter((token) => !words.has(token));
  return core.length === 0 ? tokens : core;
}

/** Whether an environment is called as production is. */
export function isProduction(environment: string): boolean {
  return wordsOfEnvironment(environment).has('production');
}

/** How much two lists of words share, from 0 to 1 (Dice). */
export function tokenSimilarity(a: readonly string[], b: readonly string[]): number {
  const left = new Set(a);
  const right = new Set(b);
  const common = [...left].filter((token) => right.has(token)).length;
  return left.size + right.size === 0 ? 0 : (2 * common) / (left.size + right.size);
}
