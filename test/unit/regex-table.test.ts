// What PCRE2 and Python's re find with generated expressions (test/fixtures/regex/table.json, written by
// test/conformance/regex-oracle.py), ours finds too: the first match and its groups. And what RE2 finds with those of them that it takes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { RE2JS } from "re2js";
import { compileRegex } from "../../server/src/text/regex/compile.ts";
import type { RegexDialect } from "../../server/src/text/regex/regex.ts";

type Row = [dialect: RegexDialect, source: string, flags: string, text: string, groups: [number, number][]];

const rows = JSON.parse(readFileSync("test/fixtures/regex/table.json", "utf8")) as Row[];

test("regular expressions find what PCRE2 and Python find", () => {
  assert.ok(rows.length > 1000);
  const wrong = rows.flatMap(([dialect, source, flags, text, expected]) =>
    difference(dialect, source, flags, text, expected),
  );
  assert.deepEqual(wrong, []);
});

test("regular expressions find what RE2 finds", () => {
  let compared = 0;
  const wrong = rows.flatMap(([, source, flags, text]) => {
    const re2 = compileWithRe2(source, flags);
    if (!re2) return [];
    compared++;
    const match = re2.matcher(text);
    const groups = match.find()
      ? Array.from({ length: match.groupCount() + 1 }, (_, group) => [match.start(group), match.end(group)])
      : [];
    return difference("re2", source, flags, text, groups);
  });
  assert.ok(compared > 600);
  assert.deepEqual(wrong, []);
});

function difference(
  dialect: RegexDialect,
  source: string,
  flags: string,
  text: string,
  expected: number[][],
): string[] {
  const regex = compileRegex(source, { dialect, flags });
  if (regex.kind === "problem") return [`${dialect} ${source}: ${regex.message}`];
  const groups = (regex.exec(text)?.groups ?? []).map((group) => (group ? [group.start, group.end] : [-1, -1]));
  if (JSON.stringify(groups) === JSON.stringify(expected)) return [];
  return [
    `${dialect} /${source}/${flags} on ${JSON.stringify(text)}: ${JSON.stringify(groups)}, not ${JSON.stringify(expected)}`,
  ];
}

/** Undefined for what RE2 does not take: looking around, back references, flags that it does not have. */
function compileWithRe2(source: string, flags: string): RE2JS | undefined {
  const known = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL } as const;
  let bits = 0;
  for (const flag of flags) {
    if (!(flag in known)) return undefined;
    bits |= known[flag as keyof typeof known];
  }
  try {
    return RE2JS.compile(source, bits);
  } catch {
    return undefined;
  }
}
