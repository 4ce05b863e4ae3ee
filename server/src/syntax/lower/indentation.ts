// What the lines of a text that is written over several of them are indented by.

/** As much as all lines have in common; lines without anything but space do not count. */
export function commonIndentation(text: string): number {
  const widths = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => /^[ \t]*/.exec(line)![0].length);
  return widths.reduce((least, width) => Math.min(least, width), widths[0] ?? 0);
}
