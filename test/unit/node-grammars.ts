// Grammars for tests: the wasm files that the test build lays into dist/grammars, read from disk. Bundled tests run with
// the repository's root as working directory.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Ast } from "../../server/src/syntax/ast.ts";
import type { Cst } from "../../server/src/syntax/cst.ts";
import type { Grammar } from "../../server/src/syntax/grammar.ts";
import { type LanguageId, languageInfo } from "../../server/src/syntax/language.ts";
import { loweringOf } from "../../server/src/syntax/lower/registry.ts";
import { lowerTree, type PatternNames } from "../../server/src/syntax/lowering.ts";
import { type GrammarSource, SyntaxParser } from "../../server/src/syntax/parser.ts";

export const nodeGrammars: GrammarSource = {
  wasm: (name) => readFile(join(process.cwd(), "dist", "grammars", `${name}.wasm`)),
};

export interface ParsedGrammar {
  readonly parser: SyntaxParser;
  readonly grammar: Grammar;
}

/** The started parser and the grammar of a language. */
export async function grammarOf(language: LanguageId): Promise<ParsedGrammar> {
  const parser = await SyntaxParser.start(nodeGrammars);
  const { grammar: name } = languageInfo(language);
  if (!name) throw new Error(`${language} has no grammar`);
  return { parser, grammar: await parser.load(name) };
}

/** Parses a text and reads the whole tree. */
export async function readCst(language: LanguageId, text: string): Promise<Cst> {
  const { parser, grammar } = await grammarOf(language);
  const tree = parser.parse(grammar, text);
  try {
    return parser.read(grammar, tree, text);
  } finally {
    tree.delete();
  }
}

/** Parses and lowers a text; with `pattern`, as a rule's pattern. */
export async function lowerText(language: LanguageId, text: string, pattern?: PatternNames): Promise<Ast> {
  const lowering = loweringOf(language);
  if (!lowering) throw new Error(`${language} has no lowering`);
  return lowerTree(lowering, language, await readCst(language, text), pattern);
}
