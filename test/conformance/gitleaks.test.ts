// The true and false positives that gitleaks' own generator checks its rules with, when they lie beside the repository.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadSecretRules } from "../../server/src/detect/secrets/load.ts";
import { SecretScanner } from "../../server/src/detect/secrets/scanner.ts";

interface Case {
  readonly rule: string;
  readonly kind: "tp" | "fp";
  readonly text_b64: string;
  readonly path?: string;
}

const material = join(process.cwd(), "..", "shared", "conformance", "gitleaks");
const isThere = existsSync(join(material, "cases.visible.json"));
if (!isThere) console.warn("SKIPPED: gitleaks' cases are not there, so conformance with gitleaks is not checked");

function cases(): Case[] {
  const { cases: all } = JSON.parse(readFileSync(join(material, "cases.visible.json"), "utf8")) as { cases: Case[] };
  return all;
}

/** How many of the texts of a kind have a finding, by the case's own rule and by any. */
function count(
  scanner: SecretScanner,
  kind: "tp" | "fp",
): { total: number; same: number; any: number; missed: string[] } {
  const result = { total: 0, same: 0, any: 0, missed: [] as string[] };
  for (const each of cases()) {
    if (each.kind !== kind) continue;
    result.total++;
    const text = Buffer.from(each.text_b64, "base64").toString("utf8");
    const ids = scanner.scan(text, each.path ?? "sample.txt").map((match) => match.ruleId);
    if (ids.includes(each.rule)) result.same++;
    if (ids.length > 0) result.any++;
    else if (kind === "tp") result.missed.push(each.rule);
  }
  return result;
}

test("with gitleaks' rules", { skip: !isThere }, () => {
  const set = loadSecretRules(readFileSync(join(material, "gitleaks.toml"), "utf8"), "gitleaks.toml");
  assert.deepEqual(set.problems, []);
  const scanner = new SecretScanner([set]);
  const positives = count(scanner, "tp");
  assert.ok(positives.total > 3000);
  assert.ok(positives.same >= 0.995 * positives.total, `${positives.same} of ${positives.total}`);
  const negatives = count(scanner, "fp");
  assert.ok(negatives.same <= 0.005 * negatives.total, `${negatives.same} of ${negatives.total}`);
});

test("with our own rules", { skip: !isThere }, () => {
  const folder = join(process.cwd(), "rules", "secrets");
  const scanner = new SecretScanner(
    readdirSync(folder)
      .filter((name) => name.endsWith(".toml"))
      .map((name) => loadSecretRules(readFileSync(join(folder, name), "utf8"), name)),
  );
  const positives = count(scanner, "tp");
  assert.ok(
    positives.any >= 0.97 * positives.total,
    `${positives.any} of ${positives.total}, missed ${positives.missed.join()}`,
  );
  const negatives = count(scanner, "fp");
  assert.ok(negatives.same <= 0.02 * negatives.total, `${negatives.same} of ${negatives.total}`);
});
