/** The look of the page: light and dark as the reader's system says, and on paper without what only a screen needs. */
export const HTML_STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --dim: #57606a; --line: #d0d7de; --back: #ffffff; --panel: #f6f8fa; --link: #0550ae;
  --bad: #a40e26; --bad-back: #ffe5e2; --warn: #7a4d00; --warn-back: #fff3c4; --good: #116329; --good-back: #dcf7e1; --quiet: #424a53; --quiet-back: #e6eaef; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --dim: #9aa4af; --line: #3d444d; --back: #0d1117; --panel: #161b22; --link: #79b8ff;
    --bad: #ffb3ad; --bad-back: #5d1a1a; --warn: #f2cc60; --warn-back: #4b3900; --good: #8ddb8c; --good-back: #12391c; --quiet: #c3ccd6; --quiet-back: #2b323b; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 1.5rem; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { font-size: 1.7rem; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1rem 0 .3rem; }
p { margin: .3rem 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code { font: .92em ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.dim { color: var(--dim); }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
.tiles { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1rem 0; padding: 0; list-style: none; }
.tiles li { padding: .7rem 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--panel); min-width: 10rem; }
.tiles strong { display: block; font-size: 1.35rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: 0; list-style: none; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .5rem .7rem; color: var(--dim); }
th, td { padding: .4rem .7rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: break-word; }
.findings td:last-child { overflow-wrap: anywhere; }
td p:first-child { margin-top: 0; }
thead th { background: var(--panel); white-space: nowrap; }
.matrix th, .matrix td { text-align: center; padding: .3rem .35rem; }
.matrix th[scope=row] { text-align: left; white-space: nowrap; }
.badge { display: inline-block; padding: 0 .5rem; border-radius: .7rem; font-weight: 600; white-space: nowrap; }
.bad { color: var(--bad); background: var(--bad-back); }
.warn { color: var(--warn); background: var(--warn-back); }
.good { color: var(--good); background: var(--good-back); }
.quiet { color: var(--quiet); background: var(--quiet-back); }
.matrix tfoot td { font-size: .85em; white-space: nowrap; }
.matrix td.bad { font-weight: 700; }
details { margin: .4rem 0; padding: .4rem .8rem; border: 1px solid var(--line); border-radius: .5rem; }
details details { border: 0; padding: 0; }
summary { cursor: pointer; }
.change { margin: .2rem 0; }
.checklist { padding-left: 1.2rem; list-style: none; }
.checklist li { text-indent: -1.2rem; margin: .2rem 0; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 0 1.5rem; }
footer { margin-top: 2.5rem; color: var(--dim); }
@media screen and (max-width: 40rem) {
  body { padding: 1rem; }
  .findings thead { display: none; }
  .findings tr { display: block; border-top: 1px solid var(--line); padding: .3rem 0; }
  .findings td { display: inline-block; border: 0; padding: .2rem .7rem; }
  .findings td:last-child { display: block; }
}
@media print {
  :root { --text: #000; --dim: #333; --line: #999; --back: #fff; --panel: #fff; --link: #000; --bad: #000; --warn: #000; --good: #000; --quiet: #000; --bad-back: #fff; --warn-back: #fff; --good-back: #fff; --quiet-back: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .skip { display: none; }
  .scroll { overflow: visible; border: 0; }
  tr, details { break-inside: avoid; }
  .badge { border: 1px solid #999; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
