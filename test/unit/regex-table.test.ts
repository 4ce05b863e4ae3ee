// What PCRE2 and Python's re find with generated expressions (test/fixtures/regex/table.json, written by
// test/conformance/regex-oracle.py), ours finds too: the first match and its groups.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compileRegex } from "../../server/src/text/regex/compile.ts";
import type { RegexDialect } from "../../server/src/text/regex/regex.ts";

type Row = [dialect: RegexDialect, source: string, flags: string, text: string, groups: [number, number][]];

test("regular expressions find what PCRE2 and Python find", () => {
  const rows = JSON.parse(readFileSync("test/fixtures/regex/table.json", "utf8")) as Row[];
  assert.ok(rows.length > 1000);
  const wrong = rows.flatMap(([dialect, source, flags, text, expected]) => {
    const regex = compileRegex(source, { dialect, flags });
    if (regex.kind === "problem") return [`${dialect} ${source}: ${regex.message}`];
    const groups = (regex.exec(text)?.groups ?? []).map((group) => (group ? [group.start, group.end] : [-1, -1]));
    if (JSON.stringify(groups) === JSON.stringify(expected)) return [];
    return [
      `${dialect} /${source}/${flags} on ${JSON.stringify(text)}: ${JSON.stringify(groups)}, not ${JSON.stringify(expected)}`,
    ];
  });
  assert.deepEqual(wrong, []);
});
