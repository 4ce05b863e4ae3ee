// Reads what `git log --patch` prints, as it comes. The lines of a hunk are counted, so no content of a file, nor a name, can be
// taken for a header.

import type { Commit } from "../../detect/finding.ts";

/** Put before each commit by the format that is asked for; no header begins so. */
const COMMIT_MARK = "\u0001";
export const COMMIT_FORMAT = "--format=%x01%H%x01%an%x01%aI";

/** A stretch of a file as a commit left it. */
export interface Hunk {
  readonly commit: Commit;
  readonly path: string;
  readonly text: string;
  /** The number of its first line in the file, from 1. */
  readonly firstLine: number;
  /** By line of `text`: whether the commit brought it. */
  readonly added: readonly boolean[];
  /** The file is new; its name may say something too. */
  readonly isNewFile: boolean;
}

export type Patch =
  | { readonly kind: "commit"; readonly commit: Commit }
  | { readonly kind: "hunk"; readonly hunk: Hunk };

interface OpenHunk {
  readonly firstLine: number;
  /** Lines that are still to come, of each parent's and of the new text. */
  readonly old: number[];
  left: number;
  size: number;
  readonly lines: Buffer[];
  readonly added: boolean[];
}

/** @param longest hunks of more bytes are given without their text */
export async function* readPatches(output: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Patch> {
  let commit: Commit | undefined;
  let path: string | undefined;
  let isNewFile = false;
  let hunk: OpenHunk | undefined;
  for await (const line of linesOf(output, longest)) {
    if (hunk) {
      takeLine(hunk, line, longest);
      if (hunk.left > 0 || hunk.old.some((left) => left > 0)) continue;
      if (commit && path !== undefined) yield { kind: "hunk", hunk: closed(hunk, commit, path, isNewFile) };
      hunk = undefined;
      continue;
    }
    const head = line.subarray(0, 4096).toString("utf8");
    if (head.startsWith(COMMIT_MARK)) {
      const [, id = "", author = "", date = ""] = head.split(COMMIT_MARK);
      commit = { id, author, date };
      path = undefined;
      yield { kind: "commit", commit };
    } else if (head.startsWith("diff --")) {
      path = undefined;
      isNewFile = false;
    } else if (head.startsWith("new file mode ")) isNewFile = true;
    else if (head.startsWith("+++ ")) path = pathOf(line.subarray(4).toString("utf8"));
    else if (head.startsWith("@@")) hunk = opened(head);
    else if (commit && isNewFile && head.startsWith("Binary files /dev/null and ")) {
      const name = pathOf(head.slice("Binary files /dev/null and ".length).replace(/ differ$/, ""));
      const empty = { firstLine: 1, old: [], left: 0, size: 0, lines: [], added: [] };
      if (name !== undefined) yield { kind: "hunk", hunk: closed(empty, commit, name, isNewFile) };
    }
  }
}

function opened(head: string): OpenHunk | undefined {
  const ranges = /^@@+ ((?:-\d+(?:,\d+)? )+)\+(\d+)(?:,(\d+))? @@/.exec(head);
  if (!ranges) return undefined;
  const old = [...ranges[1]!.matchAll(/-\d+(?:,(\d+))?/g)].map(([, count]) =>
    count === undefined ? 1 : Number(count),
  );
  const left = ranges[3] === undefined ? 1 : Number(ranges[3]);
  return { firstLine: Number(ranges[2]), old, left, size: 0, lines: [], added: [] };
}

/** As many columns stand before a line as there are parents. */
function takeLine(hunk: OpenHunk, line: Buffer, longest: number): void {
  const parents = hunk.old.length;
  const marks = line.toString("latin1", 0, parents).padEnd(parents);
  if (marks.startsWith("\\")) return; // "\ No newline at end of file"
  const isGone = marks.includes("-");
  for (let at = 0; at < parents; at++) if (marks[at] === "-" || (!isGone && marks[at] === " ")) hunk.old[at]!--;
  if (isGone) return;
  hunk.left--;
  hunk.size += line.length;
  if (hunk.size > longest) hunk.lines.length = 0;
  else hunk.lines.push(line.subarray(parents));
  hunk.added.push(!marks.includes(" "));
}

const decoder = new TextDecoder("utf-8");

function closed(hunk: OpenHunk, commit: Commit, path: string, isNewFile: boolean): Hunk {
  const { lines, added, firstLine, size } = hunk;
  const newline = Buffer.from("\n");
  const text =
    lines.length < added.length || size === 0
      ? ""
      : decoder.decode(Buffer.concat(lines.flatMap((line) => [line, newline])));
  return { commit, path, text, firstLine, added, isNewFile };
}

/** A name as headers have it: quoted as in C where it holds anything odd, and a tab behind it where it holds a space. */
export function pathOf(written: string): string | undefined {
  let name = written;
  if (name.startsWith('"')) {
    const bytes: number[] = [];
    const inner = name.slice(1, name.lastIndexOf('"'));
    const escapes: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, "\\": 92 };
    for (const [, octal, letter, plain] of inner.matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gs)) {
      if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
      else if (letter !== undefined) bytes.push(escapes[letter] ?? letter.charCodeAt(0));
      else bytes.push(...Buffer.from(plain!, "utf8"));
    }
    name = Buffer.from(bytes).toString("utf8");
  } else name = name.replace(/\t$/, "");
  return name === "/dev/null" ? undefined : name.replace(/^b\//, "");
}

/** Lines without their newline. A line longer than `longest` is cut: whatever holds it is passed over. */
async function* linesOf(output: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let length = 0;
  const keep = (part: Buffer) => {
    length += part.length;
    if (length <= longest + 4096) rest.push(part);
    else if (rest.length === 0) rest.push(part.subarray(0, longest + 4096));
  };
  const take = (): Buffer => {
    const line = rest.length === 1 ? rest[0]! : Buffer.concat(rest);
    // Longer than any limit, so that the hunk is dropped even though the line was cut.
    const whole =
      length > longest ? Buffer.concat([line, Buffer.alloc(Math.max(0, longest + 1 - line.length), 120)]) : line;
    rest = [];
    length = 0;
    return whole;
  };
  for await (const part of output) {
    let from = 0;
    for (let end = part.indexOf(10); end >= 0; end = part.indexOf(10, from)) {
      keep(part.subarray(from, end));
      yield take();
      from = end + 1;
    }
    if (from < part.length) keep(part.subarray(from));
  }
  if (length > 0) yield take();
}
