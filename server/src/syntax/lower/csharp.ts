// C# to the common AST: expressions, patterns and the table. Choices that a reader of the AST must know:
// - `new T(x) { A = 1 }` is a New with the NamedArgument A; the items of a collection are Elements, its entries Pairs; arrays
//   with their items are an Array with a Type; `new { A = 1 }` is an Object;
// - `x is T y` is a Binary `is` whose child in role Target declares y; `f(out var x)` has a Declarator as argument;
// - a query is a Comprehension `linq`; `x!` is just x;
// - `this` and `base` are but tokens to the grammar, so expressions are asked for by `operandsOf`.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, Lowering, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import {
  DECLARATIONS,
  each,
  fields,
  isOperand,
  lowerParameters,
  modifierFlags,
  operandsOf,
} from "./csharp-declarations.ts";
import { STATEMENTS } from "./csharp-statements.ts";
import { STRINGS } from "./csharp-strings.ts";
import { lowerType, lowerTypeArguments, TYPES, typeArgumentOr } from "./csharp-types.ts";
import { binaryOperation, deepEllipsis, identifier, isRepeatable, number, word } from "./entries.ts";

const through: LowerFunction = (l, node, role) => l.lowerAll(operandsOf(l, node), role);

// Names, calls, members

/** `Foo<int>` where a value is meant. */
const genericName: LowerFunction = (l, node, role) => {
  const [name = NONE] = l.cst.namedChildren(node);
  if (name !== NONE) l.identifier(name, role);
};

const qualifiedName: LowerFunction = (l, node, role) => {
  const { cst } = l;
  const qualifier = cst.field(node, "qualifier");
  const name = cst.field(node, "name");
  const simple = name !== NONE && cst.kind(name) === "generic_name" ? (cst.namedChildren(name)[0] ?? name) : name;
  l.node(Kind.Member, role, node, () => l.lower(qualifier, Role.Object), l.nameSymbol(simple));
};

function call(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const callee = cst.field(node, "function");
  if (deepEllipsis(l, node, callee, cst.field(node, "arguments"), role)) return;
  l.node(Kind.Call, role, node, () => {
    l.lower(callee, Role.Callee);
    if (callee !== NONE) {
      const name = cst.field(callee, "name");
      lowerTypeArguments(l, cst.kind(callee) === "generic_name" ? callee : name);
    }
    l.lowerField(node, "arguments", Role.Argument);
  });
}

function argument(l: Lowerer, node: CstNode, role: Role): void {
  const name = l.cst.field(node, "name");
  const values = operandsOf(l, node).filter((child) => child !== name);
  if (name === NONE) l.lowerAll(values, role);
  else l.node(Kind.NamedArgument, role, node, () => l.lowerAll(values, Role.Value), l.nameSymbol(name));
}

function memberName(l: Lowerer, node: CstNode): number {
  const name = l.cst.field(node, "name");
  if (name === NONE || l.cst.kind(name) !== "generic_name") return l.nameSymbol(name);
  return l.nameSymbol(l.cst.namedChildren(name)[0] ?? NONE);
}

function member(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Member, role, node, () => l.lowerField(node, "expression", Role.Object), memberName(l, node));
}

/** `a?.b`, `a?[1]`. */
function conditionalAccess(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const object = cst.field(node, "condition");
  const access = cst.namedChildren(node).find((child) => child !== object) ?? NONE;
  const isIndex = access !== NONE && cst.kind(access) === "element_binding_expression";
  const children = () => {
    l.lower(object, Role.Object);
    if (isIndex) l.lowerAll(cst.namedChildren(access), Role.Property);
  };
  const symbol = access === NONE || isIndex ? 0 : memberName(l, access);
  l.node(isIndex ? Kind.Index : Kind.Member, role, node, children, symbol, Flag.Optional);
}

/** `a[1]`, `a[1, 2]`, `a[1..2]`. */
function elementAccess(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const subscript = cst.field(node, "subscript");
  const keys = subscript === NONE ? [] : cst.namedChildren(subscript);
  const [only = NONE] = keys;
  const inner = keys.length === 1 ? (operandsOf(l, only)[0] ?? NONE) : NONE;
  const isSlice = inner !== NONE && cst.kind(inner) === "range_expression";
  l.node(isSlice ? Kind.Slice : Kind.Index, role, node, () => {
    l.lowerField(node, "expression", Role.Object);
    if (isSlice) sliceBounds(l, inner);
    else if (keys.length === 1) l.lower(only, Role.Property);
    else if (keys.length > 1) l.node(Kind.Tuple, Role.Property, subscript, () => l.lowerAll(keys, Role.Element));
  });
}

function sliceBounds(l: Lowerer, node: CstNode): void {
  let role = Role.Lower;
  for (const child of l.cst.children(node))
    if (isOperand(l, child)) l.lower(child, role);
    else if (l.cst.kind(child) === "..") role = Role.Upper;
}

// Objects and arrays

function construct(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  const given = cst.field(node, "initializer");
  const initializer = given === NONE ? cst.childOfKind(node, "initializer_expression") : given;
  if (type !== NONE && cst.kind(type) === "array_type") {
    array(l, node, type, initializer, role);
    return;
  }
  const args = cst.field(node, "arguments");
  const children = () => {
    lowerType(l, type, Role.Callee);
    l.lower(args === NONE ? cst.childOfKind(node, "argument_list") : args, Role.Argument);
    if (initializer !== NONE) for (const item of operandsOf(l, initializer)) initialized(l, item);
  };
  l.node(Kind.New, role, node, children, 0, initializer === NONE ? Flag.None : Flag.Shorthand);
}

/** An item of `{ A = 1, ["k"] = 2, { "k", 3 }, 4 }`. */
function initialized(l: Lowerer, item: CstNode): void {
  const { cst, out } = l;
  const kind = cst.kind(item);
  const left = kind === "assignment_expression" ? cst.field(item, "left") : NONE;
  if (left !== NONE && cst.kind(left) === "identifier") {
    l.node(Kind.NamedArgument, Role.Argument, item, () => l.lowerField(item, "right", Role.Value), l.nameSymbol(left));
  } else if (left !== NONE && cst.kind(left) === "element_binding_expression") {
    l.node(Kind.Pair, Role.Element, item, () => {
      l.lowerAll(cst.namedChildren(left), Role.Key);
      l.lowerField(item, "right", Role.Value);
    });
  } else if (kind === "initializer_expression") {
    const [key = NONE, ...values] = operandsOf(l, item);
    const pair = out.open(Kind.Pair, Role.Element, cst.start(item), cst.end(item));
    l.lower(key, Role.Key);
    l.lowerAll(values, Role.Value);
    out.close(pair);
  } else l.lower(item, l.placeholder(item) ? Role.Argument : Role.Element);
}

function array(l: Lowerer, node: CstNode, type: CstNode, initializer: CstNode, role: Role): void {
  const { cst } = l;
  if (initializer !== NONE) {
    l.node(Kind.Array, role, node, () => {
      lowerType(l, type, Role.Type);
      l.lowerAll(operandsOf(l, initializer), Role.Element);
    });
    return;
  }
  l.node(Kind.New, role, node, () => {
    lowerType(l, type, Role.Callee);
    const rank = type === NONE ? NONE : cst.field(type, "rank");
    if (rank !== NONE) l.lowerAll(operandsOf(l, rank), Role.Argument);
  });
}

function arrayCreation(l: Lowerer, node: CstNode, role: Role): void {
  array(l, node, l.cst.field(node, "type"), l.cst.childOfKind(node, "initializer_expression"), role);
}

function implicitArray(l: Lowerer, node: CstNode, role: Role): void {
  const initializer = l.cst.childOfKind(node, "initializer_expression");
  l.node(Kind.Array, role, node, () => {
    if (initializer !== NONE) l.lowerAll(operandsOf(l, initializer), Role.Element);
  });
}

/** `new { A = 1, s.B }`: names and values stand side by side. */
function anonymousObject(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Object, role, node, () => namedValues(l, l.cst.children(node)));
}

function namedValues(l: Lowerer, children: readonly CstNode[]): void {
  const { cst, out } = l;
  children.forEach((child, at) => {
    const next = children[at + 1];
    const before = children[at - 1];
    if (!isOperand(l, child) || (before !== undefined && cst.kind(before) === "=")) return;
    if (next !== undefined && cst.kind(next) === "=") {
      const value = children[at + 2] ?? NONE;
      const pair = out.open(
        Kind.Pair,
        Role.Element,
        cst.start(child),
        value === NONE ? cst.end(child) : cst.end(value),
      );
      key(l, child);
      l.lower(value, Role.Value);
      out.close(pair);
    } else if (!l.ellipsis(child, Role.Element)) {
      const name = cst.kind(child) === "member_access_expression" ? cst.field(child, "name") : child;
      const pair = out.open(Kind.Pair, Role.Element, cst.start(child), cst.end(child), 0, Flag.Shorthand);
      if (name !== NONE) key(l, name);
      l.lower(child, Role.Value);
      out.close(pair);
    }
  });
}

function key(l: Lowerer, node: CstNode): void {
  if (l.placeholder(node)) l.identifier(node, Role.Key);
  else l.string(node, Role.Key, l.text(node));
}

/** `x with { A = 1 }`: a copy with other values. */
function withExpression(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  l.node(Kind.Object, role, node, () => {
    for (const child of operandsOf(l, node))
      if (cst.kind(child) === "with_initializer") namedValues(l, cst.children(child));
      else l.node(Kind.Spread, Role.Element, child, () => l.lower(child, Role.Operand));
  });
}

// Operators

function unary(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const operands = operandsOf(l, node);
  const token = cst.children(node).find((child) => !operands.includes(child)) ?? NONE;
  const sign = token === NONE ? "" : l.text(token);
  // A missing sign is how the grammar takes an expression for a statement; `x!` only quiets the compiler.
  if (sign === "" || (sign === "!" && cst.kind(node) === "postfix_unary_expression")) {
    l.lowerAll(operands, role);
    return;
  }
  const isUpdate = sign === "++" || sign === "--";
  const flags = isUpdate && cst.kind(node) === "prefix_unary_expression" ? Flag.Prefix : Flag.None;
  l.node(
    isUpdate ? Kind.Update : Kind.Unary,
    role,
    node,
    () => l.lowerAll(operands, Role.Operand),
    intern(sign),
    flags,
  );
}

function cast(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const isAs = cst.kind(node) === "as_expression";
  l.node(Kind.Cast, role, node, () => {
    lowerType(l, cst.field(node, isAs ? "right" : "type"), Role.Type);
    l.lowerField(node, isAs ? "left" : "value", Role.Operand);
  });
}

function isType(l: Lowerer, node: CstNode, role: Role): void {
  const children = () => {
    l.lowerField(node, "left", Role.Left);
    lowerType(l, l.cst.field(node, "right"), Role.Right);
  };
  l.node(Kind.Binary, role, node, children, intern("is"));
}

function isPattern(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const pattern = cst.field(node, "pattern");
  const declares = pattern !== NONE && cst.kind(pattern) === "declaration_pattern";
  const children = () => {
    l.lowerField(node, "expression", Role.Left);
    if (!declares) l.lower(pattern, Role.Right);
    else {
      lowerType(l, cst.field(pattern, "type"), Role.Right);
      if (isRepeatable(l, cst.field(pattern, "type"))) l.lower(pattern, Role.Target);
    }
  };
  l.node(Kind.Binary, role, node, children, intern("is"));
}

function typeOperator(keyword: string): LowerFunction {
  return (l, node, role) => {
    l.node(Kind.Unary, role, node, () => lowerType(l, l.cst.field(node, "type"), Role.Operand), intern(keyword));
  };
}

function lambda(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const block = cst.childOfKind(node, "block");
  const given = cst.field(node, "body");
  const body = given === NONE ? block : given;
  const parameters = cst.field(node, "parameters");
  const isExpression = body !== NONE && cst.kind(body) !== "block";
  const flags = Flag.Lambda | modifierFlags(l, node) | (isExpression ? Flag.ExpressionBody : Flag.None);
  const children = () => {
    if (parameters !== NONE) lowerParameters(l, parameters);
    lowerType(l, cst.field(node, "type"), Role.ReturnType);
    l.lower(body, Role.Body);
  };
  l.node(Kind.Function, role, node, children, 0, flags);
}

// Queries

function query(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const clauses = cst.namedChildren(node);
  const results = clauses.filter((clause) => /^(select|group)_clause$/.test(cst.kind(clause)));
  const last = results.at(-1) ?? NONE;
  const children = () => {
    if (last !== NONE) l.lower(operandsOf(l, last)[0] ?? NONE, Role.Element);
    for (const clause of clauses)
      if (!results.includes(clause) && cst.kind(clause) !== "identifier") l.lower(clause, Role.Clause);
  };
  l.node(Kind.Comprehension, role, node, children, intern("linq"));
}

function fromClause(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  const name = cst.field(node, "name");
  const sources = operandsOf(l, node).filter((child) => child !== type && child !== name);
  l.node(Kind.ComprehensionFor, role, node, () => {
    l.lower(name, Role.Target);
    lowerType(l, type, Role.Type);
    l.lowerAll(sources, Role.Iterable);
  });
}

/** `join z in w on a equals b`. */
function joinClause(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const type = cst.field(node, "type");
  const parts = operandsOf(l, node).filter((child) => child !== type && cst.kind(child) !== "join_into_clause");
  const [name = NONE, source = NONE, left = NONE, right = NONE] = parts;
  l.node(Kind.ComprehensionFor, role, node, () => {
    l.lower(name, Role.Target);
    lowerType(l, type, Role.Type);
    l.lower(source, Role.Iterable);
  });
  if (left === NONE || right === NONE) return;
  const test = out.open(Kind.ComprehensionIf, role, cst.start(left), cst.end(right));
  const equals = out.open(Kind.Binary, Role.Condition, cst.start(left), cst.end(right), intern("equals"));
  l.lower(left, Role.Left);
  l.lower(right, Role.Right);
  out.close(equals);
  out.close(test);
}

/** `let k = v`: k runs over nothing but v. */
function letClause(l: Lowerer, node: CstNode, role: Role): void {
  const [name = NONE, ...values] = operandsOf(l, node);
  l.node(Kind.ComprehensionFor, role, node, () => {
    l.lower(name, Role.Target);
    for (const value of values) l.node(Kind.Array, Role.Iterable, value, () => l.lower(value, Role.Element));
  });
}

// Patterns

/** `T x`, `var x` in a pattern, `out T x` in a call. */
function declaring(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const type = cst.field(node, "type");
  l.node(Kind.Declarator, role, node, () => {
    if (name !== NONE) l.identifier(name, Role.Target);
    else
      l.lowerAll(
        cst.namedChildren(node).filter((child) => child !== type),
        Role.Target,
      );
    lowerType(l, type, Role.Type);
  });
}

function recursivePattern(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  const name = cst.field(node, "name");
  const parts = cst.namedChildren(node).filter((child) => child !== type && child !== name);
  const object = (as: Role) =>
    l.node(Kind.Object, as, node, () => {
      lowerType(l, type, Role.Type);
      l.lowerAll(parts, Role.Element);
    });
  if (name === NONE) object(role);
  else
    l.node(Kind.NamedExpression, role, node, () => {
      l.identifier(name, Role.Target);
      object(Role.Value);
    });
}

function subpattern(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const hasName = cst.hasToken(node, ":");
  const [first = NONE, second = NONE] = cst.namedChildren(node);
  if (!hasName || second === NONE) l.lowerAll(cst.namedChildren(node), role);
  else
    l.node(Kind.Pair, role, node, () => {
      if (cst.kind(first) === "identifier") key(l, first);
      else l.lower(first, Role.Key);
      l.lower(second, Role.Value);
    });
}

function relationalPattern(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Unary, role, node, () => l.lowerAll(operandsOf(l, node), Role.Operand), l.symbol(l.cst.firstChild(node)));
}

/** `(a, (b, _))` that declares names. */
function designation(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Tuple, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Element));
}

const table: Readonly<Record<string, LoweringEntry>> = {
  ...STRINGS,
  ...TYPES,
  ...DECLARATIONS,
  ...STATEMENTS,

  compilation_unit: "through",
  global_statement: "through",

  // Names and literals
  identifier,
  this: { kind: Kind.This },
  base: { kind: Kind.Super },
  generic_name: typeArgumentOr(genericName),
  qualified_name: typeArgumentOr(qualifiedName),
  alias_qualified_name: typeArgumentOr((l, node, role) => l.lowerField(node, "name", role)),
  discard: identifier,
  integer_literal: number,
  real_literal: number,
  boolean_literal: word(Kind.Boolean),
  null_literal: word(Kind.Null),

  // Expressions
  invocation_expression: call,
  argument_list: "through",
  bracketed_argument_list: "through",
  argument,
  attribute_argument: argument,
  declaration_expression: declaring,
  member_access_expression: member,
  member_binding_expression: member,
  conditional_access_expression: conditionalAccess,
  element_access_expression: elementAccess,
  element_binding_expression: "through",
  object_creation_expression: construct,
  implicit_object_creation_expression: construct,
  anonymous_object_creation_expression: anonymousObject,
  array_creation_expression: arrayCreation,
  stackalloc_expression: arrayCreation,
  implicit_array_creation_expression: implicitArray,
  implicit_stackalloc_expression: implicitArray,
  initializer_expression: each(Kind.Array, Role.Element),
  collection_expression: each(Kind.Array, Role.Element),
  collection_element: "through",
  expression_element: through,
  spread_element: each(Kind.Spread, Role.Operand),
  with_expression: withExpression,
  with_initializer: "leave out",
  tuple_expression: each(Kind.Tuple, Role.Element),
  parenthesized_expression: through,
  assignment_expression: fields(Kind.Assign, { left: Role.Target, right: Role.Value }, "operator"),
  binary_expression: fields(Kind.Binary, { left: Role.Left, right: Role.Right }, "operator"),
  unary_expression: { kind: Kind.Unary, fields: { argument: Role.Operand }, symbol: { field: "operator" } },
  prefix_unary_expression: unary,
  postfix_unary_expression: unary,
  cast_expression: cast,
  as_expression: cast,
  is_expression: isType,
  is_pattern_expression: isPattern,
  conditional_expression: fields(Kind.Conditional, {
    condition: Role.Condition,
    consequence: Role.Then,
    alternative: Role.Else,
  }),
  lambda_expression: lambda,
  anonymous_method_expression: lambda,
  await_expression: each(Kind.Await, Role.Operand),
  throw_expression: each(Kind.Throw, Role.Operand),
  checked_expression: through,
  ref_expression: through,
  range_expression: (l, node, role) => void l.node(Kind.Slice, role, node, () => sliceBounds(l, node)),
  default_expression: { kind: Kind.Null, symbol: { word: "default" } },
  typeof_expression: typeOperator("typeof"),
  sizeof_expression: typeOperator("sizeof"),
  refvalue_expression: cast,

  // Queries
  query_expression: query,
  from_clause: fromClause,
  join_clause: joinClause,
  join_into_clause: "leave out",
  let_clause: letClause,
  where_clause: each(Kind.ComprehensionIf, Role.Condition),
  select_clause: "through",
  group_clause: "through",

  // Patterns
  constant_pattern: through,
  declaration_pattern: declaring,
  var_pattern: declaring,
  type_pattern: (l, node, role) => lowerType(l, l.cst.field(node, "type"), role),
  recursive_pattern: recursivePattern,
  positional_pattern_clause: "through",
  property_pattern_clause: "through",
  subpattern,
  relational_pattern: relationalPattern,
  and_pattern: binaryOperation,
  or_pattern: binaryOperation,
  negated_pattern: (l, node, role) =>
    void l.node(Kind.Unary, role, node, () => l.lowerAll(operandsOf(l, node), Role.Operand), intern("not")),
  parenthesized_pattern: "through",
  list_pattern: each(Kind.Array, Role.Element),
  tuple_pattern: designation,
  parenthesized_variable_designation: designation,
};

export const csharp: Lowering = {
  languages: ["csharp"],
  table,
  opaque: ["extern_alias_directive", "global_attribute", "order_by_clause", "makeref_expression", "reftype_expression"],
  statementLists: ["compilation_unit", "block"],
  isTopLevelApart: true,
};
