// Where comments are in a text that has no syntax tree: formats without a grammar, files too long to parse. A look-up
// reads one line (and the block comments before it), not the whole text, so asking is cheap and strings that run over
// several lines are not seen as such. Where there is a tree, its comment nodes are the better answer.

import { type LanguageId, languageInfo } from "../syntax/language.ts";
import type { Span } from "../text/span.ts";

/** The comment that holds the offset, its delimiters included; undefined where the offset is in code or a string. */
export type CommentFinder = (offset: number) => Span | undefined;

interface CommentSyntax {
  readonly line: readonly string[];
  readonly block: readonly (readonly [string, string])[];
  readonly quotes: string;
}

/** What starts a comment in the text formats that nobody told us the name of: ini, SQL, TeX, Lisp, batch files. */
const ANY_TEXT: CommentSyntax = {
  line: ["//", "#", "--", ";", "%"],
  block: [
    ["/*", "*/"],
    ["<!--", "-->"],
  ],
  quotes: "",
};

/** A page's own comments, those of its markup, and of the code in it. */
const IN_JSP: CommentSyntax = {
  line: ["//"],
  block: [
    ["<%--", "--%>"],
    ["<!--", "-->"],
    ["/*", "*/"],
  ],
  quotes: "",
};
const IN_ERB: CommentSyntax = {
  line: ["#"],
  block: [
    ["<%#", "%>"],
    ["<!--", "-->"],
    ["/*", "*/"],
  ],
  quotes: "",
};

function syntaxOf(language: LanguageId): CommentSyntax {
  if (language === "generic" || language === "template") return ANY_TEXT;
  if (language === "jsp") return IN_JSP;
  if (language === "erb") return IN_ERB;
  const { lineComment, blockComment } = languageInfo(language);
  const line = lineComment ? [lineComment] : [];
  if (language === "php") line.push("#");
  if (language === "hcl" || language === "json") line.push("//");
  const block: (readonly [string, string])[] = blockComment ? [blockComment] : [];
  if (language === "json") block.push(["/*", "*/"]);
  if (language === "html") {
    line.push("//");
    block.push(["/*", "*/"]);
  }
  return { line, block, quotes: language === "html" ? "" : "\"'`" };
}

/** How a comment is written; a line's own end closes what has no `close`. */
export interface CommentForm {
  readonly open: string;
  readonly close: string;
}

/** Text formats that no grammar reads, by what opens a comment in them. */
const FORMS: readonly (readonly [CommentForm, RegExp])[] = [
  [
    { open: "#", close: "" },
    /(?:^|\/)(?:\.env(?:\.[^/]*)?|\.(?:npmrc|netrc|pypirc|htaccess|gitconfig)|(?:gnu)?makefile|[^/]*\.(?:env|envrc|toml|cfg|conf|properties|mk|cmake|ps1|psm1|pl|pm|r|ex|exs|jl|nix|graphql|tcl|cnf))$/i,
  ],
  [{ open: ";", close: "" }, /\.(?:ini|reg|asm|lisp|clj|el)$/i],
  [{ open: "--", close: "" }, /\.(?:sql|lua|hs|elm|ada|vhdl)$/i],
  [
    { open: "//", close: "" },
    /(?:^|\/)(?:jenkinsfile|[^/]*\.(?:kt|kts|swift|rs|scala|dart|groovy|gradle|proto|sol|zig|fs|fsx|m|mm|json5|scss|less))$/i,
  ],
  [{ open: "/*", close: " */" }, /\.css$/i],
  [
    { open: "<!--", close: " -->" },
    /\.(?:xml|svg|xaml|xsd|xsl|xslt|plist|config|resx|[a-z]*proj|props|targets|wsdl|md|markdown)$/i,
  ],
];

/** How a comment is written in a file; undefined in formats that have none, and in those that nobody told us of. */
export function commentForm(path: string, language: LanguageId): CommentForm | undefined {
  if (language === "generic") return FORMS.find(([, names]) => names.test(path))?.[0];
  const { lineComment, blockComment } = languageInfo(language);
  if (lineComment) return { open: lineComment, close: "" };
  return blockComment && { open: blockComment[0], close: ` ${blockComment[1]}` };
}

/** Whether `#` may also stand inside a word, so that only one after white space begins a comment. */
const NEEDS_SPACE_BEFORE = new Set<string>(["#", ";", "%", "--"]);

function lineStartBefore(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== "\n" && text[at - 1] !== "\r") at--;
  return at;
}

export function lineEndAfter(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at++;
  return at;
}

function blockCommentAt(text: string, offset: number, syntax: CommentSyntax): Span | undefined {
  for (const [open, close] of syntax.block) {
    const start = firstOpener(text, text.lastIndexOf(open, offset), open, close, syntax);
    if (start < 0) continue;
    const closed = text.indexOf(close, start + open.length);
    const end = closed < 0 ? text.length : closed + close.length;
    if (offset < end && !isInString(text, start, syntax)) return { start, end };
  }
  return undefined;
}

/** An opener in a comment opens nothing: the one on the same line of the comment that the last one stands in. */
function firstOpener(text: string, last: number, open: string, close: string, syntax: CommentSyntax): number {
  for (let at = lineStartBefore(text, last); ; ) {
    const first = text.indexOf(open, at);
    if (first < 0 || first >= last) return last;
    if (isInString(text, first, syntax)) {
      at = first + 1;
      continue;
    }
    const closed = text.indexOf(close, first + open.length);
    if (closed < 0 || closed >= last) return first;
    at = closed + close.length;
  }
}

/** Reads the line up to `offset` and says whether a string that began on it is still open there. */
function isInString(text: string, offset: number, syntax: CommentSyntax): boolean {
  let quote = "";
  for (let at = lineStartBefore(text, offset); at < offset; at++) {
    const unit = text[at]!;
    if (unit === "\\") at++;
    else if (quote) {
      if (unit === quote) quote = "";
    } else if (syntax.quotes.includes(unit)) quote = unit;
  }
  return quote !== "";
}

function lineCommentAt(text: string, offset: number, syntax: CommentSyntax, stopAtFirst: boolean): Span | undefined {
  const lineStart = lineStartBefore(text, offset);
  let quote = "";
  let found: number | undefined;
  for (let at = lineStart; at <= offset; at++) {
    const unit = text[at]!;
    if (quote) {
      if (unit === "\\") at++;
      else if (unit === quote) quote = "";
      continue;
    }
    const opener = syntax.line.find((opening) => text.startsWith(opening, at));
    if (opener && (!NEEDS_SPACE_BEFORE.has(opener) || at === lineStart || /\s/.test(text[at - 1]!))) {
      found = at;
      if (stopAtFirst) break;
    } else if (syntax.quotes.includes(unit)) quote = unit;
  }
  return found === undefined ? undefined : { start: found, end: lineEndAfter(text, offset) };
}

/** Languages whose text may hold what opens a comment without opening one, as addresses in markup do. */
const OF_TEXT: ReadonlySet<LanguageId> = new Set(["generic", "template", "jsp", "erb", "html"]);

/** Finds comments by the language's delimiters alone. Of what may be text the last opener on the line counts. */
export function lexicalComments(text: string, language: LanguageId): CommentFinder {
  const syntax = syntaxOf(language);
  const lineComment = (offset: number) => lineCommentAt(text, offset, syntax, !OF_TEXT.has(language));
  const blockComment = (offset: number) => blockCommentAt(text, offset, syntax);
  return language === "html"
    ? (offset) => blockComment(offset) ?? lineComment(offset)
    : (offset) => lineComment(offset) ?? blockComment(offset);
}
