// What keeps the set of our own rules honest, rule by rule: loaded without a problem, explained, with a fixture in which it
// must find something and one place where it must be silent; every kind that a rule names is one that a model gives.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BUILTIN_FIXES } from "../../server/src/detect/fixes/builtin.ts";
import type { Formula, Rule } from "../../server/src/detect/rule.ts";
import type { RuleFile } from "../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../server/src/detect/rules/load.ts";
import { languageInfo } from "../../server/src/syntax/language.ts";

const folder = join(process.cwd(), "rules");
const files: RuleFile[] = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".yaml") && !path.endsWith(".test.yaml"))
  .sort()
  .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(join(folder, path), "utf8") }));
const loaded = loadRuleFiles(files);

/** The text of the fixtures beside a rule's file, in one of its languages: `pod.ts`, `pod.other.ts`, `pod.test.yaml`. */
function fixtureOf(rule: Rule, extensions: readonly string[]): string {
  const own = rule.location.file;
  const stem = own.slice(own.lastIndexOf("/") + 1).replace(/\.yaml$/, "");
  const beside = join(folder, own, "..");
  return readdirSync(beside)
    .filter((name) => name.split(".")[0] === stem && extensions.some((extension) => name.endsWith(extension)))
    .filter((name) => name !== `${stem}.yaml` && !name.includes(".fixed."))
    .map((name) => readFileSync(join(beside, name), "utf8"))
    .join("\n");
}

function* modelledKinds(formula: Formula): Generator<string> {
  switch (formula.kind) {
    case "modelled":
      yield formula.taintKind;
      return;
    case "and":
      for (const part of formula.conjuncts) yield* modelledKinds(part);
      return;
    case "or":
      for (const part of formula.disjuncts) yield* modelledKinds(part);
      return;
    case "not":
    case "inside":
    case "anywhere":
      yield* modelledKinds(formula.formula);
      return;
    case "pattern":
    case "regex":
      return;
    default:
      formula satisfies never;
  }
}

test("every rule and model file loads without a problem", () => {
  assert.deepEqual(
    loaded.problems.map(({ location, key, message }) => `${location.file}:${location.line} ${key}: ${message}`),
    [],
  );
  assert.ok(new Set(loaded.rules.map(({ id }) => id)).size >= 40);
});

test("an id, a language and the files that are meant name one rule", () => {
  const seen = new Set<string>();
  for (const rule of loaded.rules)
    for (const language of rule.languages) {
      const key = `${rule.id} in ${language} ${rule.paths.include}`;
      assert.ok(!seen.has(key), `${key} twice: ${rule.location.file}:${rule.location.line}`);
      seen.add(key);
    }
});

for (const rule of loaded.rules)
  test(`${rule.id} (${rule.languages.join(", ")}) explains itself`, () => {
    const { metadata, message } = rule;
    assert.ok(message.endsWith(".") && message.length <= 120, `one sentence of at most 120 characters: ${message}`);
    assert.ok(metadata.guidance.trim().length > 80, "guidance");
    assert.ok(metadata.cwe.length > 0 && metadata.cwe.every((cwe) => /^CWE-\d+$/.test(cwe)), "CWE");
    assert.ok(metadata.owasp.length > 0, "OWASP");
    for (const fix of rule.fixes)
      if (fix.kind === "builtin") assert.ok(BUILTIN_FIXES[fix.name], `no built-in fix ${fix.name}`);
  });

test("every rule has a place where it must find and one where it must be silent", () => {
  const missing: string[] = [];
  for (const id of new Set(loaded.rules.map((rule) => rule.id)))
    for (const rule of loaded.rules.filter((candidate) => candidate.id === id)) {
      // Rules for text that no grammar reads say which files they mean.
      const ofFiles = rule.paths.include.flatMap((glob) => /^\*((?:\.\w+)+)$/.exec(glob)?.[1] ?? []);
      const extensions = rule.languages.flatMap((language) => languageInfo(language).extensions);
      const text = fixtureOf(rule, rule.analysis === "ast" ? extensions : ofFiles);
      if (!new RegExp(`\\bruleid:.*\\b${id}\\b`).test(text)) missing.push(`${id} (${rule.languages}): nothing to find`);
      if (!new RegExp(`\\bok:.*\\b${id}\\b`).test(text))
        missing.push(`${id} (${rule.languages}): nowhere to be silent`);
    }
  assert.deepEqual(missing, []);
});

test("the kinds that rules name are kinds that models give, or that the engine knows", () => {
  const known = new Set([
    "as-written",
    "not-constant",
    "unbound-value",
    "unbound-argument",
    "number",
    "boolean",
    "allow-list",
    "pattern-check",
    "quoted-literal",
    "code-escape",
    "no-apostrophe",
    "no-double-quote",
    "fixed-host",
    "named",
    "processed",
    "any",
  ]);
  for (const model of loaded.models) {
    for (const { kind } of [...model.sources, ...model.sinks]) known.add(kind);
    for (const { kind } of [...model.sanitizers, ...model.guards]) for (const one of [kind].flat()) known.add(one);
    for (const { parameterKind, returns } of model.handlers)
      for (const kind of [parameterKind, returns]) if (kind) known.add(kind);
  }
  const unknown = new Set<string>();
  for (const rule of loaded.rules)
    if (rule.mode === "taint")
      for (const { formula } of [...rule.sources, ...rule.sinks, ...rule.sanitizers])
        for (const kind of modelledKinds(formula)) if (!known.has(kind)) unknown.add(`${kind} in ${rule.id}`);
  assert.deepEqual([...unknown], []);
});
