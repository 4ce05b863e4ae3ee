// C and C++ to the common AST: expressions, statements and the table; see c-declarations.ts for what they declare. Choices that a
// reader of the AST must know:
// - `a->b`, `a.b` and `A::b` are Members; `*p`, `&x` Unaries; `sizeof`, `alignof` Unaries whose operand may be a Type;
// - `(T){ .a = 1 }` is a New with NamedArguments; `{ .a = 1 }` alone an Object, other lists an Array;
// - `static_cast<T>(x)` and its kin are Casts; `f<T>(x)` is a Call with TypeArguments;
// - `if (T x = f(); …)` is a Block of the declaration and the If; a declaration as condition is a NamedExpression.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, Lowering, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { DECLARATIONS } from "./c-declarations.ts";
import {
  declared,
  isTypeRole,
  lastName,
  lowerQualifiedType,
  lowerTypeArguments,
  lowerWrapped,
  TYPES,
} from "./c-types.ts";
import {
  assignment,
  binaryOperation,
  deepEllipsis,
  expressionStatement,
  identifier,
  number,
  operand,
  switchCase,
  word,
} from "./entries.ts";
import { cookEscapes } from "./escapes.ts";

// Names, calls, members

/** `a::b`: a type where one is meant, else a Member. */
function qualifiedName(l: Lowerer, node: CstNode, role: Role): void {
  if (isTypeRole(role)) {
    lowerQualifiedType(l, node, role);
    return;
  }
  const { cst, out } = l;
  // The grammar nests to the right, members nest to the left.
  const scopes: CstNode[] = [];
  let at = node;
  while (at !== NONE && cst.kind(at) === "qualified_identifier") {
    const scope = cst.field(at, "scope");
    if (scope !== NONE) scopes.push(scope);
    at = cst.fields(at, "name").at(-1) ?? NONE;
  }
  const names = at === NONE ? scopes : [...scopes, at];
  const opened: number[] = [];
  for (let index = names.length - 1; index > 0; index--) {
    const name = names[index]!;
    const as = index === names.length - 1 ? role : Role.Object;
    opened.push(out.open(Kind.Member, as, cst.start(node), cst.end(name), memberSymbol(l, name)));
  }
  const [first] = names;
  if (first !== undefined) l.identifier(lastName(l, first), names.length === 1 ? role : Role.Object);
  for (const one of opened.reverse()) out.close(one);
}

function memberSymbol(l: Lowerer, name: CstNode): number {
  const last = lastName(l, name);
  return /identifier$/.test(l.cst.kind(last)) ? l.nameSymbol(last) : intern(l.text(last).replace(/\s+/g, ""));
}

const templateName: LowerFunction = (l, node, role) => {
  const name = lastName(l, node);
  if (name !== NONE) l.identifier(name, role);
};

const plainName: LowerFunction = (l, node, role) => {
  l.leaf(Kind.Identifier, role, node, intern(l.text(node).replace(/\s+/g, "")));
};

function member(l: Lowerer, node: CstNode, role: Role): void {
  const field = l.cst.field(node, "field");
  const symbol = field === NONE ? 0 : memberSymbol(l, field);
  l.node(Kind.Member, role, node, () => l.lowerField(node, "argument", Role.Object), symbol);
}

const CASTS = /^(static|dynamic|const|reinterpret)_cast$/;

function call(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const callee = cst.field(node, "function");
  const args = cst.field(node, "arguments");
  if (deepEllipsis(l, node, callee, args, role)) return;
  if (callee !== NONE && cst.kind(callee) === "template_function" && CASTS.test(l.text(lastName(l, callee)))) {
    l.node(
      Kind.Cast,
      role,
      node,
      () => {
        const types = cst.field(callee, "arguments");
        if (types !== NONE) l.lowerAll(cst.namedChildren(types), Role.Type);
        l.lower(args, Role.Operand);
      },
      l.nameSymbol(lastName(l, callee)),
    );
    return;
  }
  l.node(Kind.Call, role, node, () => {
    l.lower(callee, Role.Callee);
    const name = callee !== NONE && cst.kind(callee) === "field_expression" ? cst.field(callee, "field") : callee;
    lowerTypeArguments(l, name);
    l.lower(args, Role.Argument);
  });
}

function subscript(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const indices = cst.field(node, "indices");
  const keys = indices === NONE ? [] : cst.namedChildren(indices);
  l.node(Kind.Index, role, node, () => {
    l.lowerField(node, "argument", Role.Object);
    l.lowerField(node, "index", Role.Property);
    if (keys.length === 1) l.lower(keys[0]!, Role.Property);
    else if (keys.length > 1) l.node(Kind.Tuple, Role.Property, indices, () => l.lowerAll(keys, Role.Element));
  });
}

// Literals

/** What stands between a literal's quotes, without its prefix. */
function content(l: Lowerer, node: CstNode): string {
  return cookEscapes(
    l
      .text(node)
      .replace(/^(?:u8|[LuU])?["']/, "")
      .replace(/["']$/, ""),
  );
}

function rawString(l: Lowerer, node: CstNode, role: Role): void {
  const inner = l.cst.childOfKind(node, "raw_string_content");
  l.string(node, role, inner === NONE ? "" : l.text(inner));
}

/** `"a" "b"`; a macro among the strings makes a Template. */
function concatenated(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const parts = cst.namedChildren(node);
  if (parts.every((part) => cst.kind(part) === "string_literal"))
    l.string(node, role, parts.map((part) => content(l, part)).join(""));
  else l.node(Kind.Template, role, node, () => l.lowerAll(parts, Role.Part));
}

// Initialisers

function initializerList(l: Lowerer, node: CstNode, role: Role): void {
  const items = l.cst.namedChildren(node);
  const hasNames = items.some((item) => l.cst.kind(item) === "initializer_pair");
  l.node(hasNames ? Kind.Object : Kind.Array, role, node, () => l.lowerAll(items, Role.Element));
}

function initializerPair(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const [designator = NONE] = cst.fields(node, "designator");
  const name = fieldName(l, designator);
  l.node(Kind.Pair, role, node, () => {
    if (name !== NONE && !l.placeholder(name)) l.string(name, Role.Key, l.text(name));
    else if (name !== NONE) l.identifier(name, Role.Key);
    else if (designator !== NONE) l.lowerAll(cst.namedChildren(designator).slice(0, 1), Role.Key);
    l.lowerField(node, "value", Role.Value);
  });
}

function fieldName(l: Lowerer, designator: CstNode): CstNode {
  if (designator === NONE) return NONE;
  if (l.cst.kind(designator) === "field_identifier") return designator;
  return l.cst.childOfKind(designator, "field_identifier");
}

/** `(T){ .a = 1, 2 }`, `T{1}`. */
function compoundLiteral(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  const list = cst.field(node, "value");
  l.node(Kind.New, role, node, () => {
    if (type !== NONE && cst.kind(type) === "qualified_identifier") lowerQualifiedType(l, type, Role.Callee);
    else l.lower(type, Role.Callee);
    if (list === NONE) return;
    for (const item of cst.namedChildren(list)) {
      const name =
        cst.kind(item) === "initializer_pair" ? fieldName(l, cst.fields(item, "designator")[0] ?? NONE) : NONE;
      if (name === NONE) l.lower(item, Role.Argument);
      else
        l.node(
          Kind.NamedArgument,
          Role.Argument,
          item,
          () => l.lowerField(item, "value", Role.Value),
          l.nameSymbol(name),
        );
    }
  });
}

/** `new T(x)`, `new T[n]`, `new (place) T`. */
function construct(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  const array = cst.field(node, "declarator");
  const placement = cst.field(node, "placement");
  l.node(Kind.New, role, node, () => {
    const open =
      array === NONE ? NONE : l.out.open(Kind.Type, Role.Callee, cst.start(type), cst.end(array), intern("[]"));
    const as = array === NONE ? Role.Callee : Role.TypeArgument;
    if (type !== NONE && cst.kind(type) === "qualified_identifier") lowerQualifiedType(l, type, as);
    else l.lower(type, as);
    if (open !== NONE) l.out.close(open);
    l.lowerField(node, "arguments", Role.Argument);
    if (array !== NONE) l.lowerField(array, "length", Role.Argument);
    if (placement !== NONE) l.lowerAll(cst.namedChildren(placement), Role.Object);
  });
}

// Operators

function update(l: Lowerer, node: CstNode, role: Role): void {
  const operator = l.cst.field(node, "operator");
  const isPrefix = operator !== NONE && l.cst.start(operator) === l.cst.start(node);
  const children = () => l.lowerField(node, "argument", Role.Operand);
  l.node(Kind.Update, role, node, children, l.symbol(operator), isPrefix ? Flag.Prefix : Flag.None);
}

function conditional(l: Lowerer, node: CstNode, role: Role): void {
  const isShort = l.cst.field(node, "consequence") === NONE;
  const children = () => {
    l.lowerField(node, "condition", isShort ? Role.Left : Role.Condition);
    l.lowerField(node, "consequence", Role.Then);
    l.lowerField(node, "alternative", isShort ? Role.Right : Role.Else);
  };
  l.node(isShort ? Kind.Binary : Kind.Conditional, role, node, children, isShort ? intern("?:") : 0);
}

function ofTypeOrValue(keyword: string): LowerFunction {
  return (l, node, role) => {
    const children = () => {
      l.lowerField(node, "type", Role.Operand);
      l.lowerField(node, "value", Role.Operand);
    };
    l.node(Kind.Unary, role, node, children, intern(keyword));
  };
}

function comma(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  l.node(Kind.Sequence, role, node, () => {
    let at = node;
    while (at !== NONE && cst.kind(at) === "comma_expression") {
      l.lowerField(at, "left", Role.Element);
      at = cst.field(at, "right");
    }
    l.lower(at, Role.Element);
  });
}

// Statements

/** What stands in the parentheses of `if`, `while` and `switch`; a declaration there is a NamedExpression. */
function condition(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const given = cst.field(node, "condition");
  const value = given !== NONE && cst.kind(given) === "condition_clause" ? cst.field(given, "value") : given;
  if (value === NONE || cst.kind(value) !== "declaration") {
    l.lower(value, role);
    return;
  }
  const [declarator = NONE] = cst.fields(value, "declarator");
  const { name, wrappers } = declared(l, declarator);
  l.node(Kind.NamedExpression, role, value, () => {
    if (name !== NONE) l.lower(name, Role.Target);
    lowerWrapped(l, cst.field(value, "type"), wrappers, Role.Type);
    l.lowerField(value, "value", Role.Value);
    if (declarator !== NONE && cst.kind(declarator) === "init_declarator")
      l.lowerField(declarator, "value", Role.Value);
  });
}

/** A statement with `T x = f();` before its condition is a Block of both. */
function withInitializer(l: Lowerer, node: CstNode, role: Role, write: (role: Role) => void): void {
  const { cst } = l;
  const clause = cst.field(node, "condition");
  const initializer = clause === NONE ? NONE : cst.field(clause, "initializer");
  if (initializer === NONE) write(role);
  else
    l.node(Kind.Block, role, node, () => {
      l.lowerAll(cst.namedChildren(initializer), Role.Statement);
      write(Role.Statement);
    });
}

function ifStatement(l: Lowerer, node: CstNode, role: Role): void {
  withInitializer(l, node, role, (as) => {
    l.node(Kind.If, as, node, () => {
      condition(l, node, Role.Condition);
      l.lowerField(node, "consequence", Role.Then);
      l.lowerField(node, "alternative", Role.Else);
    });
  });
}

function whileStatement(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.While, role, node, () => {
    condition(l, node, Role.Condition);
    l.lowerField(node, "body", Role.Body);
  });
}

function forStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  l.node(Kind.For, role, node, () => {
    l.lowerField(node, "initializer", Role.Init);
    l.lowerField(node, "condition", Role.Condition);
    l.lowerAll(cst.fields(node, "update"), Role.Update);
    l.lowerField(node, "body", Role.Body);
  });
}

function forRange(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const { name, wrappers } = declared(l, cst.field(node, "declarator"));
  const children = () => {
    if (name !== NONE && cst.kind(name) === "structured_binding_declarator")
      l.node(Kind.Tuple, Role.Target, name, () => l.lowerAll(cst.namedChildren(name), Role.Element));
    else l.lower(name, Role.Target);
    lowerWrapped(l, cst.field(node, "type"), wrappers, Role.Type);
    l.lowerField(node, "right", Role.Iterable);
    l.lowerField(node, "body", Role.Body);
  };
  l.node(Kind.ForEach, role, node, children, intern("of"));
}

function switchStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const body = cst.field(node, "body");
  withInitializer(l, node, role, (as) => {
    l.node(Kind.Switch, as, node, () => {
      condition(l, node, Role.Subject);
      if (body !== NONE)
        for (const child of cst.namedChildren(body))
          l.lower(child, cst.kind(child) === "case_statement" ? Role.Case : Role.Statement);
    });
  });
}

function labeled(l: Lowerer, node: CstNode, role: Role): void {
  const label = l.cst.field(node, "label");
  const statement = l.cst.namedChildren(node).filter((child) => child !== label);
  l.node(Kind.Labeled, role, node, () => l.lowerAll(statement, Role.Statement), l.nameSymbol(label));
}

function tryStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  l.node(Kind.Try, role, node, () => {
    l.lowerField(node, "body", Role.Body);
    for (const child of cst.namedChildren(node)) {
      const kind = cst.kind(child);
      if (kind === "catch_clause" || kind === "seh_except_clause") l.lower(child, Role.Handler);
      else if (kind === "seh_finally_clause") l.lowerField(child, "body", Role.Finalizer);
    }
  });
}

function catchClause(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const list = cst.field(node, "parameters");
  l.node(Kind.Catch, role, node, () => {
    const [only = NONE] = list === NONE ? [] : cst.namedChildren(list);
    if (only !== NONE) {
      const { name, wrappers } = declared(l, cst.field(only, "declarator"));
      lowerWrapped(l, cst.field(only, "type"), wrappers, Role.Type);
      if (name !== NONE)
        l.node(Kind.Parameter, Role.Parameter, only, () => l.lower(name, Role.Target), l.nameSymbol(name));
    }
    l.lowerField(node, "filter", Role.Guard);
    l.lowerField(node, "body", Role.Body);
  });
}

/** `delete p` and `delete[] p` are two. */
function deletion(l: Lowerer, node: CstNode, role: Role): void {
  const isArray = /^(?:::\s*)?delete\s*\[/.test(l.text(node));
  l.node(
    Kind.Delete,
    role,
    node,
    () => l.lowerAll(l.cst.namedChildren(node), Role.Operand),
    isArray ? intern("[]") : 0,
  );
}

function statement(l: Lowerer, node: CstNode, role: Role): void {
  const children = l.cst.namedChildren(node);
  const [only = NONE] = children;
  if (only === NONE) l.leaf(Kind.Empty, role, node);
  else if (l.cst.kind(only) === "delete_expression") deletion(l, only, role);
  else expressionStatement(l, node, role);
}

/** What is written before a statement or declaration and says nothing of what it does. */
const inner: LowerFunction = (l, node, role) => {
  for (const child of l.cst.namedChildren(node)) if (!/^attribute/.test(l.cst.kind(child))) l.lower(child, role);
};

const table: Readonly<Record<string, LoweringEntry>> = {
  ...TYPES,
  ...DECLARATIONS,

  translation_unit: "through",

  // Names and literals
  identifier,
  field_identifier: identifier,
  statement_identifier: identifier,
  qualified_identifier: qualifiedName,
  template_function: templateName,
  template_method: templateName,
  dependent_name: templateName,
  destructor_name: plainName,
  operator_name: plainName,
  operator_cast: plainName,
  this: { kind: Kind.This },
  number_literal: number,
  char_literal: (l, node, role) => void l.string(node, role, content(l, node), Flag.Bytes),
  string_literal: (l, node, role) => void l.string(node, role, content(l, node)),
  raw_string_literal: rawString,
  concatenated_string: concatenated,
  user_defined_literal: (l, node, role) => {
    for (const child of l.cst.namedChildren(node)) if (l.cst.kind(child) !== "literal_suffix") l.lower(child, role);
  },
  system_lib_string: (l, node, role) => void l.string(node, role, l.text(node).slice(1, -1)),
  true: word(Kind.Boolean),
  false: word(Kind.Boolean),
  null: word(Kind.Null),
  string_content: "leave out",
  escape_sequence: "leave out",
  character: "leave out",
  literal_suffix: "leave out",
  raw_string_content: "leave out",
  raw_string_delimiter: "leave out",

  // Expressions
  call_expression: call,
  argument_list: "through",
  field_expression: member,
  subscript_expression: subscript,
  subscript_argument_list: "through",
  parenthesized_expression: "through",
  extension_expression: "through",
  assignment_expression: assignment,
  binary_expression: binaryOperation,
  unary_expression: { kind: Kind.Unary, fields: { argument: Role.Operand }, symbol: { field: "operator" } },
  pointer_expression: { kind: Kind.Unary, fields: { argument: Role.Operand }, symbol: { field: "operator" } },
  update_expression: update,
  conditional_expression: conditional,
  comma_expression: comma,
  cast_expression: { kind: Kind.Cast, fields: { type: Role.Type, value: Role.Operand } },
  sizeof_expression: ofTypeOrValue("sizeof"),
  alignof_expression: ofTypeOrValue("alignof"),
  offsetof_expression: (l, node, role) => {
    l.node(Kind.Call, role, node, () => {
      const token = l.cst.firstChild(node);
      l.leaf(Kind.Identifier, Role.Callee, token === NONE ? node : token, intern("offsetof"));
      l.lowerField(node, "type", Role.Argument);
      l.lowerField(node, "member", Role.Argument);
    });
  },
  compound_literal_expression: compoundLiteral,
  initializer_list: initializerList,
  initializer_pair: initializerPair,
  field_designator: "leave out",
  subscript_designator: "leave out",
  subscript_range_designator: "leave out",
  new_expression: construct,
  new_declarator: "leave out",
  delete_expression: deletion,
  co_await_expression: { kind: Kind.Await, fields: { argument: Role.Operand } },
  parameter_pack_expansion: { kind: Kind.Spread, fields: { pattern: Role.Operand } },

  // Statements
  compound_statement: { kind: Kind.Block, rest: Role.Statement },
  expression_statement: statement,
  if_statement: ifStatement,
  else_clause: "through",
  condition_clause: "leave out",
  init_statement: "leave out",
  while_statement: whileStatement,
  do_statement: { kind: Kind.DoWhile, fields: { body: Role.Body, condition: Role.Condition } },
  for_statement: forStatement,
  for_range_loop: forRange,
  switch_statement: switchStatement,
  case_statement: switchCase,
  labeled_statement: labeled,
  attributed_statement: inner,
  return_statement: operand(Kind.Return),
  co_return_statement: operand(Kind.Return),
  co_yield_statement: (l, node, role) => {
    l.node(Kind.ExpressionStatement, role, node, () =>
      l.node(Kind.Yield, Role.Expression, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand)),
    );
  },
  throw_statement: operand(Kind.Throw),
  try_statement: tryStatement,
  catch_clause: catchClause,
  seh_try_statement: tryStatement,
  seh_except_clause: catchClause,
  seh_finally_clause: "leave out",
  break_statement: { kind: Kind.Break },
  continue_statement: { kind: Kind.Continue },
  goto_statement: { kind: Kind.Goto, symbol: { field: "label" } },
  static_assert_declaration: { kind: Kind.Assert, fields: { condition: Role.Condition, message: Role.Value } },
};

/** Kinds that only their parents' lowerings look at, or that say nothing of what the code does. */
const LEFT_OUT =
  "abstract_array_declarator abstract_function_declarator abstract_parenthesized_declarator abstract_pointer_declarator " +
  "abstract_reference_declarator access_specifier alignas_qualifier array_declarator attribute attribute_declaration " +
  "attribute_specifier attributed_declarator base_class_clause bitfield_clause default_method_clause delete_method_clause " +
  "explicit_function_specifier function_declarator init_declarator lambda_capture_specifier lambda_default_capture " +
  "ms_based_modifier ms_call_modifier ms_declspec_modifier ms_pointer_modifier ms_restrict_modifier ms_signed_ptr_modifier " +
  "ms_unaligned_ptr_modifier ms_unsigned_ptr_modifier noexcept optional_type_parameter_declaration parenthesized_declarator " +
  "pointer_declarator pointer_type_declarator preproc_arg preproc_call preproc_directive preproc_params pure_virtual_clause " +
  "ref_qualifier reference_declarator requires_clause storage_class_specifier structured_binding_declarator " +
  "template_template_parameter_declaration throw_specifier type_parameter_declaration type_qualifier variadic_declarator " +
  "variadic_type_parameter_declaration virtual_specifier";

export const c: Lowering = {
  languages: ["c", "cpp"],
  table: { ...Object.fromEntries(LEFT_OUT.split(" ").map((kind) => [kind, "leave out" as const])), ...table },
  opaque: [
    "preproc_function_def",
    "preproc_defined",
    "generic_expression",
    "gnu_asm_expression",
    "gnu_asm_clobber_list",
    "gnu_asm_goto_list",
    "gnu_asm_input_operand",
    "gnu_asm_input_operand_list",
    "gnu_asm_output_operand",
    "gnu_asm_output_operand_list",
    "gnu_asm_qualifier",
    "seh_leave_statement",
    "concept_definition",
    "constraint_conjunction",
    "constraint_disjunction",
    "compound_requirement",
    "fold_expression",
    "requirement_seq",
    "requires_expression",
    "simple_requirement",
    "type_requirement",
  ],
  statementLists: ["translation_unit", "compound_statement"],
  isTopLevelApart: true,
};
