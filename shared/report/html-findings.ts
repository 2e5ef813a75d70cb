import type { Finding, Severity } from '../findings/model.ts';
import { showValue } from '../findings/show-value.ts';
import { type Html, html } from './html-template.ts';
import type { Style } from './paint.ts';
import { placeBeside } from './places.ts';
import type { Report } from './report.ts';

const SEVERITY_CLASS: Record<Severity, Style> = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'quiet',
};
const SHORT_ID = 12;

/** What is wrong, worst first, with both sides of what changed or differs from what is expected. */
export function htmlFindings({ findings }: Report): Html {
  if (findings.length === 0) return html`<p>None.</p>`;
  return html`<div class="scroll" role="region" aria-label="Findings" tabindex="0"><table class="findings">
<thead><tr><th scope="col">severity</th><th scope="col">environment</th><th scope="col">what</th></tr></thead>
<tbody>
${findings.map(row)}
</tbody></table></div>`;
}

function row(finding: Finding): Html {
  const { severity, environment, fingerprint, message, source, settle, resource, path } = finding;
  return html`<tr><td><span class="badge ${SEVERITY_CLASS[severity]}">${severity}</span></td><td>${environment}</td><td>
<p>${message}${placeBeside(message, source)}</p>
${values(finding)}
${settle === null ? null : html`<p>To settle: ${settle}</p>`}
<p class="dim">${fingerprint.slice(0, SHORT_ID)} · <code>${path === null ? resource : `${resource} ${path}`}</code></p></td></tr>
`;
}

function values({ kind, path, before, after, expected }: Finding): Html | null {
  if (kind === 'read-gap') return null;
  const sides = [
    ...(before === null ? [] : [html`before <code>${showValue(before, path)}</code>`]),
    html`${before === null ? 'found' : 'after'} <code>${showValue(after, path)}</code>`,
    ...(expected === null ? [] : [html`expected <code>${showValue(expected, path)}</code>`]),
  ];
  return html`<p class="change">${sides.map((side, index) => (index === 0 ? side : html` · ${side}`))}</p>`;
}
