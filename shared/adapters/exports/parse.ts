import { LineCounter, parseAllDocuments, type YAMLParseError } from 'yaml';
import { GCLOUD_SCALARS } from './scalars.ts';

/**
 * What a saved answer holds. `stream`: the YAML form of a gcloud list, where every element is a document
 * of its own behind `---`; JSON documents one behind another are several answers and no list. A fault says what is wrong and where, and quotes nothing of the content.
 */
export type Parsed = { ok: true; documents: unknown[]; stream: boolean } | { ok: false; fault: string };

const WORDS: Partial<Record<string, string>> = {
  BAD_ALIAS: 'an alias that is not resolved',
  BAD_INDENT: 'a bracket that is not closed or wrong indentation; is the file cut off?',
  DUPLICATE_KEY: 'the same key twice',
  MISSING_CHAR: 'a missing bracket, quote or comma; is the file cut off?',
  MULTILINE_IMPLICIT_KEY: 'a missing bracket, quote or colon; is the file cut off?',
  TAB_AS_INDENT: 'a tab in the indentation',
};

/** Reads the text of one exported file, JSON or YAML by its content: byte order mark and CRLF are nothing. */
export function parseExport(text: string): Parsed {
  const content = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  if (content.trim() === '')
    return { ok: false, fault: 'is empty: with --format=json gcloud prints at least [] or {}' };
  try {
    return { ok: true, documents: [JSON.parse(content)], stream: false };
  } catch {
    // V8's message quotes the content, which may be a secret; the YAML reader gives a position instead.
    return jsonDocuments(content) ?? parseYaml(content);
  }
}

/**
 * What several describes into one file leave, or a log sink: JSON objects, each at the start of a line. Lists
 * one behind another are pages, or one list twice: nobody can say whether they are whole.
 */
function jsonDocuments(content: string): Parsed | null {
  const parts = content.trim().split(/\n(?=[{[])/);
  const [first = ''] = parts;
  if (parts.length < 2) return null;
  try {
    const documents = parts.map((part): unknown => JSON.parse(part));
    if (!documents.some(Array.isArray)) return { ok: true, documents, stream: false };
    const line = first.split('\n').length + 1;
    return { ok: false, fault: `holds several answers, the second from line ${line} on: save one, whole` };
  } catch {
    return null;
  }
}

function parseYaml(content: string): Parsed {
  const lines = new LineCounter();
  try {
    const parsed = parseAllDocuments(content, {
      schema: 'failsafe',
      customTags: (tags) => [...tags, ...GCLOUD_SCALARS],
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
    });
    const documents = Array.isArray(parsed) ? parsed : [];
    const error = documents.flatMap((document) => document.errors)[0];
    if (error !== undefined)
      return { ok: false, fault: besideOf(content) ?? tableOf(content) ?? faultOf(error, lines) };
    const values = documents.map((document): unknown => document.toJS());
    if (values.every((value) => value === null || value === '')) {
      return { ok: false, fault: 'is empty: with --format=json gcloud prints at least [] or {}' };
    }
    if (values.every((value) => typeof value === 'string'))
      return { ok: false, fault: besideOf(content) ?? TEXT };
    return { ok: true, documents: values, stream: values.length > 1 || content.startsWith('---') };
  } catch {
    return { ok: false, fault: 'is neither JSON nor YAML that can be resolved' };
  }
}

/** gcloud's talk, a prompt and the fence of a note: what shells mix into a file that should hold the answer alone. */
const BESIDE = /^(?:WARNING:|ERROR:|Listed \d+ items?\.|Updates are available|To take a quick|\$ |PS |```)/;

/** A warning may say that the answer is not whole, so it is not read around it. */
function besideOf(content: string): string | null {
  const line = content.split('\n').findIndex((text) => BESIDE.test(text)) + 1;
  if (line === 0) return null;
  return `holds more than gcloud's answer (line ${line}): save only what it prints to stdout`;
}

const TEXT = 'is text, neither JSON nor YAML: print it with --format=json';

/** What gcloud shows people who ask for no format begins with a title of several words, or with a row of them. */
function tableOf(content: string): string | null {
  return /^\s*(?:[^\s\w]\s)?\w+ [\w ()-]+\n/.test(content) ? TEXT : null;
}

function faultOf(error: YAMLParseError, lines: LineCounter): string {
  const { line, col } = lines.linePos(error.pos[0]);
  const what = WORDS[error.code] ?? 'something that is neither JSON nor YAML; is the file cut off?';
  return `cannot be read: line ${line}, column ${col}: ${what}`;
}
