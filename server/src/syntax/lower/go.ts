// Go to the common AST: expressions, statements and the table; declarations and types are in go-declarations.ts. Choices that a
// reader of the AST must know:
// - `a, b := f()` is a VariableDeclaration `:=` of one Declarator whose Target (and Value, if it has several) is a Tuple;
// - an initializer before an `if` or `switch` makes a Block of it and that statement;
// - `T{A: 1}` is a New with NamedArguments; literals of slices and arrays are an Array, of maps an Object, with a Type; a
//   literal without a type is an Object when it has keys, else an Array;
// - `[]byte(x)` and `x.(T)` are Casts, `f[int](x)` a Call with TypeArguments;
// - a `range` over keys is ForEach `in`, over keys and elements ForEach `entries`;
// - `select` is a Switch of that symbol whose Cases have the communication as Pattern; a send is the Binary `<-`.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, Lowering, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { binaryOperation, call, expressionStatement, identifier, jump, number, operand, word } from "./entries.ts";
import { cookEscapes } from "./escapes.ts";
import { DECLARATIONS, lowerFunctionParts, typeAsExpression } from "./go-declarations.ts";

/** A list of expressions: itself when it holds one, else a Tuple. */
function expressionList(l: Lowerer, node: CstNode, role: Role): void {
  const children = l.cst.namedChildren(node);
  if (children.length === 1) l.lower(children[0]!, role);
  else l.node(Kind.Tuple, role, node, () => l.lowerAll(children, Role.Element));
}

/** A simple statement is an expression where a loop, a `case` or the like holds it. */
function asStatement(l: Lowerer, node: CstNode, role: Role, write: (role: Role) => void): void {
  if (role === Role.Statement) l.node(Kind.ExpressionStatement, role, node, () => write(Role.Expression));
  else write(role);
}

/** `[]byte(x)`; the grammar takes a call with type arguments for one as well. */
function conversion(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  if (type !== NONE && cst.kind(type) === "generic_type") {
    l.node(Kind.Call, role, node, () => {
      typeAsExpression(l, cst.field(type, "type"), Role.Callee);
      l.lowerField(type, "type_arguments", Role.TypeArgument);
      l.lowerField(node, "operand", Role.Argument);
    });
    return;
  }
  l.node(Kind.Cast, role, node, () => {
    l.lower(type, Role.Type);
    l.lowerField(node, "operand", Role.Operand);
  });
}

// Literals of structs, slices and maps

function compositeLiteral(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  const body = cst.field(node, "body");
  const values = body === NONE ? [] : cst.namedChildren(body);
  const kind = type === NONE ? "" : cst.kind(type);
  if (kind === "slice_type" || kind === "array_type" || kind === "implicit_length_array_type" || kind === "map_type") {
    l.node(kind === "map_type" ? Kind.Object : Kind.Array, role, node, () => {
      l.lower(type, Role.Type);
      l.lowerAll(values, Role.Element);
    });
    return;
  }
  l.node(Kind.New, role, node, () => {
    l.lower(type, Role.Callee);
    for (const value of values) {
      const name = fieldName(l, value);
      if (name === NONE) l.lower(value, Role.Argument);
      else
        l.node(
          Kind.NamedArgument,
          Role.Argument,
          value,
          () => l.lowerField(value, "value", Role.Value),
          l.nameSymbol(name),
        );
    }
  });
}

/** The identifier that is the key of `A: 1`, or NONE. */
function fieldName(l: Lowerer, element: CstNode): CstNode {
  if (l.cst.kind(element) !== "keyed_element") return NONE;
  const key = l.cst.field(element, "key");
  const [name = NONE] = key === NONE ? [] : l.cst.namedChildren(key);
  return name !== NONE && l.cst.kind(name) === "identifier" ? name : NONE;
}

function literalValue(l: Lowerer, node: CstNode, role: Role): void {
  const values = l.cst.namedChildren(node);
  const hasKeys = values.some((value) => l.cst.kind(value) === "keyed_element");
  l.node(hasKeys ? Kind.Object : Kind.Array, role, node, () => {
    for (const value of values) {
      const name = hasKeys ? fieldName(l, value) : NONE;
      if (name === NONE || l.placeholder(name)) l.lower(value, Role.Element);
      else
        l.node(Kind.Pair, Role.Element, value, () => {
          l.string(name, Role.Key, l.text(name));
          l.lowerField(value, "value", Role.Value);
        });
    }
  });
}

function slice(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Slice, role, node, () => {
    l.lowerField(node, "operand", Role.Object);
    l.lowerField(node, "start", Role.Lower);
    l.lowerField(node, "end", Role.Upper);
    l.lowerField(node, "capacity", Role.Step);
  });
}

function functionLiteral(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Function, role, node, () => lowerFunctionParts(l, node), 0, Flag.Lambda);
}

// Statements

function shortVariables(l: Lowerer, node: CstNode, role: Role): void {
  const children = () => {
    l.node(Kind.Declarator, Role.Declarator, node, () => {
      l.lowerField(node, "left", Role.Target);
      l.lowerField(node, "right", Role.Value);
    });
  };
  l.node(Kind.VariableDeclaration, role, node, children, intern(":="));
}

function assignment(l: Lowerer, node: CstNode, role: Role): void {
  asStatement(l, node, role, (as) => {
    const children = () => {
      l.lowerField(node, "left", Role.Target);
      l.lowerField(node, "right", Role.Value);
    };
    l.node(Kind.Assign, as, node, children, l.symbol(l.cst.field(node, "operator")));
  });
}

function update(operator: string): LoweringEntry {
  return (l, node, role) =>
    asStatement(l, node, role, (as) => {
      l.node(Kind.Update, as, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand), intern(operator));
    });
}

function send(l: Lowerer, node: CstNode, role: Role): void {
  asStatement(l, node, role, (as) => {
    const children = () => {
      l.lowerField(node, "channel", Role.Left);
      l.lowerField(node, "value", Role.Right);
    };
    l.node(Kind.Binary, as, node, children, intern("<-"));
  });
}

/** `v, ok := <-c` in a `select`. */
function receive(l: Lowerer, node: CstNode, role: Role): void {
  const left = l.cst.field(node, "left");
  if (left === NONE) {
    l.lowerField(node, "right", role);
    return;
  }
  l.node(Kind.NamedExpression, role, node, () => {
    l.lower(left, Role.Target);
    l.lowerField(node, "right", Role.Value);
  });
}

/** Wraps a statement in a Block with the one that is to run before it. */
function withInitializer(l: Lowerer, node: CstNode, role: Role, write: (role: Role) => void): void {
  const initializer = l.cst.field(node, "initializer");
  if (initializer === NONE) {
    write(role);
    return;
  }
  l.node(Kind.Block, role, node, () => {
    l.lower(initializer, Role.Statement);
    write(Role.Statement);
  });
}

function ifStatement(l: Lowerer, node: CstNode, role: Role): void {
  withInitializer(l, node, role, (as) => {
    l.node(Kind.If, as, node, () => {
      l.lowerField(node, "condition", Role.Condition);
      l.lowerField(node, "consequence", Role.Then);
      l.lowerField(node, "alternative", Role.Else);
    });
  });
}

function forStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const body = cst.field(node, "body");
  const head = cst.namedChildren(node).find((child) => child !== body && !cst.isBroken(child)) ?? NONE;
  const kind = head === NONE ? "" : cst.kind(head);
  if (kind === "range_clause") {
    const left = cst.field(head, "left");
    const declares = cst.childOfKind(head, ":=");
    const isEntries = left !== NONE && cst.namedChildren(left).length > 1;
    const children = () => {
      if (declares !== NONE) l.leaf(Kind.Modifier, Role.Modifier, declares, intern(":="));
      l.lower(left, Role.Target);
      l.lowerField(head, "right", Role.Iterable);
      l.lower(body, Role.Body);
    };
    l.node(Kind.ForEach, role, node, children, intern(isEntries ? "entries" : "in"));
  } else if (kind === "for_clause" || head === NONE) {
    l.node(Kind.For, role, node, () => {
      if (head !== NONE) {
        l.lowerField(head, "initializer", Role.Init);
        l.lowerField(head, "condition", Role.Condition);
        l.lowerField(head, "update", Role.Update);
      }
      l.lower(body, Role.Body);
    });
  } else
    l.node(Kind.While, role, node, () => {
      l.lower(head, Role.Condition);
      l.lower(body, Role.Body);
    });
}

function lowerCases(l: Lowerer, node: CstNode): void {
  for (const child of l.cst.namedChildren(node)) if (/_case$/.test(l.cst.kind(child))) l.lower(child, Role.Case);
}

function expressionSwitch(l: Lowerer, node: CstNode, role: Role): void {
  withInitializer(l, node, role, (as) => {
    l.node(Kind.Switch, as, node, () => {
      l.lowerField(node, "value", Role.Subject);
      lowerCases(l, node);
    });
  });
}

/** `switch x := y.(type) { … }`. */
function typeSwitch(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const alias = cst.field(node, "alias");
  const value = cst.field(node, "value");
  withInitializer(l, node, role, (as) => {
    const children = () => {
      if (alias === NONE || value === NONE) l.lower(value, Role.Subject);
      else {
        const subject = l.out.open(Kind.NamedExpression, Role.Subject, cst.start(alias), cst.end(value));
        l.lower(alias, Role.Target);
        l.lower(value, Role.Value);
        l.out.close(subject);
      }
      lowerCases(l, node);
    };
    l.node(Kind.Switch, as, node, children, intern("type"));
  });
}

function switchCase(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const statements = cst.childOfKind(node, "statement_list");
  const inner = statements === NONE ? [] : cst.namedChildren(statements);
  const falls = inner.some((child) => cst.kind(child) === "fallthrough_statement");
  const children = () => {
    for (const child of cst.namedChildren(node)) {
      if (child === statements) l.lowerAll(inner, Role.Statement);
      else if (cst.kind(child) === "expression_list") l.lowerAll(cst.namedChildren(child), Role.Pattern);
      else l.lower(child, Role.Pattern);
    }
  };
  l.node(Kind.Case, role, node, children, 0, falls ? Flag.None : Flag.NoFallThrough);
}

function labeled(l: Lowerer, node: CstNode, role: Role): void {
  const label = l.cst.field(node, "label");
  const statement = l.cst.namedChildren(node).filter((child) => child !== label);
  l.node(Kind.Labeled, role, node, () => l.lowerAll(statement, Role.Statement), l.nameSymbol(label));
}

const table: Readonly<Record<string, LoweringEntry>> = {
  ...DECLARATIONS,

  source_file: "through",

  // Names and literals
  identifier,
  blank_identifier: identifier,
  field_identifier: identifier,
  package_identifier: identifier,
  label_name: identifier,
  iota: identifier,
  nil: word(Kind.Null),
  true: word(Kind.Boolean),
  false: word(Kind.Boolean),
  int_literal: number,
  float_literal: number,
  imaginary_literal: number,
  rune_literal: (l, node, role) => void l.string(node, role, cookEscapes(l.text(node).slice(1, -1)), Flag.Bytes),
  interpreted_string_literal: (l, node, role) => void l.string(node, role, cookEscapes(l.text(node).slice(1, -1))),
  raw_string_literal: (l, node, role) => void l.string(node, role, l.text(node).slice(1, -1).replaceAll("\r", "")),
  interpreted_string_literal_content: "leave out",
  raw_string_literal_content: "leave out",
  escape_sequence: "leave out",

  // Expressions
  call_expression: call,
  argument_list: "through",
  variadic_argument: operand(Kind.Spread),
  type_conversion_expression: conversion,
  type_assertion_expression: (l, node, role) => {
    const children = () => {
      l.lowerField(node, "type", Role.Type);
      l.lowerField(node, "operand", Role.Operand);
    };
    l.node(Kind.Cast, role, node, children, intern(".()"));
  },
  type_instantiation_expression: (l, node, role) => typeAsExpression(l, l.cst.field(node, "type"), role),
  composite_literal: compositeLiteral,
  literal_value: literalValue,
  literal_element: "through",
  keyed_element: { kind: Kind.Pair, fields: { key: Role.Key, value: Role.Value } },
  selector_expression: { kind: Kind.Member, fields: { operand: Role.Object }, symbol: { field: "field" } },
  index_expression: { kind: Kind.Index, fields: { operand: Role.Object, index: Role.Property } },
  slice_expression: slice,
  unary_expression: { kind: Kind.Unary, fields: { operand: Role.Operand }, symbol: { field: "operator" } },
  binary_expression: binaryOperation,
  parenthesized_expression: "through",
  func_literal: functionLiteral,
  expression_list: expressionList,

  // Statements
  block: (l, node, role) => {
    const list = l.cst.childOfKind(node, "statement_list");
    const statements = l.cst.namedChildren(list === NONE ? node : list);
    l.node(Kind.Block, role, node, () => l.lowerAll(statements, Role.Statement));
  },
  statement_list: "through",
  expression_statement: (l, node, role) => {
    if (role === Role.Statement) expressionStatement(l, node, role);
    else l.lowerAll(l.cst.namedChildren(node), role);
  },
  empty_statement: { kind: Kind.Empty },
  short_var_declaration: shortVariables,
  assignment_statement: assignment,
  inc_statement: update("++"),
  dec_statement: update("--"),
  send_statement: send,
  receive_statement: receive,
  if_statement: ifStatement,
  for_statement: forStatement,
  for_clause: "leave out",
  range_clause: "leave out",
  expression_switch_statement: expressionSwitch,
  type_switch_statement: typeSwitch,
  select_statement: (l, node, role) => {
    l.node(Kind.Switch, role, node, () => lowerCases(l, node), intern("select"));
  },
  expression_case: switchCase,
  type_case: switchCase,
  communication_case: switchCase,
  default_case: switchCase,
  fallthrough_statement: { kind: Kind.Empty },
  return_statement: operand(Kind.Return),
  break_statement: jump(Kind.Break),
  continue_statement: jump(Kind.Continue),
  goto_statement: jump(Kind.Goto),
  labeled_statement: labeled,
  go_statement: operand(Kind.Spawn),
  defer_statement: operand(Kind.Defer),
};

export const go: Lowering = {
  languages: ["go"],
  table,
  opaque: [],
  statementLists: ["source_file"],
  // By the span around it: the list's only statement may itself be a Block (of an `if` with an initializer) with the list's.
  innerLists: { statement_list: "block" },
};
