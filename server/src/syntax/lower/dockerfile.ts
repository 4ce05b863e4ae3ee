// Dockerfiles to the common AST. Each line is an Instruction: its flags (`--platform=x`) are NamedArguments in role Modifier,
// its words Strings in role Argument, `K=V` of ENV, LABEL and ARG a Pair, the JSON form an Array. What RUN, CMD and the like
// give to a shell stands there word by word, operators included, and once more as the shell's statements in a Block in role
// Body. `FROM x:t@d AS y` has y in role Alias, the tag and the digest are NamedArguments `:` and `@` in role Modifier, and so
// is the group of `USER u:g`. A LABEL with several pairs is as many instructions. ONBUILD and HEALTHCHECK hold an Instruction.
// In a pattern an unknown keyword is an Error, so that the text can be tried as a shell command.

import { DockerfileParser, type Instruction } from "dockerfile-ast";
import { LineIndex } from "../../text/line-index.ts";
import { Ast, AstBuilder, LONGEST_INTERNED } from "../ast.ts";
import { Kind, Role } from "../kind.ts";
import { lowerTree, type PatternNames } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { graftChildren, type TextLowering, type TextLoweringContext } from "../text-lowering.ts";
import { bash } from "./bash.ts";

const KEYWORDS = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);
const WITH_FLAGS = new Set(["ADD", "COPY", "FROM", "HEALTHCHECK", "RUN"]);
const WITH_PAIRS = new Set(["ARG", "ENV", "LABEL"]);
const IN_SHELL = new Set(["RUN", "CMD", "ENTRYPOINT"]);

/** ONBUILD may not hold ONBUILD, so deeper ones are but words. */
const DEEPEST_INSTRUCTION = 4;

interface Word {
  readonly start: number;
  readonly end: number;
}

export const dockerfile: TextLowering = {
  languages: ["dockerfile"],
  embeds: ["bash"],
  lowerText: (text, context) => new DockerfileLowerer(text, context).run(),
};

/** Part of a list as the shell would read it, as long: plain words without quotes, others as they are. */
function commandPart(part: string, plain: string | undefined): string {
  if (plain !== undefined) return ` ${plain} `;
  return part.length === 1 ? " " : part;
}

class DockerfileLowerer {
  readonly #text: string;
  readonly #context: TextLoweringContext;
  readonly #pattern: PatternNames | undefined;
  readonly #out = new AstBuilder();
  readonly #lines: LineIndex;
  #escape = "\\";
  #depth = 0;

  constructor(text: string, context: TextLoweringContext) {
    this.#text = text;
    this.#context = context;
    this.#pattern = context.pattern;
    this.#lines = new LineIndex(text);
  }

  run(): Ast {
    const parsed = DockerfileParser.parse(this.#text);
    this.#escape = parsed.getEscapeCharacter();
    const root = this.#out.open(Kind.Module, Role.None, 0, this.#text.length);
    for (const instruction of parsed.getInstructions()) this.#parsedInstruction(instruction);
    this.#out.close(root);
    return new Ast("dockerfile", this.#text, this.#out.finish());
  }

  #parsedInstruction(instruction: Instruction): void {
    const whole = instruction.getRange();
    const keyword = instruction.getInstructionRange();
    const start = this.#lines.offsetAt(keyword.start);
    const end = this.#lines.offsetAt(whole.end);
    this.#instruction(start, this.#lines.offsetAt(keyword.end), end, Role.Statement);
  }

  #instruction(start: number, keywordEnd: number, end: number, role: Role): void {
    const written = this.#text.slice(start, keywordEnd);
    const keyword = written.toUpperCase();
    const placeholder = this.#pattern?.placeholder(written);
    if (placeholder && this.#text.slice(keywordEnd, end).trim() === "") {
      this.#out.leaf(placeholder.kind, role, start, end, intern(placeholder.name));
      return;
    }
    if (this.#pattern && !KEYWORDS.has(keyword)) {
      this.#out.leaf(Kind.Error, role, start, end);
      return;
    }
    if (keyword === "LABEL" && role === Role.Statement && this.#labels(start, keywordEnd, end)) return;
    const node = this.#out.open(Kind.Instruction, role, start, end, intern(keyword));
    this.#operands(keyword, keywordEnd, end);
    this.#out.close(node);
  }

  /** `LABEL a=b c=d` as two instructions; false when it is but one. */
  #labels(start: number, keywordEnd: number, end: number): boolean {
    const rest = this.#masked(keywordEnd, end);
    const all = words(rest);
    if (all.length < 2 || !all.every((word) => rest.slice(word.start, word.end).indexOf("=") > 0)) return false;
    all.forEach((word, index) => {
      const from = index === 0 ? start : keywordEnd + word.start;
      const node = this.#out.open(Kind.Instruction, Role.Statement, from, keywordEnd + word.end, intern("LABEL"));
      this.#pairs(rest.slice(word.start, word.end), keywordEnd + word.start);
      this.#out.close(node);
    });
    return true;
  }

  #operands(keyword: string, from: number, end: number): void {
    const heredoc = this.#heredocsFrom(keyword, from, end);
    const masked = this.#masked(from, heredoc ?? end);
    let at = skipSpace(masked, 0);
    if (WITH_FLAGS.has(keyword))
      for (let flag = flagAt(masked, at); flag; flag = flagAt(masked, at)) {
        this.#flag(flag, from + at);
        at = skipSpace(masked, at + flag[0].length);
      }
    // `HEALTHCHECK ... CMD x` in a pattern: any flags.
    const skipped = this.#pattern && keyword === "HEALTHCHECK" ? /^(\w+)\s+(?=CMD\b)/i.exec(masked.slice(at)) : null;
    if (skipped && isEllipsis(this.#pattern?.placeholder(skipped[1]!)?.kind)) at += skipped[0].length;
    const rest = masked.slice(at);
    if (keyword === "ONBUILD") this.#nested(rest, from + at, end);
    else if (keyword === "HEALTHCHECK" && /^CMD\b/i.test(rest)) this.#nested(rest, from + at, end);
    else if (this.#array(rest, from + at)) {
      if (IN_SHELL.has(keyword) && !this.#pattern) this.#command(rest.trimEnd(), from + at);
    } else if (WITH_PAIRS.has(keyword)) this.#pairs(rest, from + at);
    else if (IN_SHELL.has(keyword)) this.#shell(rest, from + at, heredoc, end);
    else if (keyword === "FROM") this.#from(words(rest), from + at);
    else if (keyword === "USER") this.#user(words(rest), from + at);
    else if (keyword === "MAINTAINER" && rest.trim() !== "")
      this.#word({ start: 0, end: rest.trimEnd().length }, from + at);
    else for (const word of words(rest)) this.#word(word, from + at);
  }

  #nested(rest: string, offset: number, end: number): void {
    const keyword = /^[A-Za-z]+/.exec(rest)?.[0] ?? "";
    if (keyword !== "" && this.#depth < DEEPEST_INSTRUCTION) {
      this.#depth++;
      this.#instruction(offset, offset + keyword.length, end, Role.Argument);
      this.#depth--;
    } else for (const word of words(rest)) this.#word(word, offset);
  }

  #from(all: readonly Word[], offset: number): void {
    const as = all.findIndex(({ start, end }) => /^as$/i.test(this.#text.slice(offset + start, offset + end)));
    const images = as < 0 ? all : all.slice(0, as);
    for (const word of images) this.#image(word, offset);
    const name = as < 0 ? undefined : all[as + 1];
    if (!name) return;
    const value = this.#text.slice(offset + name.start, offset + name.end);
    const placeholder = this.#pattern?.placeholder(value);
    const kind = placeholder?.kind ?? Kind.String;
    this.#out.leaf(
      kind,
      Role.Alias,
      offset + name.start,
      offset + name.end,
      intern(placeholder?.name ?? this.#restored(value)),
    );
  }

  // `registry:5000/name:tag@digest`: a colon before a slash is the registry's port.
  #image(word: Word, offset: number): void {
    const text = this.#text.slice(offset + word.start, offset + word.end);
    const parts = /^((?:\$\{[^}]*\}|[^@\s"'])*?)(?::((?:\$\{[^}]*\}|[^/:@\s"'])+))?(?:@([^\s"']+))?$/.exec(text);
    const [, name = "", tag, digest] = parts ?? [];
    if (name === "") {
      this.#word(word, offset);
      return;
    }
    const nameEnd = word.start + name.length;
    const tagEnd = tag === undefined ? nameEnd : nameEnd + 1 + tag.length;
    if (tag !== undefined) this.#named(":", nameEnd, tagEnd, offset);
    if (digest !== undefined) this.#named("@", tagEnd, word.end, offset);
    this.#word({ start: word.start, end: nameEnd }, offset);
  }

  // `USER name:group`.
  #user(all: readonly Word[], offset: number): void {
    for (const word of all) {
      const text = this.#text.slice(offset + word.start, offset + word.end);
      const name = /^((?:\$\{[^}]*\}|[^:\s"'])+):[^"']+$/.exec(text)?.[1];
      if (name === undefined) this.#word(word, offset);
      else {
        this.#named(":", word.start + name.length, word.end, offset);
        this.#word({ start: word.start, end: word.start + name.length }, offset);
      }
    }
  }

  /** A part that a sign introduces. */
  #named(sign: string, start: number, end: number, offset: number): void {
    const node = this.#out.open(Kind.NamedArgument, Role.Modifier, offset + start, offset + end, intern(sign));
    this.#word({ start: start + 1, end }, offset, Role.Value);
    this.#out.close(node);
  }

  #flag(flag: RegExpExecArray, start: number): void {
    const [written, name = "", value] = flag;
    const node = this.#out.open(Kind.NamedArgument, Role.Modifier, start, start + written.length, intern(`--${name}`));
    if (value !== undefined)
      this.#value(value, Role.Value, start + written.length - value.length, start + written.length);
    this.#out.close(node);
  }

  // `K=V L="W x"`, or the old `K the rest`.
  #pairs(rest: string, offset: number): void {
    const all = words(rest);
    const [first, second] = all;
    const text = ({ start, end }: Word) => rest.slice(start, end);
    const isOld =
      first !== undefined &&
      second !== undefined &&
      !text(first).includes("=") &&
      !isEllipsis(this.#pattern?.placeholder(text(first))?.kind) &&
      !(this.#pattern && all.some((word) => text(word).includes("=")));
    if (isOld) {
      const last = all.at(-1)!;
      this.#pair(first, { start: second.start, end: last.end }, offset);
      return;
    }
    for (const word of all) {
      const equals = text(word).indexOf("=");
      if (equals <= 0) this.#word(word, offset);
      else
        this.#pair(
          { start: word.start, end: word.start + equals },
          { start: word.start + equals + 1, end: word.end },
          offset,
        );
    }
  }

  #pair(key: Word, value: Word, offset: number): void {
    const node = this.#out.open(Kind.Pair, Role.Argument, offset + key.start, offset + value.end);
    this.#word(key, offset, Role.Key);
    this.#word(value, offset, Role.Value);
    this.#out.close(node);
  }

  /** `["a", "b"]`; false when the text is no such list. */
  #array(rest: string, offset: number): boolean {
    const trimmed = rest.trimEnd();
    if (!trimmed.startsWith("[") || !trimmed.endsWith("]")) return false;
    const items: Word[] = [];
    const item = /\s*("(?:\\.|[^"\\])*"|[\w$.]+)\s*(?:,|(?=\]$)|$)/y;
    item.lastIndex = 1;
    let until = 1;
    for (let found = item.exec(trimmed); found; found = item.exec(trimmed)) {
      const start = found.index + found[0].indexOf(found[1]!);
      items.push({ start, end: start + found[1]!.length });
      until = item.lastIndex;
    }
    if (trimmed.slice(until, -1).trim() !== "") return false;
    const isJson = (word: Word) => {
      const text = trimmed.slice(word.start, word.end);
      return text.startsWith('"') || this.#pattern?.placeholder(text) !== undefined;
    };
    if (!items.every(isJson)) return false;
    const node = this.#out.open(Kind.Array, Role.Argument, offset, offset + trimmed.length);
    for (const word of items) {
      const written = trimmed.slice(word.start, word.end);
      if (written.startsWith('"'))
        this.#string(unescapeJson(written), Role.Element, offset + word.start, offset + word.end);
      else this.#word(word, offset, Role.Element);
    }
    this.#out.close(node);
    return true;
  }

  // Shell

  #shell(rest: string, offset: number, heredoc: number | undefined, end: number): void {
    for (const word of shellWords(rest)) this.#word(word, offset);
    if (this.#pattern) return;
    const content = heredoc === undefined ? undefined : this.#heredocContent(heredoc, end);
    const source = content ? this.#text.slice(content.start, content.end) : rest;
    this.#script(source, content?.start ?? offset);
  }

  /** `["curl", "x"]` runs what `curl x` does, and `["sh", "-c", "x"]` what `x` does. */
  #command(list: string, offset: number): void {
    const inShell = /^\[\s*"(?:\/bin\/)?(?:ba|a|da)?sh"\s*,\s*"-\w*c"\s*,\s*"([^"\\]*)"\s*[,\]]/d.exec(list);
    if (inShell) this.#script(inShell[1]!, offset + inShell.indices![1]![0]);
    else this.#script(list.replace(/"([\w./:@%+=,~^-]+)"|"(?:\\.|[^"\\])*"|[[\],]/g, commandPart), offset);
  }

  #script(source: string, start: number): void {
    const cst = source.trim() === "" ? undefined : this.#context.parse?.("bash", source);
    if (!cst) return;
    const block = this.#out.open(Kind.Block, Role.Body, start, start + source.trimEnd().length);
    graftChildren(this.#out, lowerTree(bash, "bash", cst), start, Role.Statement);
    this.#out.close(block);
  }

  /** Where the lines of `RUN <<EOF` begin, undefined when the instruction has none. */
  #heredocsFrom(keyword: string, from: number, end: number): number | undefined {
    if (keyword !== "RUN" && keyword !== "COPY" && keyword !== "ADD") return undefined;
    const line = this.#text.indexOf("\n", from);
    if (line < 0 || line >= end) return undefined;
    return /<<-?\s*["']?\w/.test(this.#text.slice(from, line)) ? line + 1 : undefined;
  }

  #heredocContent(from: number, end: number): Word {
    const last = this.#text.lastIndexOf("\n", end - 1);
    return { start: from, end: Math.max(from, last) };
  }

  /** The text with line continuations, and the comments and empty lines between them, blanked: offsets stay. */
  #masked(from: number, end: number): string {
    const sign = this.#escape === "`" ? "`" : "\\\\";
    const continued = new RegExp(`${sign}[ \\t]*\\r?\\n(?:[ \\t]*(?:#[^\\n]*)?\\r?\\n)*`, "g");
    return this.#text
      .slice(from, end)
      .replace(continued, (whole) => " ".repeat(whole.length))
      .replace(/[\r\n]/g, " ");
  }

  // Leaves

  #word({ start, end }: Word, offset: number, role: Role = Role.Argument): void {
    this.#value(this.#text.slice(offset + start, offset + end), role, offset + start, offset + end);
  }

  #value(written: string, role: Role, start: number, end: number): void {
    const placeholder = this.#pattern?.placeholder(written);
    if (placeholder) this.#out.leaf(placeholder.kind, role, start, end, intern(placeholder.name));
    else this.#string(this.#restored(unquoted(written)), role, start, end);
  }

  #string(value: string, role: Role, start: number, end: number): void {
    this.#out.leaf(Kind.String, role, start, end, intern(value.slice(0, LONGEST_INTERNED)));
  }

  /** In a pattern, a word's text with its metavariables spelled as the rule spells them. */
  #restored(word: string): string {
    if (!this.#pattern) return word;
    return word.replace(/[A-Za-z_]\w*/g, (name) => this.#pattern?.placeholder(name)?.name ?? name);
  }
}

function isEllipsis(kind: Kind | undefined): boolean {
  return kind === Kind.Ellipsis || kind === Kind.MetavariableEllipsis;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text[at] === " " || text[at] === "\t")) at++;
  return at;
}

function flagAt(text: string, at: number): RegExpExecArray | undefined {
  const flag = /--([\w-]+)(?:=(\S*))?/y;
  flag.lastIndex = at;
  return flag.exec(text) ?? undefined;
}

/** What stands between spaces; quotes keep spaces together. */
function words(text: string): Word[] {
  const found: Word[] = [];
  const word = /(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|\S)+/g;
  for (let match = word.exec(text); match; match = word.exec(text))
    found.push({ start: match.index, end: match.index + match[0].length });
  return found;
}

const SHELL_WORD =
  /&&|\|\||[|;&]|<<[-<]?|(?:\d?>>?|<)&?|(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|\$\([^)]{0,500}\)|[^\s|;&<>])+/g;

/** As a shell parts them: operators are words of their own. */
function shellWords(text: string): Word[] {
  const found: Word[] = [];
  SHELL_WORD.lastIndex = 0;
  for (let match = SHELL_WORD.exec(text); match; match = SHELL_WORD.exec(text))
    found.push({ start: match.index, end: match.index + match[0].length });
  return found;
}

function unquoted(word: string): string {
  return /^"(?:\\.|[^"\\])*"$|^'[^']*'$/.test(word) ? word.slice(1, -1) : word;
}

function unescapeJson(written: string): string {
  try {
    return JSON.parse(written) as string;
  } catch {
    // Docker would refuse it; as text it is still what was meant.
    return written.slice(1, -1);
  }
}
