// Shell scripts to the common AST. Choices that a reader of the AST must know:
// - a command is a Call: its name an Identifier as Callee, its words Strings, Templates and what they expand; a variable set
//   before it is an Assign in role Init, a redirection a NamedArgument (`>`, `<<`) in role Item;
// - a variable is the Identifier `$name`, where it is set and where it is used, so that it differs from a command's name;
//   `${x:-y}` is a Binary of that operator, `${#x}` a Unary, `${a[i]}` an Index;
// - `$(f x)` is a Template (flag Computed) of the command, several commands a Sequence; `a | b`, `a && b` are Binaries; `[ … ]` is
//   its condition;
// - `export`, `local`, `declare` and the like are VariableDeclarations; `return`, `break`, `continue` what they are elsewhere.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, Lowering, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { binaryOperation, number } from "./entries.ts";
import { cookEscapes } from "./escapes.ts";

/** What gives a status is an expression; alone on a line it is a statement of it. */
function asStatement(l: Lowerer, node: CstNode, role: Role, write: (role: Role) => void): void {
  if (role === Role.Statement) l.node(Kind.ExpressionStatement, role, node, () => write(Role.Expression));
  else write(role);
}

/** Several commands: statements of a Block, or a Sequence where a value is wanted. */
function group(l: Lowerer, nodes: readonly CstNode[], role: Role): void {
  const first = nodes[0];
  const last = nodes.at(-1);
  if (first === undefined || last === undefined) return;
  if (isExpressionRole(role) && first === last) {
    l.lower(first, role);
    return;
  }
  const kind = isExpressionRole(role) ? Kind.Sequence : Kind.Block;
  const made = l.out.open(kind, role, l.cst.start(first), l.cst.end(last));
  l.lowerAll(nodes, kind === Kind.Block ? Role.Statement : Role.Element);
  l.out.close(made);
}

function isExpressionRole(role: Role): boolean {
  return role !== Role.Statement && role !== Role.Body && role !== Role.Then && role !== Role.Else;
}

// Words

/** The name of a variable, with the sign by which it is used. */
function variable(l: Lowerer, node: CstNode, role: Role): void {
  if (l.placeholder(node)) l.identifier(node, role);
  else l.leaf(Kind.Identifier, role, node, intern(`$${l.text(node)}`));
}

function unquoted(text: string): string {
  return text.replace(/\\\r?\n/g, "").replace(/\\([\s\S])/g, "$1");
}

function word(l: Lowerer, node: CstNode, role: Role): void {
  if (l.placeholder(node)) l.identifier(node, role);
  else if (isLoopVariable(l, node)) variable(l, node, role);
  else l.string(node, role, unquoted(l.text(node)));
}

/** `i` in `for ((i = 0; i < 3; i++))` is a word to the grammar. */
function isLoopVariable(l: Lowerer, node: CstNode): boolean {
  if (!/^[A-Za-z_]\w*$/.test(l.text(node))) return false;
  let at = l.cst.parent(node);
  while (at !== NONE && l.cst.kind(at).endsWith("_expression")) at = l.cst.parent(at);
  return at !== NONE && l.cst.kind(at) === "c_style_for_statement";
}

/** The value of a word without expansions, undefined for one that has some. */
function plainValue(l: Lowerer, node: CstNode): string | undefined {
  switch (l.cst.kind(node)) {
    case "word":
      return l.placeholder(node) ? undefined : unquoted(l.text(node));
    case "number":
      return l.cst.firstChild(node) === NONE ? l.text(node) : undefined;
    case "raw_string":
      return l.text(node).slice(1, -1);
    case "ansi_c_string":
      return cookEscapes(l.text(node).slice(2, -1));
    case "string":
      return l.cst.namedChildren(node).every((child) => l.cst.kind(child) === "string_content")
        ? quoted(l.text(node).slice(1, -1))
        : undefined;
    default:
      return undefined;
  }
}

/** What double quotes leave of their content. */
function quoted(text: string): string {
  return text.replace(/\\\r?\n/g, "").replace(/\\(["\\$`])/g, "$1");
}

function plainOr(otherwise: LowerFunction): LowerFunction {
  return (l, node, role) => {
    const value = plainValue(l, node);
    if (value === undefined) otherwise(l, node, role);
    else l.string(node, role, value);
  };
}

/** Text with expansions in it, between two offsets. */
function parts(l: Lowerer, node: CstNode, start: number, end: number, cooked: (text: string) => string): void {
  const { cst, out } = l;
  let at = start;
  const text = (until: number) => {
    if (until > at) out.leaf(Kind.String, Role.Part, at, until, l.stringSymbol(cooked(cst.text.slice(at, until))));
  };
  for (const child of cst.namedChildren(node)) {
    if (/^(string_content|heredoc_content)$/.test(cst.kind(child))) continue;
    text(cst.start(child));
    l.lower(child, Role.Part);
    at = Math.max(at, cst.end(child));
  }
  text(end);
}

function interpolated(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  l.node(Kind.Template, role, node, () => parts(l, node, cst.start(node) + 1, cst.end(node) - 1, quoted));
}

/** `a"b"$c`: one String when nothing expands, else a Template. */
function concatenation(l: Lowerer, node: CstNode, role: Role): void {
  if (l.placeholder(node)) {
    l.identifier(node, role);
    return;
  }
  const children = l.cst.namedChildren(node);
  const values = children.map((child) => plainValue(l, child));
  if (values.every((value) => value !== undefined)) l.string(node, role, values.join(""));
  else l.node(Kind.Template, role, node, () => l.lowerAll(children, Role.Part));
}

/** `${x}`, `${x:-y}`, `${#x}`, `${x/a/b}`. */
function expansion(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const operatorField = cst.grammar.fieldId("operator");
  const children = cst
    .children(node)
    .filter((child) => cst.isNamed(child) || (operatorField !== 0 && cst.fieldId(child) === operatorField));
  const first = children[0] ?? NONE;
  const named = children.filter((child) => cst.isNamed(child) && cst.fieldId(child) !== operatorField);
  const [subject = NONE, ...others] = named;
  const operator = children.find((child) => cst.fieldId(child) === operatorField && operatorField !== 0) ?? NONE;
  if (operator === NONE) l.lowerAll(named, role);
  else if (operator === first)
    l.node(Kind.Unary, role, node, () => l.lowerAll(named, Role.Operand), l.symbol(operator));
  else
    l.node(
      Kind.Binary,
      role,
      node,
      () => {
        l.lower(subject, Role.Left);
        l.lowerAll(others, Role.Right);
      },
      l.symbol(operator),
    );
}

function subscript(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Index, role, node, () => {
    l.lowerField(node, "name", Role.Object);
    l.lowerField(node, "index", Role.Property);
  });
}

// Commands

function command(l: Lowerer, node: CstNode, role: Role, redirects: readonly CstNode[] = []): void {
  const { cst } = l;
  if (redirects.length === 0 && l.ellipsis(node, role)) return;
  const named = cst.field(node, "name");
  const [name = NONE] = named === NONE ? [] : cst.namedChildren(named);
  const args = cst.fields(node, "argument");
  const isWord = name !== NONE && cst.kind(name) === "word" && !l.placeholder(name);
  const keyword = isWord && role === Role.Statement ? l.text(name) : "";
  if (keyword === "return") {
    l.node(Kind.Return, role, node, () => l.lowerAll(args, Role.Operand));
    return;
  }
  if (keyword === "break" || keyword === "continue") {
    l.leaf(keyword === "break" ? Kind.Break : Kind.Continue, role, node);
    return;
  }
  // Alone in a pattern, what gives a command's name is meant as the value that it is elsewhere.
  if (l.pattern && !isWord && name !== NONE && cst.next(node) === cst.next(name)) {
    asStatement(l, node, role, (as) => l.lower(name, as));
    return;
  }
  const write = (as: Role) => {
    l.node(Kind.Call, as, node, () => {
      const known = new Set([named, ...args, ...cst.fields(node, "redirect")]);
      for (const child of cst.namedChildren(node)) if (!known.has(child)) l.lower(child, Role.Init);
      if (isWord) l.leaf(Kind.Identifier, Role.Callee, name, intern(unquoted(l.text(name))));
      else l.lower(name, Role.Callee);
      l.lowerAll(args, Role.Argument);
      l.lowerAll([...cst.fields(node, "redirect"), ...redirects], Role.Item);
    });
  };
  asStatement(l, redirects.length > 0 ? cst.parent(node) : node, role, write);
}

/** `command > file`, `while … done < file`. */
function redirected(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const body = cst.field(node, "body");
  const redirects = cst.namedChildren(node).filter((child) => child !== body && !cst.isBroken(child));
  if (body !== NONE && cst.kind(body) === "command") command(l, body, role, redirects);
  else if (isExpressionRole(role)) l.lower(body, role);
  else
    l.node(
      Kind.With,
      role,
      node,
      () => {
        for (const redirect of redirects)
          l.node(Kind.WithItem, Role.Item, redirect, () => l.lower(redirect, Role.Value));
        if (body !== NONE) group(l, [body], Role.Body);
      },
      intern("redirect"),
    );
}

function fileRedirect(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const operator = cst.children(node).find((child) => !cst.isNamed(child)) ?? NONE;
  const values = cst.namedChildren(node).filter((child) => cst.kind(child) !== "file_descriptor");
  l.node(Kind.NamedArgument, role, node, () => l.lowerAll(values, Role.Value), l.symbol(operator));
}

/** `<<EOF`: its body is a String when it expands nothing. What stands behind it on the line is lowered too. */
function heredoc(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const known = /^(heredoc_start|heredoc_body|heredoc_end|file_descriptor)$/;
  const body = cst.childOfKind(node, "heredoc_body");
  const strips = cst.hasToken(node, "<<-");
  const cooked = (text: string) => (strips ? text.replace(/^\t+/gm, "") : text);
  const children = () => {
    if (body !== NONE && cst.namedChildren(body).every((child) => cst.kind(child) === "heredoc_content"))
      l.string(body, Role.Value, cooked(l.text(body)));
    else if (body !== NONE)
      l.node(Kind.Template, Role.Value, body, () => parts(l, body, cst.start(body), cst.end(body), cooked));
    for (const child of cst.namedChildren(node)) if (!known.test(cst.kind(child))) l.lower(child, Role.Element);
  };
  l.node(Kind.NamedArgument, role, node, children, intern("<<"));
}

function assignment(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  asStatement(l, node, role, (as) => {
    const children = () => {
      l.lowerField(node, "name", Role.Target);
      l.lowerField(node, "value", Role.Value);
    };
    l.node(Kind.Assign, as, node, children, intern(cst.hasToken(node, "+=") ? "+=" : "="));
  });
}

function declaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = () => {
    for (const child of cst.namedChildren(node)) {
      const kind = cst.kind(child);
      if (kind === "variable_assignment")
        l.node(Kind.Declarator, Role.Declarator, child, () => {
          l.lowerField(child, "name", Role.Target);
          l.lowerField(child, "value", Role.Value);
        });
      else if (kind === "variable_name")
        l.node(Kind.Declarator, Role.Declarator, child, () => l.lower(child, Role.Target));
      else if (kind === "word" && !l.placeholder(child)) l.leaf(Kind.Modifier, Role.Modifier, child, l.symbol(child));
      else l.lower(child, Role.Declarator);
    }
  };
  l.node(Kind.VariableDeclaration, role, node, children, l.symbol(cst.firstChild(node)));
}

/** `a | b | c`, `a && b`: nested to the left, as they run. */
function joined(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  asStatement(l, node, role, (as) => {
    const operands: CstNode[] = [];
    const operators: number[] = [];
    for (const child of cst.children(node))
      if (cst.isNamed(child)) {
        if (!cst.grammar.isComment(cst.kindId(child))) operands.push(child);
      } else operators.push(l.symbol(child));
    const opened: number[] = [];
    for (let at = operands.length - 1; at > 0; at--) {
      const place = at === operands.length - 1 ? as : Role.Left;
      opened.push(out.open(Kind.Binary, place, cst.start(node), cst.end(operands[at]!), operators[at - 1] ?? 0));
    }
    operands.forEach((operand, at) => {
      l.lower(operand, operands.length === 1 ? as : at === 0 ? Role.Left : Role.Right);
      if (at > 0) out.close(opened.pop()!);
    });
  });
}

function negated(l: Lowerer, node: CstNode, role: Role): void {
  asStatement(l, node, role, (as) => {
    l.node(Kind.Unary, as, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand), intern("!"));
  });
}

/** `[ … ]`, `[[ … ]]`. */
function test(l: Lowerer, node: CstNode, role: Role): void {
  asStatement(l, node, role, (as) => l.lowerAll(l.cst.namedChildren(node), as));
}

// Control flow

/** The children before and after a word such as `then`. */
function around(l: Lowerer, node: CstNode, token: string): readonly [before: CstNode[], after: CstNode[]] {
  const { cst } = l;
  const before: CstNode[] = [];
  const after: CstNode[] = [];
  let passed = false;
  for (const child of cst.children(node))
    if (!cst.isNamed(child)) passed ||= cst.kind(child) === token;
    else if (!cst.grammar.isComment(cst.kindId(child))) (passed ? after : before).push(child);
  return [before, after];
}

function ifStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const end = cst.end(node);
  const opened: number[] = [];
  const branch = (from: CstNode, as: Role) => {
    const [condition, rest] = around(l, from, "then");
    const isClause = (child: CstNode) => /^(elif|else)_clause$/.test(cst.kind(child));
    opened.push(out.open(Kind.If, as, cst.start(from), end));
    group(l, condition, Role.Condition);
    group(
      l,
      rest.filter((child) => !isClause(child)),
      Role.Then,
    );
    return rest.filter(isClause);
  };
  for (const clause of branch(node, role))
    if (cst.kind(clause) === "elif_clause") branch(clause, Role.Else);
    else group(l, cst.namedChildren(clause), Role.Else);
  for (const one of opened.reverse()) out.close(one);
}

function whileStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const conditions = cst.fields(node, "condition");
  const [first = NONE] = conditions;
  l.node(Kind.While, role, node, () => {
    if (cst.hasToken(node, "until") && first !== NONE) {
      const not = out.open(Kind.Unary, Role.Condition, cst.start(first), cst.end(conditions.at(-1)!), intern("!"));
      group(l, conditions, Role.Operand);
      out.close(not);
    } else group(l, conditions, Role.Condition);
    l.lowerField(node, "body", Role.Body);
  });
}

function forStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const values = cst.fields(node, "value");
  const children = () => {
    l.lowerField(node, "variable", Role.Target);
    if (values.length > 0) {
      const list = out.open(Kind.Array, Role.Iterable, cst.start(values[0]!), cst.end(values.at(-1)!));
      l.lowerAll(values, Role.Element);
      out.close(list);
    }
    l.lowerField(node, "body", Role.Body);
  };
  l.node(Kind.ForEach, role, node, children, intern("of"));
}

function cStyleFor(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.For, role, node, () => {
    l.lowerAll(l.cst.fields(node, "initializer"), Role.Init);
    l.lowerAll(l.cst.fields(node, "condition"), Role.Condition);
    l.lowerAll(l.cst.fields(node, "update"), Role.Update);
    l.lowerField(node, "body", Role.Body);
  });
}

function caseStatement(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Switch, role, node, () => {
    l.lowerField(node, "value", Role.Subject);
    for (const child of l.cst.namedChildren(node)) if (l.cst.kind(child) === "case_item") l.lower(child, Role.Case);
  });
}

function caseItem(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const values = cst.fields(node, "value");
  const children = () => {
    l.lowerAll(values, Role.Pattern);
    for (const child of cst.namedChildren(node)) if (!values.includes(child)) l.lower(child, Role.Statement);
  };
  l.node(Kind.Case, role, node, children, 0, cst.field(node, "fallthrough") === NONE ? Flag.NoFallThrough : Flag.None);
}

function functionDefinition(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const body = cst.field(node, "body");
  const children = () => {
    if (name !== NONE) l.identifier(name, Role.Name);
    if (body !== NONE && /^(compound_statement|subshell)$/.test(cst.kind(body))) l.lower(body, Role.Body);
    else if (body !== NONE) l.node(Kind.Block, Role.Body, body, () => l.lower(body, Role.Statement));
  };
  l.node(Kind.Function, role, node, children, l.nameSymbol(name));
}

/** `{ … }`, `( … )`, `do … done`; `(( … ))` is its expression. */
function block(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = cst.namedChildren(node);
  if (cst.hasToken(node, "((")) asStatement(l, node, role, (as) => l.lowerAll(children, as));
  else if (isExpressionRole(role)) group(l, children, role);
  else l.node(Kind.Block, role, node, () => l.lowerAll(children, Role.Statement));
}

/** `$( … )`, `<( … )`: text that a command gives, hence a Template, told from quotes by its flag. */
const substitution: LowerFunction = (l, node, role) => {
  l.node(Kind.Template, role, node, () => group(l, l.cst.namedChildren(node), Role.Part), 0, Flag.Computed);
};

const unary: LowerFunction = (l, node, role) => {
  const operator = l.cst.field(node, "operator");
  const operands = l.cst.namedChildren(node).filter((child) => child !== operator);
  const isUpdate = operator !== NONE && /^(\+\+|--)$/.test(l.text(operator));
  const isPrefix = operator !== NONE && l.cst.start(operator) === l.cst.start(node);
  const flags = isUpdate && isPrefix ? Flag.Prefix : Flag.None;
  l.node(
    isUpdate ? Kind.Update : Kind.Unary,
    role,
    node,
    () => l.lowerAll(operands, Role.Operand),
    l.symbol(operator),
    flags,
  );
};

/** `16#$x` holds what expands; other numbers are digits. */
const digits: LowerFunction = (l, node, role) => {
  if (l.cst.firstChild(node) === NONE) number(l, node, role);
  else l.lowerAll(l.cst.namedChildren(node), role);
};

const string: LowerFunction = (l, node, role) => {
  l.string(node, role, l.text(node));
};

const table: Readonly<Record<string, LoweringEntry>> = {
  program: "through",

  // Words
  word,
  variable_name: variable,
  special_variable_name: variable,
  number: digits,
  raw_string: plainOr(string),
  ansi_c_string: plainOr(string),
  translated_string: "through",
  string: plainOr(interpolated),
  string_content: "leave out",
  concatenation,
  brace_expression: string,
  extglob_pattern: (l, node, role) => word(l, node, role),
  regex: string,
  simple_expansion: (l, node, role) => {
    const [name = NONE] = l.cst.namedChildren(node);
    if (name === NONE) l.string(node, role, l.text(node));
    else if (l.placeholder(name)) l.identifier(name, role);
    else l.leaf(Kind.Identifier, role, node, intern(`$${l.text(name)}`));
  },
  expansion,
  subscript,
  array: { kind: Kind.Array, rest: Role.Element },
  command_substitution: substitution,
  process_substitution: substitution,
  arithmetic_expansion: "through",

  // Expressions
  binary_expression: binaryOperation,
  unary_expression: unary,
  postfix_expression: unary,
  ternary_expression: {
    kind: Kind.Conditional,
    fields: { condition: Role.Condition, consequence: Role.Then, alternative: Role.Else },
  },
  parenthesized_expression: "through",
  test_operator: "leave out",
  test_command: test,

  // Commands
  command: (l, node, role) => command(l, node, role),
  command_name: "through",
  redirected_statement: redirected,
  file_redirect: fileRedirect,
  herestring_redirect: fileRedirect,
  heredoc_redirect: heredoc,
  heredoc_start: "leave out",
  heredoc_body: "leave out",
  heredoc_content: "leave out",
  heredoc_end: "leave out",
  file_descriptor: "leave out",
  variable_assignment: assignment,
  variable_assignments: (l, node, role) => {
    asStatement(l, node, role, (as) => {
      l.node(Kind.Sequence, as, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Element));
    });
  },
  declaration_command: declaration,
  unset_command: (l, node, role) => {
    const names = l.cst.namedChildren(node).filter((child) => !/^-/.test(l.text(child)));
    l.node(Kind.Delete, role, node, () => l.lowerAll(names, Role.Operand));
  },
  pipeline: joined,
  list: joined,
  negated_command: negated,

  // Control flow
  if_statement: ifStatement,
  elif_clause: "leave out",
  else_clause: "leave out",
  while_statement: whileStatement,
  for_statement: forStatement,
  c_style_for_statement: cStyleFor,
  case_statement: caseStatement,
  case_item: caseItem,
  function_definition: functionDefinition,
  compound_statement: block,
  do_group: block,
  subshell: block,
};

export const bash: Lowering = {
  languages: ["bash"],
  table,
  opaque: [],
  statementLists: ["program"],
};
