// Patterns of YAML, whose `...` must become what stands around it: an entry among entries, an item among items, or the
// whole value where it is alone.

import { Kind } from "../../syntax/kind.ts";
import { isMetavariable } from "./pattern.ts";
import { ELLIPSIS_NAME, PlaceholderNames, type SpelledPattern } from "./pattern-text.ts";

interface Line {
  readonly indent: number;
  readonly text: string;
}

export function spellYamlPattern(source: string): SpelledPattern {
  const names = new PlaceholderNames(false);
  let count = 0;
  const ellipsis = (): string => {
    const name = count === 0 ? ELLIPSIS_NAME : `${ELLIPSIS_NAME}${count}_`;
    count++;
    names.add(name, Kind.Ellipsis, "...");
    return name;
  };
  const lines: Line[] = source.split("\n").map((text) => ({ indent: /^ */.exec(text)![0].length, text }));
  const spelled = lines.map((line, at) => spellLine(lines, at, line, ellipsis, names));
  return { text: spelled.join("\n"), names, types: new Map() };
}

function spellLine(
  lines: readonly Line[],
  at: number,
  { indent, text }: Line,
  ellipsis: () => string,
  names: PlaceholderNames,
): string {
  const pad = " ".repeat(indent);
  if (/^\s*\.\.\.\s*$/.test(text)) {
    const sibling = siblingOf(lines, at, indent);
    const name = ellipsis();
    if (sibling === "item") return `${pad}- ${name}`;
    return sibling === "entry" ? `${pad}${name}: ${name}` : `${pad}${name}`;
  }
  const item = /^(\s*-\s+)\.\.\.\s*$/.exec(text);
  if (item) {
    const name = ellipsis();
    const next = lines.slice(at + 1).find((line) => line.text.trim() !== "");
    const isMap = next !== undefined && next.indent === item[1]!.length;
    return isMap ? `${item[1]}${name}: ${name}` : `${item[1]}${name}`;
  }
  return spellInside(text, ellipsis, names);
}

/** What stands beside an ellipsis that has a line of its own. */
function siblingOf(lines: readonly Line[], at: number, indent: number): "item" | "entry" | undefined {
  const judge = (line: Line): "item" | "entry" | undefined => {
    if (/^\s*\.\.\.\s*$/.test(line.text) || line.text.trim() === "") return undefined;
    return /^\s*-(\s|$)/.test(line.text) ? "item" : "entry";
  };
  for (
    let next = at + 1;
    next < lines.length && (lines[next]!.indent >= indent || lines[next]!.text.trim() === "");
    next++
  ) {
    if (lines[next]!.indent !== indent) continue;
    const found = judge(lines[next]!);
    if (found) return found;
  }
  for (let before = at - 1; before >= 0; before--) {
    const line = lines[before]!;
    if (line.text.trim() === "") continue;
    // The entries of an item begin behind its dash.
    const item = /^(\s*(?:-\s+)+)\S/.exec(line.text);
    if (item && item[1]!.length === indent && line.indent < indent) return "entry";
    if (line.indent < indent) return undefined;
    if (line.indent !== indent) continue;
    const found = judge(line);
    if (found) return found;
  }
  return undefined;
}

/** Metavariables and ellipses in the values of a line; what stands in quotes or is part of a longer text stays. */
function spellInside(text: string, ellipsis: () => string, names: PlaceholderNames): string {
  let result = "";
  let isInFlow = 0;
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const before = result.trimEnd();
    const begins = before === "" || /(?:^|[\s])-$|[:,[{]$/.test(before);
    const quoted = begins ? /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(rest) : null;
    if (quoted) {
      result += quoted[0];
      at += quoted[0].length;
      continue;
    }
    const metavariable = begins ? /^\$(?:\.\.\.)?[A-Z_][A-Z_0-9]*(?=\s*(?:$|[:,\]}]|\s#))/.exec(rest) : null;
    if (metavariable) {
      const plain = metavariable[0].replace("$...", "").replace("$", "");
      const isMany = metavariable[0].startsWith("$...");
      if (isMany || isMetavariable(metavariable[0])) {
        const name = `${isMany ? "many" : "MV"}_${plain}_`;
        names.add(name, isMany ? Kind.MetavariableEllipsis : Kind.Metavariable, metavariable[0]);
        result += name;
        at += metavariable[0].length;
        continue;
      }
    }
    if (begins && /^\.\.\.(?=\s*(?:$|[,\]}]|\s#))/.test(rest)) {
      const name = ellipsis();
      const isEntry = isInFlow > 0 && /[{,]$/.test(before) && openBracket(result) === "{";
      result += isEntry ? `${name}: ${name}` : name;
      at += 3;
      continue;
    }
    const sign = text[at]!;
    if ((sign === "[" || sign === "{") && (begins || isInFlow > 0)) isInFlow++;
    if ((sign === "]" || sign === "}") && isInFlow > 0) isInFlow--;
    result += sign;
    at++;
  }
  return result;
}

/** The bracket that is open at the end of a text. */
function openBracket(text: string): string | undefined {
  const open: string[] = [];
  for (const sign of text)
    if (sign === "[" || sign === "{") open.push(sign);
    else if (sign === "]" || sign === "}") open.pop();
  return open.at(-1);
}
