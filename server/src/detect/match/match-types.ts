// Types in patterns: `(String $S)`, `$X: T`, and the types that declarations are written with. What the type of an
// expression is comes from declarations, literals, casts, constructions and imports, no further.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import { isScript, type LanguageId } from "../../syntax/language.ts";
import type { Sym } from "../../syntax/symbols.ts";
import type { AstIndex } from "./ast-index.ts";
import {
  cTypeNameOf,
  hasArithmeticType,
  isCFamily,
  isSameCType,
  isTypeOfExpressions,
  resultTypeOf,
} from "./match-c-types.ts";
import type { Matcher, Next } from "./matcher.ts";
import { childrenIn, isMetavariable, type PatternNode, type TypePattern } from "./pattern.ts";

/** What is known of an expression's type. */
export interface TypeFact {
  /** As written, dotted. */
  readonly name: string;
  readonly arguments: readonly TypeFact[];
  readonly arrays: number;
  readonly pointers: number;
  /** How many `&` of C++. */
  readonly references?: number;
  /** The node that names it, for imports. */
  readonly node: AstNode;
}

/** `(T $X)` with an expression. */
export function matchTyped(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { type } = pattern;
  if (!type) return;
  const kind = m.ast.kind(node);
  if (kind === Kind.Null && type.pointers > 0) {
    m.bindNode(pattern.name, node, next);
    return;
  }
  const fact = typeOf(m, node);
  if (fact) matchType(m, type, fact, () => m.bindNode(pattern.name, node, next));
}

export function matchType(m: Matcher, pattern: TypePattern, fact: TypeFact, next: Next): void {
  const isC = isCFamily(m.ast.language);
  if (isC && !hasSameSigns(pattern, fact)) return;
  if (isMetavariable(pattern.name) && pattern.arguments.length === 0) {
    if (pattern.pointers > fact.pointers || pattern.arrays > fact.arrays) return;
    m.bindName(pattern.name, fact.name, m.ast.start(fact.node), m.ast.end(fact.node), next);
    return;
  }
  if (pattern.arrays !== fact.arrays) return;
  if (pattern.pointers !== fact.pointers && m.ast.language !== "go") return;
  if (pattern.pointers > fact.pointers) return;
  const compareArguments = () => matchFactArguments(m, pattern.arguments, fact.arguments, next);
  if (pattern.name.includes("$"))
    matchDottedNames(m, pattern.name.split("."), fact.name.split("."), fact.node, compareArguments);
  else if (isC ? isSameCType(pattern.name, fact.name) : sameTypeName(m, pattern.name, fact)) compareArguments();
}

function matchFactArguments(
  m: Matcher,
  patterns: readonly TypePattern[],
  facts: readonly TypeFact[],
  next: Next,
): void {
  if (patterns.length > 0 && patterns.length !== facts.length) return;
  const compare = (at: number): void => {
    if (at === patterns.length) next();
    else matchType(m, patterns[at]!, facts[at]!, () => compare(at + 1));
  };
  compare(0);
}

/** Where the pattern names none, a metavariable for the type stands for any. */
function hasSameSigns(pattern: TypePattern, fact: TypeFact): boolean {
  const references = pattern.references ?? 0;
  if (isMetavariable(pattern.name) && pattern.pointers === 0 && references === 0) return true;
  return pattern.pointers === fact.pointers && references === (fact.references ?? 0);
}

/** Types that are the same under two names. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["java.lang.String", "string"],
  ["String", "string"],
  ["str", "string"],
  ["Integer", "int"],
  ["integer", "int"],
  ["Boolean", "bool"],
  ["boolean", "bool"],
]);

function sameTypeName(m: Matcher, wanted: string, fact: TypeFact): boolean {
  if (wanted === fact.name) return true;
  const alias = ALIASES.get(wanted) ?? wanted;
  if (alias === (ALIASES.get(fact.name) ?? fact.name)) return true;
  if (fact.name.endsWith(`.${wanted}`)) return true;
  if (isNumber(fact.name) && alias === "number") return true;
  // All numbers are of one type there.
  if (isScript(m.ast.language) && fact.name !== "number" && isNumber(fact.name) && isNumber(alias)) return true;
  if (fact.node === NO_NODE) return false;
  return m.index.paths.of(fact.node).some((path) => {
    const dotted = path.join(".");
    return dotted === wanted || path.at(-1) === wanted || dotted.endsWith(`.${wanted}`);
  });
}

function isNumber(name: string): boolean {
  return name === "int" || name === "float" || name === "number";
}

/** Languages in which a character is no text. */
const CHARACTERS: ReadonlySet<LanguageId> = new Set(["java", "kotlin", "csharp", "go"]);

/** How far declarations are followed from one to the next. */
const DEEPEST = 8;

export function typeOf(m: Matcher, node: AstNode, depth = 0): TypeFact | undefined {
  const { ast } = m;
  if (depth > DEEPEST || node === NO_NODE) return undefined;
  const simple = (name: string): TypeFact => ({ name, arguments: [], arrays: 0, pointers: 0, node: NO_NODE });
  switch (ast.kind(node)) {
    case Kind.String:
    case Kind.Template:
      // A text of C is a pointer to characters.
      if (isCFamily(ast.language))
        return ast.hasFlag(node, Flag.Bytes) ? undefined : { ...simple("char"), pointers: 1 };
      if (ast.hasFlag(node, Flag.Bytes) && CHARACTERS.has(ast.language)) return simple("char");
      return simple(ast.language === "python" ? "str" : "string");
    case Kind.Number:
      return simple(/[.]|^\d+e/i.test(ast.name(node)) && !/^0x/i.test(ast.name(node)) ? "float" : "int");
    case Kind.Boolean:
      return simple("bool");
    case Kind.New:
      return typeOfName(m, ast.child(node, Role.Callee));
    case Kind.Cast:
      return ast.child(node, Role.Type) === NO_NODE
        ? typeOf(m, ast.child(node, Role.Operand), depth + 1)
        : typeOfWritten(m, ast.child(node, Role.Type));
    case Kind.Await:
      return typeOf(m, ast.child(node, Role.Operand), depth + 1);
    case Kind.Assign:
      return isCFamily(ast.language) ? undefined : typeOf(m, ast.child(node, Role.Value), depth + 1);
    case Kind.Conditional: {
      const then = typeOf(m, ast.child(node, Role.Then), depth + 1);
      const otherwise = typeOf(m, ast.child(node, Role.Else), depth + 1);
      return then && otherwise && then.name === otherwise.name ? then : undefined;
    }
    case Kind.Binary:
      return typeOfBinary(m, node, depth);
    case Kind.Unary:
      if (/^[-+]$/.test(ast.name(node)) && ast.kind(ast.child(node, Role.Operand)) === Kind.Number)
        return typeOf(m, ast.child(node, Role.Operand), depth + 1);
      return ast.name(node) === "!" || ast.name(node) === "not" ? simple("bool") : undefined;
    case Kind.Call:
      if (isCFamily(ast.language)) return typeOfWritten(m, resultTypeOf(m, node));
      if (ast.language === "kotlin") return typeOfConstruction(m, node);
      return ast.language === "java" ? typeOfJavaCall(m, node, depth) : undefined;
    case Kind.Identifier:
      return typeOfVariable(m, node, depth);
    case Kind.Member:
      return typeOfMember(m, node, depth);
    default:
      return undefined;
  }
}

/** In Kotlin a class is made by a call; its name begins with a capital. */
function typeOfConstruction(m: Matcher, node: AstNode): TypeFact | undefined {
  const callee = m.ast.child(node, Role.Callee);
  const kind = m.ast.kind(callee);
  const isNamed = kind === Kind.Identifier || kind === Kind.Member;
  return isNamed && /^[A-Z]/.test(m.ast.name(callee)) ? typeOfName(m, callee) : undefined;
}

/** The type of a cast or of a call's result. */
function typeOfWritten(m: Matcher, node: AstNode): TypeFact | undefined {
  const fact = node === NO_NODE ? undefined : typeFact(m, node);
  return fact && isCFamily(m.ast.language) && !isTypeOfExpressions(fact.name) ? undefined : fact;
}

function typeOfBinary(m: Matcher, node: AstNode, depth: number): TypeFact | undefined {
  const { ast } = m;
  const left = typeOf(m, ast.child(node, Role.Left), depth + 1);
  const right = typeOf(m, ast.child(node, Role.Right), depth + 1);
  if (ast.name(node) === "+") {
    const isText = (fact: TypeFact | undefined) =>
      fact !== undefined && (ALIASES.get(fact.name) ?? fact.name) === "string";
    if (isText(left)) return left;
    if (isText(right)) return right;
  }
  if (isCFamily(ast.language) && !/^[<>=!]=?$/.test(ast.name(node)))
    return hasArithmeticType(ast.name(node), left?.name, right?.name) ? left : undefined;
  if (/^(?:[<>=!]=?=?|&&|\|\||and|or|in|instanceof|not in|is)$/.test(ast.name(node)))
    return { name: "bool", arguments: [], arrays: 0, pointers: 0, node: NO_NODE };
  if (/^[|&^]$/.test(ast.name(node)) && ast.language === "java") return [left, right].find(isTruth) ?? left;
  // Numbers there take only numbers beside them.
  if (/^[-+*]$/.test(ast.name(node)) && (ast.language === "python" || ast.language === "php"))
    for (const side of [left, right]) if (side !== undefined && isNumber(side.name)) return { ...side, name: "number" };
  return left && right && left.name === right.name ? left : undefined;
}

function isTruth(fact: TypeFact | undefined): boolean {
  return fact !== undefined && (ALIASES.get(fact.name) ?? fact.name) === "bool";
}

/** Methods of Java's library whose results are the same type whatever they are called on. */
const TRUTH_METHODS = new Set(["isEmpty", "equals", "contains", "containsKey", "containsValue"]);
const NUMBER_METHODS = new Set(["size", "length", "compareTo", "compareToIgnoreCase"]);
const PARSED: ReadonlyMap<string, string> = new Map([
  ["Boolean.parseBoolean", "bool"],
  ["Boolean.valueOf", "bool"],
  ["Integer.parseInt", "int"],
  ["Integer.valueOf", "int"],
  ["Integer.decode", "int"],
  ["Long.parseLong", "int"],
  ["Long.valueOf", "int"],
  ["Long.decode", "int"],
  ["Float.parseFloat", "float"],
  ["Float.valueOf", "float"],
]);

function typeOfJavaCall(m: Matcher, node: AstNode, depth: number): TypeFact | undefined {
  const { ast } = m;
  const callee = ast.child(node, Role.Callee);
  if (ast.kind(callee) !== Kind.Member) return undefined;
  const simple = (name: string): TypeFact => ({ name, arguments: [], arrays: 0, pointers: 0, node: NO_NODE });
  const method = ast.name(callee);
  if (TRUTH_METHODS.has(method)) return simple("bool");
  if (NUMBER_METHODS.has(method)) return simple("int");
  const object = ast.child(callee, Role.Object);
  const parsed = PARSED.get(`${ast.name(object)}.${method}`);
  if (parsed !== undefined) return simple(parsed);
  if (method === "get") return typeOf(m, object, depth + 1)?.arguments.at(-1);
  if (method !== "matches") return undefined;
  const type = typeOf(m, object, depth + 1);
  return type && (ALIASES.get(type.name) ?? type.name) === "string" ? simple("bool") : undefined;
}

function typeOfName(m: Matcher, node: AstNode): TypeFact | undefined {
  const { ast } = m;
  if (node === NO_NODE) return undefined;
  if (ast.kind(node) === Kind.Type) return typeFact(m, node);
  if (ast.kind(node) === Kind.Identifier) return { name: ast.name(node), arguments: [], arrays: 0, pointers: 0, node };
  if (ast.kind(node) === Kind.Member)
    return { name: ast.textOf(node).replace(/\s+/g, ""), arguments: [], arrays: 0, pointers: 0, node };
  return undefined;
}

/** A Type node as a fact. Arrays and pointers may stand in the symbol as they are written. */
function typeFact(m: Matcher, node: AstNode): TypeFact {
  const { ast } = m;
  const written = ast.textOf(node).trim();
  let name = ast.name(node);
  let arrays = 0;
  let pointers = 0;
  const inner = ast.children(node, Role.TypeArgument);
  if ((name === "[]" || name === "*" || name === "&") && inner.length === 1) {
    const base = typeFact(m, inner[0]!);
    if (name === "[]") return { ...base, arrays: base.arrays + 1 };
    if (name === "&" && isCFamily(ast.language)) return { ...base, references: (base.references ?? 0) + 1 };
    return { ...base, pointers: base.pointers + 1 };
  }
  if (isCFamily(ast.language)) name = cTypeNameOf(ast, node);
  for (const suffix = /\s*(\[[^\]]*\]|\*|&|\?)$|^(\[[^\]]*\]|\*|&)\s*/; suffix.test(name); )
    name = name.replace(suffix, (sign) => {
      if (sign.includes("[")) arrays++;
      else if (sign.includes("*")) pointers++;
      return "";
    });
  if (arrays === 0 && inner.length === 0) arrays = (/(?:\[\s*\]\s*)+$/.exec(written)?.[0].match(/\[/g) ?? []).length;
  if (pointers === 0 && /^\*/.test(written)) pointers = 1;
  return {
    name: name.replaceAll("::", ".").replaceAll("\\", ".").replace(/^\./, ""),
    arguments: inner.map((each) => typeFact(m, each)),
    arrays,
    pointers,
    node,
  };
}

function typeOfVariable(m: Matcher, node: AstNode, depth: number): TypeFact | undefined {
  const { ast, names } = m;
  const declaration = names.declarationOf(node);
  if (declaration === NO_NODE) return ast.language === "java" ? typeOfName(m, node) : undefined;
  const parent = ast.parent(declaration);
  const type = ast.child(parent, Role.Type);
  const isDeclared = ast.role(declaration) === Role.Target || ast.role(declaration) === Role.Name;
  if (isDeclared && type !== NO_NODE && ast.name(type) !== "var" && ast.name(type) !== "auto") return typeFact(m, type);
  if (ast.kind(declaration) === Kind.Parameter || ast.kind(declaration) === Kind.Field) {
    const own = ast.child(declaration, Role.Type);
    if (own !== NO_NODE) return typeFact(m, own);
  }
  if (isDeclared && type === NO_NODE && ast.kind(parent) === Kind.Declarator) {
    const shared = ast.child(ast.parent(parent), Role.Type);
    if (shared !== NO_NODE) return typeFact(m, shared);
  }
  const value = names.onlyValueOf(declaration);
  if (value !== NO_NODE && value !== node) return typeOf(m, value, depth + 1);
  for (const writer of names.writersOf(declaration)) {
    if (ast.role(writer) !== Role.Target) continue;
    const statement = ast.parent(writer);
    const written =
      ast.kind(statement) === Kind.Declarator || ast.kind(statement) === Kind.Assign
        ? ast.child(statement, Role.Value)
        : NO_NODE;
    const fact = written === NO_NODE || written === node ? undefined : typeOf(m, written, depth + 1);
    if (fact) return fact;
  }
  return undefined;
}

/** A member: of `this` by the class around it, of another object by its type's declaration, or where that is not known by its name. */
function typeOfMember(m: Matcher, node: AstNode, depth: number): TypeFact | undefined {
  const { ast } = m;
  const object = ast.child(node, Role.Object);
  const around = ast.enclosing(node, Kind.Class);
  if (ast.kind(object) === Kind.This) return around === NO_NODE ? undefined : typeOfField(m, around, node);
  // What a variable was made of is not followed to there.
  if (depth > 0) return undefined;
  const type = typeOf(m, object, 1);
  const owner = type === undefined ? NO_NODE : classNamed(m, type.name);
  if (owner !== NO_NODE) return typeOfField(m, owner, node);
  if (ast.language === "go") return typeOfFieldAnywhere(m, node);
  return around === NO_NODE ? undefined : typeOfField(m, around, node);
}

function classNamed(m: Matcher, name: string): AstNode {
  const { ast, index } = m;
  for (const each of index.ofKind(Kind.Class)) if (ast.name(ast.child(each, Role.Name)) === name) return each;
  return NO_NODE;
}

function typeOfField(m: Matcher, owner: AstNode, node: AstNode): TypeFact | undefined {
  const { ast } = m;
  const field = fieldsOf(m, owner).find((each) => ast.symbol(each) === ast.symbol(node));
  const type = field === undefined ? NO_NODE : typeNodeOf(ast, field);
  if (type !== NO_NODE) return typeFact(m, type);
  const value = field === undefined ? NO_NODE : ast.child(field, Role.Value);
  return isLiteralKind(ast.kind(value)) ? typeOf(m, value) : undefined;
}

/** In Java and C# declarators share the type of their declaration. */
function typeNodeOf(ast: Ast, field: AstNode): AstNode {
  const own = ast.child(field, Role.Type);
  return own === NO_NODE && ast.kind(field) === Kind.Declarator ? ast.child(ast.parent(field), Role.Type) : own;
}

/** The last field of that name in the file, as Semgrep takes it. */
function typeOfFieldAnywhere(m: Matcher, node: AstNode): TypeFact | undefined {
  const { ast, index } = m;
  let known = fieldsByName.get(index);
  if (!known) {
    known = new Map();
    for (const field of index.ofKind(Kind.Field)) known.set(ast.symbol(field), field);
    fieldsByName.set(index, known);
  }
  const field = known.get(ast.symbol(node));
  const type = field === undefined ? NO_NODE : ast.child(field, Role.Type);
  return type === NO_NODE ? undefined : typeFact(m, type);
}

const fieldsByName = new WeakMap<AstIndex, Map<Sym, AstNode>>();

function isLiteralKind(kind: Kind): boolean {
  return kind === Kind.String || kind === Kind.Number || kind === Kind.Boolean;
}

function fieldsOf(m: Matcher, owner: AstNode): AstNode[] {
  const { ast } = m;
  const fields: AstNode[] = [];
  for (const member of ast.children(owner, Role.Member)) {
    if (ast.kind(member) === Kind.Field) fields.push(member);
    else if (ast.kind(member) === Kind.VariableDeclaration) fields.push(...ast.children(member, Role.Declarator));
    else if (ast.kind(member) === Kind.Function)
      for (const parameter of ast.children(member, Role.Parameter))
        if (ast.child(parameter, Role.Modifier) !== NO_NODE) fields.push(parameter);
  }
  return fields;
}

/** A Type of a pattern with a type, or with the name of one in an expression. */
export function matchTypeName(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const kind = ast.kind(node);
  if (pattern.metavariable !== undefined) {
    if (pattern.role === Role.Operand && kind !== Kind.Type) return;
    if (ast.language !== "csharp" || ast.name(node) !== "var") m.bindNode(pattern.metavariable, node, next);
    return;
  }
  if (kind !== Kind.Type && kind !== Kind.Identifier && kind !== Kind.Member) return;
  const inner = childrenIn(pattern, Role.TypeArgument);
  const compareArguments = () => {
    if (inner.length === 0) next();
    else if (kind === Kind.Type) matchArguments(m, inner, ast.children(node, Role.TypeArgument), next);
  };
  const written = kind === Kind.Type ? ast.name(node) : ast.textOf(node).replace(/\s+/g, "");
  if (pattern.name.includes("$")) {
    matchDottedNames(m, pattern.name.split("."), written.split("."), node, compareArguments);
    return;
  }
  const fact: TypeFact = { name: written, arguments: [], arrays: 0, pointers: 0, node };
  if (written === pattern.name || sameTypeName(m, pattern.name, fact)) compareArguments();
}

function matchDottedNames(
  m: Matcher,
  pattern: readonly string[],
  written: readonly string[],
  node: AstNode,
  next: Next,
): void {
  // `$X.Name`: the metavariable stands for as many names as there are.
  const more = written.length - pattern.length;
  if (more < 0 || (more > 0 && !isMetavariable(pattern[0]!))) return;
  const compare = (at: number): void => {
    const part = pattern[at];
    const own = at === 0 ? written.slice(0, more + 1).join(".") : written[at + more]!;
    if (part === undefined) next();
    else if (isMetavariable(part)) m.bindName(part, own, m.ast.start(node), m.ast.end(node), () => compare(at + 1));
    else if (part === own) compare(at + 1);
  };
  compare(0);
}

function matchArguments(
  m: Matcher,
  patterns: readonly PatternNode[],
  nodes: readonly AstNode[],
  next: Next,
  at = 0,
  from = 0,
): void {
  const pattern = patterns[at];
  if (!pattern) {
    if (from === nodes.length) next();
    return;
  }
  if (pattern.kind === Kind.Ellipsis) {
    for (let to = from; to <= nodes.length; to++) matchArguments(m, patterns, nodes, next, at + 1, to);
    return;
  }
  if (from < nodes.length)
    m.expression(pattern, nodes[from]!, () => matchArguments(m, patterns, nodes, next, at + 1, from + 1));
}
