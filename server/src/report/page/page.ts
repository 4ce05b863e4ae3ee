// The security report: one page that can be read by itself, offline, without a script, and printed. A pure function of what
// was found, so that the command line and the editor write the same one.

import { sha256 } from "@noble/hashes/sha2.js";
import type { PageFacts } from "./facts.ts";
import { html, Markup } from "./html.ts";
import { acceptedSection, clausesSection, findingsSection, silencedSection } from "./lists.ts";
import { baselineSection, figures, scannedSection, scoreSection } from "./overview.ts";
import { STYLE } from "./style.ts";

export function securityPage(facts: PageFacts): string {
  const { subject, date, version } = facts;
  const policy = `default-src 'none'; style-src 'sha256-${digestOf(STYLE)}'; base-uri 'none'; form-action 'none'`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Bartizan ${version}">
<title>Security report: ${subject}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header>
<p class="kind">Security report</p>
<h1>${subject}</h1>
<p>${date}, by Bartizan ${version}</p>
</header>
<main>
${figures(facts)}
${contents(facts)}
${scoreSection(facts)}
${baselineSection(facts)}
${findingsSection(facts)}
${acceptedSection(facts)}
${silencedSection(facts)}
${clausesSection(facts)}
${scannedSection(facts)}
${limitsSection()}
</main>
</body>
</html>
`.text;
}

function contents({ accepted }: PageFacts): Markup {
  const entries = [
    ["score", "The score, worked out"],
    ["baseline", "Since the baseline"],
    ["findings", "Findings by category and weakness"],
    ...(accepted.length > 0 ? [["accepted", "Accepted in the baseline"]] : []),
    ["silenced", "Silenced by comments"],
    ["clauses", "Clauses that findings touch"],
    ["scanned", "What was scanned"],
    ["limits", "What this page does not say"],
  ] as const;
  return html`<nav aria-label="Contents"><ol>
${entries.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ol></nav>`;
}

function limitsSection(): Markup {
  return html`<section aria-labelledby="limits">
<h2 id="limits">What this page does not say</h2>
<ul>
<li>It tells what a scan of source code, configuration and secrets found by its rules. What these do not look for, such as mistakes in business logic, is not here.</li>
<li>A finding may be wrong: whoever knows the code decides. Each tells the place and, where data flows, the way it takes.</li>
<li>Nothing on this page says that anything complies with a standard or a law.</li>
<li>No code is quoted, and secrets are masked. Even so, the page tells where the code is weak: give it to those who should know.</li>
</ul>
</section>
`;
}

/** What a policy calls a style by: base64. */
function digestOf(text: string): string {
  return btoa(String.fromCharCode(...sha256(new TextEncoder().encode(text))));
}
