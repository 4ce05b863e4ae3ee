import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { SearchRule } from "../../server/src/detect/rule.ts";
import { compileRuleSet, type RuleFile } from "../../server/src/detect/rule-set.ts";
import { loadRuleFile, loadRuleFiles } from "../../server/src/detect/rules/load.ts";
import { packRuleFiles, unpackRuleFiles } from "../../server/src/detect/rules/pack.ts";
import { builtinRuleFiles } from "./builtin-rules.ts";

test("what the build has read of the built-in rules is what reading them gives", () => {
  const files = builtinRuleFiles();
  const yaml = files.filter(({ path }) => /\.ya?ml$/.test(path));
  assert.ok(yaml.length > 20);
  for (const { path, loaded } of yaml) {
    const fresh = loadRuleFile(written(path));
    // JSON has no undefined: a key without a value and no key at all are the same to whoever reads it.
    assert.deepEqual(loaded, JSON.parse(JSON.stringify(fresh)), path);
    assert.deepEqual(withoutUndefined(loaded), withoutUndefined(fresh), `${path} holds what JSON cannot`);
  }
  assert.equal(loadRuleFiles(files).rules.length, loadRuleFiles(files.map(({ path }) => written(path))).rules.length);
});

test("a rule set has another version when any file or the selection is another", () => {
  const files = builtinRuleFiles();
  const versionOf = (from: readonly RuleFile[], setting?: "off" | "info") =>
    compileRuleSet(loadRuleFiles(from), {
      overrides: setting ? [{ rule: "sql-injection", setting }] : [],
    }).version;
  const own = { path: "own.yaml", text: "rules: []" };
  const versions = [
    versionOf(files),
    ...files.map((_, at) => versionOf(files.filter((__, index) => index !== at))),
    versionOf(files, "off"),
    versionOf(files, "info"),
    versionOf([...files, own]),
    versionOf([
      ...files,
      { ...own, text: "rules:\n  - {id: a, languages: [js], severity: INFO, message: A., pattern: a()}" },
    ]),
    versionOf([...files, { path: "own.toml", text: "" }]),
    versionOf([...files, { path: "own.toml", text: "title = 'a'" }]),
  ];
  assert.equal(new Set(versions).size, versions.length);
  assert.equal(versionOf(files), versions[0]);
});

function written(path: string): RuleFile {
  return { path, text: readFileSync(path, "utf8") };
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, withoutUndefined(inner)]])),
  );
}

test("what was packed comes back, whether it is asked for or not", () => {
  const yaml = [
    "rules:",
    "  - {id: a, languages: [python], severity: ERROR, message: Ä., pattern: 'f(\"ß\")'}",
    "  - {id: b, languages: [go], severity: INFO, message: B., mode: taint, pattern-sources: [{pattern: s()}], pattern-sinks: [{pattern: t()}]}",
    "models:",
    "  - {library: l, languages: [go], sources: [{read: l.x, kind: remote-input}]}",
    "  - {library: m, languages: [ruby]}",
  ].join("\n");
  const files: readonly RuleFile[] = [
    { path: "a.yaml", text: "", loaded: loadRuleFile({ path: "a.yaml", text: yaml }), digest: "1" },
    { path: "b.toml", text: "title = 'b'\n# two lines" },
  ];
  assert.deepEqual(files[0]?.loaded?.problems, []);
  const packed = packRuleFiles(files);
  assert.doesNotMatch(packed, /[^\n -~]/, "more than plain ASCII");
  assert.deepEqual(withoutUndefined(unpackRuleFiles(packed)), withoutUndefined(files));
});

test("a formula is read when it is asked for", () => {
  const text = "rules:\n  - {id: a, languages: [go], severity: ERROR, message: A., pattern: f()}";
  const packed = packRuleFiles([{ path: "a.yaml", text: "", loaded: loadRuleFile({ path: "a.yaml", text }) }]);
  const [file] = unpackRuleFiles(packed.replace(/\n.*/, "\nno JSON"));
  const rule = file?.loaded?.rules[0] as SearchRule;
  assert.equal(rule.message, "A.");
  assert.throws(() => rule.formula, SyntaxError);
});
