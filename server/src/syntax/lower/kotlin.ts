// Kotlin to the common AST: expressions and statements, and the table; what is declared is in kotlin-declarations.ts. Choices that a
// reader of the AST must know:
// - a class is made by a Call like any other; `object : T() { … }` is a New; `a f b` a Call of the member f of a;
// - where a value is wanted, an `if` is a Conditional, whose branches may be Blocks, and a `when` a Switch whose Cases have the flag
//   ExpressionBody; without a subject the patterns of its Cases are conditions. A pattern `in x` is a Unary, `is T` a Type;
// - a lambda is a Function with a Block, which gives what its last statement gives; where it names no parameter it has `it`, with
//   the flag Shorthand, unless who takes it gives it a receiver instead;
// - `x as T` and `x!!` are Casts, `x?.y` a Member with the flag Optional, `T::m` a Member, `T::class` the Member `class` of T;
// - a property is a VariableDeclaration, in a class a Field with Modifier `val` or `var` and its accessors as Members;
// - the type that a function extends stands in role Object; members of objects and companions are Static;
// - the grammar binds `!a.b()` as `(!a).b()`, and reads `f<T>(x)` as two comparisons. Both are put right here.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, Lowering, LoweringEntry } from "../lowering.ts";
import { intern, type Sym } from "../symbols.ts";
import { deepEllipsis, elements, number } from "./entries.ts";
import { backingField, DECLARATIONS, declaredType, lowerTarget } from "./kotlin-declarations.ts";
import { jumpKind, lowerNameOrWord, plainName } from "./kotlin-names.ts";
import { STRINGS } from "./kotlin-strings.ts";
import { isType, TYPES, typeAsExpression } from "./kotlin-types.ts";

/** An expression on a line of its own is a statement; in a pattern an ellipsis is one by itself. */
function expression(write: LowerFunction): LowerFunction {
  return (l, node, role) => {
    if (role !== Role.Statement && role !== Role.Member) write(l, node, role);
    else if (!l.ellipsis(node, role))
      l.node(Kind.ExpressionStatement, role, node, () => write(l, node, Role.Expression));
  };
}

function fields(kind: Kind, roles: Readonly<Record<string, Role>>, word?: string): LowerFunction {
  return (l, node, role) => {
    const children = () => {
      for (const field in roles) l.lowerField(node, field, roles[field]!);
    };
    const operator = l.cst.field(node, "operator");
    l.node(kind, role, node, children, word === undefined ? l.symbol(operator) : intern(word));
  };
}

// Chains: `!a.b(c)[d]!!`

const CHAIN = /^(call_expression|navigation_expression|index_expression)$/;
const PREFIXES = /(?:(?:--|\+\+|[-+!])\s*)*/y;

function isPrefixed(l: Lowerer, node: CstNode): boolean {
  const operator = l.cst.field(node, "operator");
  return operator !== NONE && operator === l.cst.firstChild(node);
}

function isLink(l: Lowerer, node: CstNode): boolean {
  const kind = l.cst.kind(node);
  return CHAIN.test(kind) || (kind === "unary_expression" && !isPrefixed(l, node));
}

/** Whether something else of the chain is made of what this one gives. */
function isInChain(l: Lowerer, node: CstNode): boolean {
  const around = l.cst.parent(node);
  return around !== NONE && l.cst.firstChild(around) === node && isLink(l, around);
}

/** Where a link begins once the signs before the chain stand before all of it. */
function startOf(l: Lowerer, node: CstNode): number {
  PREFIXES.lastIndex = l.cst.start(node);
  PREFIXES.exec(l.cst.text);
  return Math.min(PREFIXES.lastIndex, l.cst.end(node));
}

/** A link of a chain. What the grammar takes for signs of its first part are signs of the whole. */
function link(write: LowerFunction): LowerFunction {
  return expression((l, node, role) => {
    if (isInChain(l, node) || startOf(l, node) === l.cst.start(node)) {
      write(l, node, role);
      return;
    }
    let base = node;
    while (base !== NONE && isLink(l, base)) base = l.cst.firstChild(base);
    const opened: number[] = [];
    for (let at = base; at !== NONE && l.cst.kind(at) === "unary_expression"; at = l.cst.field(at, "argument"))
      opened.push(openSign(l, at, opened.length === 0 ? role : Role.Operand, l.cst.end(node)));
    write(l, node, opened.length === 0 ? role : Role.Operand);
    for (const one of opened.reverse()) l.out.close(one);
  });
}

function openSign(l: Lowerer, node: CstNode, role: Role, end: number): number {
  const operator = l.symbol(l.cst.field(node, "operator"));
  const isStep = /^(\+\+|--)/.test(l.text(node));
  return l.out.open(
    isStep ? Kind.Update : Kind.Unary,
    role,
    l.cst.start(node),
    end,
    operator,
    isStep ? Flag.Prefix : Flag.None,
  );
}

/** As `l.node`, from where the link begins. */
function linkNode(
  l: Lowerer,
  kind: Kind,
  role: Role,
  node: CstNode,
  children: () => void,
  symbol = 0,
  flags = 0,
): void {
  const start = startOf(l, node);
  if (start === l.cst.start(node)) {
    l.node(kind, role, node, children, symbol, flags);
    return;
  }
  const made = l.out.open(kind, role, start, l.cst.end(node), symbol, flags);
  children();
  l.out.close(made);
}

function unary(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const argument = cst.field(node, "argument");
  if (!isPrefixed(l, node)) {
    postfix(l, node, role);
    return;
  }
  if (isInChain(l, node)) {
    // Its signs stand before the chain already.
    let inner = argument;
    while (inner !== NONE && cst.kind(inner) === "unary_expression" && isPrefixed(l, inner))
      inner = cst.field(inner, "argument");
    l.lower(inner, role);
    return;
  }
  const made = openSign(l, node, role, cst.end(node));
  l.lower(argument, Role.Operand);
  l.out.close(made);
}

const postfix = link((l, node, role) => {
  const operator = l.cst.field(node, "operator");
  const isCast = operator !== NONE && l.text(operator) === "!!";
  const children = () => l.lowerField(node, "argument", Role.Operand);
  linkNode(l, isCast ? Kind.Cast : Kind.Update, role, node, children, l.symbol(operator));
});

function navigation(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const [object = NONE, ...others] = cst.namedChildren(node);
  const name = others.at(-1) ?? NONE;
  const flags = cst.hasToken(node, "?.") ? Flag.Optional : Flag.None;
  linkNode(
    l,
    Kind.Member,
    role,
    node,
    () => l.lower(object, Role.Object),
    name === NONE ? 0 : plainName(l, name),
    flags,
  );
}

function index(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const [object = NONE, first, ...others] = cst.namedChildren(node);
  linkNode(l, Kind.Index, role, node, () => {
    l.lower(object, Role.Object);
    if (first === undefined) return;
    if (others.length === 0) {
      l.lower(first, Role.Property);
      return;
    }
    const tuple = out.open(Kind.Tuple, Role.Property, cst.start(first), cst.end(others.at(-1)!));
    l.lowerAll([first, ...others], Role.Element);
    out.close(tuple);
  });
}

/** `f(x)`, `f<T>(x)`, `f(x) { … }`, which the grammar takes for a call of what `f(x)` gives. */
function call(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const lambda = cst.childOfKind(node, "annotated_lambda");
  const called = calledBy(l, node);
  const [callee = NONE] = cst.namedChildren(called);
  const args = cst.childOfKind(called, "value_arguments");
  if (deepEllipsis(l, node, callee, args, role)) return;
  const children = () => {
    l.lower(callee, Role.Callee);
    l.lower(cst.childOfKind(called, "type_arguments"), Role.TypeArgument);
    l.lower(args, Role.Argument);
    l.lower(lambda, Role.Argument);
  };
  linkNode(l, Kind.Call, role, node, children);
}

function calledBy(l: Lowerer, node: CstNode): CstNode {
  const { cst } = l;
  if (cst.childOfKind(node, "value_arguments") !== NONE) return node;
  const [inner = NONE] = cst.namedChildren(node);
  const isCall = inner !== NONE && cst.kind(inner) === "call_expression";
  return isCall && cst.childOfKind(inner, "annotated_lambda") === NONE ? inner : node;
}

function argument(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const isNamed = cst.hasToken(node, "=");
  const [first = NONE, ...others] = cst.namedChildren(node);
  const value = isNamed ? (others.at(-1) ?? NONE) : first;
  const spread = (as: Role) => {
    if (cst.hasToken(node, "*")) l.node(Kind.Spread, as, value, () => l.lower(value, Role.Operand));
    else l.lower(value, as);
  };
  if (isNamed && first !== NONE) l.node(Kind.NamedArgument, role, node, () => spread(Role.Value), plainName(l, first));
  else if (value !== NONE) spread(role);
}

function callableReference(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.namedChildren(node).find((child) => isType(l, child));
  const name = cst.childOfKind(node, "identifier");
  const symbol = name === NONE ? intern("class") : plainName(l, name);
  if (type !== undefined) l.node(Kind.Member, role, node, () => typeAsExpression(l, type, Role.Object), symbol);
  else if (name !== NONE) l.lower(name, role);
}

// Operators

/** The grammar reads `f<T>(x)` as `f < T > (x)`, which compares a truth value. */
function genericCall(l: Lowerer, node: CstNode, role: Role): boolean {
  const { cst } = l;
  const left = cst.field(node, "left");
  const right = cst.field(node, "right");
  const isCompared = (one: CstNode, sign: string) =>
    one !== NONE && cst.kind(one) === "binary_expression" && l.text(cst.field(one, "operator")) === sign;
  if (right === NONE || cst.kind(right) !== "parenthesized_expression") return false;
  if (!isCompared(node, ">") || !isCompared(left, "<")) return false;
  const callee = cst.field(left, "left");
  const type = cst.field(left, "right");
  if (callee === NONE || type === NONE || !/^[\w.]+$/.test(l.text(type))) return false;
  l.node(Kind.Call, role, node, () => {
    l.lower(callee, Role.Callee);
    l.leaf(Kind.Type, Role.TypeArgument, type, l.nameSymbol(type));
    l.lower(right, Role.Argument);
  });
  return true;
}

const operation = fields(Kind.Binary, { left: Role.Left, right: Role.Right });

function binary(l: Lowerer, node: CstNode, role: Role): void {
  if (!genericCall(l, node, role)) operation(l, node, role);
}

function infix(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const [left = NONE, name = NONE, right = NONE] = cst.namedChildren(node);
  l.node(Kind.Call, role, node, () => {
    if (name !== NONE) {
      const callee = out.open(Kind.Member, Role.Callee, cst.start(node), cst.end(name), plainName(l, name));
      l.lower(left, Role.Object);
      out.close(callee);
    }
    l.lower(right, Role.Argument);
  });
}

function membership(l: Lowerer, node: CstNode, role: Role): void {
  fields(Kind.Binary, { left: Role.Left, right: Role.Right }, l.cst.hasToken(node, "!in") ? "not in" : "in")(
    l,
    node,
    role,
  );
}

function typeTest(l: Lowerer, node: CstNode, role: Role): void {
  fields(Kind.Binary, { left: Role.Left, right: Role.Right }, l.cst.hasToken(node, "!is") ? "is not" : "is")(
    l,
    node,
    role,
  );
}

function range(l: Lowerer, node: CstNode, role: Role): void {
  const [from = NONE, to = NONE] = l.cst.namedChildren(node);
  const children = () => {
    l.lower(from, Role.Left);
    l.lower(to, Role.Right);
  };
  l.node(Kind.Binary, role, node, children, intern(l.cst.hasToken(node, "..<") ? "..<" : ".."));
}

function cast(l: Lowerer, node: CstNode, role: Role): void {
  const children = () => {
    l.lowerField(node, "right", Role.Type);
    l.lowerField(node, "left", Role.Operand);
  };
  l.node(Kind.Cast, role, node, children, 0, l.cst.hasToken(node, "as?") ? Flag.Optional : Flag.None);
}

// Lambdas

/** What takes a lambda that has a receiver or nothing, where others hand over `it`. */
const GIVES_RECEIVER: ReadonlySet<string> = new Set(
  "run apply with buildString buildList buildMap buildSet".split(" "),
);

const GIVES_NO_IT: ReadonlySet<string> = new Set(
  (
    "lazy synchronized launch async withContext runBlocking " +
    "coroutineScope supervisorScope transaction thread flow sequence iterator runCatching measureTimeMillis"
  ).split(" "),
);

function takerOf(l: Lowerer, lambda: CstNode): string {
  const { cst } = l;
  let at = cst.parent(lambda);
  while (at !== NONE && /^(annotated_lambda|value_argument|value_arguments)$/.test(cst.kind(at))) at = cst.parent(at);
  if (at === NONE || cst.kind(at) !== "call_expression") return "";
  const callee = cst.namedChildren(calledBy(l, at))[0] ?? NONE;
  const name =
    callee !== NONE && cst.kind(callee) === "navigation_expression" ? cst.namedChildren(callee).at(-1) : callee;
  return name === undefined || name === NONE || cst.kind(name) !== "identifier" ? "" : l.text(name);
}

const IT = intern("it");
/** What is `this` in a lambda that has a receiver. */
export const RECEIVER = intern("this@");

/** The parameter that a lambda has without naming it; 0 for none. */
function unnamedParameter(l: Lowerer, node: CstNode): Sym {
  if (l.cst.hasToken(node, "->")) return 0;
  const taker = takerOf(l, node);
  if (GIVES_RECEIVER.has(taker)) return RECEIVER;
  return GIVES_NO_IT.has(taker) ? 0 : IT;
}

function lambda(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const parameters = cst.childOfKind(node, "lambda_parameters");
  const children = cst.namedChildren(node).filter((child) => child !== parameters);
  const start = Math.min(cst.start(node) + 1, cst.end(node));
  const unnamed = parameters === NONE ? unnamedParameter(l, node) : 0;
  l.node(
    Kind.Function,
    role,
    node,
    () => {
      if (parameters !== NONE) lambdaParameters(l, parameters);
      else if (unnamed !== 0) {
        const made = out.open(Kind.Parameter, Role.Parameter, start, start, unnamed, Flag.Shorthand);
        out.leaf(Kind.Identifier, Role.Target, start, start, unnamed);
        out.close(made);
      }
      l.node(Kind.Block, Role.Body, node, () => l.lowerAll(children, Role.Statement));
    },
    0,
    Flag.Lambda,
  );
}

function lambdaParameters(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  for (const each of cst.namedChildren(node)) {
    const name = cst.kind(each) === "variable_declaration" ? cst.childOfKind(each, "identifier") : NONE;
    if (l.ellipsis(name, Role.Parameter)) continue;
    const children = () => {
      lowerTarget(l, each, Role.Target);
      l.lower(declaredType(l, each), Role.Type);
    };
    l.node(Kind.Parameter, Role.Parameter, each, children, name === NONE ? 0 : plainName(l, name));
  }
}

// Branches

/** What the grammar takes for an expression though it may be a statement of its own. */
const STATEMENTS =
  /^(block|if_expression|when_expression|try_expression|return_expression|throw_expression|for_statement|while_statement|do_while_statement|property_declaration|function_declaration|class_declaration|object_declaration)$/;

/** A branch: a Block, a value, or the one statement that it is. */
function branch(l: Lowerer, node: CstNode, role: Role, isValue: boolean): void {
  if (node === NONE) return;
  const isJump = l.cst.kind(node) === "identifier" && jumpKind(l.text(node)) !== undefined;
  const isOwn = isJump || STATEMENTS.test(l.cst.kind(node)) || isLabeledJump(l, node);
  if (isValue || isOwn || l.ellipsis(node, role)) {
    if (isValue || isOwn) l.lower(node, role);
    return;
  }
  l.node(Kind.ExpressionStatement, role, node, () => l.lower(node, Role.Expression));
}

function isValueRole(role: Role): boolean {
  return role !== Role.Statement && role !== Role.Then && role !== Role.Else && role !== Role.Member;
}

/** What is done if the condition holds, and if not. */
function branchesOf(l: Lowerer, node: CstNode): readonly [CstNode, CstNode] {
  const { cst } = l;
  const condition = cst.field(node, "condition");
  let yes = NONE;
  let no = NONE;
  let isElse = false;
  for (const child of cst.children(node)) {
    if (cst.kind(child) === "else") isElse = true;
    if (!cst.isNamed(child) || child <= condition || cst.grammar.isComment(cst.kindId(child))) continue;
    if (isElse) no = child;
    else yes = child;
  }
  return [yes, no];
}

function ifExpression(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const isValue = isValueRole(role);
  const kind = isValue ? Kind.Conditional : Kind.If;
  const opened: number[] = [];
  let at = node;
  for (let as = role; at !== NONE && cst.kind(at) === "if_expression"; as = Role.Else) {
    opened.push(out.open(kind, as, cst.start(at), cst.end(at)));
    const [yes, no] = branchesOf(l, at);
    l.lowerField(at, "condition", Role.Condition);
    branch(l, yes, Role.Then, isValue);
    at = no;
  }
  branch(l, at, Role.Else, isValue);
  for (const one of opened.reverse()) out.close(one);
}

function when(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const isValue = isValueRole(role);
  const children = () => {
    l.lower(cst.childOfKind(node, "when_subject"), Role.Subject);
    for (const entry of cst.namedChildren(node)) if (cst.kind(entry) === "when_entry") whenEntry(l, entry, isValue);
  };
  l.node(Kind.Switch, role, node, children);
}

function whenEntry(l: Lowerer, node: CstNode, isValue: boolean): void {
  const { cst } = l;
  const conditions = cst.fields(node, "condition");
  const body = cst.namedChildren(node).find((child) => !conditions.includes(child));
  const isBare = body !== undefined && cst.kind(body) !== "block";
  const children = () => {
    l.lowerAll(conditions, Role.Pattern);
    if (body !== undefined) l.lower(body, Role.Statement);
  };
  const flags = Flag.NoFallThrough | (isValue && isBare ? Flag.ExpressionBody : Flag.None);
  l.node(Kind.Case, Role.Case, node, children, 0, flags);
}

function whenSubject(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const declared = cst.childOfKind(node, "variable_declaration");
  const value =
    cst.namedChildren(node).findLast((child) => child !== declared && cst.kind(child) !== "annotation") ?? NONE;
  if (declared === NONE) {
    l.lower(value, role);
    return;
  }
  l.node(Kind.NamedExpression, role, declared, () => {
    lowerTarget(l, declared, Role.Target);
    l.lower(value, Role.Value);
  });
}

function rangeTest(l: Lowerer, node: CstNode, role: Role): void {
  const word = intern(l.cst.hasToken(node, "!in") ? "not in" : "in");
  l.node(Kind.Unary, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand), word);
}

function isTest(l: Lowerer, node: CstNode, role: Role): void {
  const types = l.cst.namedChildren(node);
  if (l.cst.hasToken(node, "!is")) l.node(Kind.Unary, role, node, () => l.lowerAll(types, Role.Operand), intern("!"));
  else l.lowerAll(types, role);
}

// Statements

const assignment = fields(Kind.Assign, { left: Role.Target, right: Role.Value });

/** A loop's label stands in it. */
function labeled(write: LowerFunction): LowerFunction {
  return (l, node, role) => {
    const label = l.cst.childOfKind(node, "label");
    if (label === NONE) write(l, node, role);
    else l.node(Kind.Labeled, role, node, () => write(l, node, Role.Statement), labelName(l, label));
  };
}

function labelName(l: Lowerer, label: CstNode): number {
  return intern(l.text(label).slice(0, -1));
}

function loopBody(l: Lowerer, body: CstNode): void {
  if (body === NONE) return;
  if (l.cst.kind(body) === "block") l.lower(body, Role.Body);
  else l.node(Kind.Block, Role.Body, body, () => l.lower(body, Role.Statement));
}

const forLoop = labeled((l, node, role) => {
  const { cst } = l;
  const children = cst.namedChildren(node).filter((child) => !/^(label|annotation)$/.test(cst.kind(child)));
  const [declared = NONE, iterable = NONE, body = NONE] = children;
  const parts = () => {
    if (declared !== NONE) lowerTarget(l, declared, Role.Target);
    l.lower(declaredType(l, declared), Role.Type);
    l.lower(iterable, Role.Iterable);
    loopBody(l, body);
  };
  l.node(Kind.ForEach, role, node, parts, intern("of"));
});

function bodyBeside(l: Lowerer, node: CstNode): CstNode {
  const condition = l.cst.field(node, "condition");
  const isBody = (child: CstNode) => child !== condition && l.cst.kind(child) !== "label";
  return l.cst.namedChildren(node).find(isBody) ?? NONE;
}

const whileLoop = labeled((l, node, role) => {
  l.node(Kind.While, role, node, () => {
    l.lowerField(node, "condition", Role.Condition);
    loopBody(l, bodyBeside(l, node));
  });
});

const doWhileLoop = labeled((l, node, role) => {
  l.node(Kind.DoWhile, role, node, () => {
    loopBody(l, bodyBeside(l, node));
    l.lowerField(node, "condition", Role.Condition);
  });
});

function isLabeledJump(l: Lowerer, node: CstNode): boolean {
  const label = l.cst.childOfKind(node, "label");
  return l.cst.kind(node) === "labeled_expression" && label !== NONE && /^(break|continue)@$/.test(l.text(label));
}

/** `name@ expression`; `break@name`, which looks the same to the grammar. */
function labeledExpression(l: Lowerer, node: CstNode, role: Role): void {
  const [label = NONE, inner = NONE] = l.cst.namedChildren(node);
  const jump = label === NONE ? undefined : jumpKind(nameOfLabel(l, label));
  if (jump !== undefined) l.leaf(jump, role, node, l.symbol(inner));
  else if (role === Role.Statement)
    l.node(Kind.Labeled, role, node, () => l.lower(inner, Role.Statement), labelName(l, label));
  else l.lower(inner, role);
}

function nameOfLabel(l: Lowerer, label: CstNode): string {
  return l.text(label).slice(0, -1);
}

function tryExpression(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  l.node(Kind.Try, role, node, () => {
    for (const child of cst.namedChildren(node)) {
      const kind = cst.kind(child);
      if (kind === "block") l.lower(child, Role.Body);
      else if (kind === "catch_block") l.lower(child, Role.Handler);
      else if (kind === "finally_block") l.lower(child, Role.Finalizer);
    }
  });
}

function catchBlock(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.childOfKind(node, "identifier");
  l.node(Kind.Catch, role, node, () => {
    if (name !== NONE && !l.ellipsis(name, Role.Parameter)) {
      l.lower(cst.namedChildren(node).find((child) => isType(l, child)) ?? NONE, Role.Type);
      l.node(Kind.Parameter, Role.Parameter, name, () => l.lower(name, Role.Target), plainName(l, name));
    }
    l.lower(cst.childOfKind(node, "block"), Role.Body);
  });
}

/** `return x`, `return@f x`: the label says what is left, which is a lambda's business. */
function returnExpression(l: Lowerer, node: CstNode, role: Role): void {
  const label = l.cst.field(node, "label");
  const values = l.cst.namedChildren(node).filter((child) => child !== label);
  l.node(Kind.Return, role, node, () => l.lowerAll(values, Role.Operand));
}

function throwExpression(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Throw, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand));
}

const name = expression((l, node, role) => {
  if (!backingField(l, node, role)) lowerNameOrWord(l, node, role);
});

const table: Readonly<Record<string, LoweringEntry>> = {
  ...TYPES,
  ...DECLARATIONS,
  ...Object.fromEntries(
    Object.entries(STRINGS).map(([kind, entry]) => [kind, typeof entry === "function" ? expression(entry) : entry]),
  ),

  source_file: "through",

  identifier: (l, node, role) => {
    if (role === Role.Statement && jumpKind(l.text(node)) !== undefined) lowerNameOrWord(l, node, role);
    else name(l, node, role);
  },
  number_literal: expression((l, node, role) => number(l, node, role)),
  float_literal: expression((l, node, role) => number(l, node, role)),
  this_expression: expression((l, node, role) => void l.leaf(Kind.This, role, node)),
  super_expression: expression((l, node, role) => void l.leaf(Kind.Super, role, node)),
  collection_literal: expression(elements(Kind.Array) as LowerFunction),

  call_expression: link(call),
  navigation_expression: link(navigation),
  index_expression: link(index),
  unary_expression: expression(unary),
  value_arguments: "through",
  value_argument: argument,
  spread_expression: (l, node, role) => {
    l.node(Kind.Spread, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand));
  },
  callable_reference: expression(callableReference),
  parenthesized_expression: "through",
  binary_expression: expression(binary),
  infix_expression: expression(infix),
  in_expression: expression(membership),
  is_expression: expression(typeTest),
  range_expression: expression(range),
  as_expression: expression(cast),
  annotated_lambda: (l, node, role) => l.lower(l.cst.childOfKind(node, "lambda_literal"), role),
  lambda_literal: expression(lambda),
  lambda_parameters: (l, node) => lambdaParameters(l, node),
  annotated_expression: (l, node, role) =>
    l.lowerAll(
      l.cst.namedChildren(node).filter((child) => l.cst.kind(child) !== "annotation"),
      role,
    ),
  anonymous_function: expression(DECLARATIONS.anonymous_function as LowerFunction),
  object_literal: expression(DECLARATIONS.object_literal as LowerFunction),

  if_expression: ifExpression,
  when_expression: when,
  when_subject: whenSubject,
  when_entry: (l, node) => whenEntry(l, node, false),
  range_test: rangeTest,
  type_test: isTest,

  block: { kind: Kind.Block, rest: Role.Statement },
  assignment: expression(assignment),
  for_statement: forLoop,
  while_statement: whileLoop,
  do_while_statement: doWhileLoop,
  labeled_expression: labeledExpression,
  label: "leave out",
  try_expression: tryExpression,
  catch_block: catchBlock,
  finally_block: "through",
  return_expression: returnExpression,
  throw_expression: throwExpression,
};

export const kotlin: Lowering = {
  languages: ["kotlin"],
  table,
  opaque: ["file_annotation"],
  statementLists: ["source_file", "block"],
  endsBeforeComments: true,
};
