// Python (3, and what is left of 2) to the common AST. Choices that a reader of the AST must know:
// - an f-string is always a Template, even without interpolation; implicitly joined plain strings are one String;
// - `a < b < c` is `a < b and b < c` when the middle is small (it then stands twice), else nested to the left;
// - `x: T = v` is an Assign with a Type child, `x: T` alone a VariableDeclaration with one Declarator;
// - `print x` and `exec x` of Python 2 are Calls; `import a, b` is an Import that holds two;
// - a class's body is its Members, whatever statements they are; the separators `*` and `/` among parameters are left out;
// - in `raise x from y` the cause is a child in role Value; a `case _` without a guard has no Pattern.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, Lowering, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { assignment } from "./entries.ts";
import {
  asyncFlag,
  lowerAliasName,
  lowerBinding,
  lowerClass,
  lowerFunction,
  lowerParameter,
  lowerParameters,
  lowerType,
  typeArgumentOr,
  typeNow,
} from "./python-definitions.ts";
import { lowerImportFrom, lowerImportSpecifier, lowerImports } from "./python-imports.ts";
import { lowerConcatenatedString, lowerInterpolation, lowerString } from "./python-strings.ts";

/** A middle operand of a comparison chain may stand twice in the AST when its subtree has at most this many nodes. */
const SMALL_OPERAND = 8;

const NUMBER: LowerFunction = (l, node, role) => {
  l.leaf(Kind.Number, role, node, intern(l.text(node).replaceAll("_", "")));
};

const table: Record<string, LoweringEntry> = {
  module: "through",

  // Names and literals
  identifier: (l, node, role) => void l.identifier(node, role),
  dotted_name: lowerDottedName,
  integer: NUMBER,
  float: NUMBER,
  true: { kind: Kind.Boolean, symbol: { word: "true" } },
  false: { kind: Kind.Boolean, symbol: { word: "false" } },
  none: { kind: Kind.Null, symbol: "text" },
  ellipsis: (l, node, role) => void l.leaf(l.pattern ? Kind.Ellipsis : Kind.Opaque, role, node, intern("...")),
  string: lowerString,
  concatenated_string: lowerConcatenatedString,
  string_start: "leave out",
  string_content: "leave out",
  string_end: "leave out",
  escape_sequence: "leave out",
  escape_interpolation: "leave out",
  type_conversion: "leave out",
  interpolation: lowerInterpolation,
  format_expression: lowerInterpolation,
  format_specifier: "through",
  line_continuation: "leave out",

  // Expressions
  call: lowerCall,
  argument_list: "through",
  keyword_argument: (l, node, role) => {
    const { cst } = l;
    const children = () => l.lowerField(node, "value", Role.Value);
    l.node(Kind.NamedArgument, role, node, children, l.nameSymbol(cst.field(node, "name")));
  },
  list_splat: { kind: Kind.Spread, rest: Role.Operand },
  parenthesized_list_splat: "through",
  list_splat_pattern: { kind: Kind.Spread, rest: Role.Operand },
  dictionary_splat: { kind: Kind.KeywordSpread, rest: Role.Operand },
  dictionary_splat_pattern: { kind: Kind.KeywordSpread, rest: Role.Operand },
  attribute: (l, node, role) => {
    const children = () => l.lowerField(node, "object", Role.Object);
    l.node(Kind.Member, role, node, children, l.nameSymbol(l.cst.field(node, "attribute")));
  },
  subscript: typeArgumentOr(lowerSubscript),
  slice: (l, node, role) => void l.node(Kind.Slice, role, node, () => lowerSliceBounds(l, node)),
  parenthesized_expression: "through",
  unary_operator: lowerUnary,
  not_operator: lowerUnary,
  binary_operator: typeArgumentOr(lowerBinary),
  boolean_operator: lowerBinary,
  comparison_operator: lowerComparison,
  conditional_expression: (l, node, role) => {
    const [then = NONE, condition = NONE, otherwise = NONE] = l.cst.namedChildren(node);
    l.node(Kind.Conditional, role, node, () => {
      l.lower(condition, Role.Condition);
      l.lower(then, Role.Then);
      l.lower(otherwise, Role.Else);
    });
  },
  named_expression: { kind: Kind.NamedExpression, fields: { name: Role.Target, value: Role.Value } },
  as_pattern: lowerAsPattern,
  await: { kind: Kind.Await, rest: Role.Operand },
  yield: (l, node, role) => {
    const children = () => l.lowerAll(l.cst.namedChildren(node), Role.Operand);
    l.node(Kind.Yield, role, node, children, l.cst.hasToken(node, "from") ? intern("*") : 0);
  },
  lambda: (l, node, role) => {
    const children = () => {
      lowerParameters(l, l.cst.field(node, "parameters"));
      l.lowerField(node, "body", Role.Body);
    };
    l.node(Kind.Function, role, node, children, 0, Flag.Lambda | Flag.ExpressionBody);
  },
  list: { kind: Kind.Array, rest: Role.Element },
  list_pattern: { kind: Kind.Array, rest: Role.Element },
  set: { kind: Kind.Set, rest: Role.Element },
  tuple: { kind: Kind.Tuple, rest: Role.Element },
  tuple_pattern: { kind: Kind.Tuple, rest: Role.Element },
  expression_list: { kind: Kind.Tuple, rest: Role.Element },
  pattern_list: { kind: Kind.Tuple, rest: Role.Element },
  dictionary: { kind: Kind.Object, rest: Role.Element },
  pair: { kind: Kind.Pair, fields: { key: Role.Key, value: Role.Value } },
  list_comprehension: comprehension("list"),
  set_comprehension: comprehension("set"),
  dictionary_comprehension: comprehension("dict"),
  generator_expression: comprehension("generator"),
  for_in_clause: (l, node, role) => {
    const flags = l.cst.hasToken(node, "async") ? Flag.Async : Flag.None;
    const children = () => {
      l.lowerField(node, "left", Role.Target);
      lowerTogether(l, l.cst.fields(node, "right"), Role.Iterable);
    };
    l.node(Kind.ComprehensionFor, role, node, children, 0, flags);
  },
  if_clause: { kind: Kind.ComprehensionIf, rest: Role.Condition },
  assignment: {
    kind: Kind.Assign,
    symbol: { word: "=" },
    fields: { left: Role.Target, type: Role.Type, right: Role.Value },
  },
  augmented_assignment: assignment,

  // Types
  type: typeNow,
  generic_type: typeNow,
  union_type: typeNow,
  member_type: typeNow,
  constrained_type: typeNow,
  splat_type: typeNow,
  type_parameter: "through",

  // Simple statements
  expression_statement: lowerExpressionStatement,
  pass_statement: { kind: Kind.Empty },
  break_statement: { kind: Kind.Break },
  continue_statement: { kind: Kind.Continue },
  return_statement: { kind: Kind.Return, rest: Role.Operand },
  raise_statement: (l, node, role) => {
    const { cst } = l;
    const cause = cst.field(node, "cause");
    l.node(Kind.Throw, role, node, () => {
      for (const child of cst.namedChildren(node)) l.lower(child, child === cause ? Role.Value : Role.Operand);
    });
  },
  assert_statement: (l, node, role) => {
    const [condition = NONE, message = NONE] = l.cst.namedChildren(node);
    l.node(Kind.Assert, role, node, () => {
      l.lower(condition, Role.Condition);
      l.lower(message, Role.Value);
    });
  },
  delete_statement: (l, node, role) => {
    const operands = l.cst
      .namedChildren(node)
      .flatMap((child) => (l.cst.kind(child) === "expression_list" ? l.cst.namedChildren(child) : [child]));
    l.node(Kind.Delete, role, node, () => l.lowerAll(operands, Role.Operand));
  },
  global_statement: { kind: Kind.ScopeDeclaration, symbol: { word: "global" }, rest: Role.Name },
  nonlocal_statement: { kind: Kind.ScopeDeclaration, symbol: { word: "nonlocal" }, rest: Role.Name },
  print_statement: (l, node, role) => lowerKeywordCall(l, node, role, "print"),
  exec_statement: (l, node, role) => lowerKeywordCall(l, node, role, "exec"),
  chevron: (l, node, role) => {
    const children = () => l.lowerAll(l.cst.namedChildren(node), Role.Value);
    l.node(Kind.NamedArgument, role, node, children, intern("file"));
  },
  type_alias_statement: (l, node, role) => {
    l.node(
      Kind.VariableDeclaration,
      role,
      node,
      () =>
        l.node(Kind.Declarator, Role.Declarator, node, () => {
          lowerAliasName(l, l.cst.field(node, "left"));
          l.lowerField(node, "right", Role.Value);
        }),
      intern("type"),
    );
  },

  // Imports
  import_statement: lowerImports,
  import_from_statement: lowerImportFrom,
  future_import_statement: lowerImportFrom,
  aliased_import: lowerImportSpecifier,
  relative_import: "leave out",
  import_prefix: "leave out",
  wildcard_import: { kind: Kind.ImportSpecifier, symbol: { word: "*" } },

  // Compound statements
  block: { kind: Kind.Block, rest: Role.Statement },
  if_statement: lowerIf,
  elif_clause: "leave out",
  else_clause: (l, node, role) => l.lowerField(node, "body", role),
  finally_clause: "through",
  while_statement: {
    kind: Kind.While,
    fields: { condition: Role.Condition, body: Role.Body, alternative: Role.Else },
  },
  for_statement: (l, node, role) => {
    const children = () => {
      l.lowerField(node, "left", Role.Target);
      l.lowerField(node, "right", Role.Iterable);
      l.lowerField(node, "body", Role.Body);
      l.lowerField(node, "alternative", Role.Else);
    };
    l.node(Kind.ForEach, role, node, children, intern("of"), asyncFlag(l, node));
  },
  with_statement: (l, node, role) => {
    const children = () => {
      l.lower(l.cst.childOfKind(node, "with_clause"), Role.Item);
      l.lowerField(node, "body", Role.Body);
    };
    l.node(Kind.With, role, node, children, 0, asyncFlag(l, node));
  },
  with_clause: "through",
  with_item: lowerWithItem,
  try_statement: lowerTry,
  except_clause: lowerExcept,
  match_statement: (l, node, role) => {
    const { cst } = l;
    l.node(Kind.Switch, role, node, () => {
      lowerTogether(l, cst.fields(node, "subject"), Role.Subject);
      const body = cst.field(node, "body");
      if (body !== NONE) l.lowerAll(cst.namedChildren(body), Role.Case);
    });
  },
  case_clause: lowerCase,
  case_pattern: lowerCasePattern,
  class_pattern: (l, node, role) => {
    const [callee = NONE, ...inner] = l.cst.namedChildren(node);
    l.node(Kind.Call, role, node, () => {
      l.lower(callee, Role.Callee);
      l.lowerAll(inner, Role.Argument);
    });
  },
  keyword_pattern: (l, node, role) => {
    const [name = NONE, ...value] = l.cst.namedChildren(node);
    l.node(Kind.NamedArgument, role, node, () => l.lowerAll(value, Role.Value), l.nameSymbol(name));
  },
  union_pattern: lowerUnionPattern,
  splat_pattern: (l, node, role) => {
    const kind = l.text(node).startsWith("**") ? Kind.KeywordSpread : Kind.Spread;
    l.node(kind, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand));
  },
  dict_pattern: lowerDictPattern,
  complex_pattern: (l, node, role) => {
    const [left = NONE, right = NONE] = l.cst.namedChildren(node);
    const children = () => {
      l.lower(left, Role.Left);
      l.lower(right, Role.Right);
    };
    l.node(Kind.Binary, role, node, children, intern(/-[^-]*$/.test(l.text(node)) ? "-" : "+"));
  },

  // Definitions
  function_definition: (l, node, role) => lowerFunction(l, node, role, node),
  class_definition: (l, node, role) => lowerClass(l, node, role, node),
  decorated_definition: (l, node, role) => {
    const { cst } = l;
    const definition = cst.field(node, "definition");
    if (definition === NONE) l.lowerAll(cst.namedChildren(node), role);
    else if (cst.kind(definition) === "class_definition") lowerClass(l, definition, role, node);
    else lowerFunction(l, definition, role, node);
  },
  decorator: { kind: Kind.Decorator, rest: Role.Expression },
  parameters: "leave out",
  lambda_parameters: "leave out",
  default_parameter: lowerParameter,
  typed_parameter: lowerParameter,
  typed_default_parameter: lowerParameter,
  keyword_separator: "leave out",
  positional_separator: "leave out",
};

export const python: Lowering = {
  languages: ["python"],
  table,
  opaque: [],
  statementLists: ["module", "block"],
};

/** Several expressions that a comma joins without a node of their own are one Tuple. */
function lowerTogether(l: Lowerer, nodes: readonly CstNode[], role: Role): void {
  const first = nodes[0];
  const last = nodes.at(-1);
  if (first === undefined || last === undefined) return;
  if (first === last) {
    l.lower(first, role);
    return;
  }
  const tuple = l.out.open(Kind.Tuple, role, l.cst.start(first), l.cst.end(last));
  l.lowerAll(nodes, Role.Element);
  l.out.close(tuple);
}

function lowerExpressionStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = cst.namedChildren(node);
  const only = children.length === 1 ? children[0]! : NONE;
  if (l.ellipsis(only, role)) return;
  if (l.pattern && only !== NONE && cst.kind(only) === "ellipsis") {
    l.lower(only, role);
    return;
  }
  if (only !== NONE && cst.kind(only) === "assignment" && cst.field(only, "right") === NONE) {
    l.node(Kind.VariableDeclaration, role, node, () =>
      l.node(Kind.Declarator, Role.Declarator, only, () => {
        l.lowerField(only, "left", Role.Target);
        l.lowerField(only, "type", Role.Type);
      }),
    );
    return;
  }
  l.node(Kind.ExpressionStatement, role, node, () => lowerTogether(l, children, Role.Expression));
}

// Expressions

function lowerDottedName(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const names = cst.namedChildren(node);
  const open = names
    .slice(1)
    .reverse()
    .map((name, index) =>
      out.open(Kind.Member, index === 0 ? role : Role.Object, cst.start(node), cst.end(name), l.nameSymbol(name)),
    );
  if (names[0] !== undefined) l.identifier(names[0], names.length === 1 ? role : Role.Object);
  for (const member of open.reverse()) out.close(member);
}

function lowerCall(l: Lowerer, node: CstNode, role: Role): void {
  if (l.placeholder(l.cst.field(node, "function"))?.kind === Kind.DeepEllipsis) {
    l.node(Kind.DeepEllipsis, role, node, () => l.lowerField(node, "arguments", Role.Operand));
    return;
  }
  l.node(Kind.Call, role, node, () => {
    l.lowerField(node, "function", Role.Callee);
    l.lowerField(node, "arguments", Role.Argument);
  });
}

/** `print >>file, a, b` and `exec code in globals, locals`: a call of a name that is a keyword here. */
function lowerKeywordCall(l: Lowerer, node: CstNode, role: Role, keyword: string): void {
  const { cst } = l;
  l.node(Kind.ExpressionStatement, role, node, () =>
    l.node(Kind.Call, Role.Expression, node, () => {
      const token = cst.childOfKind(node, keyword);
      l.leaf(Kind.Identifier, Role.Callee, token === NONE ? node : token, intern(keyword));
      l.lowerAll(cst.namedChildren(node), Role.Argument);
    }),
  );
}

function lowerSubscript(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const subscripts = cst.fields(node, "subscript");
  const only = subscripts.length === 1 ? subscripts[0]! : NONE;
  const isSlice = only !== NONE && cst.kind(only) === "slice";
  l.node(isSlice ? Kind.Slice : Kind.Index, role, node, () => {
    l.lowerField(node, "value", Role.Object);
    if (isSlice) lowerSliceBounds(l, only);
    else lowerTogether(l, subscripts, Role.Property);
  });
}

function lowerSliceBounds(l: Lowerer, slice: CstNode): void {
  const { cst } = l;
  const roles = [Role.Lower, Role.Upper, Role.Step] as const;
  let colons = 0;
  for (const child of cst.children(slice))
    if (cst.isNamed(child)) l.lower(child, roles[colons] ?? Role.Step);
    else if (cst.kind(child) === ":") colons++;
}

function lowerUnary(l: Lowerer, node: CstNode, role: Role): void {
  const operator = l.cst.firstChild(node);
  l.node(Kind.Unary, role, node, () => l.lowerField(node, "argument", Role.Operand), l.symbol(operator));
}

function lowerBinary(l: Lowerer, node: CstNode, role: Role): void {
  const children = () => {
    l.lowerField(node, "left", Role.Left);
    l.lowerField(node, "right", Role.Right);
  };
  l.node(Kind.Binary, role, node, children, l.symbol(l.cst.field(node, "operator")));
}

function lowerComparison(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const operands: CstNode[] = [];
  const operators: number[] = [];
  for (const child of cst.children(node))
    if (cst.fieldId(child) !== 0) operators.push(intern(l.text(child).replace(/\s+/g, " ")));
    else if (cst.isNamed(child) && !cst.grammar.isComment(cst.kindId(child))) operands.push(child);
  const first = operands[0];
  if (first === undefined) return;
  const count = Math.min(operators.length, operands.length - 1);
  const middles = operands.slice(1, count);
  const repeatable = middles.every((middle) => cst.next(middle) - middle <= SMALL_OPERAND);
  const and = intern("and");
  const opened: number[] = [];
  // From the last comparison inwards: the outermost node is the last `and`, or the last comparison of a left nest.
  for (let at = count; at >= (repeatable ? 2 : 1); at--) {
    const symbol = repeatable ? and : operators[at - 1]!;
    opened.push(
      out.open(Kind.Binary, at === count ? role : Role.Left, cst.start(first), cst.end(operands[at]!), symbol),
    );
  }
  const compare = (at: number, place: Role) => {
    const left = operands[at - 1]!;
    const right = operands[at]!;
    const made = out.open(Kind.Binary, place, cst.start(left), cst.end(right), operators[at - 1]!);
    l.lower(left, Role.Left);
    l.lower(right, Role.Right);
    out.close(made);
  };
  if (repeatable && count > 0) compare(1, count === 1 ? role : Role.Left);
  else l.lower(first, count === 0 ? role : Role.Left);
  for (let at = repeatable ? 2 : 1; at <= count; at++) {
    if (repeatable) compare(at, Role.Right);
    else l.lower(operands[at]!, Role.Right);
    out.close(opened.pop()!);
  }
}

/** The two halves of `value as target`. */
function asPatternParts(l: Lowerer, node: CstNode): readonly [value: CstNode, target: CstNode] {
  const { cst } = l;
  const [value = NONE, target = NONE] = cst.namedChildren(node);
  const isWrapped = target !== NONE && cst.kind(target) === "as_pattern_target";
  return [value, isWrapped ? (cst.namedChildren(target)[0] ?? NONE) : target];
}

/** `value as target` outside of `with` and `except`: in a `case`, and in broken code. */
function lowerAsPattern(l: Lowerer, node: CstNode, role: Role): void {
  const [value, target] = asPatternParts(l, node);
  l.node(Kind.NamedExpression, role, node, () => {
    l.lower(target, Role.Target);
    l.lower(value, Role.Value);
  });
}

function comprehension(word: string): LowerFunction {
  return (l, node, role) => {
    const { cst } = l;
    const body = cst.field(node, "body");
    const children = () => {
      l.lower(body, Role.Element);
      for (const child of cst.namedChildren(node)) if (child !== body) l.lower(child, Role.Clause);
    };
    l.node(Kind.Comprehension, role, node, children, intern(word));
  };
}

// Compound statements

function lowerIf(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const alternatives = cst.fields(node, "alternative");
  const end = cst.end(node);
  const opened = [out.open(Kind.If, role, cst.start(node), end)];
  l.lowerField(node, "condition", Role.Condition);
  l.lowerField(node, "consequence", Role.Then);
  for (const alternative of alternatives) {
    if (cst.kind(alternative) !== "elif_clause") {
      l.lower(alternative, Role.Else);
      continue;
    }
    opened.push(out.open(Kind.If, Role.Else, cst.start(alternative), end));
    l.lowerField(alternative, "condition", Role.Condition);
    l.lowerField(alternative, "consequence", Role.Then);
  }
  for (const one of opened.reverse()) out.close(one);
}

function lowerWithItem(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const value = cst.field(node, "value");
  l.node(Kind.WithItem, role, node, () => {
    if (value === NONE) return l.lowerAll(cst.namedChildren(node), Role.Value);
    if (cst.kind(value) !== "as_pattern") return l.lower(value, Role.Value);
    const [expression, target] = asPatternParts(l, value);
    l.lower(expression, Role.Value);
    l.lower(target, Role.Target);
  });
}

function lowerTry(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  l.node(Kind.Try, role, node, () => {
    l.lowerField(node, "body", Role.Body);
    for (const child of cst.namedChildren(node)) {
      const kind = cst.kind(child);
      if (kind === "else_clause") l.lower(child, Role.Else);
      else if (kind === "finally_clause") l.lower(child, Role.Finalizer);
      else if (kind !== "block") l.lower(child, cst.isBroken(child) ? Role.Element : Role.Handler);
    }
  });
}

/** `except A as e`, `except (A, B)`, and Python 2's `except A, e`. */
function lowerExcept(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  let types = cst.fields(node, "value");
  let target = cst.field(node, "alias");
  const only = types.length === 1 ? types[0]! : NONE;
  if (only !== NONE && cst.kind(only) === "as_pattern") {
    const [type, alias] = asPatternParts(l, only);
    types = [type];
    target = alias;
  }
  const second = types.length === 2 ? types[1]! : NONE;
  if (target === NONE && second !== NONE && cst.kind(second) === "identifier" && /^[a-z_]/.test(l.text(second))) {
    target = second;
    types = types.slice(0, 1);
  }
  l.node(Kind.Catch, role, node, () => {
    for (const type of types) {
      const each = cst.kind(type) === "tuple" ? cst.namedChildren(type) : [type];
      for (const one of each) lowerType(l, one, Role.Type);
    }
    if (target !== NONE) lowerBinding(l, target, Role.Parameter);
    l.lower(cst.childOfKind(node, "block"), Role.Body);
  });
}

function lowerCase(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const guard = cst.field(node, "guard");
  const body = cst.field(node, "consequence");
  const patterns = cst.namedChildren(node).filter((child) => child !== guard && child !== body);
  const isDefault = guard === NONE && patterns.length === 1 && l.text(patterns[0]!) === "_";
  const children = () => {
    if (!isDefault) lowerTogether(l, patterns, Role.Pattern);
    if (guard !== NONE) l.lowerAll(cst.namedChildren(guard), Role.Guard);
    if (body !== NONE) l.lowerAll(cst.namedChildren(body), Role.Statement);
  };
  l.node(Kind.Case, role, node, children, 0, Flag.NoFallThrough);
}

/** A wildcard or a signed number has no node of its own inside its pattern. */
function lowerCasePattern(l: Lowerer, node: CstNode, role: Role): void {
  const children = l.cst.namedChildren(node);
  if (children.length === 0) l.leaf(Kind.Identifier, role, node, l.symbol(node));
  else if (children.length === 1 && l.cst.hasToken(node, "-"))
    l.node(Kind.Unary, role, node, () => l.lowerAll(children, Role.Operand), intern("-"));
  else l.lowerAll(children, role);
}

function lowerUnionPattern(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const alternatives = cst.namedChildren(node);
  const or = intern("|");
  const opened = alternatives
    .slice(1)
    .reverse()
    .map((last, index) => out.open(Kind.Binary, index === 0 ? role : Role.Left, cst.start(node), cst.end(last), or));
  alternatives.forEach((alternative, index) => {
    l.lower(alternative, alternatives.length === 1 ? role : index === 0 ? Role.Left : Role.Right);
    if (index > 0) out.close(opened.pop()!);
  });
}

function lowerDictPattern(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const keyField = cst.grammar.fieldId("key");
  const valueField = cst.grammar.fieldId("value");
  l.node(Kind.Object, role, node, () => {
    let key: CstNode = NONE;
    for (const child of cst.namedChildren(node)) {
      if (cst.fieldId(child) === keyField) key = child;
      else if (cst.fieldId(child) === valueField && key !== NONE) {
        const pair = out.open(Kind.Pair, Role.Element, cst.start(key), cst.end(child));
        l.lower(key, Role.Key);
        l.lower(child, Role.Value);
        out.close(pair);
        key = NONE;
      } else l.lower(child, Role.Element);
    }
  });
}
