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

async function namedKinds(grammar: string): Promise<string[]> {
  const copy = (await import(pathToFileURL(`${process.cwd()}/grammars/copy.mjs`).href)) as {
    nodeTypesPath(name: string): string;
  };
  const types = JSON.parse(readFileSync(copy.nodeTypesPath(grammar), "utf8")) as NodeType[];
  return types
    .filter(({ named, subtypes, type }) => named && !subtypes && !NAMED_BY_NOTHING.has(type))
    .map(({ type }) => type);
}

for (const lowering of LOWERINGS)
  test(`the lowering of ${lowering.languages.join(", ")} knows every kind of its grammars`, async () => {
    const known = new Set([...Object.keys(lowering.table), ...lowering.opaque]);
    const inGrammars = new Set<string>();
    for (const language of lowering.languages) {
      const kinds = await namedKinds(languageInfo(language).grammar!);
      for (const kind of kinds) inGrammars.add(kind);
      assert.deepEqual(
        kinds.filter((kind) => !known.has(kind)),
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
