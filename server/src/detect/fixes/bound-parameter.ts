// Turns a query that is put together from values into one with placeholders and a list of parameters. Only where a value
// stands for a value: names of tables and columns, keywords and whole conditions cannot be bound, and no fix is offered.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import { innerMap } from "../../text/multimap.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { assemble, quote, type TextPart, textParts } from "./text-parts.ts";

/** How a database library writes a placeholder, and how it takes the values. */
interface Dialect {
  placeholder(index: number): string;
  readonly values: "list" | "replacements" | "named" | "arguments";
}

const QUESTION: Dialect = { placeholder: () => "?", values: "list" };
const DOLLAR: Dialect = { placeholder: (index) => `$${index + 1}`, values: "list" };
const ARGUMENTS: Dialect = { placeholder: () => "?", values: "arguments" };
const DOLLAR_ARGUMENTS: Dialect = { placeholder: (index) => `$${index + 1}`, values: "arguments" };
const PERCENT: Dialect = { placeholder: () => "%s", values: "list" };
const NAMED: Dialect = { placeholder: (index) => `:value${index + 1}`, values: "named" };
const REPLACEMENTS: Dialect = { placeholder: () => "?", values: "replacements" };

/** SQL that ends so is followed by a value. */
const BEFORE_VALUE =
  /(?:[=<>(,+*/|-]|\b(?:like|ilike|glob|regexp|between|and|or|in|values|limit|offset|then|else|when|is|not|set|select|return|match|against))\s*$/i;
/** …but after these comes a name. */
const BEFORE_NAME =
  /(?:\b(?:from|join|into|update|table|order\s+by|group\s+by|using|on|as|index|database|schema|view|desc|describe)|[`".])\s*$/i;

export function boundParameter(ast: Ast, sink: Span): readonly TextEdit[] | undefined {
  const call = queryCall(ast, sink);
  if (call === undefined) return undefined;
  const argument = textArgument(ast, call, sink)!;
  if (ast.kind(argument) === Kind.NamedArgument || ast.kind(argument) === Kind.Spread) return undefined;
  const wrapper = textWrapper(ast, argument);
  const text = resolveText(ast, wrapper ?? argument, call);
  const parts = text === undefined ? undefined : textParts(ast, text);
  if (text === undefined || !parts) return undefined;
  const dialect = dialectOf(ast, call, wrapper !== undefined);
  const bound = bind(ast, parts, dialect);
  if (!bound) return undefined;
  const values = passValues(ast, call, argument, bound.values, dialect);
  return values && [{ span: ast.span(text), newText: quote(ast, bound.sql) }, values];
}

/** The outermost call around the sink that takes it in its first argument and sends it to a database. */
function queryCall(ast: Ast, sink: Span): AstNode | undefined {
  let found: AstNode | undefined;
  for (let node = ast.nodeAt(sink.start, sink.end); node !== ROOT; node = ast.parent(node)) {
    const kind = ast.kind(node);
    if (kind === Kind.Function || kind === Kind.Block) break;
    if (kind !== Kind.Call) continue;
    const callee = ast.child(node, Role.Callee);
    if (ast.kind(callee) !== Kind.Member || textArgument(ast, node, sink) === undefined) continue;
    if (takesValues(ast, callee)) found = node;
  }
  return found;
}

const METHODS =
  /^(query|execute|run|all|get|each|any|one|none|many|oneOrNone|manyOrNone|fetch|fetchrow|fetchval|scalar)$/;
/** Of database/sql, sqlx and pgx. */
const GO_METHODS = /^(Query|QueryRow|Exec|Queryx|QueryRowx)(Context)?$/;
/** Of Active Record. */
const RUBY_METHODS = /^(where|having|rewhere)$/;
/** Of Laravel and of Doctrine's DBAL. */
const PHP_METHODS = /^(whereRaw|orWhereRaw|havingRaw|executeQuery|executeStatement|fetchOne|fetch\w+Associative)$/;
const PHP_DB_METHODS = /^(select|selectOne|insert|update|delete|statement)$/;

/** Whether a method takes a text with placeholders and the values beside it. */
function takesValues(ast: Ast, callee: AstNode): boolean {
  const name = ast.name(callee);
  switch (ast.language) {
    case "go":
      return GO_METHODS.test(name);
    case "ruby":
      return RUBY_METHODS.test(name);
    case "php":
      return (
        PHP_METHODS.test(name) ||
        (PHP_DB_METHODS.test(name) && /(^|\\)DB$/.test(ast.textOf(ast.child(callee, Role.Object))))
      );
    default:
      return METHODS.test(name);
  }
}

/** The argument that the sink lies in: the first one, in Go also the one behind a context. */
function textArgument(ast: Ast, call: AstNode, sink: Span): AstNode | undefined {
  const args = ast.children(call, Role.Argument);
  const found = args.find((argument) => ast.start(argument) <= sink.start && sink.end <= ast.end(argument));
  const isPlace = found !== undefined && (found === args[0] || (ast.language === "go" && found === args[1]));
  // Where the values go by themselves behind the text, there must be none yet.
  const isLast = found === args[args.length - 1] || ast.language !== "go";
  return isPlace && isLast ? found : undefined;
}

/** SQLAlchemy's `text(…)`. */
function textWrapper(ast: Ast, argument: AstNode): AstNode | undefined {
  if (ast.kind(argument) !== Kind.Call) return undefined;
  const callee = ast.child(argument, Role.Callee);
  const values = ast.children(argument, Role.Argument);
  return ast.name(callee) === "text" && values.length === 1 ? values[0] : undefined;
}

/** The expression that makes the text: the argument, or what a local that is used only here was set to. */
function resolveText(ast: Ast, argument: AstNode, call: AstNode): AstNode | undefined {
  if (ast.kind(argument) !== Kind.Identifier) return argument;
  const name = ast.symbol(argument);
  let scope = ast.enclosing(call, Kind.Function);
  if (scope === NO_NODE) scope = ROOT;
  let value: AstNode | undefined;
  let uses = 0;
  for (let node = scope + 1; node < ast.next(scope); node++) {
    if (ast.kind(node) !== Kind.Identifier || ast.symbol(node) !== name) continue;
    const parent = ast.parent(node);
    const isTarget =
      ast.role(node) === Role.Target && (ast.kind(parent) === Kind.Declarator || ast.kind(parent) === Kind.Assign);
    if (!isTarget) uses++;
    else if (value !== undefined || (ast.kind(parent) === Kind.Assign && ast.name(parent) !== "=")) return undefined;
    else value = ast.child(parent, Role.Value);
  }
  return uses === 1 && value !== undefined && value !== NO_NODE && ast.start(value) < ast.start(call)
    ? value
    : undefined;
}

/** What was looked for in whole texts: for each finding it would be again. */
const held = new WeakMap<Ast, Map<string, boolean>>();

function holds(ast: Ast, pattern: RegExp): boolean {
  const known = innerMap(held, ast);
  let answer = known.get(pattern.source);
  if (answer === undefined) {
    answer = pattern.test(ast.text);
    known.set(pattern.source, answer);
  }
  return answer;
}

function dialectOf(ast: Ast, call: AstNode, isWrapped: boolean): Dialect {
  const has = (pattern: RegExp) => holds(ast, pattern);
  if (ast.language === "go")
    return has(/"github\.com\/(?:lib\/pq|jackc\/pgx)/) && !has(/go-sql-driver\/mysql|sqlite/)
      ? DOLLAR_ARGUMENTS
      : ARGUMENTS;
  if (ast.language === "ruby") return ARGUMENTS;
  if (ast.language === "php") return QUESTION;
  if (ast.language === "python") {
    if (isWrapped) return NAMED;
    return has(/^\s*(?:import|from)\s+(?:psycopg2?|MySQLdb|pymysql|mysql|django|asyncmy|aiomysql)\b/m) &&
      !has(/^\s*(?:import|from)\s+sqlite3\b/m)
      ? PERCENT
      : QUESTION;
  }
  const receiver = ast.textOf(ast.child(ast.child(call, Role.Callee), Role.Object));
  if (/sequelize$/i.test(receiver)) return REPLACEMENTS;
  return has(/["'](?:pg|pg-promise|postgres|@vercel\/postgres)["']/) && !has(/["']mysql2?(?:\/promise)?["']/)
    ? DOLLAR
    : QUESTION;
}

function bind(
  ast: Ast,
  parts: readonly TextPart[],
  dialect: Dialect,
): { readonly sql: string; readonly values: readonly string[] } | undefined {
  // A text that already has placeholders would need the new values put between the old ones.
  if (parts.some((part) => part.kind === "text" && /\?|\$\d|%s|(?<!:):[a-z_]\w*/i.test(part.value))) return undefined;
  const texts = parts.map((part) => (part.kind === "text" ? part.value : ""));
  let sql = "";
  const values: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === "text") {
      sql += texts[index]!;
      continue;
    }
    const around: TextPart[] = [part];
    const opening = /'(%?)$/.exec(sql);
    const closing = /^(%?)'/.exec(texts[index + 1] ?? "");
    if (opening && closing && isOutsideString(sql.slice(0, opening.index))) {
      sql = sql.slice(0, opening.index);
      texts[index + 1] = texts[index + 1]!.slice(closing[0].length);
      if (opening[1]) around.unshift({ kind: "text", value: "%" });
      if (closing[1]) around.push({ kind: "text", value: "%" });
    } else if (!isOutsideString(sql)) return undefined;
    if (BEFORE_NAME.test(sql) || !BEFORE_VALUE.test(sql)) return undefined;
    sql += dialect.placeholder(values.length);
    values.push(assemble(ast, around));
  }
  return values.length > 0 && isOutsideString(sql) ? { sql, values } : undefined;
}

function isOutsideString(sql: string): boolean {
  return (sql.match(/'/g)?.length ?? 0) % 2 === 0;
}

/** The edit that hands the values over, beside what the call is already given. */
function passValues(
  ast: Ast,
  call: AstNode,
  text: AstNode,
  values: readonly string[],
  dialect: Dialect,
): TextEdit | undefined {
  const args = ast.children(call, Role.Argument);
  const second = args[args.indexOf(text) + 1];
  const at = ast.end(text);
  const insert = (newText: string): TextEdit => ({ span: { start: at, end: at }, newText });
  const isCallback =
    second === undefined ||
    ast.kind(second) === Kind.Function ||
    (ast.kind(second) === Kind.Identifier && /^(cb|callback|done|next)$/.test(ast.name(second)));
  if (dialect.values === "arguments") return second === undefined ? insert(`, ${values.join(", ")}`) : undefined;
  if (dialect.values === "replacements") {
    if (second === undefined) return insert(`, { replacements: [${values.join(", ")}] }`);
    if (ast.kind(second) !== Kind.Object || /replacements|bind/.test(ast.textOf(second))) return undefined;
    const [member] = ast.children(second);
    const inside = member === undefined ? ast.end(second) - 1 : ast.start(member);
    return {
      span: { start: inside, end: inside },
      newText: `replacements: [${values.join(", ")}]${member === undefined ? "" : ", "}`,
    };
  }
  if (!isCallback) return undefined;
  if (dialect.values === "named")
    return insert(`, {${values.map((value, index) => `"value${index + 1}": ${value}`).join(", ")}}`);
  if (ast.language === "python") return insert(`, (${values.join(", ")}${values.length === 1 ? "," : ""})`);
  return insert(`, [${values.join(", ")}]`);
}
