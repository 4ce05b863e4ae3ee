// Java to the common AST: expressions and statements, and the table; what classes declare is in java-declarations.ts. Choices that a
// reader of the AST must know:
// - `a.f(x)` is a Call of a Member; `new T(x)` a New whose Callee is a Type; an array with its elements written is an Array
//   that may carry a Type, one without them a New of `T[]` with its sizes as arguments;
// - `import a.b.C` imports C of the module a.b, `import static a.B.c` imports c of a.B with a Modifier;
// - `x instanceof T y` is a Binary whose child in role Target declares y; `T::m` is a Member, `T.class` the Member `class` of T;
// - `synchronized (x) { … }` is a With of that symbol;
// - the value of a switch that is an expression is that of the Case's statement (flag ExpressionBody) or what a Yield gives.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, Lowering, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import {
  assignment,
  binaryOperation,
  deepEllipsis,
  elements,
  expressionStatement,
  identifier,
  isRepeatable,
  jump,
  number,
  operand,
  tryStatement,
  word,
} from "./entries.ts";
import { cookEscapes } from "./escapes.ts";
import { DECLARATIONS, lowerDeclarators, lowerMembers, lowerModifiers, lowerParameters } from "./java-declarations.ts";
import { lowerType, TYPES } from "./java-types.ts";

const scopedName: LowerFunction = (l, node, role) => {
  const name = l.nameSymbol(l.cst.field(node, "name"));
  l.node(Kind.Member, role, node, () => l.lowerField(node, "scope", Role.Object), name);
};

function fieldAccess(l: Lowerer, node: CstNode, role: Role): void {
  const field = l.cst.field(node, "field");
  if (field !== NONE && l.cst.kind(field) === "this") {
    l.leaf(Kind.This, role, node);
    return;
  }
  l.node(Kind.Member, role, node, () => l.lowerField(node, "object", Role.Object), l.nameSymbol(field));
}

/** `f(x)`, `o.f(x)`, `o.<T>f(x)`, `T.super.f(x)`. */
function methodInvocation(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const name = cst.field(node, "name");
  const object = cst.field(node, "object");
  const args = cst.field(node, "arguments");
  if (object === NONE && deepEllipsis(l, node, name, args, role)) return;
  l.node(Kind.Call, role, node, () => {
    if (object === NONE) l.lower(name, Role.Callee);
    else {
      const end = name === NONE ? cst.end(object) : cst.end(name);
      const callee = out.open(Kind.Member, Role.Callee, cst.start(object), end, l.nameSymbol(name));
      const outer = cst.namedChildren(node).find((child) => child !== object && cst.kind(child) === "super");
      if (outer === undefined) l.lower(object, Role.Object);
      else out.leaf(Kind.Super, Role.Object, cst.start(object), cst.end(outer));
      out.close(callee);
    }
    l.lowerField(node, "type_arguments", Role.TypeArgument);
    l.lower(args, Role.Argument);
  });
}

/** `super(x)`, `this(x)` as the first statement of a constructor. */
function constructorCall(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.ExpressionStatement, role, node, () =>
    l.node(Kind.Call, Role.Expression, node, () => {
      l.lowerField(node, "constructor", Role.Callee);
      l.lowerField(node, "type_arguments", Role.TypeArgument);
      l.lowerField(node, "arguments", Role.Argument);
    }),
  );
}

/** `new T(x)`, `outer.new T(x)`, `new T(x) { … }`. */
function construct(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  const listed = [type, cst.field(node, "arguments"), cst.field(node, "type_arguments")];
  const body = cst.childOfKind(node, "class_body");
  l.node(Kind.New, role, node, () => {
    l.lower(type, Role.Callee);
    l.lowerField(node, "type_arguments", Role.TypeArgument);
    l.lowerField(node, "arguments", Role.Argument);
    if (body !== NONE) l.node(Kind.Class, Role.Body, body, () => lowerMembers(l, body));
    for (const child of cst.namedChildren(node))
      if (!listed.includes(child) && child !== body && !cst.kind(child).endsWith("annotation"))
        l.lower(child, Role.Object);
  });
}

function arrayCreation(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  const value = cst.field(node, "value");
  const dimensions = cst.fields(node, "dimensions");
  const depth = dimensions.reduce(
    (sum, one) => sum + (cst.kind(one) === "dimensions_expr" ? 1 : l.text(one).split("[").length - 1),
    0,
  );
  if (value !== NONE) {
    l.node(Kind.Array, role, node, () => {
      lowerType(l, type, Role.Type, depth);
      l.lowerAll(cst.namedChildren(value), Role.Element);
    });
    return;
  }
  l.node(Kind.New, role, node, () => {
    lowerType(l, type, Role.Callee, depth);
    for (const one of dimensions) if (cst.kind(one) === "dimensions_expr") l.lower(one, Role.Argument);
  });
}

function updateExpression(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = cst.children(node);
  const token = children.find((child) => !cst.isNamed(child)) ?? NONE;
  const flags = token !== NONE && token === children[0] ? Flag.Prefix : Flag.None;
  l.node(Kind.Update, role, node, () => l.lowerAll(cst.namedChildren(node), Role.Operand), l.symbol(token), flags);
}

function instanceOf(l: Lowerer, node: CstNode, role: Role): void {
  const children = () => {
    l.lowerField(node, "left", Role.Left);
    lowerType(l, l.cst.field(node, "right"), Role.Right);
    l.lowerField(node, "pattern", Role.Right);
    const name = l.cst.field(node, "name");
    if (name === NONE) return;
    l.node(Kind.Declarator, Role.Target, name, () => {
      l.lower(name, Role.Target);
      if (isRepeatable(l, l.cst.field(node, "right"))) lowerType(l, l.cst.field(node, "right"), Role.Type);
    });
  };
  l.node(Kind.Binary, role, node, children, intern("instanceof"));
}

function lambda(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const body = cst.field(node, "body");
  const isBlock = body !== NONE && cst.kind(body) === "block";
  const children = () => {
    lowerParameters(l, cst.field(node, "parameters"));
    l.lower(body, Role.Body);
  };
  l.node(Kind.Function, role, node, children, 0, isBlock ? Flag.Lambda : Flag.Lambda | Flag.ExpressionBody);
}

/** `T::m`, `x::m`, `T::new`. */
function methodReference(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = cst.namedChildren(node);
  const [object = NONE] = children;
  const last = children.at(-1) ?? NONE;
  const name = cst.hasToken(node, "new") || last === object ? intern("new") : l.nameSymbol(last);
  l.node(Kind.Member, role, node, () => l.lower(object, Role.Object), name);
}

function classLiteral(l: Lowerer, node: CstNode, role: Role): void {
  const [type = NONE] = l.cst.namedChildren(node);
  const children = () => {
    if (type !== NONE && l.cst.kind(type) === "type_identifier") l.identifier(type, Role.Object);
    else l.lower(type, Role.Object);
  };
  l.node(Kind.Member, role, node, children, intern("class"));
}

// Strings

/** A text block without the indentation that its lines share, and without space at their ends. */
function stripIndentation(text: string): string {
  const lines = text.replace(/^[ \t\f]*\r?\n/, "").split(/\r?\n/);
  const measured = lines.filter((line, index) => index === lines.length - 1 || line.trim() !== "");
  const indentation = Math.min(...measured.map((line) => /^\s*/.exec(line)![0].length));
  return lines.map((line) => line.slice(indentation).replace(/[ \t]+$/, "")).join("\n");
}

function stringLiteral(l: Lowerer, node: CstNode, role: Role): void {
  if (l.cst.childOfKind(node, "string_interpolation") === NONE) l.string(node, role, stringValue(l, node));
  else l.node(Kind.Template, role, node, () => templateParts(l, node));
}

function stringValue(l: Lowerer, node: CstNode): string {
  const text = l.text(node);
  if (text.startsWith('"""')) return cookEscapes(stripIndentation(text.slice(3).replace(/"""$/, "")));
  return cookEscapes(text.slice(1).replace(/"$/, ""));
}

function templateParts(l: Lowerer, node: CstNode): void {
  const { cst, out } = l;
  let at = cst.start(node) + (l.text(node).startsWith('"""') ? 3 : 1);
  const end = cst.end(node) - (l.text(node).startsWith('"""') ? 3 : 1);
  const text = (until: number) => {
    if (until > at) out.leaf(Kind.String, Role.Part, at, until, l.stringSymbol(cookEscapes(cst.text.slice(at, until))));
  };
  for (const child of cst.namedChildren(node)) {
    if (cst.kind(child) !== "string_interpolation") continue;
    text(cst.start(child));
    l.lower(child, Role.Part);
    at = cst.end(child);
  }
  text(end);
}

function character(l: Lowerer, node: CstNode, role: Role): void {
  l.string(node, role, cookEscapes(l.text(node).slice(1, -1)), Flag.Bytes);
}

// Statements

function localVariables(l: Lowerer, node: CstNode, role: Role): void {
  const type = l.cst.field(node, "type");
  const isVar = type !== NONE && l.text(type) === "var";
  const children = () => {
    lowerModifiers(l, node);
    lowerDeclarators(l, node, type);
  };
  l.node(Kind.VariableDeclaration, role, node, children, isVar ? intern("var") : 0);
}

function forStatement(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.For, role, node, () => {
    l.lowerAll(l.cst.fields(node, "init"), Role.Init);
    l.lowerField(node, "condition", Role.Condition);
    l.lowerAll(l.cst.fields(node, "update"), Role.Update);
    l.lowerField(node, "body", Role.Body);
  });
}

function forEach(l: Lowerer, node: CstNode, role: Role): void {
  const children = () => {
    lowerModifiers(l, node);
    l.lowerField(node, "name", Role.Target);
    lowerType(l, l.cst.field(node, "type"), Role.Type);
    l.lowerField(node, "value", Role.Iterable);
    l.lowerField(node, "body", Role.Body);
  };
  l.node(Kind.ForEach, role, node, children, intern("of"));
}

function switchGroup(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const isRule = cst.kind(node) === "switch_rule";
  const children = cst.namedChildren(node);
  const statements = children.filter((child) => cst.kind(child) !== "switch_label");
  const [only = NONE] = statements;
  const isExpression = isRule && only !== NONE && cst.kind(only) === "expression_statement";
  const flags = (isRule ? Flag.NoFallThrough : Flag.None) | (isExpression ? Flag.ExpressionBody : Flag.None);
  const lower = () => {
    for (const child of children) l.lower(child, cst.kind(child) === "switch_label" ? Role.Pattern : Role.Statement);
  };
  l.node(Kind.Case, role, node, lower, 0, flags);
}

function resource(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  if (name === NONE) {
    l.lowerAll(cst.namedChildren(node), role);
    return;
  }
  l.node(Kind.VariableDeclaration, role, node, () => {
    lowerModifiers(l, node);
    l.node(Kind.Declarator, Role.Declarator, node, () => {
      l.lower(name, Role.Target);
      lowerType(l, cst.field(node, "type"), Role.Type);
      l.lowerField(node, "value", Role.Value);
    });
  });
}

function catchClause(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const parameter = cst.childOfKind(node, "catch_formal_parameter");
  l.node(Kind.Catch, role, node, () => {
    const name = parameter === NONE ? NONE : cst.field(parameter, "name");
    if (parameter !== NONE && !l.ellipsis(name, Role.Parameter)) {
      const types = cst.childOfKind(parameter, "catch_type");
      if (types !== NONE) l.lowerAll(cst.namedChildren(types), Role.Type);
      const children = () => {
        lowerModifiers(l, parameter);
        l.lower(name, Role.Target);
      };
      l.node(Kind.Parameter, Role.Parameter, parameter, children, l.nameSymbol(name));
    }
    l.lowerField(node, "body", Role.Body);
  });
}

function synchronizedStatement(l: Lowerer, node: CstNode, role: Role): void {
  const lock = l.cst.childOfKind(node, "parenthesized_expression");
  const children = () => {
    if (lock !== NONE) l.node(Kind.WithItem, Role.Item, lock, () => l.lower(lock, Role.Value));
    l.lowerField(node, "body", Role.Body);
  };
  l.node(Kind.With, role, node, children, intern("synchronized"));
}

function labeled(l: Lowerer, node: CstNode, role: Role): void {
  const [label = NONE, ...statement] = l.cst.namedChildren(node);
  l.node(Kind.Labeled, role, node, () => l.lowerAll(statement, Role.Statement), l.nameSymbol(label));
}

function assertion(l: Lowerer, node: CstNode, role: Role): void {
  const [condition = NONE, message = NONE] = l.cst.namedChildren(node);
  l.node(Kind.Assert, role, node, () => {
    l.lower(condition, Role.Condition);
    l.lower(message, Role.Value);
  });
}

// Patterns of `case` and `instanceof`

/** `Point(int x, var y)`: a Call whose arguments are the parts' patterns. */
function recordPattern(l: Lowerer, node: CstNode, role: Role): void {
  const [type = NONE, ...parts] = l.cst.namedChildren(node);
  l.node(Kind.Call, role, node, () => {
    l.lower(type, Role.Callee);
    l.lowerAll(parts, Role.Argument);
  });
}

/** `String s` in a pattern. */
function typePattern(l: Lowerer, node: CstNode, role: Role): void {
  const [type = NONE, name = NONE] = l.cst.namedChildren(node);
  l.node(Kind.Declarator, role, node, () => {
    l.lower(name, Role.Target);
    lowerType(l, type, Role.Type);
  });
}

const table: Readonly<Record<string, LoweringEntry>> = {
  ...TYPES,
  ...DECLARATIONS,

  program: "through",

  // Names and literals
  identifier,
  underscore_pattern: identifier,
  scoped_identifier: scopedName,
  this: { kind: Kind.This },
  super: { kind: Kind.Super },
  true: word(Kind.Boolean),
  false: word(Kind.Boolean),
  null_literal: word(Kind.Null),
  binary_integer_literal: number,
  decimal_integer_literal: number,
  hex_integer_literal: number,
  octal_integer_literal: number,
  decimal_floating_point_literal: number,
  hex_floating_point_literal: number,
  character_literal: character,
  string_literal: stringLiteral,
  string_fragment: "leave out",
  multiline_string_fragment: "leave out",
  escape_sequence: "leave out",
  string_interpolation: "through",
  template_expression: (l, node, role) => {
    const template = l.cst.field(node, "template_argument");
    l.node(Kind.TaggedTemplate, role, node, () => {
      l.lowerField(node, "template_processor", Role.Tag);
      if (template !== NONE) templateParts(l, template);
    });
  },

  // Expressions
  method_invocation: methodInvocation,
  argument_list: "through",
  object_creation_expression: construct,
  array_creation_expression: arrayCreation,
  array_initializer: elements(Kind.Array),
  dimensions: "leave out",
  dimensions_expr: (l, node, role) => {
    const inner = l.cst.namedChildren(node).filter((child) => !l.cst.kind(child).endsWith("annotation"));
    l.lowerAll(inner, role);
  },
  field_access: fieldAccess,
  array_access: { kind: Kind.Index, fields: { array: Role.Object, index: Role.Property } },
  parenthesized_expression: "through",
  assignment_expression: assignment,
  binary_expression: binaryOperation,
  unary_expression: { kind: Kind.Unary, fields: { operand: Role.Operand }, symbol: { field: "operator" } },
  update_expression: updateExpression,
  instanceof_expression: instanceOf,
  cast_expression: { kind: Kind.Cast, fields: { type: Role.Type, value: Role.Operand } },
  ternary_expression: {
    kind: Kind.Conditional,
    fields: { condition: Role.Condition, consequence: Role.Then, alternative: Role.Else },
  },
  lambda_expression: lambda,
  inferred_parameters: (l, node) => lowerParameters(l, node),
  method_reference: methodReference,
  class_literal: classLiteral,
  switch_expression: { kind: Kind.Switch, fields: { condition: Role.Subject, body: Role.Case } },
  switch_block: "through",
  switch_block_statement_group: switchGroup,
  switch_rule: switchGroup,
  switch_label: "through",
  guard: (l, node) => l.lowerAll(l.cst.namedChildren(node), Role.Guard),
  pattern: "through",
  record_pattern: recordPattern,
  record_pattern_body: "through",
  record_pattern_component: typePattern,
  type_pattern: typePattern,

  // Statements
  block: { kind: Kind.Block, rest: Role.Statement },
  expression_statement: expressionStatement,
  local_variable_declaration: localVariables,
  if_statement: {
    kind: Kind.If,
    fields: { condition: Role.Condition, consequence: Role.Then, alternative: Role.Else },
  },
  while_statement: { kind: Kind.While, fields: { condition: Role.Condition, body: Role.Body } },
  do_statement: { kind: Kind.DoWhile, fields: { body: Role.Body, condition: Role.Condition } },
  for_statement: forStatement,
  enhanced_for_statement: forEach,
  labeled_statement: labeled,
  break_statement: jump(Kind.Break),
  continue_statement: jump(Kind.Continue),
  return_statement: operand(Kind.Return),
  throw_statement: operand(Kind.Throw),
  yield_statement: (l, node, role) => {
    l.node(Kind.ExpressionStatement, role, node, () =>
      l.node(Kind.Yield, Role.Expression, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand)),
    );
  },
  assert_statement: assertion,
  synchronized_statement: synchronizedStatement,
  try_statement: tryStatement,
  try_with_resources_statement: tryStatement,
  resource_specification: "through",
  resource,
  catch_clause: catchClause,
  catch_formal_parameter: "leave out",
  catch_type: "through",
  finally_clause: "through",
  explicit_constructor_invocation: constructorCall,
};

export const java: Lowering = {
  languages: ["java"],
  table,
  opaque: [
    "module_declaration",
    "module_body",
    "exports_module_directive",
    "opens_module_directive",
    "provides_module_directive",
    "requires_module_directive",
    "requires_modifier",
    "uses_module_directive",
  ],
  statementLists: ["program", "block", "constructor_body"],
  isTopLevelApart: true,
};
