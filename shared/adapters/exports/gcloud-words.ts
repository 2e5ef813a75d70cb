import { replaceCredentials } from '../../credentials.ts';
import { isObject } from '../../snapshot/json.ts';
import type { Gap, GapStatus } from '../../snapshot/model.ts';

const MAX_LINES = 3;
const MAX_LENGTH = 300;

/** First match wins: a disabled API and an exhausted quota are told as 403 too. */
const CLASSES: [RegExp, GapStatus][] = [
  [/SERVICE_DISABLED|has not been used in project|it is disabled|not enabled on project/i, 'API_DISABLED'],
  [/RESOURCE_EXHAUSTED|RATE_LIMIT_EXCEEDED|quota exceeded|\b429\b/i, 'THROTTLED'],
  [/PERMISSION_DENIED|permission|forbidden|\b403\b/i, 'DENIED'],
  [
    /UNAVAILABLE|DEADLINE_EXCEEDED|unreachable|did not respond|timed? ?out|connection|\b50[234]\b/i,
    'UNREACHABLE',
  ],
];

/** What a refusal in gcloud's or Google's words is to coverage; ERROR where the words say nothing known. */
export function classifyWords(words: string): GapStatus {
  const telling = withoutHeaders(words);
  return CLASSES.find(([pattern]) => pattern.test(telling))?.[1] ?? 'ERROR';
}

/** gcloud cites the headers of an answer, whose lengths and keep-alive connections are no reasons; the status is. */
function withoutHeaders(words: string): string {
  return words.replace(/response: <\{([^}]*)\}>/g, (_, headers: string) => {
    const status = /'status': '?(\d{3})/.exec(headers)?.[1];
    return `response: <${status === undefined ? 'of no status' : `status ${status}`}>`;
  });
}

/** The first lines that say what failed: one line of printable text, at most 300 characters, no token. */
export function tidyWords(words: string): string {
  const lines = withoutHeaders(words)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours are what is removed here
    .replace(/\u001b\[[0-9;]*[A-Za-z]/g, '')
    .split(/\r?\n/)
    .map((line) => line.replace(/\p{C}/gu, ' ').trim())
    .filter((line) => line !== '');
  const start = Math.max(
    lines.findIndex((line) => line.startsWith('ERROR:')),
    0,
  );
  const said = lines
    .slice(start, start + MAX_LINES)
    .join(' ')
    .replace(/\bBearer\s+\S+/g, '[token]');
  const text = replaceCredentials(said, () => '[token]');
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}

/** The gap a `FILE.error` stands for. */
export function gapOfWords(file: string, words: string): Gap {
  const said = tidyWords(words);
  return {
    status: classifyWords(words),
    detail: said === '' ? `${file} says that the export failed, without a reason` : `${file}: ${said}`,
  };
}

/** The gap of an answer that is Google's error body (`{"error": {…}}`, saved with curl); null for any other. */
export function gapOfErrorBody(file: string, body: unknown): Gap | null {
  if (!isObject(body) || !isObject(body.error)) return null;
  const { message, status } = body.error;
  const said = [status, message].filter((part) => typeof part === 'string').join(': ');
  return {
    status: classifyWords(JSON.stringify(body.error)),
    detail: `${file} holds an error of the API: ${tidyWords(said)}`,
  };
}
