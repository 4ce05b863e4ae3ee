// Kotlin's names: without the backquotes that some are written in. The grammar takes words like `true` and `break` for names.

import type { CstNode } from "../cst.ts";
import { Kind, type Role } from "../kind.ts";
import type { Lowerer } from "../lowering.ts";
import { intern, type Sym } from "../symbols.ts";

/** The symbol of a name that the AST keeps on its parent. */
export function plainName(l: Lowerer, node: CstNode): Sym {
  const text = l.text(node);
  return text.startsWith("`") ? intern(text.slice(1, -1)) : l.nameSymbol(node);
}

const WORDS: Readonly<Record<string, Kind>> = {
  true: Kind.Boolean,
  false: Kind.Boolean,
  null: Kind.Null,
};

/** What jumps without being a word to the grammar. */
export function jumpKind(text: string): Kind | undefined {
  if (text === "break") return Kind.Break;
  return text === "continue" ? Kind.Continue : undefined;
}

/** A name that declares or stands for something. */
export function lowerName(l: Lowerer, node: CstNode, role: Role): void {
  const text = l.text(node);
  if (text.startsWith("`")) l.leaf(Kind.Identifier, role, node, intern(text.slice(1, -1)));
  else l.identifier(node, role);
}

/** A name in expression position, or what else the grammar takes for one. */
export function lowerNameOrWord(l: Lowerer, node: CstNode, role: Role): void {
  const text = l.text(node);
  const jump = jumpKind(text);
  const word = Object.hasOwn(WORDS, text) ? WORDS[text] : undefined;
  if (jump !== undefined) l.leaf(jump, role, node);
  else if (word !== undefined) l.leaf(word, role, node, intern(text));
  else lowerName(l, node, role);
}
