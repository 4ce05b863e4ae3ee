// The sample shop keeps its word: something is found below every `Flaw:`, nothing below a `Safe:` or where neither stands.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { test } from "node:test";
import type { Log } from "sarif";

const shop = "samples/shop";

interface Section {
  readonly file: string;
  /** The line of its comment, counted from 1; 0 is the file's top. */
  readonly line: number;
  readonly kind: "flaw" | "safe" | "unmarked";
  readonly title: string;
}

function sectionsOf(file: string): Section[] {
  const sections: Section[] = [{ file, line: 0, kind: "unmarked", title: "before any mark" }];
  for (const [index, text] of readFileSync(join(shop, file), "utf8").split("\n").entries()) {
    const mark = /^\s*(?:\/\/|#) (Flaw|Safe): (.*)$/.exec(text);
    if (mark?.[1] === undefined) continue;
    sections.push({ file, line: index + 1, kind: mark[1] === "Flaw" ? "flaw" : "safe", title: mark[2] ?? "" });
  }
  return sections;
}

function findingsInShop(): { file: string; line: number; rule: string }[] {
  const run = spawnSync(process.execPath, ["dist/cli.js", "scan", shop, "--format", "sarif"], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  assert.equal(run.status, 1, `bartizan scan ended with ${run.status}: ${run.stderr}`);
  const log = JSON.parse(run.stdout) as Log;
  return log.runs
    .flatMap((each) => each.results ?? [])
    .map((result) => {
      const place = result.locations?.[0]?.physicalLocation;
      const uri = decodeURIComponent(place?.artifactLocation?.uri ?? "");
      const file = uri.slice(uri.lastIndexOf(`${shop}/`) + (uri.includes(`${shop}/`) ? shop.length + 1 : 1));
      return { file, line: place?.region?.startLine ?? 0, rule: result.ruleId ?? "" };
    });
}

test("every planted flaw of the sample shop is found, and nothing else", () => {
  const files = readdirSync(shop, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|ts|tsx|py)$|^Dockerfile$/.test(entry.name))
    .map((entry) =>
      relative(shop, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join("/"),
    );
  const found = findingsInShop();
  const unknown = found.filter(({ file }) => !files.includes(file));
  assert.deepEqual(unknown, [], "findings in files without marks");

  const wrong: string[] = [];
  for (const file of files) {
    const sections = sectionsOf(file);
    for (const [index, section] of sections.entries()) {
      const end = sections[index + 1]?.line ?? Number.POSITIVE_INFINITY;
      const inside = found.filter((each) => each.file === file && each.line >= section.line && each.line < end);
      const place = `${file}:${section.line} (${section.title})`;
      if (section.kind === "flaw" && inside.length === 0) wrong.push(`missed: ${place}`);
      if (section.kind !== "flaw")
        for (const { line, rule } of inside) wrong.push(`false: ${rule} at line ${line}, ${place}`);
    }
  }
  assert.deepEqual(wrong, []);
});
