// The parts of a Template whose expressions stand in the text as nodes of their own: text, expression, text.

import type { CstNode } from "../cst.ts";
import { Kind, Role } from "../kind.ts";
import type { Lowerer } from "../lowering.ts";

/** The text and the expressions between two offsets. */
export function interpolatedParts(
  l: Lowerer,
  node: CstNode,
  start: number,
  end: number,
  cooked: (text: string) => string,
): void {
  const { cst, out } = l;
  let at = start;
  const text = (until: number) => {
    if (until > at) out.leaf(Kind.String, Role.Part, at, until, l.stringSymbol(cooked(cst.text.slice(at, until))));
  };
  for (const child of cst.namedChildren(node)) {
    if (cst.kind(child) !== "interpolation" && !cst.isBroken(child)) continue;
    text(cst.start(child));
    l.lower(child, Role.Part);
    at = Math.max(at, cst.end(child));
  }
  text(end);
}
