/**
 * Where an identifier may begin although a letter or digit stands before it: after a percent-escape
 * (`%2Fapi.example.com`) and after an escaped line break inside quoted JSON (`\napi.example.com`).
 */
const ESCAPED_BEFORE = String.raw`(?<=%[0-9A-F]{2})|(?<=\\[nrt])`;

/** Project ids hold letters, digits and dashes; `_` and `.` end them (`P_cloudbuild`, `P.appspot.com`). */
const PROJECT_LIKE = /^[a-z][a-z0-9-]*$/;
const NUMBER = /^[0-9]+$/;

/** `api-` stands for the generated hosts of service `api`, whose hash or project number is not known. */
const HOST_BEGINNING = /^[a-z][a-z0-9-]*-$/;
const HOST_END = String.raw`(?:[a-z0-9]+-[a-z]{1,4}\.a|[0-9]+\.[a-z]+-[a-z]+[0-9]+)\.run\.app(?![a-z0-9_-]|\.[a-z0-9_-])`;
const HOST_BEFORE = String.raw`(?:(?<![a-z0-9_-]|[a-z0-9_-]\.)|(?<=---))`;

/**
 * Answers a function that names those of `identifiers` (in their order) that stand in a value as whole
 * tokens, letter case aside: `shop-prod` is in `shop-prod:us-central1:db`, not in `shop-production` or
 * `shop-prod-eu`; `shop.com` is not in `dev.shop.com`; `api-` is in `api-x1y2-uc.a.run.app`, not in
 * `api-admin-x1y2-uc.a.run.app`.
 */
export function createMentionFinder(identifiers: string[]): (value: string) => string[] {
  if (identifiers.length === 0) {
    return () => NONE;
  }
  const anywhere = new RegExp(identifiers.map(escapePattern).join('|'), 'i');
  const tokens = identifiers.map((identifier) => tokenFinder(identifier));
  return (value) => {
    if (!anywhere.test(value)) return NONE;
    const folded = value.toLowerCase();
    return identifiers.filter((_, index) => tokens[index]?.(value, folded));
  };
}

/** Nearly every value mentions nobody; they all share this answer. */
const NONE: string[] = [];

/** An estate has thousands of identifiers, and a value has few of them: the exact pattern is for those it has at all. */
function tokenFinder(identifier: string): (value: string, folded: string) => boolean {
  const needle = identifier.toLowerCase();
  let pattern: RegExp | null = null;
  return (value, folded) => {
    if (!folded.includes(needle)) return false;
    pattern ??= tokenPattern(identifier);
    return pattern.test(value);
  };
}

function tokenPattern(identifier: string): RegExp {
  const { before, after } = boundaries(identifier);
  return new RegExp(`(?:${before}|${ESCAPED_BEFORE})${escapePattern(identifier)}${after}`, 'i');
}

function boundaries(identifier: string): { before: string; after: string } {
  if (NUMBER.test(identifier)) {
    // Project numbers stand between dashes (`app-123.us-central1.run.app`); a longer number or a fraction is none.
    return { before: '(?<![a-z0-9]|[0-9]\\.)', after: '(?![a-z0-9]|\\.[0-9])' };
  }
  if (HOST_BEGINNING.test(identifier)) {
    return { before: HOST_BEFORE, after: HOST_END };
  }
  if (PROJECT_LIKE.test(identifier)) {
    return { before: '(?<![a-z0-9-])', after: '(?![a-z0-9-])' };
  }
  // Hosts, accounts, instances and resource names: a further label makes another host, but a traffic
  // tag in front (`tag---host`) is the same service.
  return { before: HOST_BEFORE, after: String.raw`(?![a-z0-9_-]|\.[a-z0-9_-])` };
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
