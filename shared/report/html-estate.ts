import { afterDeployment, beforeDeployment, type ChecklistItem } from './deployment.ts';
import { type Html, html } from './html-template.ts';
import type { InventoryEntry, Report } from './report.ts';
import { NO_PROJECT, type Unread, unreadLines } from './unread.ts';

/** The services that were found, by environment and region. */
export function htmlInventory({ inventory }: Report): Html | null {
  return inventory.length === 0 ? null : html`<div class="grid">${inventory.map(entry)}</div>`;
}

function entry({ environment, project, region, services }: InventoryEntry): Html {
  return html`<div><h3>${environment} <span class="dim">${region === null ? project : `${project}, ${region}`}</span></h3>
<ul>${services.length === 0 ? html`<li>no service</li>` : services.map((service) => html`<li>${service}</li>`)}</ul></div>
`;
}

/** What was not read, and what mends it. */
export function htmlCoverage(report: Report): Html {
  const unread = unreadLines(report);
  const total = report.coverage.length;
  if (unread.length === 0) return html`<p>${total === 0 ? NO_PROJECT : `All ${total} scopes were read.`}</p>`;
  return html`<div class="scroll" role="region" aria-label="Coverage gaps" tabindex="0"><table>
<thead><tr><th scope="col">environment</th><th scope="col">scope</th><th scope="col">status</th><th scope="col">detail</th></tr></thead>
<tbody>
${unread.map(gapRow)}
</tbody></table></div>`;
}

function gapRow({ environment, scopes, status, detail, isGap }: Unread): Html {
  const look = isGap ? 'warn' : 'quiet';
  return html`<tr><td>${environment}</td><td>${scopes}</td><td><span class="badge ${look}">${status}</span></td><td>${detail}</td></tr>
`;
}

/** What stands in the way of the next release, and what to look at when it is out. */
export function htmlAround(report: Report): Html {
  return html`<h3>Before the next deployment</h3>
${checklist(beforeDeployment(report))}
<h3>After the deployment</h3>
${checklist(afterDeployment(report))}`;
}

function checklist(items: ChecklistItem[]): Html {
  if (items.length === 0) return html`<p>Nothing was judged.</p>`;
  return html`<ul class="checklist">${items.map(
    ({ done, text }) =>
      html`<li><span role="img" aria-label="${done ? 'done' : 'to do'}">${done ? '☑' : '☐'}</span> ${text}</li>`,
  )}</ul>`;
}

/** Worth knowing, and wrong of nothing. */
export function htmlNotes({ notes }: Report): Html | null {
  return notes.length === 0 ? null : html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>`;
}
