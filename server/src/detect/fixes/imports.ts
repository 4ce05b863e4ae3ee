// Adds an import to a file where a fix needs one, in the style that the file has.

import { type Ast, type AstNode, ROOT } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { TextEdit } from "../../text/span.ts";

/** The edits that make `name` of `module` (the module itself without one) usable, and how the code then calls it. */
export interface Imported {
  readonly edits: readonly TextEdit[];
  readonly expression: string;
}

export function importModule(ast: Ast, module: string, localName: string): Imported {
  if (bindsName(ast, localName)) return { edits: [], expression: localName };
  const statement = isPython(ast)
    ? `import ${module}`
    : usesModules(ast)
      ? `import ${localName} from ${JSON.stringify(module)};`
      : `const ${localName} = require(${JSON.stringify(module)});`;
  return { edits: [insertion(ast, statement)], expression: localName };
}

export function importName(ast: Ast, module: string, name: string): Imported {
  if (bindsName(ast, name)) return { edits: [], expression: name };
  const statement = isPython(ast)
    ? `from ${module} import ${name}`
    : usesModules(ast)
      ? `import { ${name} } from ${JSON.stringify(module)};`
      : `const { ${name} } = require(${JSON.stringify(module)});`;
  return { edits: [insertion(ast, statement)], expression: name };
}

const isPython = (ast: Ast) => ast.language === "python";

function usesModules(ast: Ast): boolean {
  return ast.children(ROOT).some((node) => ast.kind(node) === Kind.Import || ast.kind(node) === Kind.Export);
}

/** Whether a statement of the file's top level binds the name. */
function bindsName(ast: Ast, name: string): boolean {
  return importStatements(ast).some((statement) => {
    for (let node = statement; node < ast.next(statement); node++) {
      const kind = ast.kind(node);
      if ((kind === Kind.Identifier || kind === Kind.ImportSpecifier) && ast.name(node) === name) return true;
      if (kind === Kind.Import && ast.name(node) === name && ast.children(node, Role.Specifier).length === 0)
        return true;
    }
    return false;
  });
}

/** `import …`, `from … import …`, `const x = require(…)` at the top level. */
function importStatements(ast: Ast): AstNode[] {
  return ast.children(ROOT).filter((node) => {
    const kind = ast.kind(node);
    if (kind === Kind.Import) return true;
    return kind === Kind.VariableDeclaration && /\brequire\s*\(/.test(ast.textOf(node).slice(0, 300));
  });
}

function insertion(ast: Ast, statement: string): TextEdit {
  const last = importStatements(ast).at(-1);
  const lineBreak = ast.text.includes("\r\n") ? "\r\n" : "\n";
  if (last !== undefined) {
    const end = lineEnd(ast.text, ast.end(last));
    return { span: { start: end, end }, newText: lineBreak + statement };
  }
  // Behind a `#!` line, an encoding line, a docstring or "use strict".
  let at = 0;
  while (/^(#|['"]use )/.test(ast.text.slice(at)))
    at = Math.min(ast.text.length, lineEnd(ast.text, at) + lineBreak.length);
  const [first] = ast.children(ROOT);
  const isDocstring =
    first !== undefined &&
    isPython(ast) &&
    ast.kind(first) === Kind.ExpressionStatement &&
    ast.kind(first + 1) === Kind.String;
  if (isDocstring) at = lineEnd(ast.text, ast.end(first)) + lineBreak.length;
  at = Math.min(at, ast.text.length);
  return { span: { start: at, end: at }, newText: statement + lineBreak };
}

function lineEnd(text: string, from: number): number {
  const end = text.slice(from).search(/\r?\n/);
  return end < 0 ? text.length : from + end;
}
