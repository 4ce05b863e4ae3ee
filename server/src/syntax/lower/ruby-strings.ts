// Ruby's literals of text: strings in all their quotes, heredocs, symbols, word lists, regular expressions, shell commands.

import { type CstNode, NONE } from "../cst.ts";
import { Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { cookEscapes } from "./escapes.ts";
import { commonIndentation } from "./indentation.ts";
import { interpolatedParts } from "./interpolated-parts.ts";

interface Quotes {
  readonly open: string;
  readonly close: string;
  readonly isRaw: boolean;
}

/** What stands around a literal's content: quotes, `%q(`, `:"`… */
function quotesOf(text: string): Quotes {
  const open = /^(?:%[a-zA-Z]?[^\w\s]|:?["'`/])/.exec(text)?.[0] ?? "";
  const close = open === "" ? "" : /.$/s.exec(text)![0];
  return { open, close: text.length > open.length ? close : "", isRaw: /^(?:'|:'|%[qwi][^\w])/.test(open) };
}

function cook(text: string, { open, close, isRaw }: Quotes): string {
  if (!isRaw) return cookEscapes(text);
  const quote = open.slice(-1);
  return text.replace(/\\([\s\S])/g, (whole, sign: string) =>
    sign === "\\" || sign === quote || sign === close ? sign : whole,
  );
}

function hasInterpolation(l: Lowerer, node: CstNode): boolean {
  return l.cst.childOfKind(node, "interpolation") !== NONE;
}

function plainValue(l: Lowerer, node: CstNode): string {
  const text = l.text(node);
  const quotes = quotesOf(text);
  return cook(text.slice(quotes.open.length, text.length - quotes.close.length), quotes);
}

function literal(plain: (l: Lowerer, node: CstNode, role: Role, value: string) => void): LowerFunction {
  return (l, node, role) => {
    if (hasInterpolation(l, node)) l.node(Kind.Template, role, node, () => templateParts(l, node));
    else plain(l, node, role, plainValue(l, node));
  };
}

function templateParts(l: Lowerer, node: CstNode): void {
  const quotes = quotesOf(l.text(node));
  const { cst } = l;
  interpolatedParts(l, node, cst.start(node) + quotes.open.length, cst.end(node) - quotes.close.length, (text) =>
    cook(text, quotes),
  );
}

/** `"a" "b"`. */
function chainedString(l: Lowerer, node: CstNode, role: Role): void {
  const strings = l.cst.namedChildren(node);
  if (strings.every((string) => l.cst.kind(string) === "string" && !hasInterpolation(l, string)))
    l.string(node, role, strings.map((string) => plainValue(l, string)).join(""));
  else
    l.node(Kind.Template, role, node, () => {
      for (const string of strings)
        if (hasInterpolation(l, string)) templateParts(l, string);
        else l.lower(string, Role.Part);
    });
}

/** One of `%w(a b)`; words have no quotes of their own. */
function bareWord(kind: Kind.String | Kind.Atom): LowerFunction {
  return (l, node, role) => {
    const { cst } = l;
    if (hasInterpolation(l, node))
      l.node(Kind.Template, role, node, () => interpolatedParts(l, node, cst.start(node), cst.end(node), cookEscapes));
    else l.leaf(kind, role, node, l.stringSymbol(l.text(node).replace(/\\(.)/gs, "$1")));
  };
}

/** `` `ls` `` and `%x(ls)`: a call of "`". */
function subshell(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  l.node(Kind.Call, role, node, () => {
    const start = cst.start(node);
    out.leaf(Kind.Identifier, Role.Callee, start, start + quotesOf(l.text(node)).open.length, intern("`"));
    literal((_l, _node, as, value) => void l.string(node, as, value))(l, node, Role.Argument);
  });
}

function regex(l: Lowerer, node: CstNode, role: Role): void {
  const text = l.text(node);
  const open = /^(?:%r.|\/)/s.exec(text)?.[0] ?? "";
  const tail = /.([a-z]*)$/s.exec(text.slice(open.length)) ?? ["", ""];
  const pattern = text.slice(open.length, text.length - tail[0].length);
  const { cst, out } = l;
  const children = () => {
    const flags = tail[1] ?? "";
    if (flags !== "") out.leaf(Kind.String, Role.Modifier, cst.end(node) - flags.length, cst.end(node), intern(flags));
    for (const child of cst.namedChildren(node)) if (cst.kind(child) === "interpolation") l.lower(child, Role.Part);
  };
  l.node(Kind.Regex, role, node, children, l.stringSymbol(pattern));
}

// Heredocs

/** So many nodes after its beginning a heredoc's body is looked for: it begins on the next line. */
const FARTHEST_BODY = 20_000;

/** The body of the heredoc that begins at `node`: bodies follow their line in the order of their beginnings. */
function heredocBody(l: Lowerer, node: CstNode): CstNode {
  const { cst } = l;
  const line = cst.text.lastIndexOf("\n", cst.start(node)) + 1;
  let before = 0;
  for (let at = node - 1; at > 0 && cst.end(at) > line; at--) if (cst.kind(at) === "heredoc_beginning") before++;
  const limit = Math.min(cst.size, node + FARTHEST_BODY);
  for (let at = node + 1; at < limit; at++) if (cst.kind(at) === "heredoc_body" && before-- === 0) return at;
  return NONE;
}

function heredoc(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const body = heredocBody(l, node);
  if (body === NONE) {
    l.string(node, role, "");
    return;
  }
  const mark = l.text(node);
  const isRaw = mark.includes("'");
  const close = cst.childOfKind(body, "heredoc_end");
  const start = cst.text[cst.start(body)] === "\n" ? cst.start(body) + 1 : cst.start(body);
  const limit = close === NONE ? cst.end(body) : cst.start(close);
  const end = Math.max(start, cst.text.lastIndexOf("\n", limit - 1) + 1);
  const indentation = mark.startsWith("<<~") ? commonIndentation(cst.text.slice(start, end)) : 0;
  const cooked = (text: string) => {
    const cut = indentation === 0 ? text : text.replace(new RegExp(`(^|\\n)[ \\t]{1,${indentation}}`, "g"), "$1");
    return isRaw ? cut : cookEscapes(cut);
  };
  const content = (as: Role) => {
    if (hasInterpolation(l, body))
      l.node(Kind.Template, as, body, () => interpolatedParts(l, body, start, end, cooked));
    else l.out.leaf(Kind.String, as, cst.start(body), end, l.stringSymbol(cooked(cst.text.slice(start, end))));
  };
  if (!mark.includes("`")) content(role);
  else
    l.node(Kind.Call, role, node, () => {
      l.leaf(Kind.Identifier, Role.Callee, node, intern("`"));
      content(Role.Argument);
    });
}

/** Entries of the table; those of expressions. */
export const STRINGS: Readonly<Record<string, LowerFunction>> = {
  string: literal((l, node, role, value) => void l.string(node, role, value)),
  delimited_symbol: literal((l, node, role, value) => void l.leaf(Kind.Atom, role, node, l.stringSymbol(value))),
  simple_symbol: (l, node, role) => {
    l.leaf(Kind.Atom, role, node, symbolName(l, node));
  },
  chained_string: chainedString,
  string_array: (l, node, role) =>
    void l.node(Kind.Array, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Element)),
  symbol_array: (l, node, role) =>
    void l.node(Kind.Array, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Element)),
  bare_string: bareWord(Kind.String),
  bare_symbol: bareWord(Kind.Atom),
  character: (l, node, role) => void l.string(node, role, cookEscapes(l.text(node).slice(1))),
  subshell,
  regex,
  heredoc_beginning: heredoc,
};

/** The name in `:name`, a metavariable's in a pattern. */
export function symbolName(l: Lowerer, node: CstNode): number {
  const name = l.text(node).replace(/^:/, "");
  return l.stringSymbol(l.pattern?.placeholder(name)?.name ?? name);
}

/** What only the entries above read. */
export const PARTS_OF_STRINGS: Readonly<Record<string, LoweringEntry>> = {
  string_content: "leave out",
  escape_sequence: "leave out",
  heredoc_body: "leave out",
  heredoc_content: "leave out",
  heredoc_end: "leave out",
  interpolation: (l, node, role) => {
    const inner = l.cst.namedChildren(node);
    if (inner.length === 1) l.lower(inner[0]!, role);
    else l.node(Kind.Sequence, role, node, () => l.lowerAll(inner, Role.Element));
  },
};
