import { createHash } from 'node:crypto';
import type { CheckReport } from '../checks/model.ts';
import { counted } from '../checks/results/result.ts';
import { isGap } from '../snapshot/model.ts';
import { htmlChecks, htmlStatus } from './html-checks.ts';
import { htmlAround, htmlCoverage, htmlInventory, htmlNotes } from './html-estate.ts';
import { htmlFindings } from './html-findings.ts';
import { HTML_STYLE } from './html-style.ts';
import { htmlMatrix, htmlWaivers } from './html-tables.ts';
import { Html, html } from './html-template.ts';
import { percent } from './matrix.ts';
import { withShortPlaces } from './places.ts';
import { type Report, verdictOf } from './report.ts';
import { NO_PROJECT, projectsRead } from './unread.ts';

/** The page needs nothing from anywhere, and its policy forbids that anything be fetched or run. */
const STYLE_HASH = createHash('sha256').update(HTML_STYLE).digest('base64');
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
const VERDICT = { 0: 'nothing wrong', 2: 'something is wrong', 3: 'nothing wrong in what was read' };

/** One section of the page; without a body there is none. */
interface Section {
  id: string;
  title: string;
  body: Html | null;
}

/** The audit for a browser: one file without scripts, readable in light and dark, on paper, by keyboard and by ear. */
export function htmlReport(full: Report): string {
  const report = withShortPlaces(full);
  const sections = sectionsOf(report).filter(({ body }) => body !== null);
  const title = `${report.estate} parity audit (${report.capturedAt.slice(0, 10)})`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${POLICY}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<title>${title}</title>
<style>${new Html(HTML_STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">To the findings</a>
<header>
<h1>${title}</h1>
${head(report)}
</header>
<nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main id="content">
${sections.map(section)}
</main>
<footer><p>Plumbline reads metadata, and writes nothing it watches.</p></footer>
</body>
</html>
`.markup;
}

function sectionsOf(report: Report): Section[] {
  return [
    { id: 'findings', title: 'Findings, worst first', body: htmlFindings(report) },
    { id: 'matrix', title: 'Parity matrix', body: htmlMatrix(report) },
    { id: 'checks', title: 'Checklist', body: htmlChecks(report) },
    { id: 'around', title: 'Around a deployment', body: htmlAround(report) },
    { id: 'waivers', title: 'Waivers', body: htmlWaivers(report) },
    { id: 'inventory', title: 'Service inventory', body: htmlInventory(report) },
    { id: 'coverage', title: 'Coverage', body: htmlCoverage(report) },
    { id: 'notes', title: 'Notes', body: htmlNotes(report) },
  ];
}

function section({ id, title, body }: Section): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${body}
</section>
`;
}

function head(report: Report): Html {
  const projects = projectsRead(report).map(
    (project, index) => html`${index === 0 ? '' : ', '}<code>${project}</code>`,
  );
  const read = projects.length === 0 ? NO_PROJECT : html`metadata of ${projects} was read.`;
  const { contract, capturedAt } = report;
  return html`<p>Safety: ${read} Nothing was written, and no secret value was read.</p>
<p class="dim">Contract <code>${contract.file}</code> (sha256 <code>${contract.sha256.slice(0, 12)}</code>), captured <time datetime="${capturedAt}">${capturedAt}</time>.</p>
${tiles(report)}`;
}

function tiles(report: Report): Html {
  const { score, checks, coverage } = report;
  const having = (status: CheckReport['status']) => checks.filter((check) => check.status === status).length;
  const unread = coverage.filter(isGap).length;
  const total = coverage.length;
  const all = total === 0 ? 'no' : `all ${total} read`;
  const scopes = unread === 0 ? all : `${unread} of ${total} not read`;
  return html`<ul class="tiles">
<li><strong>${VERDICT[verdictOf(report)]}</strong>${counted(report.findings.length, 'finding')}</li>
<li><strong>${percent(score.overall)}</strong>parity, target ${score.target} %</li>
<li><strong>${having('FAIL')} of ${checks.length}</strong>checks ${htmlStatus('FAIL')}</li>
<li><strong>${having('REVIEW_REQUIRED')} of ${checks.length}</strong>checks ${htmlStatus('REVIEW_REQUIRED')}</li>
<li><strong>${scopes}</strong>scopes</li>
</ul>`;
}
