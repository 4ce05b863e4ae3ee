// What the tests of lowerings share: text in, printed AST out; and the same text broken in many ways, which must still give
// a well-formed AST.

import assert from "node:assert/strict";
import type { Ast } from "../../../server/src/syntax/ast.ts";
import type { Kind } from "../../../server/src/syntax/kind.ts";
import type { LanguageId } from "../../../server/src/syntax/language.ts";
import { printAst } from "../../../server/src/syntax/print-ast.ts";
import { lowerText } from "../node-grammars.ts";

/** The text lowers to these nodes below the Module, printed as `printAst` does. */
export async function checkLowering(language: LanguageId, text: string, expected: string): Promise<void> {
  const printed = printAst(await lowerText(language, text));
  assert.equal(printed, `(Module\n${expected.replace(/^\n+|\s+$/g, "")})`);
}

/** How many nodes of each of these kinds a text lowers to. */
export async function countKinds(language: LanguageId, text: string, ...kinds: Kind[]): Promise<number[]> {
  const ast = await lowerText(language, text);
  return kinds.map((kind) => ast.columns.kinds.reduce((sum, one) => (one === kind ? sum + 1 : sum), 0));
}

/** Cuts the text short at many places, and puts a wrong character in at many others: each must lower to a sound tree. */
export async function checkBrokenTexts(language: LanguageId, text: string): Promise<void> {
  const step = Math.max(1, Math.floor(text.length / 120));
  for (let at = 0; at < text.length; at += step) {
    checkSound(await lowerText(language, text.slice(0, at)));
    checkSound(await lowerText(language, text.slice(at)));
    const wrong = "({['\"`\\:;<$@#\n\0"[at % 15]!;
    checkSound(await lowerText(language, text.slice(0, at) + wrong + text.slice(at + 1)));
  }
}

/** Every subtree ends where its parent does or before, and every span lies within the text and is not turned around. */
export function checkSound(ast: Ast): void {
  const { parents, nexts, starts, ends } = ast.columns;
  for (let node = 0; node < ast.size; node++) {
    const parent = parents[node]!;
    if (node > 0 && !(parent < node && nexts[node]! <= nexts[parent]!))
      assert.fail(`node ${node} is not below ${parent}`);
    if (!(0 <= starts[node]! && starts[node]! <= ends[node]! && ends[node]! <= ast.text.length))
      assert.fail(`node ${node} spans ${starts[node]} to ${ends[node]} of ${ast.text.length}`);
  }
}
