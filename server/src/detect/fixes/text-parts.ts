// A text that code puts together, taken apart again: `"a" + b`, `` `a${b}` ``, `f"a{b}"`, `"a%s" % b`, `"a{}".format(b)` all
// become the same list of constant pieces and expressions. Fixes re-assemble them in a safe form.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";

export type TextPart =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "value"; readonly node: AstNode };

/** The parts of an expression that builds a text; undefined where its form is not one of these. Equal neighbours are joined. */
export function textParts(ast: Ast, node: AstNode): readonly TextPart[] | undefined {
  const parts = collect(ast, node);
  if (!parts?.some(({ kind }) => kind === "text")) return undefined;
  const joined: TextPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === "text" && last?.kind === "text")
      joined[joined.length - 1] = { kind: "text", value: last.value + part.value };
    else if (part.kind === "value" || part.value !== "") joined.push(part);
  }
  return joined;
}

function collect(ast: Ast, root: AstNode): TextPart[] | undefined {
  const parts: TextPart[] = [];
  const pending: AstNode[] = [root];
  while (pending.length > 0) {
    const node = pending.pop()!;
    const kind = ast.kind(node);
    if (kind === Kind.String && !ast.hasFlag(node, Flag.Bytes))
      parts.push({ kind: "text", value: ast.stringValue(node) });
    else if (kind === Kind.Template) {
      const children = ast.children(node);
      if (children.some((child) => ast.role(child) !== Role.Part || ast.kind(child) === Kind.Opaque)) return undefined;
      pending.push(...children.reverse());
    } else if (kind === Kind.Binary && ast.name(node) === (ast.language === "php" ? "." : "+"))
      pending.push(ast.child(node, Role.Right), ast.child(node, Role.Left));
    else if (kind === Kind.Binary && ast.name(node) === "%" && ast.language === "python") {
      const formatted = percentParts(ast, node);
      if (!formatted) return undefined;
      parts.push(...formatted);
    } else if (kind === Kind.Call && isFormatCall(ast, node)) {
      const formatted = bracesParts(ast, node);
      if (!formatted) return undefined;
      parts.push(...formatted);
    } else if (kind === Kind.Call && isSprintf(ast, node)) {
      const formatted = sprintfParts(ast, node);
      if (!formatted) return undefined;
      parts.push(...formatted);
    } else parts.push({ kind: "value", node });
  }
  return parts;
}

function percentParts(ast: Ast, node: AstNode): TextPart[] | undefined {
  const format = ast.child(node, Role.Left);
  if (ast.kind(format) !== Kind.String) return undefined;
  const right = ast.child(node, Role.Right);
  const values = ast.kind(right) === Kind.Tuple ? ast.children(right, Role.Element) : [right];
  if (ast.kind(right) === Kind.Object) return undefined;
  return fill(ast.stringValue(format).split(/%[sdi]/), values, (text) =>
    /%(?!%)/.test(text) ? undefined : text.replaceAll("%%", "%"),
  );
}

/** Go's `fmt.Sprintf("… %s", value)`. */
function sprintfParts(ast: Ast, call: AstNode): TextPart[] | undefined {
  const [format, ...values] = ast.children(call, Role.Argument);
  if (format === undefined || ast.kind(format) !== Kind.String) return undefined;
  return fill(ast.stringValue(format).split(/%[svd]/), values, (text) =>
    /%(?!%)/.test(text) ? undefined : text.replaceAll("%%", "%"),
  );
}

function isSprintf(ast: Ast, call: AstNode): boolean {
  return ast.language === "go" && ast.textOf(ast.child(call, Role.Callee)) === "fmt.Sprintf";
}

function isFormatCall(ast: Ast, call: AstNode): boolean {
  const callee = ast.child(call, Role.Callee);
  return ast.language === "python" && ast.kind(callee) === Kind.Member && ast.name(callee) === "format";
}

function bracesParts(ast: Ast, call: AstNode): TextPart[] | undefined {
  const format = ast.child(ast.child(call, Role.Callee), Role.Object);
  const values = ast.children(call, Role.Argument);
  if (ast.kind(format) !== Kind.String || values.some((value) => ast.kind(value) === Kind.NamedArgument))
    return undefined;
  return fill(ast.stringValue(format).split("{}"), values, (text) => (/[{}]/.test(text) ? undefined : text));
}

function fill(
  texts: readonly string[],
  values: readonly AstNode[],
  cook: (text: string) => string | undefined,
): TextPart[] | undefined {
  if (texts.length !== values.length + 1) return undefined;
  const parts: TextPart[] = [];
  for (const [index, text] of texts.entries()) {
    const value = cook(text);
    if (value === undefined) return undefined;
    parts.push({ kind: "text", value });
    const node = values[index];
    if (node !== undefined && node !== NO_NODE) parts.push({ kind: "value", node });
  }
  return parts;
}

/** A constant as the language writes it. */
export function quote(ast: Ast, value: string): string {
  const isPython = ast.language === "python";
  const escaped = value.replaceAll("\\", "\\\\");
  if (ast.language === "php") return `"${escaped.replaceAll('"', '\\"').replaceAll("$", "\\$")}"`;
  if (ast.language === "ruby") return `"${escaped.replaceAll('"', '\\"').replaceAll("#", "\\#")}"`;
  if (ast.language === "go" && !/[\r\n]/.test(value)) return `"${escaped.replaceAll('"', '\\"')}"`;
  if (ast.language === "go") return value.includes("`") ? JSON.stringify(value) : `\`${value}\``;
  if (/[\r\n]/.test(value)) {
    if (isPython) return `"""${escaped.replaceAll('"""', '\\"\\"\\"')}"""`;
    return `\`${escaped.replaceAll("`", "\\`").replaceAll("${", "\\${")}\``;
  }
  const mark = value.includes('"') && !value.includes("'") ? "'" : '"';
  return mark + escaped.replaceAll(mark, `\\${mark}`) + mark;
}

/** Parts as one expression: a lone value as it stands, else a template. */
export function assemble(ast: Ast, parts: readonly TextPart[]): string {
  const [only] = parts;
  if (parts.length === 1 && only) return only.kind === "text" ? quote(ast, only.value) : ast.textOf(only.node);
  if (ast.language === "python") {
    const canBeFString = parts.every((part) => part.kind === "text" || !/["'\\{}]/.test(ast.textOf(part.node)));
    if (canBeFString)
      return `f"${parts.map((part) => (part.kind === "text" ? part.value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replace(/[{}]/g, "$&$&") : `{${ast.textOf(part.node)}}`)).join("")}"`;
    return parts
      .map((part) => (part.kind === "text" ? quote(ast, part.value) : `str(${ast.textOf(part.node)})`))
      .join(" + ");
  }
  if (ast.language === "ruby")
    return `"${parts.map((part) => (part.kind === "text" ? quote(ast, part.value).slice(1, -1) : `#{${ast.textOf(part.node)}}`)).join("")}"`;
  if (ast.language === "go" || ast.language === "php")
    return parts
      .map((part) => (part.kind === "text" ? quote(ast, part.value) : ast.textOf(part.node)))
      .join(ast.language === "go" ? " + " : " . ");
  return `\`${parts.map((part) => (part.kind === "text" ? part.value.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${") : `\${${ast.textOf(part.node)}}`)).join("")}\``;
}
