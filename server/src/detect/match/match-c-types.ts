// Types of C and C++ as typed metavariables compare them: `unsigned` is no `int`, `struct s` no `s`, `std::string` no `string`,
// and what qualifiers say is left aside.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { Matcher } from "./matcher.ts";

export function isCFamily(language: string): boolean {
  return language === "c" || language === "cpp";
}

const QUALIFIERS =
  /\b(?:const|volatile|restrict|static|register|extern|inline|mutable|constexpr|thread_local|_Atomic)\b/g;
/** The words that together name a number, in the order in which they are compared. */
const NUMBER_WORDS = ["signed", "unsigned", "short", "long", "char", "int", "double"];
const TAGS = /\b(struct|union|enum|class)\s+$/;

/** `int unsigned` as `unsigned int`; without qualifiers. */
export function cTypeName(written: string): string {
  const words = written.replace(QUALIFIERS, " ").trim().split(/\s+/);
  if (words.every((word) => NUMBER_WORDS.includes(word)))
    words.sort((a, b) => NUMBER_WORDS.indexOf(a) - NUMBER_WORDS.indexOf(b));
  return words.join(" ");
}

/** The name of a type that a node has, with the `struct` that stands before it. */
export function cTypeNameOf(ast: Ast, node: AstNode): string {
  const name = cTypeName(ast.name(node));
  const start = ast.start(node);
  const tag = TAGS.exec(ast.text.slice(Math.max(0, start - 16), start))?.[1];
  return tag === undefined ? name : `${tag} ${name}`;
}

const FRACTIONS = new Set(["float", "double"]);

export function isSameCType(wanted: string, name: string): boolean {
  return wanted === name || (FRACTIONS.has(wanted) && FRACTIONS.has(name));
}

/** Of arithmetic only that of two `int` has a type. */
export function hasArithmeticType(operator: string, left: string | undefined, right: string | undefined): boolean {
  return /^[-+*%]$/.test(operator) && left === "int" && right === "int";
}

/** Whether an expression, not only a variable, can have a type of this name: Semgrep knows no others of casts and results. */
export function isTypeOfExpressions(name: string): boolean {
  return !/\b(?:signed|unsigned|short|long|struct|union|enum|class)\b/.test(name);
}

/** The type that the file's own prototype of this name gives. */
export function resultTypeOf(m: Matcher, call: AstNode): AstNode {
  const { ast, names } = m;
  const callee = ast.child(call, Role.Callee);
  if (ast.kind(callee) !== Kind.Identifier) return NO_NODE;
  const declaration = names.declarationOf(callee);
  const owner = declaration === NO_NODE ? NO_NODE : ast.parent(declaration);
  const isPrototype = ast.kind(owner) === Kind.Function && ast.child(owner, Role.Body) === NO_NODE;
  return isPrototype ? ast.child(owner, Role.ReturnType) : NO_NODE;
}
