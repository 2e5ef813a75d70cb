/** Words, and ends of words (PGPASSWORD, CLIENTSECRET), that name a credential wherever they stand in a key. */
const CREDENTIAL_WORD = /(?:SECRETS?|TOKENS?|PASSWORDS?|PASSWD|PASSPHRASE|APIKEYS?|CREDENTIALS?)$|^DSN$/;

/** Words that name a credential where the key ends with them, after another word: DB_PASS, SMTP_PWD. */
const CREDENTIAL_ENDINGS = new Set(['PASS', 'PWD']);

/** What makes a KEY a credential: the word before it. */
const CREDENTIAL_KEYS = new Set([
  'API',
  'PRIVATE',
  'ACCESS',
  'SIGNING',
  'ENCRYPTION',
  'AUTH',
  'HMAC',
  'MASTER',
  'ROLE',
]);

/** Keys that are made to be seen by everybody. */
const PUBLIC_WORDS = new Set(['PUBLIC', 'PUBLISHABLE']);

/** Keys that say something about a credential rather than being one: TOKEN_TTL, SECRET_NAME, MAX_TOKENS. */
const ABOUT = new Set([
  'NAME',
  'ID',
  'URL',
  'URI',
  'PATH',
  'FILE',
  'DIR',
  'TTL',
  'EXPIRY',
  'EXPIRES',
  'EXPIRATION',
  'LIFETIME',
  'SECONDS',
  'MINUTES',
  'HOURS',
  'DAYS',
  'MS',
  'LENGTH',
  'SIZE',
  'LIMIT',
  'COUNT',
  'VERSION',
  'REGION',
  'LOCATION',
  'PROJECT',
  'HEADER',
  'ISSUER',
  'AUDIENCE',
  'ENDPOINT',
  'ENABLED',
  'REQUIRED',
  'TYPE',
  'ALGORITHM',
  'PREFIX',
  'MINUTE',
  'HOUR',
  'DAY',
  'BUDGET',
  'MANAGER',
]);

/** Keys that begin as a switch does, or say how long something holds: USE_SECRET_MANAGER, TOKEN_EXPIRES_IN. */
const SWITCHES = new Set(['USE', 'ENABLE', 'DISABLE', 'ALLOW', 'REQUIRE', 'SKIP']);
const LASTING = new Set(['EXPIRE', 'EXPIRES', 'EXPIRY', 'EXPIRATION']);

/** Exact keys whose names mislead: a path to a file, the working folder, a public address of error reports. */
const HARMLESS = new Set(['GOOGLE_APPLICATION_CREDENTIALS', 'SENTRY_DSN']);

const MOST_REMEMBERED = 10_000;
const JUDGED = new Map<string, boolean>();

/** Whether a key's name says that its value is a credential, so that it must not stand in the service as a literal. */
export function looksLikeCredential(key: string): boolean {
  const known = JUDGED.get(key);
  if (known !== undefined) return known;
  if (JUDGED.size >= MOST_REMEMBERED) JUDGED.clear();
  const answer = isCredentialName(key);
  JUDGED.set(key, answer);
  return answer;
}

function isCredentialName(key: string): boolean {
  const words = wordsOf(key);
  const last = words.at(-1) ?? '';
  if (HARMLESS.has(words.join('_')) || words.some((word) => PUBLIC_WORDS.has(word))) return false;
  if (ABOUT.has(last) || words[0] === 'MAX' || words[0] === 'MIN' || SWITCHES.has(words[0] ?? ''))
    return false;
  if (words.some((word) => LASTING.has(word)) || isNumberOfTokens(words)) return false;
  if (words.length > 1 && CREDENTIAL_ENDINGS.has(last)) return true;
  return (
    words.some((word) => CREDENTIAL_WORD.test(word)) || words.some((_, at) => isCredentialKey(words, at))
  );
}

/** What a language model is granted: CLAUDE_MAX_TOKENS, LLM_MAX_OUTPUT_TOKENS. */
function isNumberOfTokens(words: string[]): boolean {
  return words.at(-1) === 'TOKENS' && words.includes('MAX');
}

function isCredentialKey(words: string[], at: number): boolean {
  return (words[at] === 'KEY' || words[at] === 'KEYS') && CREDENTIAL_KEYS.has(words[at - 1] ?? '');
}

function wordsOf(key: string): string[] {
  return key
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z\d]+/)
    .filter((word) => word !== '');
}
