// Lowerings of formats that no grammar parses: from the text itself to the common AST.

import type { Ast, AstBuilder, AstNode } from "./ast.ts";
import type { Cst } from "./cst.ts";
import type { Role } from "./kind.ts";
import type { LanguageId } from "./language.ts";
import type { PatternNames } from "./lowering.ts";

export interface TextLoweringContext {
  /** Present when the text is a rule's pattern. */
  readonly pattern?: PatternNames;
  /** Parses a part that is in one of the languages that the format embeds; undefined when its grammar is not loaded. */
  parse?(language: LanguageId, text: string): Cst | undefined;
}

export interface TextLowering {
  readonly languages: readonly LanguageId[];
  /** Languages of parts, whose grammars a host loads before. */
  readonly embeds: readonly LanguageId[];
  lowerText(text: string, context: TextLoweringContext): Ast;
}

/** Copies the children of an AST's root below the open node of `out`, moved by `offset`. */
export function graftChildren(out: AstBuilder, ast: Ast, offset: number, role: Role): void {
  const open: { node: AstNode; until: AstNode }[] = [];
  const { kinds, roles, flags, symbols, starts, ends, nexts } = ast.columns;
  for (let at = 1; at < ast.size; at++) {
    while (open.length > 0 && open[open.length - 1]!.until <= at) out.close(open.pop()!.node);
    const place = open.length === 0 ? role : roles[at]!;
    const node = out.open(kinds[at]!, place, starts[at]! + offset, ends[at]! + offset, symbols[at]!, flags[at]!);
    open.push({ node, until: nexts[at]! });
  }
  while (open.length > 0) out.close(open.pop()!.node);
}
