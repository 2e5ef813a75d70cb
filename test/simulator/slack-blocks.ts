import { isObject, type Json, type JsonObject } from '../../shared/snapshot/json.ts';

/** What Slack says about blocks it will not show: its error code, and where. */
export interface BlockRefusal {
  error: 'invalid_blocks' | 'msg_blocks_too_long' | 'invalid_blocks_format';
  messages: string[];
}

/** Characters of all texts together beyond which Slack answers msg_blocks_too_long (measured, not documented). */
export const BLOCKS_TOTAL = 12_000;

const KNOWN = new Set([
  'section',
  'header',
  'context',
  'divider',
  'actions',
  'image',
  'rich_text',
  'input',
  'file',
  'video',
  'markdown',
  'table',
]);
const CONTEXT_ELEMENTS = new Set(['image', 'mrkdwn', 'plain_text']);
const ACTION_ELEMENTS = new Set([
  'button',
  'overflow',
  'static_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'datepicker',
  'timepicker',
  'radio_buttons',
  'checkboxes',
  'workflow_button',
]);

/** Holds blocks to the limits Slack documents and enforces; null where Slack would show them. */
export function refuseBlocks(blocks: Json): BlockRefusal | null {
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks_format', messages: [] };
  const problems = [
    ...(blocks.length > 50 ? ['no more than 50 items allowed [json-pointer:/blocks]'] : []),
    ...blocks.flatMap((block, index) => blockProblems(block, `/blocks/${index}`)),
    ...repeatedIds(blocks),
  ];
  if (problems.length > 0)
    return { error: 'invalid_blocks', messages: problems.map((text) => `[ERROR] ${text}`) };
  return textLength(blocks) > BLOCKS_TOTAL ? { error: 'msg_blocks_too_long', messages: [] } : null;
}

function blockProblems(block: Json, at: string): string[] {
  if (!isObject(block)) return [`must be an object [json-pointer:${at}]`];
  const { type, block_id: id } = block;
  if (typeof type !== 'string' || !KNOWN.has(type))
    return [`unsupported type: ${type} [json-pointer:${at}/type]`];
  const long = typeof id === 'string' && id.length > 255 ? [tooLong(255, `${at}/block_id`)] : [];
  return [...long, ...(CHECKS[type]?.(block, at) ?? [])];
}

const CHECKS: Record<string, (block: JsonObject, at: string) => string[]> = {
  section: sectionProblems,
  header: (block, at) => textProblems(block.text, { at: `${at}/text`, limit: 150, types: ['plain_text'] }),
  context: (block, at) => elementsProblems(block, { at, limit: 10, types: CONTEXT_ELEMENTS }),
  actions: (block, at) => elementsProblems(block, { at, limit: 25, types: ACTION_ELEMENTS }),
  image: imageProblems,
  markdown: (block, at) => stringProblems(block.text, { at: `${at}/text`, limit: 12_000 }),
};

function sectionProblems(block: JsonObject, at: string): string[] {
  const { text, fields } = block;
  if (text === undefined && fields === undefined)
    return [`missing required field: text [json-pointer:${at}]`];
  const types = ['mrkdwn', 'plain_text'];
  const own = text === undefined ? [] : textProblems(text, { at: `${at}/text`, limit: 3000, types });
  if (fields === undefined) return own;
  if (!Array.isArray(fields) || fields.length === 0)
    return [...own, `must have at least 1 item [json-pointer:${at}/fields]`];
  const many = fields.length > 10 ? [`no more than 10 items allowed [json-pointer:${at}/fields]`] : [];
  const each = fields.flatMap((field, index) =>
    textProblems(field, { at: `${at}/fields/${index}`, limit: 2000, types }),
  );
  return [...own, ...many, ...each];
}

function elementsProblems(
  block: JsonObject,
  rule: { at: string; limit: number; types: Set<string> },
): string[] {
  const { elements } = block;
  const at = `${rule.at}/elements`;
  if (!Array.isArray(elements) || elements.length === 0)
    return [`must have at least 1 item [json-pointer:${at}]`];
  const many =
    elements.length > rule.limit ? [`no more than ${rule.limit} items allowed [json-pointer:${at}]`] : [];
  return [
    ...many,
    ...elements.flatMap((element, index) =>
      elementProblems(element, { at: `${at}/${index}`, types: rule.types }),
    ),
  ];
}

function elementProblems(element: Json, { at, types }: { at: string; types: Set<string> }): string[] {
  if (!isObject(element) || typeof element.type !== 'string' || !types.has(element.type)) {
    return [`unsupported element [json-pointer:${at}/type]`];
  }
  if (element.type === 'image') return imageProblems(element, at);
  if (element.type === 'button') return buttonProblems(element, at);
  if (element.type === 'mrkdwn' || element.type === 'plain_text') {
    return textProblems(element, { at, limit: 3000, types: ['mrkdwn', 'plain_text'] });
  }
  return [];
}

function buttonProblems(button: JsonObject, at: string): string[] {
  const url = button.url === undefined ? [] : stringProblems(button.url, { at: `${at}/url`, limit: 3000 });
  return [...textProblems(button.text, { at: `${at}/text`, limit: 75, types: ['plain_text'] }), ...url];
}

function imageProblems(image: JsonObject, at: string): string[] {
  return [
    ...stringProblems(image.image_url, { at: `${at}/image_url`, limit: 3000 }),
    ...stringProblems(image.alt_text, { at: `${at}/alt_text`, limit: 2000 }),
  ];
}

function textProblems(
  text: Json | undefined,
  rule: { at: string; limit: number; types: string[] },
): string[] {
  if (!isObject(text)) return [`must provide an object [json-pointer:${rule.at}]`];
  if (!rule.types.includes(String(text.type)))
    return [`unsupported type: ${text.type} [json-pointer:${rule.at}/type]`];
  return stringProblems(text.text, { at: `${rule.at}/text`, limit: rule.limit });
}

function stringProblems(value: Json | undefined, { at, limit }: { at: string; limit: number }): string[] {
  if (typeof value !== 'string') return [`must provide a string [json-pointer:${at}]`];
  if (value.length === 0) return [`must be more than 0 characters [json-pointer:${at}]`];
  return value.length > limit ? [tooLong(limit, at)] : [];
}

function repeatedIds(blocks: Json[]): string[] {
  const ids = blocks.flatMap((block) =>
    isObject(block) && typeof block.block_id === 'string' ? [block.block_id] : [],
  );
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  return repeated === undefined ? [] : [`block_id ${repeated} already exists [json-pointer:/blocks]`];
}

function tooLong(limit: number, at: string): string {
  return `must be less than ${limit + 1} characters [json-pointer:${at}]`;
}

/** Counts the characters of everything a reader would see. */
function textLength(value: Json): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textLength(one), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) => sum + (key === 'text' && typeof one === 'string' ? one.length : textLength(one)),
    0,
  );
}
