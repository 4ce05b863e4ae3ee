// Tables in Markdown that is read as it is written: each column as wide as its widest cell, numbers to the right.

/** The text with the columns of all its tables in line. */
export function withAlignedTables(markdown: string): string {
  const lines = markdown.split("\n");
  const aligned: string[] = [];
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (end < lines.length && lines[end]!.startsWith("|")) end++;
    if (end === at) aligned.push(lines[at++]!);
    else {
      aligned.push(...alignedTable(lines.slice(at, end)));
      at = end;
    }
  }
  return aligned.join("\n");
}

function alignedTable(lines: readonly string[]): string[] {
  const rows = lines.map((line) =>
    line
      .replace(/^\||\|\s*$/g, "")
      .split("|")
      .map((cell) => cell.trim()),
  );
  const isRule = (row: readonly string[]) => row.every((cell) => /^:?-+:?$/.test(cell));
  const rule = rows.find(isRule);
  if (!rule) return [...lines];
  const widths = rule.map((_, column) =>
    Math.max(3, ...rows.filter((row) => !isRule(row)).map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = (column: number) => rule[column]!.endsWith(":");
  return rows.map((row) => {
    const cells = widths.map((width, column) => {
      const cell = row[column] ?? "";
      if (isRule(row)) return isNumber(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width);
      return isNumber(column) ? cell.padStart(width) : cell.padEnd(width);
    });
    return `| ${cells.join(" | ")} |`;
  });
}
