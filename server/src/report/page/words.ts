// How the sections of the report say what they have in common: numbers, levels, tables.

import type { Severity } from "../../detect/finding.ts";
import { html, type Markup, type Part } from "./html.ts";
import { WEIGHTS } from "./score.ts";

export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${shownNumber(number)} ${number === 1 ? noun : plural}`;
}

/** With a thin space between thousands. */
export function shownNumber(number: number): string {
  const [whole, fraction] = String(number).split(".");
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** The worst first. */
export const SEVERITIES: readonly Severity[] = WEIGHTS.map(({ severity }) => severity);

const SIGNS: Readonly<Record<Severity, string>> = { critical: "◆", error: "▲", warning: "●", info: "○" };

/** A shape and a word for each, so that nothing depends on telling colours apart. */
export function severityMark(severity: Severity): Markup {
  return html`<span class="level ${severity}"><span aria-hidden="true">${SIGNS[severity]}</span> ${severity}</span>`;
}

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** The first cell of each row names it. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Part[])[],
  foot?: readonly Part[],
): Markup {
  const side = (index: number): Part => (columns[index]?.isNumber ? html` class="number"` : "");
  const row = (cells: readonly Part[]) =>
    html`<tr>${cells.map((cell, index) =>
      index === 0 ? html`<th scope="row">${cell}</th>` : html`<td${side(index)}>${cell}</td>`,
    )}</tr>\n`;
  return html`<div class="wide"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ title }, index) => html`<th scope="col"${side(index)}>${title}</th>`)}</tr></thead>
<tbody>
${rows.map(row)}</tbody>
${foot && html`<tfoot>${row(foot)}</tfoot>\n`}</table></div>
`;
}
