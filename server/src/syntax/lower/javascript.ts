// JavaScript, TypeScript and JSX to the common AST. Types, classes' members and declarations that only TypeScript has are
// in typescript.ts and javascript-classes.ts; this module holds expressions, statements, modules and JSX, and the table.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, Lowering, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { assignment } from "./entries.ts";
import { cookEntities, cookEscapes } from "./escapes.ts";
import { CLASSES, lowerClass, lowerKey, lowerModifiers, lowerParameters, modifiersOf } from "./javascript-classes.ts";
import { TYPES } from "./typescript.ts";

const identifier: LowerFunction = (l, node, role) => {
  l.identifier(node, role);
};

/** A leaf whose symbol is the node's own text. */
const word =
  (kind: Kind): LowerFunction =>
  (l, node, role) => {
    l.leaf(kind, role, node, l.symbol(node));
  };

const operand =
  (kind: Kind): LowerFunction =>
  (l, node, role) => {
    l.node(kind, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand));
  };

const elements =
  (kind: Kind): LowerFunction =>
  (l, node, role) => {
    l.node(kind, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Element));
  };

function string(l: Lowerer, node: CstNode, role: Role): void {
  l.string(node, role, cookEscapes(l.text(node).slice(1, -1)));
}

function number(l: Lowerer, node: CstNode, role: Role): void {
  l.leaf(Kind.Number, role, node, intern(l.text(node).replaceAll("_", "")));
}

function regex(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const flags = cst.field(node, "flags");
  l.node(
    Kind.Regex,
    role,
    node,
    () => {
      if (flags !== NONE) l.string(flags, Role.Modifier, l.text(flags));
    },
    l.symbol(cst.field(node, "pattern")),
  );
}

/** What stands between a template's backquotes: text, cooked, and the expressions in it. */
function templateParts(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  let at = cst.start(node) + 1;
  const text = (end: number) => {
    if (end > at) l.out.leaf(Kind.String, Role.Part, at, end, l.stringSymbol(cookEscapes(cst.text.slice(at, end))));
  };
  for (const child of cst.children(node)) {
    if (cst.kind(child) !== "template_substitution" && !cst.isBroken(child)) continue;
    text(cst.start(child));
    l.lower(child, Role.Part);
    at = cst.end(child);
  }
  text(Math.max(at, cst.end(node) - 1));
}

function template(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Template, role, node, () => templateParts(l, node));
}

/** An array, or a pattern of one. Holes keep their place as Empty elements. */
function array(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  l.node(Kind.Array, role, node, () => {
    let isAfterComma = true;
    for (const child of cst.children(node)) {
      if (cst.isNamed(child)) {
        if (cst.grammar.isComment(cst.kindId(child))) continue;
        l.lower(child, Role.Element);
        isAfterComma = false;
      } else if (cst.kind(child) === ",") {
        if (isAfterComma) l.out.leaf(Kind.Empty, Role.Element, cst.start(child), cst.start(child));
        isAfterComma = true;
      }
    }
  });
}

function pair(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const key = cst.field(node, "key");
  l.node(
    Kind.Pair,
    role,
    node,
    () => {
      lowerKey(l, key, Role.Key);
      l.lowerField(node, "value", Role.Value);
    },
    0,
    key !== NONE && cst.kind(key) === "computed_property_name" ? Flag.Computed : Flag.None,
  );
}

/** `{ a }` in an object or a pattern. */
function shorthand(l: Lowerer, node: CstNode, role: Role): void {
  if (l.ellipsis(node, role)) return;
  l.node(
    Kind.Pair,
    role,
    node,
    () => {
      lowerKey(l, node, Role.Key);
      l.identifier(node, Role.Value);
    },
    0,
    Flag.Shorthand,
  );
}

/** `{ a = 1 }` in a pattern. */
function shorthandWithDefault(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const left = cst.field(node, "left");
  l.node(
    Kind.Pair,
    role,
    node,
    () => {
      lowerKey(l, left, Role.Key);
      l.node(Kind.DefaultPattern, Role.Value, node, () => {
        l.identifier(left, Role.Target);
        l.lowerField(node, "right", Role.Default);
      });
    },
    0,
    Flag.Shorthand,
  );
}

function call(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const callee = cst.field(node, "function");
  const args = cst.field(node, "arguments");
  if (l.placeholder(callee)?.kind === Kind.DeepEllipsis) {
    l.node(Kind.DeepEllipsis, role, node, () => l.lower(args, Role.Operand));
    return;
  }
  const isTemplate = args !== NONE && cst.kind(args) === "template_string";
  l.node(
    isTemplate ? Kind.TaggedTemplate : Kind.Call,
    role,
    node,
    () => {
      l.lower(callee, isTemplate ? Role.Tag : Role.Callee);
      l.lowerField(node, "type_arguments", Role.TypeArgument);
      if (isTemplate) templateParts(l, args);
      else l.lower(args, Role.Argument);
    },
    0,
    optional(l, node),
  );
}

function optional(l: Lowerer, node: CstNode): number {
  return l.cst.childOfKind(node, "optional_chain") !== NONE || l.cst.hasToken(node, "?.") ? Flag.Optional : Flag.None;
}

function construct(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.New, role, node, () => {
    l.lowerField(node, "constructor", Role.Callee);
    l.lowerField(node, "type_arguments", Role.TypeArgument);
    l.lowerField(node, "arguments", Role.Argument);
  });
}

function member(l: Lowerer, node: CstNode, role: Role): void {
  const name = l.nameSymbol(l.cst.field(node, "property"));
  l.node(Kind.Member, role, node, () => l.lowerField(node, "object", Role.Object), name, optional(l, node));
}

function index(l: Lowerer, node: CstNode, role: Role): void {
  l.node(
    Kind.Index,
    role,
    node,
    () => {
      l.lowerField(node, "object", Role.Object);
      l.lowerField(node, "index", Role.Property);
    },
    0,
    optional(l, node),
  );
}

function update(l: Lowerer, node: CstNode, role: Role): void {
  const operator = l.cst.field(node, "operator");
  const isPrefix = operator !== NONE && l.cst.start(operator) === l.cst.start(node);
  l.node(
    Kind.Update,
    role,
    node,
    () => l.lowerField(node, "argument", Role.Operand),
    l.symbol(operator),
    isPrefix ? Flag.Prefix : Flag.None,
  );
}

function yieldExpression(l: Lowerer, node: CstNode, role: Role): void {
  const symbol = l.cst.hasToken(node, "*") ? intern("*") : 0;
  l.node(Kind.Yield, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand), symbol);
}

/** `f<T>(x)`, with nothing between: Flow's call with a type, which reads as two comparisons of what nobody compares. */
function binary(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const left = cst.field(node, "left");
  const right = cst.field(node, "right");
  const isCall =
    cst.kind(left) === "binary_expression" &&
    cst.kind(right) === "parenthesized_expression" &&
    /^[\w$.]+<[\w$.[\]]+>\(/.test(cst.textOf(node));
  if (isCall) {
    l.node(Kind.Call, role, node, () => {
      l.lower(cst.field(left, "left"), Role.Callee);
      const type = cst.field(left, "right");
      l.leaf(Kind.Type, Role.TypeArgument, type, intern(cst.textOf(type)));
      const [inner] = cst.namedChildren(right);
      if (inner === undefined) return;
      if (cst.kind(inner) === "sequence_expression") l.lowerAll(cst.namedChildren(inner), Role.Argument);
      else l.lower(inner, Role.Argument);
    });
    return;
  }
  const operator = cst.field(node, "operator");
  l.node(
    Kind.Binary,
    role,
    node,
    () => {
      l.lower(left, Role.Left);
      l.lower(right, Role.Right);
    },
    intern(operator === NONE ? "" : cst.textOf(operator)),
  );
}

/** Parentheses say nothing that the tree does not; with a type, as Flow writes them, they are a cast. */
function parenthesized(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  if (type === NONE) {
    l.lowerAll(cst.namedChildren(node), role);
    return;
  }
  const inner = cst.namedChildren(node).find((child) => child !== type) ?? NONE;
  const placeholder = l.placeholder(inner);
  if (placeholder?.kind === Kind.Metavariable)
    l.node(Kind.TypedMetavariable, role, node, () => l.lower(type, Role.Type), intern(placeholder.name));
  else
    l.node(Kind.Cast, role, node, () => {
      l.lower(type, Role.Type);
      l.lower(inner, Role.Operand);
    });
}

/** `x as T`, `x satisfies T`, `<T>x`, `x!`. */
function cast(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = cst.namedChildren(node);
  const isPrefix = cst.kind(node) === "type_assertion";
  const [first = NONE, second = NONE] = children;
  l.node(Kind.Cast, role, node, () => {
    if (isPrefix) {
      l.lower(first, Role.Type);
      l.lower(second, Role.Operand);
    } else {
      if (second !== NONE) l.lower(second, Role.Type);
      else if (cst.hasToken(node, "const"))
        l.leaf(Kind.Type, Role.Type, cst.childOfKind(node, "const"), intern("const"));
      l.lower(first, Role.Operand);
    }
    l.lowerAll(children.slice(2), Role.Element);
  });
}

function lowerFunction(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const body = cst.field(node, "body");
  const modifiers = modifiersOf(l, node);
  const isArrow = cst.kind(node) === "arrow_function";
  let flags = modifiers.flags;
  if (isArrow) flags |= Flag.Lambda;
  if (isArrow && body !== NONE && cst.kind(body) !== "statement_block") flags |= Flag.ExpressionBody;
  if (cst.hasToken(node, "*")) flags |= Flag.Generator;
  l.node(
    Kind.Function,
    role,
    node,
    () => {
      lowerModifiers(l, modifiers);
      if (name !== NONE) l.identifier(name, Role.Name);
      l.lowerField(node, "type_parameters", Role.TypeParameter);
      lowerParameters(l, node);
      l.lowerField(node, "return_type", Role.ReturnType);
      l.lower(body, Role.Body);
    },
    l.nameSymbol(name),
    flags,
  );
}

function expressionStatement(l: Lowerer, node: CstNode, role: Role): void {
  const [expression = NONE] = l.cst.namedChildren(node);
  if (l.ellipsis(expression, role)) return;
  // `namespace A {}` is an expression to the grammar.
  if (expression !== NONE && l.cst.kind(expression) === "internal_module") l.lower(expression, role);
  else l.node(Kind.ExpressionStatement, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Expression));
}

function variables(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const first = cst.children(node).find((child) => !cst.isNamed(child)) ?? NONE;
  const isAwait = first !== NONE && cst.kind(first) === "await";
  const symbol = isAwait ? intern("await using") : l.symbol(first);
  l.node(Kind.VariableDeclaration, role, node, () => l.lowerAll(cst.namedChildren(node), Role.Declarator), symbol);
}

function declarator(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Declarator, role, node, () => {
    l.lowerField(node, "name", Role.Target);
    l.lowerField(node, "type", Role.Type);
    l.lowerField(node, "value", Role.Value);
  });
}

function forStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const part = (field: string, to: Role) => {
    for (const child of cst.fields(node, field)) if (cst.kind(child) !== "empty_statement") l.lower(child, to);
  };
  l.node(Kind.For, role, node, () => {
    part("initializer", Role.Init);
    part("condition", Role.Condition);
    part("increment", Role.Update);
    l.lowerField(node, "body", Role.Body);
  });
}

function forEach(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const kindField = cst.grammar.fieldId("kind");
  const keywords = cst.children(node).filter((child) => cst.fieldId(child) === kindField && kindField !== 0);
  const declares = keywords.find((child) => cst.kind(child) !== "await");
  const isAsync = cst.hasToken(node, "await");
  l.node(
    Kind.ForEach,
    role,
    node,
    () => {
      if (declares !== undefined) l.leaf(Kind.Modifier, Role.Modifier, declares, l.symbol(declares));
      l.lowerField(node, "left", Role.Target);
      l.lowerField(node, "right", Role.Iterable);
      l.lowerField(node, "body", Role.Body);
    },
    l.symbol(cst.field(node, "operator")),
    isAsync ? Flag.Async : Flag.None,
  );
}

function switchCase(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const value = cst.field(node, "value");
  l.node(Kind.Case, role, node, () => {
    l.lower(value, Role.Pattern);
    for (const child of cst.namedChildren(node)) if (child !== value) l.lower(child, Role.Statement);
  });
}

function catchClause(l: Lowerer, node: CstNode, role: Role): void {
  const parameter = l.cst.field(node, "parameter");
  l.node(Kind.Catch, role, node, () => {
    if (parameter !== NONE && !l.ellipsis(parameter, Role.Parameter)) {
      const isName = l.cst.kind(parameter) === "identifier";
      l.node(
        Kind.Parameter,
        Role.Parameter,
        parameter,
        () => {
          l.lower(parameter, Role.Target);
          l.lowerField(node, "type", Role.Type);
        },
        isName ? l.nameSymbol(parameter) : 0,
      );
    }
    l.lowerField(node, "body", Role.Body);
  });
}

function withStatement(l: Lowerer, node: CstNode, role: Role): void {
  const object = l.cst.field(node, "object");
  l.node(Kind.With, role, node, () => {
    if (object !== NONE) l.node(Kind.WithItem, Role.Item, object, () => l.lower(object, Role.Value));
    l.lowerField(node, "body", Role.Body);
  });
}

function jump(kind: Kind): LowerFunction {
  return (l, node, role) => {
    l.leaf(kind, role, node, l.nameSymbol(l.cst.field(node, "label")));
  };
}

// Modules

function stringText(l: Lowerer, node: CstNode): string {
  return node === NONE ? "" : cookEscapes(l.text(node).slice(1, -1));
}

/** A specifier's name, which may be a string. */
function specifierName(l: Lowerer, node: CstNode): number {
  if (node === NONE) return 0;
  return l.cst.kind(node) === "string" ? intern(stringText(l, node)) : l.nameSymbol(node);
}

function importStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const clause = cst.childOfKind(node, "import_clause");
  const required = cst.childOfKind(node, "import_require_clause");
  const source = cst.field(required === NONE ? node : required, "source");
  const isTypeOnly = cst.hasToken(node, "type") || cst.hasToken(node, "typeof");
  l.node(
    Kind.Import,
    role,
    node,
    () => {
      if (required !== NONE) {
        const name = cst.namedChildren(required).find((child) => child !== source) ?? NONE;
        if (name !== NONE) namespaceSpecifier(l, required, name);
      }
      l.lower(clause, Role.Specifier);
      l.lower(cst.childOfKind(node, "import_attribute"), Role.Attribute);
    },
    l.stringSymbol(stringText(l, source)),
    isTypeOnly ? Flag.TypeOnly : Flag.None,
  );
}

function namespaceSpecifier(l: Lowerer, node: CstNode, name: CstNode): void {
  l.node(Kind.ImportSpecifier, Role.Specifier, node, () => l.identifier(name, Role.Alias), intern("*"));
}

function importClause(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  for (const child of cst.namedChildren(node))
    if (cst.kind(child) !== "identifier") l.lower(child, role);
    else if (!l.ellipsis(child, role))
      l.node(Kind.ImportSpecifier, role, child, () => l.identifier(child, Role.Alias), intern("default"));
}

function namespaceImport(l: Lowerer, node: CstNode): void {
  const [name = NONE] = l.cst.namedChildren(node);
  if (name !== NONE) namespaceSpecifier(l, node, name);
  else l.leaf(Kind.ImportSpecifier, Role.Specifier, node, intern("*"));
}

/** `a`, `a as b` of imports and exports. */
function specifier(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const alias = cst.field(node, "alias");
  if (alias === NONE && l.ellipsis(node, role)) return;
  l.node(
    Kind.ImportSpecifier,
    role,
    node,
    () => {
      if (alias !== NONE && cst.kind(alias) === "string") string(l, alias, Role.Alias);
      else if (alias !== NONE) l.identifier(alias, Role.Alias);
    },
    specifierName(l, cst.field(node, "name")),
    cst.hasToken(node, "type") || cst.hasToken(node, "typeof") ? Flag.TypeOnly : Flag.None,
  );
}

function exportStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const source = cst.field(node, "source");
  const declaration = cst.field(node, "declaration");
  const decorators = cst.fields(node, "decorator");
  const isDefault = cst.childOfKind(node, "default");
  const star = cst.childOfKind(node, "*");
  l.node(
    Kind.Export,
    role,
    node,
    () => {
      if (isDefault !== NONE) l.leaf(Kind.Modifier, Role.Modifier, isDefault, intern("default"));
      else if (cst.hasToken(node, "=")) l.leaf(Kind.Modifier, Role.Modifier, cst.childOfKind(node, "="), intern("="));
      if (declaration !== NONE && cst.kind(declaration).endsWith("class_declaration"))
        lowerClass(l, declaration, Role.Declaration, decorators);
      else l.lower(declaration, Role.Declaration);
      l.lowerField(node, "value", Role.Value);
      if (star !== NONE) l.leaf(Kind.ImportSpecifier, Role.Specifier, star, intern("*"));
      const done = [source, declaration, cst.field(node, "value"), ...decorators];
      for (const child of cst.namedChildren(node))
        if (!done.includes(child)) l.lower(child, cst.kind(child) === "export_clause" ? Role.Specifier : Role.Value);
    },
    source === NONE ? 0 : l.stringSymbol(stringText(l, source)),
    cst.hasToken(node, "type") ? Flag.TypeOnly : Flag.None,
  );
}

function namespaceExport(l: Lowerer, node: CstNode): void {
  const [name = NONE] = l.cst.namedChildren(node);
  if (name !== NONE) namespaceSpecifier(l, node, name);
}

// JSX

function element(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const opening = cst.kind(node) === "jsx_element" ? cst.field(node, "open_tag") : node;
  const name = opening === NONE ? NONE : cst.field(opening, "name");
  l.node(
    Kind.Element,
    role,
    node,
    () => {
      if (opening === NONE) return;
      l.lower(name, Role.Tag);
      l.lowerField(opening, "type_arguments", Role.TypeArgument);
      for (const attribute of cst.fields(opening, "attribute")) l.lower(attribute, Role.Attribute);
      if (opening === node) return;
      for (const child of cst.namedChildren(node))
        if (child !== opening && cst.kind(child) !== "jsx_closing_element") l.lower(child, Role.Child);
    },
    l.nameSymbol(name),
  );
}

function attribute(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const [name = NONE, value = NONE] = cst.namedChildren(node);
  if (value === NONE && l.ellipsis(name, role)) return;
  l.node(
    Kind.Attribute,
    role,
    node,
    () => {
      if (value !== NONE && cst.kind(value) === "string")
        l.string(value, Role.Value, cookEntities(l.text(value).slice(1, -1)));
      else l.lower(value, Role.Value);
    },
    l.nameSymbol(name),
  );
}

/** Text between tags. Space that only lays out the code is nothing at run time either. */
function jsxText(l: Lowerer, node: CstNode, role: Role): void {
  const text = l.text(node);
  if (!/^\s*\n\s*$/.test(text)) l.leaf(Kind.Text, role, node, l.stringSymbol(cookEntities(text)));
}

function metaProperty(l: Lowerer, node: CstNode, role: Role): void {
  l.leaf(Kind.MetaProperty, role, node, intern(l.text(node).replace(/\s+/g, "")));
}

const table: Readonly<Record<string, LoweringEntry>> = {
  ...TYPES,
  ...CLASSES,

  // Names and literals
  identifier,
  property_identifier: identifier,
  private_property_identifier: identifier,
  statement_identifier: identifier,
  import: identifier,
  shorthand_property_identifier: shorthand,
  shorthand_property_identifier_pattern: shorthand,
  jsx_namespace_name: identifier,
  nested_identifier: member,
  this: { kind: Kind.This },
  super: { kind: Kind.Super },
  true: word(Kind.Boolean),
  false: word(Kind.Boolean),
  null: word(Kind.Null),
  undefined: word(Kind.Null),
  string,
  number,
  regex,
  regex_pattern: "leave out",
  regex_flags: "leave out",
  string_fragment: "leave out",
  escape_sequence: "leave out",
  html_character_reference: jsxText,
  template_string: template,
  template_substitution: "through",
  meta_property: metaProperty,

  // Expressions
  array,
  array_pattern: array,
  object: elements(Kind.Object),
  object_pattern: elements(Kind.Object),
  pair,
  pair_pattern: pair,
  computed_property_name: "through",
  object_assignment_pattern: shorthandWithDefault,
  assignment_pattern: { kind: Kind.DefaultPattern, fields: { left: Role.Target, right: Role.Default } },
  spread_element: operand(Kind.Spread),
  rest_pattern: operand(Kind.Spread),
  call_expression: call,
  arguments: "through",
  optional_chain: "leave out",
  new_expression: construct,
  member_expression: member,
  subscript_expression: index,
  assignment_expression: { kind: Kind.Assign, fields: { left: Role.Target, right: Role.Value }, symbol: { word: "=" } },
  augmented_assignment_expression: assignment,
  binary_expression: binary,
  unary_expression: { kind: Kind.Unary, fields: { argument: Role.Operand }, symbol: { field: "operator" } },
  update_expression: update,
  ternary_expression: {
    kind: Kind.Conditional,
    fields: { condition: Role.Condition, consequence: Role.Then, alternative: Role.Else },
  },
  sequence_expression: elements(Kind.Sequence),
  await_expression: operand(Kind.Await),
  yield_expression: yieldExpression,
  parenthesized_expression: parenthesized,
  as_expression: cast,
  satisfies_expression: cast,
  type_assertion: cast,
  non_null_expression: cast,
  arrow_function: lowerFunction,
  function_expression: lowerFunction,
  generator_function: lowerFunction,

  // Statements
  program: "through",
  hash_bang_line: "leave out",
  statement_block: { kind: Kind.Block, rest: Role.Statement },
  expression_statement: expressionStatement,
  lexical_declaration: variables,
  variable_declaration: variables,
  using_declaration: variables,
  variable_declarator: declarator,
  function_declaration: lowerFunction,
  generator_function_declaration: lowerFunction,
  function_signature: lowerFunction,
  if_statement: {
    kind: Kind.If,
    fields: { condition: Role.Condition, consequence: Role.Then, alternative: Role.Else },
  },
  else_clause: "through",
  while_statement: { kind: Kind.While, fields: { condition: Role.Condition, body: Role.Body } },
  do_statement: { kind: Kind.DoWhile, fields: { body: Role.Body, condition: Role.Condition } },
  for_statement: forStatement,
  for_in_statement: forEach,
  switch_statement: { kind: Kind.Switch, fields: { value: Role.Subject, body: Role.Case } },
  switch_body: "through",
  switch_case: switchCase,
  switch_default: switchCase,
  try_statement: { kind: Kind.Try, fields: { body: Role.Body, handler: Role.Handler, finalizer: Role.Finalizer } },
  catch_clause: catchClause,
  finally_clause: "through",
  throw_statement: operand(Kind.Throw),
  return_statement: operand(Kind.Return),
  break_statement: jump(Kind.Break),
  continue_statement: jump(Kind.Continue),
  labeled_statement: { kind: Kind.Labeled, fields: { body: Role.Statement }, symbol: { field: "label" } },
  with_statement: withStatement,
  empty_statement: { kind: Kind.Empty },

  // Modules
  import_statement: importStatement,
  import_clause: importClause,
  named_imports: "through",
  namespace_import: namespaceImport,
  import_specifier: specifier,
  import_require_clause: "leave out",
  import_attribute: "through",
  export_statement: exportStatement,
  export_clause: "through",
  export_specifier: specifier,
  namespace_export: namespaceExport,

  // JSX
  jsx_element: element,
  jsx_self_closing_element: element,
  jsx_opening_element: element,
  jsx_closing_element: "leave out",
  jsx_attribute: attribute,
  jsx_expression: "through",
  jsx_text: jsxText,
};

export const javascript: Lowering = {
  languages: ["javascript", "typescript", "tsx"],
  table,
  opaque: ["debugger_statement", "index_signature", "mapped_type_clause"],
  statementLists: ["program", "statement_block"],
  endsBeforeComments: true,
};
