import { styleText } from 'node:util';
import type { SlackMessage } from '../simulator/slack-workspace.ts';

interface Block {
  type: string;
  text?: { text: string };
  elements?: { text: string }[];
}

/** A posted message as a person would see it in Slack, near enough for a terminal: a bar, the header, the sections. */
export function showSlackMessage(message: SlackMessage): string {
  const blocks = (message.blocks ?? []) as unknown as Block[];
  const lines = blocks.length === 0 ? message.text.split('\n') : blocks.flatMap(blockLines);
  const edited = message.edited === undefined ? [] : [styleText('dim', '(edited)')];
  return [...lines, ...edited].map((line) => `${styleText('magenta', '  ┃')} ${line}`).join('\n');
}

function blockLines(block: Block): string[] {
  const text = plain(block.text?.text ?? '');
  if (block.type === 'header') return [styleText('bold', text)];
  if (block.type === 'divider') return [''];
  if (block.type === 'context')
    return (block.elements ?? []).map((element) => styleText('dim', plain(element.text)));
  return text.split('\n');
}

/** mrkdwn as text: entities back, code and bold marks as terminal styles. */
function plain(text: string): string {
  return text
    .replace(/`([^`]+)`/g, (_, code: string) => styleText('cyan', code))
    .replace(/(^|\s)\*([^*\n]+)\*/g, (_, before: string, bold: string) => before + styleText('bold', bold))
    .replace(/~([^~\n]+)~/g, (_, struck: string) => styleText('strikethrough', struck))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
