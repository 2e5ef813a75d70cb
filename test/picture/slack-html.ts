interface Text {
  text: string;
}
interface Block {
  type: string;
  text?: Text;
  elements?: Text[];
}

/** A message as Slack posted it: when, its blocks, and what it answers. */
export interface Posted {
  at: string;
  blocks: unknown[];
  reply: boolean;
  edited: boolean;
}

const STYLE = `
  body { margin: 0; padding: 20px 24px; width: 852px; background: #fff; color: #1d1c1d; font: 15px/1.46 Lato, 'Liberation Sans', sans-serif; }
  article { display: grid; grid-template-columns: 36px 1fr; gap: 10px; padding: 12px 0; border-bottom: 1px solid #eee; }
  article.reply { margin-left: 46px; border-left: 3px solid #ddd; padding-left: 14px; }
  .icon { width: 36px; height: 36px; border-radius: 6px; background: #37474f; color: #fff; font-weight: 700; display: grid; place-items: center; }
  .who b { margin-right: 6px; } .app { font-size: 10px; background: #eee; border-radius: 2px; padding: 1px 3px; color: #555; }
  .time, .edited, footer { color: #616061; font-size: 12px; }
  h1 { font-size: 18px; margin: 4px 0 8px; } p { margin: 6px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
  code { background: #f6f6f6; border: 1px solid #ddd; border-radius: 3px; color: #c01343; font: 12px 'Liberation Mono', monospace; padding: 1px 3px; }
  footer { margin: 0 0 10px; overflow-wrap: anywhere; } footer code { font-size: 11px; }`;

/** The page of a channel, near enough to how Slack shows these blocks. */
export function slackPage(messages: Posted[]): string {
  return `<!doctype html><meta charset="utf-8"><title>Plumbline in Slack</title><style>${STYLE}</style>${messages.map(article).join('')}`;
}

function article({ at, blocks, reply, edited }: Posted): string {
  const head = `<div class="who"><b>Plumbline</b><span class="app">APP</span> <span class="time">${reply ? 'replied in the thread · ' : ''}${at}</span></div>`;
  const body = (blocks as Block[]).map(block).join('');
  const mark = edited ? '<span class="edited">(edited)</span>' : '';
  return `<article class="${reply ? 'reply' : ''}"><div class="icon">P</div><div>${head}${body}${mark}</div></article>`;
}

function block({ type, text, elements }: Block): string {
  if (type === 'header') return `<h1>${mrkdwn(text?.text ?? '')}</h1>`;
  if (type === 'context')
    return (elements ?? []).map((one) => `<footer>${mrkdwn(one.text)}</footer>`).join('');
  return type === 'section' ? `<p>${mrkdwn(text?.text ?? '')}</p>` : '<hr>';
}

/** Slack escapes what HTML needs escaped; what is left is its own three marks. */
function mrkdwn(text: string): string {
  return text
    .replaceAll('"', '&quot;')
    .replace(/`([^`\n]+)`/g, '<code>$1</code>')
    .replace(/(^|\s)\*([^*\n]+)\*/g, '$1<b>$2</b>')
    .replace(/~([^~\n]+)~/g, '<s>$1</s>');
}
