// A rule's pattern after parsing: small trees of objects in the vocabulary of the common AST. Patterns are few and small,
// and are walked for every candidate, so what is asked of them often is worked out once here.

import { Kind, type Role } from "../../syntax/kind.ts";
import { nameOf, type Sym } from "../../syntax/symbols.ts";

export interface PatternNode {
  readonly kind: Kind;
  readonly role: Role;
  readonly symbol: Sym;
  readonly name: string;
  readonly flags: number;
  readonly children: readonly PatternNode[];
  /** The symbol is a metavariable's name: `$X`, `$...ARGS`. */
  readonly metavariable: string | undefined;
  /** Neither it nor anything below it is a metavariable: one way to match is as good as another. */
  readonly isGround: boolean;
  /** What a typed metavariable's type must be. */
  readonly type: TypePattern | undefined;
  /** The metavariable stands between tags, not in braces: it is text. */
  readonly isText?: boolean | undefined;
  /** Of Python's templates: written as several strings side by side. */
  readonly isJoined?: boolean | undefined;
  /** Of C's members: `a->b`. */
  readonly isArrow?: boolean | undefined;
  /** For String, Text, Regex, Atom: how the value is compared. */
  readonly text: TextPattern | undefined;
}

/** How the text of a literal is compared. */
export type TextPattern =
  | { readonly kind: "any" }
  | { readonly kind: "equal"; readonly value: string }
  | { readonly kind: "metavariable"; readonly name: string }
  /** `"=~/…/i"` */
  | { readonly kind: "regex"; readonly source: string; readonly flags: string };

/** A type as written in a typed metavariable: `java.util.List<$T>[]`. */
export interface TypePattern {
  /** Dotted; a metavariable's name with `$`. */
  readonly name: string;
  readonly arguments: readonly TypePattern[];
  /** How many `[]`, and how many `*` or `&`; C++ tells these apart. */
  readonly arrays: number;
  readonly pointers: number;
  readonly references?: number;
}

/** What a pattern is about, which decides what it is compared with. */
export type PatternRoot =
  | { readonly form: "expression"; readonly node: PatternNode }
  | { readonly form: "statement"; readonly node: PatternNode }
  | { readonly form: "statements"; readonly nodes: readonly PatternNode[] }
  /** Part of a class, object, parameter list, catch clause, decorator, attribute…: nodes of its kind, wherever they are. */
  | { readonly form: "part"; readonly node: PatternNode }
  /** Several members or entries in any order. */
  | { readonly form: "members"; readonly nodes: readonly PatternNode[] }
  /** `class $C`, `def $F(...)`, `if ($X)`: the node without its body. */
  | { readonly form: "head"; readonly node: PatternNode };

const METAVARIABLE = /^\$(?:[A-Z_][A-Z_0-9]*|\d+)$/;
const METAVARIABLE_ELLIPSIS = /^\$\.\.\.[A-Z_][A-Z_0-9]*$/;
const SUPERGLOBALS = new Set(["$_GET", "$_POST", "$_COOKIE", "$_REQUEST", "$_SESSION", "$_SERVER", "$_FILES", "$_ENV"]);

export function isMetavariable(name: string): boolean {
  return name.charCodeAt(0) === 36 && METAVARIABLE.test(name) && !SUPERGLOBALS.has(name);
}

export function isMetavariableEllipsis(name: string): boolean {
  return name.charCodeAt(0) === 36 && METAVARIABLE_ELLIPSIS.test(name);
}

/** `$_` matches anything and is never compared with itself. */
export function isAnonymous(name: string): boolean {
  return name === "$_" || name === "$..._";
}

/** `"..."`, `"$X"`, `"=~/re/i"` or the very text. */
export function textPattern(value: string): TextPattern {
  if (value === "...") return { kind: "any" };
  if (isMetavariable(value) || isMetavariableEllipsis(value)) return { kind: "metavariable", name: value };
  const regex = /^=~\/([\s\S]*)\/([a-z]*)$/.exec(value);
  if (regex) return { kind: "regex", source: regex[1]!, flags: regex[2]! };
  return { kind: "equal", value };
}

export function patternNode(parts: {
  kind: Kind;
  role: Role;
  symbol: Sym;
  flags: number;
  children: readonly PatternNode[];
  type?: TypePattern | undefined;
  text?: TextPattern | undefined;
  isText?: boolean | undefined;
  isJoined?: boolean | undefined;
  isArrow?: boolean | undefined;
}): PatternNode {
  const { kind, role, symbol, flags, children, type, text, isText, isJoined, isArrow } = parts;
  const name = nameOf(symbol);
  const metavariable = isMetavariable(name) || isMetavariableEllipsis(name) ? name : undefined;
  const isOwn = metavariable === undefined && text?.kind !== "metavariable" && kind !== Kind.TypedMetavariable;
  let isGround = isOwn || (metavariable !== undefined && isAnonymous(metavariable));
  for (const child of children) isGround &&= child.isGround;
  return {
    kind,
    role,
    symbol,
    name,
    flags,
    children,
    metavariable: isLiteral(kind) ? undefined : metavariable,
    isGround,
    type,
    isText,
    isJoined,
    isArrow,
    text,
  };
}

/** Kinds whose symbol is text, not a name. */
export function isLiteral(kind: Kind): boolean {
  return (
    kind === Kind.String ||
    kind === Kind.Text ||
    kind === Kind.Regex ||
    kind === Kind.Number ||
    kind === Kind.Atom ||
    kind === Kind.Boolean ||
    kind === Kind.Null
  );
}

export function childrenIn(node: PatternNode, role: Role): PatternNode[] {
  return node.children.filter((child) => child.role === role);
}

export function childIn(node: PatternNode, role: Role): PatternNode | undefined {
  return node.children.find((child) => child.role === role);
}

export function isEllipsis(node: PatternNode): boolean {
  return node.kind === Kind.Ellipsis;
}

/** `...` as a statement, whether it stands as itself or as an expression. */
export function isStatementEllipsis(node: PatternNode): boolean {
  if (node.kind === Kind.Ellipsis) return true;
  return (
    node.kind === Kind.ExpressionStatement && node.children.length === 1 && node.children[0]!.kind === Kind.Ellipsis
  );
}

/** The `$...X` that a statement, argument or parameter is, when it is one. */
export function metavariableEllipsisOf(node: PatternNode): string | undefined {
  if (node.kind === Kind.MetavariableEllipsis) return node.name;
  if (node.kind === Kind.ExpressionStatement && node.children[0]?.kind === Kind.MetavariableEllipsis)
    return node.children[0].name;
  if (node.kind === Kind.Parameter && isMetavariableEllipsis(node.name)) return node.name;
  return undefined;
}

/** Every node of a pattern, itself first. */
export function* allNodes(root: PatternNode): Generator<PatternNode> {
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    for (let at = node.children.length - 1; at >= 0; at--) open.push(node.children[at]!);
  }
}

export function rootNodes(root: PatternRoot): readonly PatternNode[] {
  return root.form === "statements" || root.form === "members" ? root.nodes : [root.node];
}
