// How the security report looks: on screens light and dark, and on paper. Contrast is 4.5 to 1 at least for all text. No part
// of it may come from the files that were scanned: the page's policy allows this very text and no other.

export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f4f6f8; --line: #d3dae1; --text: #16202b; --quiet: #51606f; --link: #0b5cad;
  --critical: #a3123f; --error: #c2331b; --warning: #8a5a00; --info: #34658c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12181f; --raised: #1b232c; --line: #33404d; --text: #e4eaf0; --quiet: #a3b1bf; --link: #7ab8f5;
    --critical: #ff8fae; --error: #ff9b85; --warning: #f0c060; --info: #8fc1ea;
  }
}
* { box-sizing: border-box; }
html { background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
body { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: break-word; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
h1 { margin: 0; font-size: 2rem; overflow-wrap: anywhere; }
h2 { margin: 3rem 0 .75rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.4rem; }
h3 { margin: 2rem 0 .5rem; font-size: 1.12rem; }
h4 { margin: 1.5rem 0 .25rem; font-size: 1rem; }
p, ul, ol { margin: .5rem 0; }
header p { margin: .25rem 0; color: var(--quiet); }
.kind { font-weight: 600; letter-spacing: .08em; text-transform: uppercase; font-size: .8rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code { font: .875em ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
nav ol { columns: 2 16rem; padding-left: 1.5rem; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1rem 0; }
.figures div { flex: 1 1 14rem; padding: 1rem 1.25rem; background: var(--raised); border: 1px solid var(--line); border-radius: .5rem; }
.figures dt { color: var(--quiet); }
.figures dd { margin: 0; font-size: 2.5rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.figures small { font-size: 1rem; font-weight: 400; color: var(--quiet); }
.bar { display: block; width: 100%; height: .75rem; border-radius: .25rem; margin: 1rem 0; }
.bar .critical { fill: var(--critical); } .bar .error { fill: var(--error); } .bar .warning { fill: var(--warning); } .bar .info { fill: var(--info); }
.level { font-weight: 600; white-space: nowrap; }
.level.critical { color: var(--critical); } .level.error { color: var(--error); } .level.warning { color: var(--warning); } .level.info { color: var(--info); }
.wide { overflow-x: auto; margin: 1rem 0; }
table { width: 100%; border-collapse: collapse; }
caption { padding: .25rem 0; text-align: left; color: var(--quiet); font-size: .9rem; }
th, td { padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--quiet); font-size: .85rem; font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 500; }
th code, td code { overflow-wrap: break-word; }
tfoot th, tfoot td { border-bottom: 0; font-weight: 650; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
thead .number { white-space: normal; }
.sum { font-size: 1.2rem; font-variant-numeric: tabular-nums; }
.count { color: var(--quiet); font-weight: 400; font-size: .9rem; margin-left: .25rem; }
.findings, .plain { padding: 0; list-style: none; }
.findings > li { padding: .6rem 0 .6rem .9rem; border-left: 3px solid var(--line); margin: .6rem 0; }
.findings p { margin: .15rem 0; }
.word { white-space: nowrap; }
.rule, .untouched { color: var(--quiet); font-size: .9rem; }
.steps code:first-child { color: var(--quiet); }
.steps { margin: .4rem 0 0; padding-left: 2.25rem; font-size: .9rem; }
.left { list-style: none; color: var(--quiet); }
@media screen and (max-width: 40rem) {
  .wide table:has(thead th:nth-child(4)) { min-width: 38rem; }
}
@media print {
  :root {
    color-scheme: light;
    --ground: #ffffff; --raised: #ffffff; --line: #b5bec7; --text: #000000; --quiet: #404a54; --link: #000000;
    --critical: #8f0f37; --error: #a82a15; --warning: #6f4800; --info: #2b5475;
  }
  @page { margin: 16mm 14mm; }
  html { font-size: 10.5pt; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  a { text-decoration: none; }
  h2, h3, h4, caption { break-after: avoid; }
  .findings > li, tr, .figures, .steps li { break-inside: avoid; }
  .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .wide { overflow: visible; }
  thead { display: table-header-group; }
}
`;
