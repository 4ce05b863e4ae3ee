// Statements of C#, and the preprocessor's lines. `using`, `lock` and `fixed` are a With of that symbol; `using var x = …` is a
// VariableDeclaration `using`; a switch that is an expression has Cases with the flag ExpressionBody; of `#if` all branches are kept.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import {
  declarationWord,
  each,
  fields,
  isOperand,
  lowerDeclarators,
  lowerItems,
  operandsOf,
} from "./csharp-declarations.ts";
import { lowerType } from "./csharp-types.ts";
import { tryStatement } from "./entries.ts";

function expressionStatement(l: Lowerer, node: CstNode, role: Role): void {
  const [expression = NONE] = operandsOf(l, node);
  if (l.ellipsis(node, role) || l.ellipsis(expression, role)) return;
  if (expression !== NONE && l.cst.kind(expression) === "postfix_unary_expression") {
    const [inner = NONE] = operandsOf(l, expression);
    if (l.cst.end(expression) === l.cst.end(inner) && l.ellipsis(inner, role)) return;
  }
  l.node(Kind.ExpressionStatement, role, node, () => l.lower(expression, Role.Expression));
}

function localDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const declaration = cst.childOfKind(node, "variable_declaration");
  const isUsing = cst.hasToken(node, "using");
  const symbol = isUsing ? "using" : declarationWord(l, declaration);
  const children = () => {
    for (const child of cst.namedChildren(node))
      if (cst.kind(child) === "modifier") l.leaf(Kind.Modifier, Role.Modifier, child, l.symbol(child));
    if (declaration !== NONE) lowerDeclarators(l, declaration);
  };
  l.node(
    Kind.VariableDeclaration,
    role,
    node,
    children,
    intern(symbol),
    cst.hasToken(node, "await") ? Flag.Async : Flag.None,
  );
}

function variableDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.VariableDeclaration, role, node, () => lowerDeclarators(l, node), intern(declarationWord(l, node)));
}

/** `using (…) …`, `lock (…) …`, `fixed (…) …`. */
function withStatement(keyword: string): LowerFunction {
  return (l, node, role) => {
    const { cst } = l;
    const parts = operandsOf(l, node);
    const given = cst.field(node, "body");
    const body = given === NONE ? (parts.at(-1) ?? NONE) : given;
    const children = () => {
      for (const part of parts)
        if (part === body) l.lower(body, Role.Body);
        else if (cst.kind(part) === "variable_declaration") lowerItems(l, part);
        else l.node(Kind.WithItem, Role.Item, part, () => l.lower(part, Role.Value));
    };
    l.node(Kind.With, role, node, children, intern(keyword), cst.hasToken(node, "await") ? Flag.Async : Flag.None);
  };
}

function forStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const all = (field: string) => {
    const id = cst.grammar.fieldId(field);
    return id === 0 ? [] : cst.children(node).filter((child) => cst.fieldId(child) === id && isOperand(l, child));
  };
  l.node(Kind.For, role, node, () => {
    l.lowerAll(all("initializer"), Role.Init);
    l.lowerField(node, "condition", Role.Condition);
    l.lowerAll(all("update"), Role.Update);
    l.lowerField(node, "body", Role.Body);
  });
}

function forEach(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = () => {
    l.lowerField(node, "left", Role.Target);
    lowerType(l, cst.field(node, "type"), Role.Type);
    l.lowerField(node, "right", Role.Iterable);
    l.lowerField(node, "body", Role.Body);
  };
  l.node(Kind.ForEach, role, node, children, intern("of"), cst.hasToken(node, "await") ? Flag.Async : Flag.None);
}

const STATEMENT = /_statement$|^block$|_declaration$|^preproc_/;

function switchSection(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const parts = operandsOf(l, node);
  const statements = parts.filter((part) => STATEMENT.test(cst.kind(part)));
  const children = () => {
    for (const part of parts)
      if (statements.includes(part)) l.lower(part, Role.Statement);
      else if (cst.kind(part) === "when_clause") l.lowerAll(operandsOf(l, part), Role.Guard);
      else l.lower(part, Role.Pattern);
  };
  l.node(Kind.Case, role, node, children, 0, statements.length > 0 ? Flag.NoFallThrough : Flag.None);
}

function switchExpression(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Switch, role, node, () => {
    for (const part of operandsOf(l, node))
      l.lower(part, l.cst.kind(part) === "switch_expression_arm" ? Role.Case : Role.Subject);
  });
}

function switchArm(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const parts = operandsOf(l, node);
  const value = parts.at(-1) ?? NONE;
  const children = () => {
    for (const part of parts) {
      if (part === value) break;
      if (cst.kind(part) === "when_clause") l.lowerAll(operandsOf(l, part), Role.Guard);
      else if (cst.kind(part) !== "discard") l.lower(part, Role.Pattern);
    }
    if (value === NONE) return;
    if (cst.kind(value) === "throw_expression")
      l.node(Kind.Throw, Role.Statement, value, () => l.lowerAll(operandsOf(l, value), Role.Operand));
    else l.node(Kind.ExpressionStatement, Role.Statement, value, () => l.lower(value, Role.Expression));
  };
  l.node(Kind.Case, role, node, children, 0, Flag.NoFallThrough | Flag.ExpressionBody);
}

function catchClause(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const declaration = cst.childOfKind(node, "catch_declaration");
  const filter = cst.childOfKind(node, "catch_filter_clause");
  l.node(Kind.Catch, role, node, () => {
    if (declaration !== NONE) {
      const name = cst.field(declaration, "name");
      lowerType(l, cst.field(declaration, "type"), Role.Type);
      if (name !== NONE)
        l.node(Kind.Parameter, Role.Parameter, name, () => l.identifier(name, Role.Target), l.nameSymbol(name));
    }
    if (filter !== NONE) l.lowerAll(operandsOf(l, filter), Role.Guard);
    l.lowerField(node, "body", Role.Body);
  });
}

function labeled(l: Lowerer, node: CstNode, role: Role): void {
  const [label = NONE, ...statement] = l.cst.namedChildren(node);
  l.node(Kind.Labeled, role, node, () => l.lowerAll(statement, Role.Statement), l.nameSymbol(label));
}

/** `yield return x`, `yield break`. */
function yieldStatement(l: Lowerer, node: CstNode, role: Role): void {
  if (l.cst.hasToken(node, "break")) l.leaf(Kind.Return, role, node);
  else
    l.node(Kind.ExpressionStatement, role, node, () =>
      l.node(Kind.Yield, Role.Expression, node, () => l.lowerAll(operandsOf(l, node), Role.Operand)),
    );
}

/** Of `#if` all branches are kept. */
const conditionalCode: LowerFunction = (l, node, role) => {
  const condition = l.cst.field(node, "condition");
  l.lowerAll(
    operandsOf(l, node).filter((child) => child !== condition),
    role,
  );
};

export const STATEMENTS: Readonly<Record<string, LoweringEntry>> = {
  block: { kind: Kind.Block, rest: Role.Statement },
  expression_statement: expressionStatement,
  empty_statement: { kind: Kind.Empty },
  local_declaration_statement: localDeclaration,
  variable_declaration: variableDeclaration,
  variable_declarator: "leave out",
  if_statement: fields(Kind.If, { condition: Role.Condition, consequence: Role.Then, alternative: Role.Else }),
  while_statement: fields(Kind.While, { condition: Role.Condition, body: Role.Body }),
  do_statement: fields(Kind.DoWhile, { body: Role.Body, condition: Role.Condition }),
  for_statement: forStatement,
  foreach_statement: forEach,
  switch_statement: fields(Kind.Switch, { value: Role.Subject, body: Role.Case }),
  switch_body: "through",
  switch_section: switchSection,
  switch_expression: switchExpression,
  switch_expression_arm: switchArm,
  when_clause: "leave out",
  try_statement: tryStatement,
  catch_clause: catchClause,
  catch_declaration: "leave out",
  catch_filter_clause: "leave out",
  finally_clause: "through",
  using_statement: withStatement("using"),
  lock_statement: withStatement("lock"),
  fixed_statement: withStatement("fixed"),
  checked_statement: "through",
  unsafe_statement: "through",
  return_statement: each(Kind.Return, Role.Operand),
  throw_statement: each(Kind.Throw, Role.Operand),
  break_statement: { kind: Kind.Break },
  continue_statement: { kind: Kind.Continue },
  goto_statement: (l, node, role) => {
    const [label = NONE] = l.cst.namedChildren(node);
    l.leaf(Kind.Goto, role, node, l.nameSymbol(label));
  },
  labeled_statement: labeled,
  yield_statement: yieldStatement,

  // Preprocessor
  shebang_directive: "leave out",
  preproc_if: conditionalCode,
  preproc_elif: conditionalCode,
  preproc_else: conditionalCode,
  preproc_if_in_attribute_list: "leave out",
  preproc_arg: "leave out",
  preproc_define: "leave out",
  preproc_endregion: "leave out",
  preproc_error: "leave out",
  preproc_line: "leave out",
  preproc_nullable: "leave out",
  preproc_pragma: "leave out",
  preproc_region: "leave out",
  preproc_undef: "leave out",
  preproc_warning: "leave out",
};
