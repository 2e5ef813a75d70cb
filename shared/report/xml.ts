import Builder from 'fast-xml-builder';
import { printable } from '../findings/printable.ts';

const ATTRIBUTE = '@';
const TEXT = '#text';

/** One XML element; attributes without a value are left out. */
export interface XmlElement {
  name: string;
  attributes?: Record<string, string | number | null>;
  children?: XmlElement[];
  /** Lines of text, in place of children. */
  text?: string[];
}

/** An XML 1.0 document in UTF-8: indented, everything escaped, characters that XML forbids replaced. */
export function xmlDocument(root: XmlElement): string {
  const builder = new Builder({
    ignoreAttributes: false,
    attributeNamePrefix: ATTRIBUTE,
    textNodeName: TEXT,
    format: true,
    suppressEmptyNode: true,
    suppressBooleanAttributes: false,
  });
  const declaration = { [`${ATTRIBUTE}version`]: '1.0', [`${ATTRIBUTE}encoding`]: 'UTF-8' };
  return builder.build({ '?xml': declaration, [root.name]: node(root) });
}

function node({ attributes = {}, children = [], text }: XmlElement): Record<string, unknown> {
  const given = Object.entries(attributes).flatMap(([name, value]) =>
    value === null ? [] : [[`${ATTRIBUTE}${name}`, xmlText(String(value))] as const],
  );
  const byName = Map.groupBy(children, ({ name }) => name);
  return {
    ...Object.fromEntries(given),
    ...Object.fromEntries([...byName].map(([name, elements]) => [name, elements.map(node)])),
    ...(text === undefined ? {} : { [TEXT]: text.map(xmlText).join('\n') }),
  };
}

/** One line without what XML 1.0 has no way to write: control characters, halves of a pair, U+FFFE and U+FFFF. */
function xmlText(line: string): string {
  return printable(line)
    .toWellFormed()
    .replace(/[\ufffe\uffff]/g, '\ufffd');
}
