// The fixes that a template cannot write, by the name that rules call them (`builtin: bound-parameter`). Each is a pure
// function from the AST and the finding's place to edits, or undefined where it does not apply. Hosts check each by scanning
// the text that it gives.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { argumentList } from "./argument-list.ts";
import { boundParameter } from "./bound-parameter.ts";
import { importModule, importName } from "./imports.ts";

export type BuiltinFix = (ast: Ast, sink: Span) => readonly TextEdit[] | undefined;

export const BUILTIN_FIXES: Readonly<Record<string, BuiltinFix>> = {
  "bound-parameter": boundParameter,
  "argument-list": argumentList,
  "parse-as-data": parseAsData,
  "base-name": baseName,
  "html-escape": htmlEscape,
  "text-content": textContent,
  "digest-name": digestName,
};

/** `createHash("md5")`: `createHash("sha256")`. A function that is MD5, `md5(file)`, has no name to put another in the place of. */
function digestName(ast: Ast, sink: Span): readonly TextEdit[] | undefined {
  const name = ast.nodeAt(sink.start, sink.end);
  const call = ast.parent(name);
  const callee = ast.kind(call) === Kind.Call ? ast.child(call, Role.Callee) : NO_NODE;
  if (callee === NO_NODE || !/^create(Hash|Hmac|Sign|Verify)$/.test(ast.name(callee))) return undefined;
  return [{ span: ast.span(name), newText: '"sha256"' }];
}

/** `eval(x)` where x is data: `JSON.parse(x)`, `ast.literal_eval(x)`. */
function parseAsData(ast: Ast, sink: Span): readonly TextEdit[] | undefined {
  const argument = ast.nodeAt(sink.start, sink.end);
  const call = ast.enclosing(argument, Kind.Call);
  if (call === NO_NODE) return undefined;
  const callee = ast.child(call, Role.Callee);
  const isLoneEval =
    ast.kind(callee) === Kind.Identifier &&
    ast.name(callee) === "eval" &&
    ast.children(call, Role.Argument).length === 1;
  if (!isLoneEval) return undefined;
  if (ast.language !== "python") return [{ span: ast.span(callee), newText: "JSON.parse" }];
  const { edits, expression } = importModule(ast, "ast", "ast");
  return [...edits, { span: ast.span(callee), newText: `${expression}.literal_eval` }];
}

/** The value that comes from outside, in the expression at the sink: the operand of a concatenation, or all of it. */
function outsideValues(ast: Ast, sink: Span): AstNode[] {
  const root = ast.nodeAt(sink.start, sink.end);
  const values: AstNode[] = [];
  const pending = [root];
  while (pending.length > 0) {
    const node = pending.pop()!;
    const kind = ast.kind(node);
    if (kind === Kind.Binary && ast.name(node) === "+")
      pending.push(ast.child(node, Role.Right), ast.child(node, Role.Left));
    else if (kind === Kind.Template) pending.push(...ast.children(node, Role.Part).reverse());
    else if (
      kind === Kind.Call &&
      /^(join|resolve|normalize|Join|Combine)$/.test(ast.name(ast.child(node, Role.Callee)))
    )
      pending.push(...ast.children(node, Role.Argument).slice(1).reverse());
    else if (kind !== Kind.String && kind !== Kind.Text && kind !== Kind.Number) values.push(node);
  }
  return values;
}

function wrapValues(ast: Ast, sink: Span, wrapper: string): TextEdit[] | undefined {
  const values = outsideValues(ast, sink);
  if (values.length !== 1) return undefined;
  const { start, end } = ast.span(values[0]!);
  return [
    { span: { start, end: start }, newText: `${wrapper}(` },
    { span: { start: end, end }, newText: ")" },
  ];
}

/** A function that Go's file or C#'s libraries have at hand: Go needs the import, which is not written for it. */
function handyWrapper(ast: Ast, sink: Span, go: readonly [module: string, call: string][], csharp: string) {
  if (ast.language === "csharp") return wrapTexts(ast, sink, csharp);
  const known = go.find(([module]) => importsModule(ast, module));
  return known && wrapTexts(ast, sink, known[1]);
}

function importsModule(ast: Ast, module: string): boolean {
  return ast.children(ROOT).some((node) => ast.kind(node) === Kind.Import && ast.name(node) === module);
}

/** As `wrapValues`, but not around what makes a text of its own. */
function wrapTexts(ast: Ast, sink: Span, wrapper: string): TextEdit[] | undefined {
  const makesText = outsideValues(ast, sink).some((value) => ast.kind(value) === Kind.Call && isFormatting(ast, value));
  return makesText ? undefined : wrapValues(ast, sink, wrapper);
}

function isFormatting(ast: Ast, call: AstNode): boolean {
  return /^(Sprintf?|Sprintln|Format|Concat|Fprintf|ToString|String)$/.test(ast.name(ast.child(call, Role.Callee)));
}

function baseName(ast: Ast, sink: Span): readonly TextEdit[] | undefined {
  if (ast.language === "go" || ast.language === "csharp")
    return handyWrapper(
      ast,
      sink,
      [
        ["path/filepath", "filepath.Base"],
        ["path", "path.Base"],
      ],
      "System.IO.Path.GetFileName",
    );
  const isPython = ast.language === "python";
  if (!isPython && !/^(javascript|typescript|tsx)$/.test(ast.language)) return undefined;
  const { edits, expression } = isPython ? importModule(ast, "os", "os") : importModule(ast, "path", "path");
  const wrapped = wrapValues(ast, sink, isPython ? `${expression}.path.basename` : `${expression}.basename`);
  return wrapped && [...edits, ...wrapped];
}

function htmlEscape(ast: Ast, sink: Span): readonly TextEdit[] | undefined {
  if (ast.language === "go" || ast.language === "csharp")
    return handyWrapper(
      ast,
      sink,
      [
        ["html", "html.EscapeString"],
        ["html/template", "template.HTMLEscapeString"],
      ],
      "System.Net.WebUtility.HtmlEncode",
    );
  const isPython = ast.language === "python";
  if (!isPython && !/^(javascript|typescript|tsx)$/.test(ast.language)) return undefined;
  const { edits, expression } = isPython
    ? importName(ast, "markupsafe", "escape")
    : importModule(ast, "escape-html", "escapeHtml");
  const wrapped = wrapValues(ast, sink, expression);
  return wrapped && [...edits, ...wrapped];
}

/** `e.innerHTML = x` becomes `e.textContent = x`. */
function textContent(ast: Ast, sink: Span): readonly TextEdit[] | undefined {
  for (let node = ast.nodeAt(sink.start, sink.end); node !== ROOT; node = ast.parent(node)) {
    if (ast.kind(node) !== Kind.Assign) continue;
    const target = ast.child(node, Role.Target);
    if (ast.kind(target) !== Kind.Member || ast.name(target) !== "innerHTML") return undefined;
    const end = ast.end(target);
    return [{ span: { start: end - "innerHTML".length, end }, newText: "textContent" }];
  }
  return undefined;
}
