// Kotlin's lambdas that are given a receiver (`x.apply { … }`): which parameter is `this` in them, and the owner of bare names.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import type { FlowFile } from "./file.ts";

/** As the lowering calls what is `this` in a lambda that has a receiver. */
export const RECEIVER = intern("this@");

/** The declaration of that for a node in such a lambda; NO_NODE elsewhere, and where a function or class lies between. */
export function receiverDeclaredFor({ ast, names }: FlowFile, node: AstNode): AstNode {
  const declaration = names.declarationVisibleAt(node, RECEIVER);
  if (declaration === NO_NODE) return NO_NODE;
  const owner = names.ownerOf(declaration);
  for (let at = ast.parent(node); at > owner; at = ast.parent(at))
    if (ast.kind(at) === Kind.Class || (ast.kind(at) === Kind.Function && !ast.hasFlag(at, Flag.Lambda)))
      return NO_NODE;
  return declaration;
}
