// Runs a program directly instead of through a shell: the command line becomes a program and a list of arguments. Only for
// plain words: where the text uses what only a shell knows (pipes, globs, variables), no fix is offered.

import { type Ast, type AstNode, ROOT } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { importModule, importName } from "./imports.ts";
import { assemble, type TextPart, textParts } from "./text-parts.ts";

const SHELL_SYNTAX = /[|&;<>()$`\\*?~#!\n]|\[|\]|\{|\}/;

export function argumentList(ast: Ast, sink: Span): readonly TextEdit[] | undefined {
  const call = shellCall(ast, sink);
  if (call === undefined) return undefined;
  const [command, ...others] = ast.children(call, Role.Argument);
  const parts = textParts(ast, command!);
  const words = parts && splitWords(parts);
  if (!words || words[0]?.length !== 1 || words[0][0]!.kind !== "text") return undefined;
  const list = words.map((word) => assemble(ast, word));
  return ast.language === "python" ? inPython(ast, call, command!, others, list) : inNode(ast, call, command!, list);
}

function shellCall(ast: Ast, sink: Span): AstNode | undefined {
  for (let node = ast.nodeAt(sink.start, sink.end); node !== ROOT; node = ast.parent(node)) {
    const kind = ast.kind(node);
    if (kind === Kind.Function || kind === Kind.Block) return undefined;
    if (kind !== Kind.Call) continue;
    const first = ast.children(node, Role.Argument)[0];
    if (first === undefined || ast.start(first) > sink.start || ast.end(first) < sink.end) continue;
    const name = ast.name(ast.child(node, Role.Callee));
    if (/^(exec|execSync|system|run|call|check_call|check_output|Popen)$/.test(name)) return node;
  }
  return undefined;
}

/** Words as a shell would split them; quotes around a whole word are taken off. */
function splitWords(parts: readonly TextPart[]): TextPart[][] | undefined {
  const words: TextPart[][] = [];
  let word: TextPart[] = [];
  const end = () => {
    if (word.length > 0) words.push(word);
    word = [];
  };
  for (const part of parts) {
    if (part.kind === "value") {
      word.push(part);
      continue;
    }
    const text = part.value.replace(/(^|\s)["']$|^["'](\s|$)/g, "$1$2");
    if (SHELL_SYNTAX.test(text) || /["']/.test(text)) return undefined;
    for (const piece of text.split(/(\s+)/)) {
      if (/^\s+$/.test(piece)) end();
      else if (piece !== "") word.push({ kind: "text", value: piece });
    }
  }
  end();
  return words;
}

function inNode(
  ast: Ast,
  call: AstNode,
  command: AstNode,
  [program, ...rest]: readonly string[],
): TextEdit[] | undefined {
  const callee = ast.child(call, Role.Callee);
  const name = ast.name(callee);
  if (name !== "exec" && name !== "execSync") return undefined;
  const replacement = name === "exec" ? "execFile" : "execFileSync";
  const edits: TextEdit[] = [{ span: ast.span(command), newText: `${program}, [${rest.join(", ")}]` }];
  if (ast.kind(callee) === Kind.Member) {
    const end = ast.end(callee);
    edits.push({ span: { start: end - name.length, end }, newText: replacement });
  } else {
    edits.push(
      { span: ast.span(callee), newText: replacement },
      ...importName(ast, "child_process", replacement).edits,
    );
  }
  return edits;
}

function inPython(
  ast: Ast,
  call: AstNode,
  command: AstNode,
  others: readonly AstNode[],
  list: readonly string[],
): TextEdit[] | undefined {
  const callee = ast.child(call, Role.Callee);
  const words = `[${list.join(", ")}]`;
  if (ast.name(callee) === "system") {
    const { edits, expression } = importModule(ast, "subprocess", "subprocess");
    return [
      ...edits,
      { span: ast.span(callee), newText: `${expression}.run` },
      { span: ast.span(command), newText: `${words}, check=True` },
    ];
  }
  const shell = others.find((argument) => ast.kind(argument) === Kind.NamedArgument && ast.name(argument) === "shell");
  if (shell === undefined) return undefined;
  const before = ast.text.lastIndexOf(",", ast.start(shell));
  if (before < ast.end(command)) return undefined;
  return [
    { span: ast.span(command), newText: words },
    { span: { start: before, end: ast.end(shell) }, newText: "" },
  ];
}
