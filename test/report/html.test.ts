import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { htmlReport } from '../../shared/report/html.ts';
import { html } from '../../shared/report/html-template.ts';
import { auditReport } from '../acceptance/audit.ts';
import { HOSTILE, hostileReport, opened, reportWith, unread } from './fixtures.ts';

/** Every element the page is made of. */
const ELEMENTS =
  'a body caption code details div footer h1 h2 h3 h1 head header html li main meta nav p section span strong style summary table tbody td tfoot th thead time title tr ul'.split(
    ' ',
  );

/** Its elements, where each is closed in the right place and none is unknown. */
function holdPage(page: string): void {
  expect(XMLValidator.validate(page.replace('<!DOCTYPE html>\n', ''))).toBe(true);
  const elements = [...page.matchAll(/<\/?([A-Za-z][\w-]*)/g)].map(([, name]) => name ?? '');
  expect(elements.filter((name) => !ELEMENTS.includes(name))).toEqual([]);
  expect(page).not.toMatch(/ on[a-z]+=|javascript:|<script|src=|url\(/i);
}

describe('the page', () => {
  it.each([
    ['the audit of 2026-02-22', auditReport],
    ['a violation', () => reportWith(opened('prod'))],
    ['a waiver in use', () => reportWith(opened('dev'))],
    ['a scope that was not read', () => reportWith(unread)],
  ])('is whole for %s', async (_name, report) => {
    holdPage(htmlReport(await report()));
  });

  it('holds what people named as text, whatever it is', async () => {
    const report = await reportWith(opened('prod'));
    const markup = (text: string) => htmlReport(hostileReport(report, text)).replace(/<!DOCTYPE html>\n/, '');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(XMLValidator.validate(markup(text))).toBe(true);
      }),
      // Names that every object has a member of.
      { numRuns: 30, examples: [['valueOf'], ['constructor'], ['__proto__']] },
    );
    const page = htmlReport(hostileReport(report, HOSTILE.replace('src=', '').replace('onerror=', '')));
    holdPage(page);
    expect(page).toContain('&lt;!channel&gt;');
  });

  it('fetches and runs nothing, and says so to the browser', async () => {
    const page = htmlReport(await auditReport());
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;`);
    expect(page).not.toMatch(/ style="/);
  });

  it('links only to what is on it', async () => {
    const page = htmlReport(await auditReport());
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(targets.length).toBeGreaterThan(10);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
    expect(page).not.toMatch(/href="[^#]/);
  });

  it('says every status as a word, and names rows and columns', async () => {
    const page = htmlReport(await reportWith(opened('prod')));
    expect(page).toMatch(/<tr><th scope="row">web<\/th>.*<td class="bad">FAIL<\/td>/);
    expect(page).toMatch(/<th scope="col"><a href="#check-3" aria-label="3 Ingress policy"/);
    expect(page).toMatch(/<details id="check-3" open="open">/);
    expect(page).toMatch(/<details id="check-1">/);
    expect(page).toMatch(/found <code>all<\/code> · expected <code>internal<\/code>/);
  });

  it('names what was not read', async () => {
    expect(htmlReport(await reportWith(unread))).toMatch(
      /secretmanager\.secrets<\/td><td><span class="badge warn">DENIED<\/span><\/td><td>secretmanager\.secrets\.list is missing/,
    );
  });
});

describe('html', () => {
  it.each([
    ['text', html`<p>${'<b>&'}</p>`, '<p>&lt;b&gt;&amp;</p>'],
    ['an attribute', html`<p title="${'"x"'}"></p>`, '<p title="&quot;x&quot;"></p>'],
    [
      'markup of its own',
      html`<ul>${[html`<li>${1}</li>`, html`<li>${2}</li>`]}</ul>`,
      '<ul><li>1</li><li>2</li></ul>',
    ],
    ['nothing', html`<p>${null}</p>`, '<p></p>'],
    ['a control character', html`${'a\u0000b'}`, 'a b'],
  ])('escapes %s', (_name, made, markup) => {
    expect(made.markup).toBe(markup);
  });
});
