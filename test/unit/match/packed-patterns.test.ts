// Patterns that are kept beside the built-in rules are what parsing them gives.

import assert from "node:assert/strict";
import { test } from "node:test";
import { KnownPatterns, packPatterns } from "../../../server/src/detect/match/packed-patterns.ts";
import { parsePattern } from "../../../server/src/detect/match/pattern-parser.ts";
import type { LanguageId } from "../../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { SnapshotStore } from "../../../server/src/syntax/snapshots.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";
import { nodeGrammars } from "../node-grammars.ts";

const files = builtinRuleFiles();
const packed = files.flatMap((file) => file.patterns ?? []);
const languages = [...new Set(packed.flatMap((each) => Object.keys(each) as LanguageId[]))];

test("each pattern of the built-in rules is read as it is parsed", async () => {
  const parser = await SyntaxParser.start(nodeGrammars);
  await new SnapshotStore(parser).prepare(languages);
  const known = new KnownPatterns(packed);
  let count = 0;
  for (const language of languages) {
    for (const [text] of packed.flatMap((each) => each[language] ?? [])) {
      assert.deepEqual(known.get(text, language), parsePattern(parser, text, language), `${language}: ${text}`);
      count++;
    }
  }
  assert.ok(languages.length > 8 && count > 500, `${count} patterns of ${languages.length} languages`);
});

test("patterns of all forms and with all that a node may hold come back as they were", async () => {
  const parser = await SyntaxParser.start(nodeGrammars);
  await new SnapshotStore(parser).prepare(["java", "python", "typescript", "tsx"]);
  const patterns: readonly (readonly [LanguageId, string])[] = [
    ["java", "(java.util.List<$T>[] $X).get(...)"],
    ["java", "class $C { ... }"],
    ["java", "@Get(...)"],
    ["python", 'f("=~/a.b/i", "...", "$TEXT", ...)'],
    ["python", 'x = "a" f"{y}"'],
    ["python", "a()\n...\nb()"],
    ["tsx", "<$TAG>$CHILD</$TAG>"],
    ["typescript", "{ a: $A, b: $B }"],
  ];
  for (const [language, text] of patterns) {
    const root = parsePattern(parser, text, language);
    if (root.form === "problem") assert.fail(root.message);
    const written = JSON.stringify(packPatterns(new Map([[text, root]])));
    const known = new KnownPatterns([{ [language]: JSON.parse(written) }]);
    assert.deepEqual(known.get(text, language), root, text);
    assert.equal(known.get(`${text} `, language), undefined);
  }
});
