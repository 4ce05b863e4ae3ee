// Python's strings side by side, of which some are f-strings: one template to us.

import type { Ast, AstNode } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";

/** `"a" f"{b}"`: a whole literal is among the template's parts. What an f-string holds follows its quote or a brace. */
export function isJoinedTemplate(ast: Ast, template: AstNode): boolean {
  const start = ast.start(template);
  return ast.children(template, Role.Part).some((part) => {
    if (ast.kind(part) !== Kind.String) return false;
    const at = ast.start(part);
    return (at === start || /\s/.test(ast.text[at - 1]!)) && /^[a-zA-Z]{0,2}["']/.test(ast.textOf(part));
  });
}
