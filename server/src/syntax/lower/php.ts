// PHP to the common AST: expressions, statements and the table. Choices that a reader of the AST must know:
// - a variable is the Identifier `$x`, `$this` is This; names are written without a backslash in front; `parent` is Super;
// - `echo`, `print`, `include` and their kin, `exit` and `clone` are Calls of a function with that name, also `<?= x ?>`;
//   backticks are a Call of shell_exec; `@f()` is just `f()`; HTML around the code is left out;
// - an array with a key in it is an Object, another one an Array; so are the patterns of `list(…)`;
// - `foreach ($a as $k => $v)` is ForEach `entries`; `match` is a Switch whose Cases have the flag ExpressionBody;
// - `$x->$name` is an Index with the flag Computed, `$x->name` a Member, and so are `X::$name`, `X::NAME`, `X::class`;
// - what `&` makes a reference has the flag Prefix: an assignment, a loop over references, a name that a closure uses;
// - `use A\B as C` is an Import of `A\B` whose namespace `*` is called C.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, Lowering, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { assignment, binaryOperation, call, jump, number, operand, switchCase, tryStatement, word } from "./entries.ts";
import { DECLARATIONS, lowerClass, qualifiedName } from "./php-declarations.ts";
import { STRINGS } from "./php-strings.ts";

// Names

const variable: LowerFunction = (l, node, role) => {
  if (l.text(node) === "$this") l.leaf(Kind.This, role, node);
  else l.identifier(node, role);
};

const name: LowerFunction = (l, node, role) => {
  if (l.placeholder(node)) l.identifier(node, role);
  else if (/^parent$/i.test(l.text(node))) l.leaf(Kind.Super, role, node);
  else l.leaf(Kind.Identifier, role, node, intern(qualifiedName(l, node)));
};

/** `$$x`, `${'x'}`. */
function dynamicVariable(l: Lowerer, node: CstNode, role: Role): void {
  const inner = l.cst.namedChildren(node);
  const text = /^\$\{\s*['"](\w+)['"]\s*\}$/.exec(l.text(node))?.[1];
  if (text !== undefined) l.leaf(Kind.Identifier, role, node, intern(`$${text}`));
  else l.node(Kind.Unary, role, node, () => l.lowerAll(inner, Role.Operand), intern("$"));
}

// Calls and members

/** `o->name`, `S::name`, `S::$name`, `o->{name}`; `whole` is what the node spans. */
function member(l: Lowerer, object: CstNode, property: CstNode, role: Role, whole: CstNode, flags: number): void {
  const { cst, out } = l;
  const kind = property === NONE ? "" : cst.kind(property);
  const isStatic = cst.kind(whole) === "scoped_property_access_expression";
  const isName = kind === "name" || (isStatic && kind === "variable_name") || l.placeholder(property) !== undefined;
  const end = property === NONE ? cst.end(object) : Math.max(cst.end(property), cst.end(object));
  if (isName || property === NONE) {
    const symbol =
      property === NONE
        ? 0
        : l.placeholder(property)
          ? l.nameSymbol(property)
          : intern(l.text(property).replace(/^\$/, ""));
    const made = out.open(Kind.Member, role, cst.start(object), end, symbol, flags);
    l.lower(object, Role.Object);
    out.close(made);
    return;
  }
  const made = out.open(Kind.Index, role, cst.start(object), end, 0, flags | Flag.Computed);
  l.lower(object, Role.Object);
  l.lower(property, Role.Property);
  out.close(made);
}

function access(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const object = cst.field(node, "object");
  const scope = object === NONE ? cst.field(node, "scope") : object;
  if (scope === NONE) l.lowerAll(cst.namedChildren(node), role);
  else
    member(
      l,
      scope,
      cst.field(node, "name"),
      role,
      node,
      cst.kind(node).startsWith("nullsafe") ? Flag.Optional : Flag.None,
    );
}

function memberCall(l: Lowerer, node: CstNode, role: Role): void {
  const flags = l.cst.kind(node).startsWith("nullsafe") ? Flag.Optional : Flag.None;
  const children = () => {
    access(l, node, Role.Callee);
    l.lowerField(node, "arguments", Role.Argument);
  };
  l.node(Kind.Call, role, node, children, 0, flags);
}

/** A construct with a keyword is a call of a function of that name. */
function keywordCall(keyword: string): LowerFunction {
  return (l, node, role) => {
    const { cst, out } = l;
    const start = cst.start(node);
    const token = cst.children(node).find((child) => !cst.isNamed(child)) ?? NONE;
    l.node(Kind.Call, role, node, () => {
      out.leaf(Kind.Identifier, Role.Callee, start, token === NONE ? start : cst.end(token), intern(keyword));
      for (const child of cst.namedChildren(node)) keywordArguments(l, child);
    });
  };
}

/** The grammar nests what commas part to the right. */
function keywordArguments(l: Lowerer, node: CstNode): void {
  const rest = [node];
  for (let next = rest.pop(); next !== undefined; next = rest.pop())
    if (l.cst.kind(next) === "sequence_expression") rest.push(...l.cst.namedChildren(next).reverse());
    else l.lower(next, Role.Argument);
}

function asStatement(write: LowerFunction): LowerFunction {
  return (l, node, role) => {
    l.node(Kind.ExpressionStatement, role, node, () => write(l, node, Role.Expression));
  };
}

function argument(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const label = cst.field(node, "name");
  const values = cst.namedChildren(node).filter((child) => child !== label && cst.kind(child) !== "reference_modifier");
  if (label === NONE) l.lowerAll(values, role);
  else l.node(Kind.NamedArgument, role, node, () => l.lowerAll(values, Role.Value), l.nameSymbol(label));
}

function construct(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const anonymous = cst.childOfKind(node, "anonymous_class");
  const args = cst.childOfKind(anonymous === NONE ? node : anonymous, "arguments");
  const type = cst.namedChildren(node).find((child) => child !== args && child !== anonymous) ?? NONE;
  l.node(Kind.New, role, node, () => {
    l.lower(type, Role.Callee);
    l.lower(args, Role.Argument);
    if (anonymous !== NONE) lowerClass(l, anonymous, Role.Body);
  });
}

function subscript(l: Lowerer, node: CstNode, role: Role): void {
  const [object = NONE, property = NONE] = l.cst.namedChildren(node);
  l.node(Kind.Index, role, node, () => {
    l.lower(object, Role.Object);
    l.lower(property, Role.Property);
  });
}

function constantAccess(l: Lowerer, node: CstNode, role: Role): void {
  const [scope = NONE, property = NONE] = l.cst.namedChildren(node);
  member(l, scope, property, role, node, Flag.None);
}

// Arrays

function arrayCreation(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const items = cst.namedChildren(node);
  const hasKeys = items.some((item) => cst.hasToken(item, "=>"));
  l.node(hasKeys ? Kind.Object : Kind.Array, role, node, () => l.lowerAll(items, Role.Element));
}

function arrayElement(l: Lowerer, node: CstNode, role: Role): void {
  const [first = NONE, second = NONE] = l.cst.namedChildren(node);
  if (second === NONE) {
    l.lower(first, role);
    return;
  }
  l.node(Kind.Pair, role, node, () => {
    l.lower(first, Role.Key);
    l.lower(second, Role.Value);
  });
}

/** `list($a, 'k' => $b)`, `[$a, , $b]`: empty places keep theirs. */
function list(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  l.node(cst.hasToken(node, "=>") ? Kind.Object : Kind.Array, role, node, () => {
    const children = cst.children(node);
    let isAfterComma = true;
    children.forEach((child, at) => {
      if (cst.kind(child) === ",") {
        if (isAfterComma) out.leaf(Kind.Empty, Role.Element, cst.start(child), cst.start(child));
        isAfterComma = true;
        return;
      }
      if (!cst.isNamed(child) || cst.grammar.isComment(cst.kindId(child))) return;
      isAfterComma = false;
      const isKey = at + 1 < children.length && cst.kind(children[at + 1]!) === "=>";
      const isValue = at > 1 && cst.kind(children[at - 1]!) === "=>";
      if (isKey) {
        const value = children[at + 2];
        const pair = out.open(Kind.Pair, Role.Element, cst.start(child), cst.end(value ?? child));
        l.lower(child, Role.Key);
        if (value !== undefined) l.lower(value, Role.Value);
        out.close(pair);
      } else if (!isValue) l.lower(child, Role.Element);
    });
  });
}

// Expressions

function conditional(l: Lowerer, node: CstNode, role: Role): void {
  const isShort = l.cst.field(node, "body") === NONE;
  const children = () => {
    l.lowerField(node, "condition", isShort ? Role.Left : Role.Condition);
    l.lowerField(node, "body", Role.Then);
    l.lowerField(node, "alternative", isShort ? Role.Right : Role.Else);
  };
  l.node(isShort ? Kind.Binary : Kind.Conditional, role, node, children, isShort ? intern("?:") : 0);
}

function unary(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const operator = cst.field(node, "operator");
  const operands = cst.namedChildren(node).filter((child) => child !== operator);
  const symbol = operator === NONE ? l.symbol(cst.firstChild(node)) : l.symbol(operator);
  l.node(Kind.Unary, role, node, () => l.lowerAll(operands, Role.Operand), symbol);
}

function update(l: Lowerer, node: CstNode, role: Role): void {
  const operator = l.cst.field(node, "operator");
  const isPrefix = operator !== NONE && l.cst.start(operator) === l.cst.start(node);
  const children = () => l.lowerField(node, "argument", Role.Operand);
  l.node(Kind.Update, role, node, children, l.symbol(operator), isPrefix ? Flag.Prefix : Flag.None);
}

function yieldExpression(l: Lowerer, node: CstNode, role: Role): void {
  const symbol = /^yield\s+from\b/i.test(l.text(node)) ? intern("*") : 0;
  l.node(Kind.Yield, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand), symbol);
}

function matchExpression(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Switch, role, node, () => {
    l.lowerField(node, "condition", Role.Subject);
    l.lowerField(node, "body", Role.Case);
  });
}

function matchCase(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const conditions = cst.field(node, "conditional_expressions");
  const value = cst.field(node, "return_expression");
  const children = () => {
    if (conditions !== NONE) l.lowerAll(cst.namedChildren(conditions), Role.Pattern);
    if (value !== NONE) expression(l, value, Role.Statement, value);
  };
  l.node(Kind.Case, role, node, children, 0, Flag.NoFallThrough | Flag.ExpressionBody);
}

// Statements

/** An expression as a statement; one that only throws is a Throw. */
function expression(l: Lowerer, node: CstNode, role: Role, whole: CstNode): void {
  if (l.ellipsis(node, role)) return;
  if (l.cst.kind(node) === "throw_expression")
    l.node(Kind.Throw, role, whole, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand));
  else l.node(Kind.ExpressionStatement, role, whole, () => l.lower(node, Role.Expression));
}

function expressionStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const [inner = NONE] = cst.namedChildren(node);
  if (!isEchoed(l, node)) {
    if (inner !== NONE) expression(l, inner, role, node);
    return;
  }
  l.node(Kind.ExpressionStatement, role, node, () =>
    l.node(Kind.Call, Role.Expression, node, () => {
      out.leaf(Kind.Identifier, Role.Callee, cst.start(node), cst.start(node), intern("echo"));
      keywordArguments(l, inner);
    }),
  );
}

/** Whether `<?=` stands before a statement. */
function isEchoed(l: Lowerer, node: CstNode): boolean {
  const { text } = l.cst;
  let at = l.cst.start(node);
  while (at > 0 && /\s/.test(text[at - 1]!)) at--;
  return text.startsWith("<?=", at - 3);
}

function ifStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const opened: number[] = [];
  const branch = (from: CstNode, as: Role) => {
    opened.push(out.open(Kind.If, as, cst.start(from), cst.end(node)));
    l.lowerField(from, "condition", Role.Condition);
    l.lowerField(from, "body", Role.Then);
  };
  branch(node, role);
  for (const alternative of cst.fields(node, "alternative"))
    if (cst.kind(alternative) === "else_if_clause") branch(alternative, Role.Else);
    else l.lowerField(alternative, "body", Role.Else);
  for (const one of opened.reverse()) out.close(one);
}

function forStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const part = (field: string, as: Role) => {
    const given = cst.field(node, field);
    if (given === NONE) return;
    if (cst.kind(given) === "sequence_expression" && as !== Role.Condition) l.lowerAll(cst.namedChildren(given), as);
    else l.lower(given, as);
  };
  const bodies = cst.fields(node, "body");
  l.node(Kind.For, role, node, () => {
    part("initialize", Role.Init);
    part("condition", Role.Condition);
    part("update", Role.Update);
    if (bodies.length === 1) l.lower(bodies[0]!, Role.Body);
    else if (bodies.length > 1) {
      const block = l.out.open(Kind.Block, Role.Body, cst.start(bodies[0]!), cst.end(bodies.at(-1)!));
      l.lowerAll(bodies, Role.Statement);
      l.out.close(block);
    }
  });
}

function forEach(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const body = cst.field(node, "body");
  const [iterable = NONE, target = NONE] = cst
    .namedChildren(node)
    .filter((child) => child !== body && cst.kind(child) !== "text_interpolation");
  const isPair = target !== NONE && cst.kind(target) === "pair";
  const value = isPair ? (cst.namedChildren(target).at(-1) ?? NONE) : target;
  const flags = value !== NONE && cst.kind(value) === "by_ref" ? Flag.Prefix : Flag.None;
  const children = () => {
    if (isPair) l.node(Kind.Tuple, Role.Target, target, () => l.lowerAll(cst.namedChildren(target), Role.Element));
    else l.lower(target, Role.Target);
    l.lower(iterable, Role.Iterable);
    l.lower(body, Role.Body);
  };
  l.node(Kind.ForEach, role, node, children, intern(isPair ? "entries" : "of"), flags);
}

function catchClause(l: Lowerer, node: CstNode, role: Role): void {
  const given = l.cst.field(node, "name");
  l.node(Kind.Catch, role, node, () => {
    l.lowerField(node, "type", Role.Type);
    if (given !== NONE)
      l.node(Kind.Parameter, Role.Parameter, given, () => l.lower(given, Role.Target), l.nameSymbol(given));
    l.lowerField(node, "body", Role.Body);
  });
}

function staticVariables(l: Lowerer, node: CstNode, role: Role): void {
  const children = () => {
    for (const child of l.cst.namedChildren(node))
      l.node(Kind.Declarator, Role.Declarator, child, () => {
        l.lowerField(child, "name", Role.Target);
        l.lowerField(child, "value", Role.Value);
      });
  };
  l.node(Kind.VariableDeclaration, role, node, children, intern("static"));
}

const assign: LoweringEntry = {
  kind: Kind.Assign,
  fields: { left: Role.Target, right: Role.Value },
  symbol: { word: "=" },
};
const block: LoweringEntry = { kind: Kind.Block, rest: Role.Statement };

const table: Readonly<Record<string, LoweringEntry>> = {
  ...STRINGS,
  ...DECLARATIONS,

  program: "through",
  text: "leave out",
  text_interpolation: "leave out",
  php_tag: "leave out",
  php_end_tag: "leave out",

  // Names and literals
  name,
  qualified_name: name,
  relative_name: name,
  relative_scope: name,
  variable_name: variable,
  dynamic_variable_name: dynamicVariable,
  integer: number,
  float: number,
  boolean: (l, node, role) => void l.leaf(Kind.Boolean, role, node, intern(l.text(node).toLowerCase())),
  null: word(Kind.Null),

  // Expressions
  function_call_expression: call,
  member_call_expression: memberCall,
  nullsafe_member_call_expression: memberCall,
  scoped_call_expression: memberCall,
  member_access_expression: access,
  nullsafe_member_access_expression: access,
  scoped_property_access_expression: access,
  class_constant_access_expression: constantAccess,
  subscript_expression: subscript,
  arguments: "through",
  argument,
  variadic_unpacking: operand(Kind.Spread),
  variadic_placeholder: (l, node, role) =>
    void l.leaf(l.pattern ? Kind.Ellipsis : Kind.Opaque, role, node, intern("...")),
  by_ref: "through",
  object_creation_expression: construct,
  clone_expression: keywordCall("clone"),
  print_intrinsic: keywordCall("print"),
  include_expression: keywordCall("include"),
  include_once_expression: keywordCall("include_once"),
  require_expression: keywordCall("require"),
  require_once_expression: keywordCall("require_once"),
  array_creation_expression: arrayCreation,
  array_element_initializer: arrayElement,
  pair: arrayElement,
  list_literal: list,
  parenthesized_expression: "through",
  error_suppression_expression: "through",
  sequence_expression: { kind: Kind.Sequence, rest: Role.Element },
  assignment_expression: assign,
  reference_assignment_expression: (l, node, role) => {
    const children = () => {
      l.lowerField(node, "left", Role.Target);
      l.lowerField(node, "right", Role.Value);
    };
    l.node(Kind.Assign, role, node, children, intern("="), Flag.Prefix);
  },
  augmented_assignment_expression: assignment,
  binary_expression: binaryOperation,
  conditional_expression: conditional,
  cast_expression: { kind: Kind.Cast, fields: { type: Role.Type, value: Role.Operand } },
  unary_op_expression: unary,
  update_expression: update,
  yield_expression: yieldExpression,
  throw_expression: operand(Kind.Throw),
  match_expression: matchExpression,
  match_block: "through",
  match_condition_list: "through",
  match_conditional_expression: matchCase,
  match_default_expression: matchCase,

  // Statements
  compound_statement: block,
  colon_block: block,
  expression_statement: expressionStatement,
  echo_statement: asStatement(keywordCall("echo")),
  exit_statement: asStatement(keywordCall("exit")),
  empty_statement: { kind: Kind.Empty },
  if_statement: ifStatement,
  else_if_clause: "leave out",
  else_clause: "leave out",
  while_statement: { kind: Kind.While, fields: { condition: Role.Condition, body: Role.Body } },
  do_statement: { kind: Kind.DoWhile, fields: { body: Role.Body, condition: Role.Condition } },
  for_statement: forStatement,
  foreach_statement: forEach,
  switch_statement: { kind: Kind.Switch, fields: { condition: Role.Subject, body: Role.Case } },
  switch_block: "through",
  case_statement: switchCase,
  default_statement: switchCase,
  try_statement: tryStatement,
  catch_clause: catchClause,
  finally_clause: (l, node, role) => l.lowerField(node, "body", role),
  return_statement: operand(Kind.Return),
  break_statement: jump(Kind.Break),
  continue_statement: jump(Kind.Continue),
  goto_statement: jump(Kind.Goto),
  named_label_statement: (l, node, role) => {
    const [label = NONE] = l.cst.namedChildren(node);
    l.leaf(Kind.Labeled, role, node, l.nameSymbol(label));
  },
  unset_statement: operand(Kind.Delete),
  global_declaration: { kind: Kind.ScopeDeclaration, symbol: { word: "global" }, rest: Role.Name },
  function_static_declaration: staticVariables,
  static_variable_declaration: "leave out",
  declare_directive: "leave out",
};

export const php: Lowering = {
  languages: ["php"],
  table,
  opaque: ["declare_statement"],
  statementLists: ["program", "compound_statement"],
  // Whether they end in `<?=`.
  aboutNext: ["php_tag", "text_interpolation"],
  opening: "<?php ",
};
