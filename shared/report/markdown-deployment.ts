import { afterDeployment, beforeDeployment, type ChecklistItem } from './deployment.ts';
import { markdownText as text } from './plain.ts';
import type { Report } from './report.ts';

/** The checklist before the next release; empty where nothing was judged. */
export function markdownBefore(report: Report): string {
  return section('Before the next deployment', beforeDeployment(report));
}

/** The checklist for when it is out. */
export function markdownAfter(report: Report): string {
  return section('After the deployment', afterDeployment(report));
}

function section(title: string, items: ChecklistItem[]): string {
  if (items.length === 0) return '';
  const lines = items.map((item) => `- [${item.done ? 'x' : ' '}] ${text(item.text)}`);
  return [`## ${title}`, '', ...lines].join('\n');
}
