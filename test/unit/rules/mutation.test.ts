// Every rule file that we ship, damaged in every way that a person might: a key dropped, renamed, given a value of another
// type, the file cut off. The loader says what is wrong or loads what is still right; it never throws and never says nothing
// of a key that it does not know.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isMap, isScalar, parseDocument, visit } from "yaml";
import { loadRuleFile } from "../../../server/src/detect/rules/load.ts";

const material = join(process.cwd(), "..", "shared", "conformance", "semgrep", "cases.visible.json");
const others = join(process.env["BARTIZAN_CASES"] ?? join(process.cwd(), "..", "cases"), "semgrep-rules");
const hasOthers = existsSync(material) && existsSync(others);
if (!hasOthers) console.warn("SKIPPED: other people's rule files are not there; only our own are mutated");

/** Other people's files are many; a slice of them is enough to hold the loader to its word. */
const OTHER_FILES = 120;

function ruleFiles(): { path: string; text: string }[] {
  const own = readdirSync(join(process.cwd(), "rules"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".yaml") && !path.endsWith(".test.yaml"))
    .sort()
    .map((path) => join(process.cwd(), "rules", path));
  return [...own, ...othersFiles()]
    .map((path) => ({ path, text: readFileSync(path, "utf8") }))
    .filter(({ text }) => /^(rules|models)\s*:/m.test(text));
}

function othersFiles(): string[] {
  if (!hasOthers) return [];
  const { cases } = JSON.parse(readFileSync(material, "utf8")) as { cases: readonly { rule_file: string }[] };
  const all = [...new Set(cases.map(({ rule_file }) => join(others, rule_file)))]
    .filter((path) => existsSync(path))
    .sort();
  const step = Math.max(1, Math.floor(all.length / OTHER_FILES));
  return all.filter((_, at) => at % step === 0);
}

/** Keys whose maps may hold anything. */
const FREE = new Set(["metadata", "options", "examples"]);
/** What may be left out of a rule without being missed. */
const REQUIRED = ["id", "languages", "severity", "message"];

const files = ruleFiles();

test("a renamed key is always a problem", () => {
  for (const file of files) {
    const document = parseDocument(file.text);
    const edits: [number, number][] = [];
    visit(document, {
      Map(_, node, path) {
        const owners = path.flatMap((each) => ("key" in each && isScalar(each.key) ? [String(each.key.value)] : []));
        if (owners.some((owner) => FREE.has(owner))) return;
        for (const { key } of node.items)
          if (isScalar(key) && key.range && key.value !== "<<") edits.push([key.range[0], key.range[1]]);
      },
    });
    const before = loadRuleFile(file).problems.length;
    for (const [start, end] of edits.slice(0, 40)) {
      const text = `${file.text.slice(0, start)}zz${file.text.slice(start, end)}zz${file.text.slice(end)}`;
      const { problems } = loadRuleFile({ ...file, text });
      assert.ok(problems.length > before, `${file.path}: nothing was said of "zz${file.text.slice(start, end)}zz"`);
    }
  }
});

test("a missing required key is a problem that names it", () => {
  for (const file of files.filter(({ text }) => /^rules\s*:/m.test(text)))
    for (const key of REQUIRED) {
      const document = parseDocument(file.text);
      const rules = document.get("rules") as { items?: unknown[] } | undefined;
      const rule = rules?.items?.[0];
      if (!isMap(rule) || !rule.has(key)) continue;
      rule.delete(key);
      const { problems } = loadRuleFile({ ...file, text: document.toString() });
      assert.ok(
        problems.some(({ message }) => message.includes(`"${key}"`)),
        `${file.path}: nothing was said of the missing ${key}`,
      );
    }
});

test("a value of another type never crashes the loader", () => {
  for (const file of files) {
    const document = parseDocument(file.text);
    const places: [number, number][] = [];
    visit(document, {
      Scalar(key, node) {
        if (key !== "key" && node.range) places.push([node.range[0], node.range[1]]);
      },
    });
    for (const [start, end] of places.slice(0, 25))
      for (const other of ["[1, 2]", "{ a: b }", "17", "null", '""']) {
        const text = file.text.slice(0, start) + other + file.text.slice(end);
        assert.doesNotThrow(() => loadRuleFile({ ...file, text }), `${file.path} at ${start}: ${other}`);
      }
  }
});

test("a file cut off anywhere loads what is whole and says what is not", () => {
  for (const file of files)
    for (let part = 1; part < 12; part++) {
      const text = file.text.slice(0, Math.floor((file.text.length * part) / 12));
      const { rules, models, problems } = loadRuleFile({ ...file, text });
      assert.ok(rules.length + models.length + problems.length > 0, `${file.path} cut at ${part}/12: silence`);
    }
});
