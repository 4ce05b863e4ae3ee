// Every named kind of a grammar is either in its lowering's table or deliberately opaque, so that a new grammar version
// cannot bring constructs that nobody looks at; and no table names a kind that no grammar has.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { languageInfo } from "../../../server/src/syntax/language.ts";
import { LOWERINGS } from "../../../server/src/syntax/lower/registry.ts";

interface NodeType {
  readonly type: string;
  readonly named: boolean;
  readonly subtypes?: unknown;
}

const NAMED_BY_NOTHING = new Set(["comment", "html_comment", "line_comment", "block_comment"]);

/** The grammar's kinds that a table must name, and those of tokens, which it may name (C#'s `this` is only a token). */
async function kindsOf(grammar: string): Promise<{ named: string[]; tokens: string[] }> {
  const copy = (await import(pathToFileURL(`${process.cwd()}/grammars/copy.mjs`).href)) as {
    nodeTypesPath(name: string): string;
  };
  const types = JSON.parse(readFileSync(copy.nodeTypesPath(grammar), "utf8")) as NodeType[];
  const named = types.filter(({ named, subtypes, type }) => named && !subtypes && !NAMED_BY_NOTHING.has(type));
  return { named: named.map(({ type }) => type), tokens: types.filter(({ named }) => !named).map(({ type }) => type) };
}

for (const lowering of LOWERINGS)
  test(`the lowering of ${lowering.languages.join(", ")} knows every kind of its grammars`, async () => {
    const known = new Set([...Object.keys(lowering.table), ...lowering.opaque]);
    const inGrammars = new Set<string>();
    for (const language of lowering.languages) {
      const { named, tokens } = await kindsOf(languageInfo(language).grammar!);
      for (const kind of [...named, ...tokens]) inGrammars.add(kind);
      assert.deepEqual(
        named.filter((kind) => !known.has(kind)),
        [],
        `kinds of ${language} that the lowering does not name`,
      );
    }
    assert.deepEqual(
      [...known].filter((kind) => !inGrammars.has(kind)),
      [],
      "kinds that no grammar has",
    );
    assert.deepEqual(
      lowering.opaque.filter((kind) => kind in lowering.table),
      [],
      "kinds that are both lowered and opaque",
    );
  });
