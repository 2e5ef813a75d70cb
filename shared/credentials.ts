/**
 * How the issuers of credentials begin them, each with as much of a random run behind it as tells one from a
 * word. Where one begins inside a text, no letter or digit stands before it, unless it is an escape of an
 * address. What could be tried again and again is bounded.
 */
const ISSUED = [
  // Stripe, OpenAI, Anthropic and those who follow them
  /(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}/,
  /sk-(?:ant|proj|svcacct)-[\w-]{16,}/,
  /sk-[\w-]{0,24}?[A-Za-z0-9]{16,}[\w-]*/,
  /whsec_[A-Za-z0-9+/=]{16,}/,
  // GitHub, GitLab
  /gh[opsur]_[A-Za-z0-9]{16,}/,
  /github_pat_\w{16,}/,
  /gl(?:pat|ptt|rt|cbt|dt|oas|soat|ft|imt|agent)-[\w-]{16,}/,
  // Slack
  /xox[a-z][.-][\w.-]{8,}/,
  /xapp-[\w-]{8,}/,
  /hooks\.slack\.com\/services\/[\w/]{16,}/,
  // Google: API keys, client secrets, access and refresh tokens
  /AIza[\w-]{12,}/,
  /AQ\.Ab[\w-]{20,}/,
  /GOCSPX-[\w-]{16,}/,
  /ya29\.[\w.-]{8,}/,
  /1\/\/0[\w-]{20,}/,
  // Amazon
  /(?:AKIA|ASIA)[A-Z0-9]{12,}/,
  // SendGrid, npm, Hugging Face, Shopify, DigitalOcean, Vault, Docker, PyPI, Square, Linear, Atlassian, Postman, Sentry
  /SG\.[\w-]{16,}(?:\.[\w-]+)?/,
  /(?:npm|hf)_[A-Za-z0-9]{20,}/,
  /shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{16,}/,
  /do[opr]_v1_[a-f0-9]{16,}/,
  /hv[bsr]\.[\w-]{12,}/,
  /dckr_pat_[\w-]{16,}/,
  /pypi-[\w-]{32,}/,
  /sq0[a-z]{3}-[\w-]{16,}/,
  /lin_api_\w{16,}/,
  /ATATT[\w=-]{16,}/,
  /PMAK-[\w-]{16,}/,
  /sntry[su]_[\w=+/-]{16,}/,
  // JSON web tokens, PEM
  /eyJ[\w-]{8,512}\.[\w-]+(?:\.[\w-]*)?/,
  /-----BEGIN [\s\S]*?(?:-----END [A-Z0-9 ]{1,40}-----|$)/,
];
const EVERY = new RegExp(
  `(?<=^|[^A-Za-z0-9]|%[A-Fa-f0-9]{2})(?:${ISSUED.map(({ source }) => source).join('|')})`,
  'g',
);
const ANY = new RegExp(EVERY.source);

/** A password in an address; what stands in the place of one already is none. */
const PASSWORD = /(:\/\/[^\s/@:?#]*:)(?!…)[^\s/@?#]+@/g;

/** Whether a text holds a credential as its issuer makes them, or an address with a password. */
export function holdsCredential(text: string): boolean {
  return ANY.test(text) || (text.includes('://') && text.search(PASSWORD) !== -1);
}

/** A text with each such credential replaced by what `told` makes of it; of an address only the password is. */
export function replaceCredentials(text: string, told: (found: string) => string): string {
  const without = text.replace(EVERY, told);
  if (!without.includes('://')) return without;
  return without.replace(
    PASSWORD,
    (found, before: string) => `${before}…${told(found.slice(before.length, -1)).split('…')[1] ?? ''}@`,
  );
}

const SHOWN = 4;

/** What a person wrote beside a decision, without the credential that was pasted into it: it is kept and told. */
export function withoutCredentials(text: string): string {
  return replaceCredentials(text, (found) => `${found.slice(0, SHOWN)}…`);
}

/** An unbroken run of this length, with both letter cases and several digits, was typed by no person. */
const RUN = /[A-Za-z0-9+/=]{24,}/g;
/** The same in the alphabet that addresses use, where dashes may as well stand between words. */
const ADDRESS_RUN = /[A-Za-z0-9_-]{32,}/g;
const SEVERAL = 3;
/** Words change between capitals, small letters and digits once in a while; random text at every other letter. */
const RESTLESS = 0.45;

/** Whether a text holds a long run of what looks random. Plain hex (commits, digests, ids) does not. */
export function holdsRandomRun(text: string): boolean {
  if (text.length < 24 || !hasBothCases(text)) return false;
  return (text.match(RUN)?.some(isRandom) ?? false) || (text.match(ADDRESS_RUN)?.some(isRestless) ?? false);
}

/** A path of short names is none, however many digits they have together. */
function isRandom(run: string): boolean {
  const isUnbroken = run
    .split('/')
    .some((part) => part.length >= 16 && hasBothCases(part) && /\d/.test(part));
  return isUnbroken && hasBothCases(run) && digitsIn(run) >= SEVERAL;
}

function isRestless(run: string): boolean {
  if (!hasBothCases(run) || digitsIn(run) <= SEVERAL) return false;
  const kinds = run.replace(/[_-]/g, '').replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/\d/g, '0');
  const changes = [...kinds].filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return changes >= kinds.length * RESTLESS;
}

function digitsIn(text: string): number {
  return text.replace(/[^0-9]/g, '').length;
}

/** By hand: most texts are asked this and nothing else. */
function hasBothCases(text: string): boolean {
  let [lower, upper] = [false, false];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x61 && unit <= 0x7a) lower = true;
    else if (unit >= 0x41 && unit <= 0x5a) upper = true;
  }
  return lower && upper;
}
