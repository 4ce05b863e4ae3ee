// Ruby to the common AST. Choices that a reader of the AST must know:
// - `a.b` without arguments is a Member, with arguments, parentheses or a block a Call; a block is its last argument, a
//   Function with the flag Shorthand (`&f` a NamedArgument `&`); keyword arguments, `a: 1` and `:a => 1` alike, are NamedArguments; `yield x` is a Call of "yield";
// - `@a` and `@@a` are Members of This with that name; `$a` an Identifier; `A::B` a Member; `:a` an Atom;
// - `unless` and `until` negate their condition; modifiers (`a if b`) are the same statements; where a value is wanted, an `if`
//   is a Conditional, `begin … end` a Sequence, and a `case` a Switch whose Cases have the flag ExpressionBody;
// - a module is a Class with the Modifier `module`;
// - a heredoc's text stands where its body is, outside of the span of the expression that it belongs to. So a statement may
//   look at what follows it, and none can be lowered alone.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, Lowering, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { deepEllipsis, elements, identifier, number, word } from "./entries.ts";
import { blockOf, DEFINITIONS, hasRescue, lowerBlock, lowerBodyParts, lowerLambda } from "./ruby-definitions.ts";
import { PARTS_OF_STRINGS, STRINGS, symbolName } from "./ruby-strings.ts";

function isStatementRole(role: Role): boolean {
  return role === Role.Statement || role === Role.Member;
}

/** An expression on a line of its own is a statement; in a pattern an ellipsis is one by itself. */
function expression(write: LowerFunction): LowerFunction {
  return (l, node, role) => {
    if (!isStatementRole(role)) write(l, node, role);
    else if (!l.ellipsis(node, role))
      l.node(Kind.ExpressionStatement, role, node, () => write(l, node, Role.Expression));
  };
}

/** Where the value of a statement is wanted, as of the right side of an assignment. */
function isValueRole(role: Role): boolean {
  return !isStatementRole(role) && role !== Role.Expression && role !== Role.Body;
}

// Calls

function call(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const method = cst.field(node, "method");
  const receiver = cst.field(node, "receiver");
  const args = cst.field(node, "arguments");
  const block = cst.field(node, "block");
  const operator = cst.field(node, "operator");
  const flags = operator !== NONE && l.text(operator) === "&." ? Flag.Optional : Flag.None;
  if (receiver === NONE && deepEllipsis(l, node, method, args, role)) return;
  if (args === NONE && block === NONE) callee(l, node, role, flags);
  else
    l.node(
      Kind.Call,
      role,
      node,
      () => {
        callee(l, node, Role.Callee, flags);
        if (args !== NONE) lowerArguments(l, cst.namedChildren(args));
        if (block !== NONE) lowerBlock(l, block, Role.Argument);
      },
      0,
      flags,
    );
}

function callee(l: Lowerer, node: CstNode, role: Role, flags: number): void {
  const { cst, out } = l;
  const method = cst.field(node, "method");
  const receiver = cst.field(node, "receiver");
  if (receiver === NONE) {
    l.lower(method, role);
    return;
  }
  const end = method === NONE ? cst.end(receiver) : cst.end(method);
  const name = method === NONE ? intern("call") : l.nameSymbol(method);
  const made = out.open(Kind.Member, role, cst.start(receiver), end, name, flags);
  l.lower(receiver, Role.Object);
  out.close(made);
}

function lowerArguments(l: Lowerer, args: readonly CstNode[]): void {
  for (const arg of args)
    if (l.cst.kind(arg) === "pair") keywordArgument(l, arg);
    else l.lower(arg, Role.Argument);
}

function keywordArgument(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  const key = cst.field(node, "key");
  if (key === NONE || !/^(hash_key_symbol|simple_symbol)$/.test(cst.kind(key))) {
    l.lower(node, Role.Argument);
    return;
  }
  const value = cst.field(node, "value");
  const children = () => {
    if (value === NONE) l.identifier(key, Role.Value);
    else l.lower(value, Role.Value);
  };
  l.node(Kind.NamedArgument, Role.Argument, node, children, symbolName(l, key));
}

const yieldCall: LowerFunction = (l, node, role) => {
  const { cst, out } = l;
  const args = cst.childOfKind(node, "argument_list");
  l.node(Kind.Call, role, node, () => {
    const start = cst.start(node);
    out.leaf(Kind.Identifier, Role.Callee, start, start + "yield".length, intern("yield"));
    if (args !== NONE) lowerArguments(l, cst.namedChildren(args));
  });
};

function index(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const object = cst.field(node, "object");
  const block = cst.field(node, "block");
  const keys = cst.namedChildren(node).filter((child) => child !== object && child !== block);
  const [first] = keys;
  l.node(Kind.Index, role, node, () => {
    l.lower(object, Role.Object);
    if (first === undefined) return;
    if (keys.length === 1) {
      l.lower(first, Role.Property);
      return;
    }
    const tuple = out.open(Kind.Tuple, Role.Property, cst.start(first), cst.end(keys.at(-1)!));
    l.lowerAll(keys, Role.Element);
    out.close(tuple);
  });
}

// Names

/** `@a`, `@@a`. */
const instanceVariable: LowerFunction = (l, node, role) => {
  const text = l.text(node);
  const bare = text.replace(/^@@?/, "");
  const placeholder = l.pattern?.placeholder(bare);
  const name = intern(placeholder?.name ?? text);
  l.node(Kind.Member, role, node, () => l.leaf(Kind.This, Role.Object, node), name, Flag.Shorthand);
};

const scopeResolution: LowerFunction = (l, node, role) => {
  const { cst } = l;
  const scope = cst.field(node, "scope");
  const name = cst.field(node, "name");
  if (scope === NONE) l.identifier(name, role);
  else l.node(Kind.Member, role, node, () => l.lower(scope, Role.Object), l.nameSymbol(name));
};

// Hashes

function pair(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const key = cst.field(node, "key");
  const value = cst.field(node, "value");
  const isShort = value === NONE && key !== NONE;
  const children = () => {
    l.lower(key, Role.Key);
    if (isShort) l.identifier(key, Role.Value);
    else l.lower(value, Role.Value);
  };
  l.node(Kind.Pair, role, node, children, 0, isShort ? Flag.Shorthand : Flag.None);
}

// Assignments and operators

const assignment: LowerFunction = (l, node, role) => {
  const children = () => {
    l.lowerField(node, "left", Role.Target);
    l.lowerField(node, "right", Role.Value);
  };
  const operator = l.cst.field(node, "operator");
  l.node(Kind.Assign, role, node, children, operator === NONE ? intern("=") : l.symbol(operator));
};

const binary: LowerFunction = (l, node, role) => {
  const children = () => {
    l.lowerField(node, "left", Role.Left);
    l.lowerField(node, "right", Role.Right);
  };
  l.node(Kind.Binary, role, node, children, l.symbol(l.cst.field(node, "operator")));
};

const range: LowerFunction = (l, node, role) => {
  const children = () => {
    l.lowerField(node, "begin", Role.Left);
    l.lowerField(node, "end", Role.Right);
  };
  l.node(Kind.Binary, role, node, children, l.symbol(l.cst.field(node, "operator")));
};

const unary: LowerFunction = (l, node, role) => {
  const children = () => l.lowerField(node, "operand", Role.Operand);
  l.node(Kind.Unary, role, node, children, l.symbol(l.cst.field(node, "operator")));
};

function splat(kind: Kind): LowerFunction {
  return (l, node, role) => {
    l.node(kind, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand));
  };
}

// Statements

/** Several statements where one value is wanted. */
function sequence(l: Lowerer, nodes: readonly CstNode[], role: Role): void {
  const statements = nodes.filter((node) => l.cst.kind(node) !== "empty_statement");
  const [first] = statements;
  if (first === undefined) return;
  if (statements.length === 1) {
    l.lower(first, role);
    return;
  }
  const made = l.out.open(Kind.Sequence, role, l.cst.start(first), l.cst.end(statements.at(-1)!));
  l.lowerAll(statements, Role.Element);
  l.out.close(made);
}

/** A branch: a Block, or the value of one. */
function branch(l: Lowerer, node: CstNode, role: Role, isValue: boolean): void {
  if (node === NONE) return;
  const statements = /^(then|else|do)$/.test(l.cst.kind(node)) ? l.cst.namedChildren(node) : [node];
  if (isValue) sequence(l, statements, role);
  else blockOf(l, statements, role);
}

function condition(l: Lowerer, node: CstNode, isNegated: boolean): void {
  if (node === NONE) return;
  const operand = () => l.lower(node, Role.Operand);
  if (isNegated) l.node(Kind.Unary, Role.Condition, node, operand, intern("!"), Flag.Shorthand);
  else l.lower(node, Role.Condition);
}

/** `if`, `unless` with `elsif` and `else`. */
function ifStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const isValue = isValueRole(role);
  const kind = isValue ? Kind.Conditional : Kind.If;
  const opened: number[] = [];
  let at = node;
  for (let as = role; at !== NONE && /^(if|unless|elsif)$/.test(cst.kind(at)); as = Role.Else) {
    opened.push(out.open(kind, as, cst.start(at), cst.end(node)));
    condition(l, cst.field(at, "condition"), cst.kind(at) === "unless");
    branch(l, cst.field(at, "consequence"), Role.Then, isValue);
    at = cst.field(at, "alternative");
  }
  branch(l, at, Role.Else, isValue);
  for (const one of opened.reverse()) out.close(one);
}

/** `a if b`, `a unless b`. */
function ifModifier(l: Lowerer, node: CstNode, role: Role): void {
  const isValue = isValueRole(role);
  l.node(isValue ? Kind.Conditional : Kind.If, role, node, () => {
    condition(l, l.cst.field(node, "condition"), l.cst.kind(node) === "unless_modifier");
    branch(l, l.cst.field(node, "body"), Role.Then, isValue);
  });
}

/** `while`, `until` and their modifiers; `begin … end while x` runs once before it asks. */
function whileStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const body = cst.field(node, "body");
  const isNegated = cst.kind(node).startsWith("until");
  const isDo = body !== NONE && cst.kind(body) === "begin";
  l.node(isDo ? Kind.DoWhile : Kind.While, role, node, () => {
    if (!isDo) condition(l, cst.field(node, "condition"), isNegated);
    if (isDo) blockOf(l, cst.namedChildren(body), Role.Body);
    else branch(l, body, Role.Body, false);
    if (isDo) condition(l, cst.field(node, "condition"), isNegated);
  });
}

function forStatement(l: Lowerer, node: CstNode, role: Role): void {
  const children = () => {
    l.lowerField(node, "pattern", Role.Target);
    l.lowerField(node, "value", Role.Iterable);
    branch(l, l.cst.field(node, "body"), Role.Body, false);
  };
  l.node(Kind.ForEach, role, node, children, intern("of"));
}

function caseStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const value = cst.field(node, "value");
  const flags = Flag.NoFallThrough | (isValueRole(role) ? Flag.ExpressionBody : Flag.None);
  l.node(Kind.Switch, role, node, () => {
    l.lower(value, Role.Subject);
    for (const child of cst.namedChildren(node)) {
      const kind = cst.kind(child);
      if (kind !== "when" && kind !== "in_clause" && kind !== "else") continue;
      const body = kind === "else" ? child : cst.field(child, "body");
      const guard = cst.field(child, "guard");
      const parts = () => {
        l.lowerAll(cst.fields(child, "pattern"), Role.Pattern);
        if (guard !== NONE) guarded(l, guard);
        if (body !== NONE) for (const one of cst.namedChildren(body)) l.lower(one, Role.Statement);
      };
      l.node(Kind.Case, Role.Case, child, parts, 0, flags);
    }
  });
}

function guarded(l: Lowerer, guard: CstNode): void {
  const test = l.cst.field(guard, "condition");
  if (l.cst.kind(guard) === "if_guard") l.lower(test, Role.Guard);
  else l.node(Kind.Unary, Role.Guard, guard, () => l.lower(test, Role.Operand), intern("!"));
}

/** `begin … end`: a Try, or just what stands in it. */
function begin(l: Lowerer, node: CstNode, role: Role): void {
  if (hasRescue(l, node)) lowerBodyParts(l, node, role);
  else if (isValueRole(role)) sequence(l, l.cst.namedChildren(node), role);
  else l.node(Kind.Block, role, node, () => lowerBodyParts(l, node, Role.Statement));
}

/** `a rescue b`. */
function rescueModifier(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const body = cst.field(node, "body");
  const handler = cst.field(node, "handler");
  if (!isStatementRole(role)) {
    const children = () => {
      l.lower(body, Role.Left);
      l.lower(handler, Role.Right);
    };
    l.node(Kind.Binary, role, node, children, intern("rescue"));
    return;
  }
  l.node(Kind.Try, role, node, () => {
    if (body !== NONE) blockOf(l, [body], Role.Body);
    if (handler !== NONE) l.node(Kind.Catch, Role.Handler, handler, () => blockOf(l, [handler], Role.Body));
  });
}

/** `( … )`: nothing by itself. */
function parenthesized(l: Lowerer, node: CstNode, role: Role): void {
  const statements = l.cst.namedChildren(node).filter((child) => l.cst.kind(child) !== "empty_statement");
  if (statements.length === 1) l.lower(statements[0]!, role);
  else if (isStatementRole(role)) l.node(Kind.Block, role, node, () => l.lowerAll(statements, Role.Statement));
  else if (statements.length === 0) l.leaf(Kind.Null, role, node, intern("nil"));
  else l.node(Kind.Sequence, role, node, () => l.lowerAll(statements, Role.Element));
}

/** `return a, b`, `next a`, `break`. */
function jump(kind: Kind): LowerFunction {
  return (l, node, role) => {
    const args = l.cst.childOfKind(node, "argument_list");
    const values = args === NONE ? [] : l.cst.namedChildren(args);
    l.node(kind, role, node, () => {
      if (values.length === 1) l.lower(values[0]!, Role.Operand);
      else if (values.length > 1) l.node(Kind.Tuple, Role.Operand, args, () => l.lowerAll(values, Role.Element));
    });
  };
}

// Patterns of `in`

function arrayPattern(l: Lowerer, node: CstNode, role: Role): void {
  const name = l.cst.field(node, "class");
  const parts = l.cst.namedChildren(node).filter((child) => child !== name);
  const items = (as: Role) => {
    for (const part of parts)
      if (l.cst.kind(part) === "splat_parameter")
        l.node(Kind.Spread, as, part, () => l.lowerField(part, "name", Role.Operand));
      else l.lower(part, as);
  };
  if (name === NONE) l.node(Kind.Array, role, node, () => items(Role.Element));
  else
    l.node(Kind.Call, role, node, () => {
      l.lower(name, Role.Callee);
      items(Role.Argument);
    });
}

function hashPattern(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "class");
  const entries = (as: Role) => {
    for (const part of cst.namedChildren(node)) {
      if (part === name || cst.kind(part) === "hash_splat_nil") continue;
      if (cst.kind(part) === "hash_splat_parameter")
        l.node(Kind.KeywordSpread, as, part, () => l.lowerField(part, "name", Role.Operand));
      else l.lower(part, as);
    }
  };
  if (name === NONE) l.node(Kind.Object, role, node, () => entries(Role.Element));
  else
    l.node(Kind.Call, role, node, () => {
      l.lower(name, Role.Callee);
      entries(Role.Argument);
    });
}

function alternatives(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const parts = cst.namedChildren(node);
  const opened: number[] = [];
  for (let at = parts.length - 1; at > 0; at--)
    opened.push(
      out.open(
        Kind.Binary,
        at === parts.length - 1 ? role : Role.Left,
        cst.start(node),
        cst.end(parts[at]!),
        intern("|"),
      ),
    );
  parts.forEach((part, at) => {
    l.lower(part, parts.length === 1 ? role : at === 0 ? Role.Left : Role.Right);
    if (at > 0) out.close(opened.pop()!);
  });
}

function matchPattern(kind: Kind.NamedExpression | Kind.Binary): LowerFunction {
  return (l, node, role) => {
    const children = () => {
      if (kind === Kind.Binary) l.lowerField(node, "value", Role.Left);
      l.lowerField(node, "pattern", kind === Kind.Binary ? Role.Right : Role.Target);
      if (kind === Kind.NamedExpression) l.lowerField(node, "value", Role.Value);
    };
    l.node(kind, role, node, children, kind === Kind.Binary ? intern("in") : 0);
  };
}

const EXPRESSIONS: Readonly<Record<string, LowerFunction>> = {
  ...STRINGS,
  identifier,
  constant: identifier,
  global_variable: identifier,
  instance_variable: instanceVariable,
  class_variable: instanceVariable,
  scope_resolution: scopeResolution,
  self: (l, node, role) => void l.leaf(Kind.This, role, node),
  super: (l, node, role) => void l.leaf(Kind.Super, role, node),
  file: identifier,
  line: identifier,
  encoding: identifier,
  integer: number,
  float: number,
  rational: number,
  complex: number,
  true: word(Kind.Boolean),
  false: word(Kind.Boolean),
  nil: word(Kind.Null),
  array: elements(Kind.Array),
  hash: elements(Kind.Object),
  call,
  yield: yieldCall,
  element_reference: index,
  lambda: lowerLambda,
  assignment,
  operator_assignment: assignment,
  left_assignment_list: elements(Kind.Tuple),
  destructured_left_assignment: elements(Kind.Tuple),
  right_assignment_list: elements(Kind.Tuple),
  binary,
  range,
  unary,
  conditional: (l, node, role) => {
    l.node(Kind.Conditional, role, node, () => {
      l.lowerField(node, "condition", Role.Condition);
      l.lowerField(node, "consequence", Role.Then);
      l.lowerField(node, "alternative", Role.Else);
    });
  },
  match_pattern: matchPattern(Kind.NamedExpression),
  test_pattern: matchPattern(Kind.Binary),
};

/** As a key of its own it would make a promise of the table. */
const THEN = "then";

const table: Readonly<Record<string, LoweringEntry>> = {
  ...Object.fromEntries(Object.entries(EXPRESSIONS).map(([kind, write]) => [kind, expression(write)])),
  ...PARTS_OF_STRINGS,
  ...DEFINITIONS,

  program: "through",
  uninterpreted: "leave out",
  empty_statement: "leave out",

  argument_list: "through",
  block_argument: (l, node, role) => {
    const isEllipsis = l.cst.namedChildren(node).some((child) => l.placeholder(child)?.kind === Kind.Ellipsis);
    l.node(
      isEllipsis ? Kind.Spread : Kind.NamedArgument,
      role,
      node,
      () => l.lowerAll(l.cst.namedChildren(node), isEllipsis ? Role.Operand : Role.Value),
      isEllipsis ? 0 : intern("&"),
    );
  },
  splat_argument: splat(Kind.Spread),
  hash_splat_argument: splat(Kind.KeywordSpread),
  forward_argument: splat(Kind.Spread),
  rest_assignment: splat(Kind.Spread),
  pair,
  hash_key_symbol: (l, node, role) => void l.leaf(Kind.Atom, role, node, symbolName(l, node)),

  if: ifStatement,
  unless: ifStatement,
  elsif: "leave out",
  [THEN]: "through",
  else: "through",
  if_modifier: ifModifier,
  unless_modifier: ifModifier,
  while: whileStatement,
  until: whileStatement,
  while_modifier: whileStatement,
  until_modifier: whileStatement,
  do: "through",
  for: forStatement,
  in: "through",
  case: caseStatement,
  case_match: caseStatement,
  when: "leave out",
  in_clause: "leave out",
  if_guard: "leave out",
  unless_guard: "leave out",
  pattern: "through",
  begin,
  begin_block: { kind: Kind.Block, rest: Role.Statement },
  end_block: { kind: Kind.Block, rest: Role.Statement },
  rescue_modifier: rescueModifier,
  parenthesized_statements: parenthesized,
  return: jump(Kind.Return),
  next: jump(Kind.Continue),
  break: jump(Kind.Break),
  undef: (l, node, role) =>
    void l.node(Kind.Delete, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand)),

  array_pattern: arrayPattern,
  find_pattern: arrayPattern,
  hash_pattern: hashPattern,
  keyword_pattern: pair,
  alternative_pattern: alternatives,
  as_pattern: (l, node, role) => {
    l.node(Kind.NamedExpression, role, node, () => {
      l.lowerField(node, "name", Role.Target);
      l.lowerField(node, "value", Role.Value);
    });
  },
  parenthesized_pattern: "through",
  expression_reference_pattern: "through",
  variable_reference_pattern: "through",
};

export const ruby: Lowering = {
  languages: ["ruby"],
  table,
  opaque: ["alias", "redo", "retry"],
  statementLists: [],
};
