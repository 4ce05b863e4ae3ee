import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { loadSecretRules } from "../../../server/src/detect/secrets/load.ts";
import type { SecretMatch } from "../../../server/src/detect/secrets/rule.ts";
import { SecretScanner } from "../../../server/src/detect/secrets/scanner.ts";
import { sampleOf, seeded } from "./sample.ts";

const folder = join(process.cwd(), "rules", "secrets");
const sets = readdirSync(folder)
  .filter((name) => name.endsWith(".toml"))
  .map((name) => loadSecretRules(readFileSync(join(folder, name), "utf8"), name));
const odd = loadSecretRules(
  `
[[rules]]
id = "anchored"
regex = '''(?m)^key=([a-z]+)$'''
keywords = ["key"]
[[rules]]
id = "whole"
regex = '''\\A[a-z]+|[0-9]{5}\\z'''
[[rules]]
id = "far"
regex = '''begin(?s:.)*?end'''
keywords = ["begin"]
[[rules]]
id = "line"
regex = '''.*secret.*'''
keywords = ["secret"]
[[rules]]
id = "pair"
regex = '''token'''
[[rules.required]]
id = "anchored"
withinLines = 2
`,
  "odd.toml",
);
/** Its rule that looks at the whole text makes every edit concern what was decoded, so it is tried without that too. */
const scanners = [
  new SecretScanner([...sets, odd]),
  new SecretScanner([...sets, { ...odd, rules: odd.rules.filter(({ id }) => id !== "whole") }]),
];
const patterns = sets.flatMap((set) => set.rules).filter((rule) => rule.regex !== undefined);

/** Pieces of text in which secrets form and fall apart as they are joined and cut. */
const piece = fc.oneof(
  fc.constantFrom(
    "\n",
    "\r\n",
    " ",
    "key=",
    "key=abc",
    "begin",
    "end",
    "secret",
    "token",
    "=",
    '"',
    "'",
    "password = ",
    "12345",
    "ghp_",
    "😀",
    "é",
    "\u212aey=",
    "gitleaks:allow",
    "%41",
    "QUtJQVNEREtTRERLU0RES1NE",
    "// ",
    "AKIA",
    "\\n",
    "{",
    "api_key: ",
    "U+0064 U+0065\n",
    "U+006d",
    "%5F",
    "%6",
    "cfd",
    "QQ",
    "UXpOamNqTjBMWEEw",
    "0123456789abcdef0123456789abcdef",
    "4716 1902 0739 4368",
  ),
  fc.nat({ max: 100_000 }).map((seed) => {
    const rule = patterns[seed % patterns.length]!;
    return sampleOf(rule.regex!.tree.root, seeded(seed));
  }),
);

/** Enough lines for several blocks. */
const filler = `${"x".repeat(70)}\n`.repeat(150);

const plain = (matches: readonly SecretMatch[]): unknown[] =>
  matches.map((m) => [
    m.ruleId,
    m.start,
    m.end,
    m.secretStart,
    m.secretEnd,
    m.line,
    m.secret,
    m.confidence,
    m.encodings.join(),
  ]);

test("after any edits the scan carried on equals a whole scan", () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 40 }), fc.array(piece, { maxLength: 3 })), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.boolean(),
      fc.constantFrom(...scanners),
      (pieces, edits, isLong, scanner) => {
        let text = pieces.join("") + (isLong ? filler + pieces.join(" ") + filler : "");
        let scan = scanner.start(text, "src/app.ts");
        for (const [place, length, inserted] of edits) {
          const start = text.length === 0 ? 0 : place % (text.length + 1);
          const oldEnd = Math.min(text.length, start + length);
          const added = inserted.join("");
          text = text.slice(0, start) + added + text.slice(oldEnd);
          scan = scanner.rescan(scan, text, { start, oldEnd, newEnd: start + added.length });
          assert.deepEqual(plain(scan.matches), plain(scanner.scan(text, "src/app.ts")));
        }
      },
    ),
    { numRuns: 300 },
  );
});
