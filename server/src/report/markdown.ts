// Guidance is Markdown; a terminal and SARIF's plain text want it without the marks.

/** Reads well as plain text: marks of emphasis, code and links gone, code blocks kept as they are. */
export function plainText(markdown: string): string {
  const lines: string[] = [];
  let isCode = false;
  for (const line of markdown.split(/\r?\n/)) {
    if (/^\s*(?:```|~~~)/.test(line)) isCode = !isCode;
    else lines.push(isCode ? `    ${line}` : plainLine(line));
  }
  return lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function plainLine(line: string): string {
  return line
    .replace(/^#{1,6}\s+/, "")
    .replace(/!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, "$1 ($2)")
    .replace(/(\*\*|__)([^*_]+)\1/g, "$2")
    .replace(/`([^`]*)`/g, "$1");
}

/** What the first paragraph says first: up to its first full stop. */
export function firstSentence(markdown: string): string {
  const paragraph = plainText(markdown.split(/\n\s*\n|\n\s*(?:```|~~~)/)[0] ?? "").replace(/\s+/g, " ");
  return /^.*?[.!?](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
}
