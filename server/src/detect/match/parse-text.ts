// Parses a text of any language to an AST, by its grammar or by its own lowering.

import type { Ast } from "../../syntax/ast.ts";
import type { Cst } from "../../syntax/cst.ts";
import { type LanguageId, languageInfo } from "../../syntax/language.ts";
import { loweringOf, textLoweringOf } from "../../syntax/lower/registry.ts";
import { lowerTree, type PatternNames } from "../../syntax/lowering.ts";
import type { SyntaxParser } from "../../syntax/parser.ts";

/** The AST of a text, undefined when the language's grammar is not loaded. A pattern must parse without errors. */
export function parseText(
  parser: SyntaxParser,
  text: string,
  language: LanguageId,
  pattern?: PatternNames,
): Ast | undefined {
  const textLowering = textLoweringOf(language);
  if (textLowering) {
    const parse = (embedded: LanguageId, part: string) => concreteTree(parser, part, embedded, false);
    return textLowering.lowerText(text, pattern ? { pattern, parse } : { parse });
  }
  const lowering = loweringOf(language);
  const cst = lowering && concreteTree(parser, text, language, pattern !== undefined);
  return lowering && cst && lowerTree(lowering, language, cst, pattern);
}

function concreteTree(parser: SyntaxParser, text: string, language: LanguageId, mustBeWhole: boolean): Cst | undefined {
  const name = languageInfo(language).grammar;
  const grammar = name === undefined ? undefined : parser.grammar(name);
  if (!grammar) return undefined;
  const tree = parser.parse(grammar, text);
  try {
    return mustBeWhole && tree.rootNode.hasError ? undefined : parser.read(grammar, tree, text);
  } finally {
    tree.delete();
  }
}
