// Real files, damaged: cut off, their lines shuffled, bytes flipped, brackets piled up. Whatever comes of it, the engine neither
// throws nor hangs, its findings lie in the text, and it says of each text the same when asked again.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { decodeText } from "../../server/src/config/text-file.ts";
import { nodeEngine } from "../../server/src/lsp/node-engine.ts";
import type { Workspace } from "../../server/src/scan/workspace.ts";
import { LANGUAGES, type LanguageId, languageOfPath } from "../../server/src/syntax/language.ts";

/** Longer than any of these files may take, so that a slow machine is no failure but a hang is. */
const DEADLINE_MS = 20_000;
const LARGEST = 300_000;

/** Where checkouts of real applications may lie; without them the samples and our own sources are the material. */
const APPLICATIONS = ["juice-shop", "pygoat"].map((name) => join(process.env["BARTIZAN_CASES"] ?? "../cases", name));

let workspace: Workspace;

before(async () => {
  const engine = nodeEngine(join(process.cwd(), "dist"));
  const rules = engine.compileRules(await engine.builtinRules(), { overrides: [] });
  workspace = await engine.createWorkspace(rules, {
    today: "2026-06-15",
    reportUnusedSuppressions: true,
    maximumParsedLength: 1_000_000,
  });
  await workspace.prepare(LANGUAGES.map(({ id }) => id));
});

after(() => workspace?.dispose());

/** The same sequence on every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function sourcesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter(
      (file) =>
        !/[\\/](?:\.git|node_modules)[\\/]/.test(file) &&
        languageOfPath(file) !== "generic" &&
        statSync(file).size <= LARGEST,
    )
    .sort();
}

function damages(bytes: Uint8Array, next: () => number): Uint8Array[] {
  const cut = bytes.slice(0, Math.floor(next() * bytes.length));
  const flipped = bytes.slice();
  for (let times = 1 + Math.floor(bytes.length / 500); times > 0; times--)
    flipped[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
  const lines = Buffer.from(bytes).toString("latin1").split("\n");
  for (let at = lines.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    [lines[at], lines[other]] = [lines[other]!, lines[at]!];
  }
  return [cut, Uint8Array.from(Buffer.from(lines.join("\n"), "latin1")), flipped];
}

/** Scans a text by itself and checks what must hold of any result. */
function scanAlone(text: string, path: string, language?: LanguageId): void {
  const started = performance.now();
  workspace.set(language ? { path, text, language } : { path, text });
  const { findings, problems } = workspace.scan(path);
  const again = workspace.scan(path);
  workspace.remove(path);
  const took = performance.now() - started;
  assert.ok(took < DEADLINE_MS, `${path} took ${Math.round(took)} ms`);
  assert.deepEqual(again.findings, findings);
  for (const { span, fixes } of findings) {
    assert.ok(
      0 <= span.start && span.start <= span.end && span.end <= text.length,
      `${path}: span ${span.start}–${span.end} of ${text.length}`,
    );
    for (const { edits } of fixes)
      for (const edit of edits) assert.ok(edit.span.end <= text.length && edit.span.start <= edit.span.end);
  }
  for (const { kind, message } of problems)
    assert.ok(kind !== "rule-failed" && kind !== "file-failed", `${path}: ${message}`);
}

function testFolder(folder: string, step: number): void {
  const files = sourcesBelow(folder);
  test(`${folder}: ${files.length} files cut, shuffled and flipped`, {
    skip: files.length === 0 ? `${folder} IS NOT THERE: nothing was tested on it` : false,
  }, () => {
    const next = random(42);
    for (let at = 0; at < files.length; at += step) {
      const file = files[at]!;
      const bytes = new Uint8Array(readFileSync(file));
      for (const [index, damaged] of damages(bytes, next).entries()) {
        const decoded = decodeText(damaged);
        if (decoded.kind !== "text") continue;
        try {
          scanAlone(decoded.text, file.replaceAll("\\", "/"));
        } catch (error) {
          throw new Error(`${file}, ${["cut", "shuffled", "flipped"][index]}: ${(error as Error).message}`, {
            cause: error,
          });
        }
      }
    }
  });
}

for (const folder of ["samples", "rules", ...APPLICATIONS]) testFolder(folder, 1);
testFolder("server/src", 4);

/** Texts that have broken parsers before. */
const HOSTILE: Readonly<Record<string, string>> = {
  empty: "",
  "only a byte order mark": "\uFEFF",
  "nested brackets": "(".repeat(10_000),
  "nested and closed": `${"[".repeat(10_000)}1${"]".repeat(10_000)}`,
  "nested calls": `${"f(".repeat(5_000)}x${")".repeat(5_000)}`,
  "nested blocks": `${"if (a) {\n".repeat(3_000)}b()${"}".repeat(3_000)}`,
  "a long chain": `a${".b()".repeat(5_000)}`,
  "a long sum": `x = ${"'a' + ".repeat(10_000)}b`,
  "one long line": "x=1;".repeat(20_000),
  "an unclosed string": `x = "${"a".repeat(100_000)}`,
  // No longer: in text that is wrong from end to end, tree-sitter's recovery takes time with the square of the length.
  "an unclosed template": `x = \`${"$".concat("{a}").repeat(2_000)}`,
  "an unclosed comment": `/*${" *".repeat(50_000)}`,
  "only line ends": "\r\n\r\r\n\n".repeat(20_000),
  "lone surrogates": "\ud800 = '\udc00'; \udfff\ud83d",
  "many suppressions": "f(); // bartizan-ignore a, b, c -- d\n".repeat(1_000),
  "many secrets": `${"password = 'hunter22hunter'; ".repeat(2_000)}`,
  "a deep dictionary": `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
  "many functions": Array.from(
    { length: 1_000 },
    (_, at) => `function f${at}(a) { return f${(at + 1) % 1_000}(a); }`,
  ).join("\n"),
};

for (const [name, text] of Object.entries(HOSTILE))
  test(`${name}, in every language`, () => {
    for (const { id } of LANGUAGES) {
      try {
        scanAlone(text, `hostile/${name}`, id);
      } catch (error) {
        throw new Error(`${id}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
