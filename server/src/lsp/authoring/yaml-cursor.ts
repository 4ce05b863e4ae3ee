// Where a cursor stands in a YAML text that is being typed, and so is mostly broken: the keys and lists around it, told by
// indentation alone. Knows block style over all lines and flow style (`{ a: b }`, `[a, b]`) within the cursor's own.

/** A key of a map, or an element of a list. */
export type YamlStep = string | typeof ELEMENT;
export const ELEMENT = Symbol("element");

export interface YamlCursor {
  /** From the root to the map or list that the cursor is in; with a value, to the value. */
  readonly path: readonly YamlStep[];
  /** Whether a key or a value is being written. In a list without maps it is a value. */
  readonly expects: "key" | "value";
  /** Where the word begins that the cursor ends. */
  readonly wordStart: number;
  /** Keys that the map has already. */
  readonly siblings: readonly string[];
}

interface Line {
  /** Columns of the `-` before the content. */
  readonly dashes: readonly number[];
  readonly column: number;
  readonly content: string;
}

const KEY = /^(?:"([^"]*)"|'([^']*)'|([^\s#:{}[\],"'][^:#{}[\],]*?)):(?=\s|$)/;

/** Undefined inside comments and texts of several lines, where nothing is a key. */
export function yamlCursor(text: string, offset: number): YamlCursor | undefined {
  const before = text.slice(0, offset).split("\n");
  const current = before.pop()!;
  if (/^\s*#|\s#/.test(current)) return undefined;
  const line = readLine(current);
  const above = before.map(readLine);
  if (isInBlockText(before, line.column)) return undefined;
  const path: YamlStep[] = [];
  const siblings: string[] = [];
  let inner: YamlStep[] = [];
  let expects: "key" | "value" = "key";
  let word = line.content;
  const key = keyOf(line.content);
  if (key !== undefined) {
    const rest = line.content.slice(line.content.indexOf(":") + 1);
    const flow = readFlow(rest.trimStart());
    inner = [key, ...(flow?.path ?? [])];
    expects = flow ? flow.expects : "value";
    word = flow ? flow.word : rest.trimStart();
    if (flow) siblings.push(...flow.siblings);
  } else {
    const flow = readFlow(line.content);
    if (flow) {
      inner = [...flow.path];
      expects = flow.expects;
      word = flow.word;
      siblings.push(...flow.siblings);
    } else siblings.push(...keysBeside(above, text.slice(offset), line));
  }
  path.push(...around(above, line), ...inner);
  return { path, expects, wordStart: offset - word.length, siblings };
}

function readLine(text: string): Line {
  const dashes: number[] = [];
  let column = text.length - text.trimStart().length;
  for (;;) {
    const match = /^-(\s+|$)/.exec(text.slice(column));
    if (!match) break;
    dashes.push(column);
    column += Math.max(2, match[0].length);
  }
  return { dashes, column, content: text.slice(column) };
}

function keyOf(content: string): string | undefined {
  const match = KEY.exec(content);
  return match ? (match[1] ?? match[2] ?? match[3]) : undefined;
}

/** The keys and lists that the content of a line lies in, by the lines above it. */
function around(above: readonly Line[], line: Line): YamlStep[] {
  const path: YamlStep[] = [];
  let column = line.column;
  let isInList = false;
  const enter = (dashes: readonly number[]) => {
    for (const dash of [...dashes].reverse())
      if (dash < column) {
        path.unshift(ELEMENT);
        column = dash;
        isInList = true;
      }
  };
  enter(line.dashes);
  for (let at = above.length - 1; at >= 0 && (column > 0 || isInList); at--) {
    const { content, column: own, dashes } = above[at]!;
    if (content.trim() === "" || content.startsWith("#")) {
      if (dashes.length > 0) enter(dashes);
      continue;
    }
    const key = keyOf(content);
    // A list may stand as far left as the key that holds it.
    const holds = own < column || (isInList && own === column && dashes.length === 0);
    if (key !== undefined && holds) {
      path.unshift(key);
      column = own;
      isInList = false;
    }
    enter(dashes);
  }
  return path;
}

/** The other keys of the map that a line belongs to, above and below it. */
function keysBeside(above: readonly Line[], below: string, { column, dashes }: Line): string[] {
  const keys: string[] = [];
  const collect = (lines: readonly Line[], isDown: boolean) => {
    for (const each of lines) {
      if (each.content.trim() === "") continue;
      if (isDown && each.dashes.some((dash) => dash < column)) return;
      if (each.column < column) return;
      const key = each.column === column ? keyOf(each.content) : undefined;
      if (key !== undefined) keys.push(key);
      if (!isDown && each.dashes.some((dash) => dash < column)) return;
    }
  };
  if (dashes.length === 0) collect([...above].reverse(), false);
  collect(below.split("\n").slice(1).map(readLine), true);
  return keys;
}

/** Whether a line lies in a text that `|` or `>` began above it. */
function isInBlockText(above: readonly string[], column: number): boolean {
  let limit = column;
  for (let at = above.length - 1; at >= 0; at--) {
    const text = above[at]!;
    if (text.trim() === "") continue;
    const { column: own, content } = readLine(text);
    if (own >= limit) continue;
    if (/(?:^|:\s|^-\s)[|>][-+0-9]*\s*(#.*)?$/.test(content)) return true;
    limit = own;
  }
  return false;
}

interface FlowCursor {
  readonly path: readonly YamlStep[];
  readonly expects: "key" | "value";
  readonly word: string;
  readonly siblings: readonly string[];
}

/** The cursor at the end of a text that begins with `{` or `[`; undefined when all of it is closed again. */
function readFlow(text: string): FlowCursor | undefined {
  if (!/^[{[]/.test(text)) return undefined;
  const open: { isMap: boolean; key: string | undefined; keys: string[] }[] = [];
  let word = "";
  for (let at = 0; at < text.length; at++) {
    const unit = text[at]!;
    const innermost = open.at(-1);
    if (unit === '"' || unit === "'") {
      const end = text.indexOf(unit, at + 1);
      word = end < 0 ? text.slice(at) : text.slice(at, end + 1);
      if (end < 0) break;
      at = end;
    } else if (unit === "{" || unit === "[") {
      open.push({ isMap: unit === "{", key: undefined, keys: [] });
      word = "";
    } else if (unit === "}" || unit === "]") {
      open.pop();
      if (open.length === 0) return undefined;
      word = "";
    } else if (unit === ",") {
      if (innermost) innermost.key = undefined;
      word = "";
    } else if (unit === ":" && innermost?.isMap && /^(\s|$)/.test(text.slice(at + 1))) {
      innermost.key = word.trim().replace(/^["']|["']$/g, "");
      innermost.keys.push(innermost.key);
      word = "";
    } else if (word !== "" || unit.trim() !== "") word += unit;
  }
  const path = open.flatMap(({ isMap, key }): YamlStep[] => (isMap ? (key === undefined ? [] : [key]) : [ELEMENT]));
  const innermost = open.at(-1)!;
  const isKey = innermost.isMap && innermost.key === undefined;
  return { path, expects: isKey ? "key" : "value", word, siblings: isKey ? innermost.keys : [] };
}
