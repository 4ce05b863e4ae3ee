// The published schemas are what the loader checks, and every rule and model that we ship is valid by them.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Ajv from "ajv";
import { parse } from "yaml";
import { loadRuleFile } from "../../../server/src/detect/rules/load.ts";
import { modelFileSchema, ruleFileSchema } from "../../../server/src/detect/rules/schema.ts";

const folder = join(process.cwd(), "rules");
const SCHEMAS = { "rule.schema.json": ruleFileSchema(), "model.schema.json": modelFileSchema() };

for (const [name, schema] of Object.entries(SCHEMAS))
  test(`rules/schema/${name} is what the loader checks`, () => {
    const path = join(folder, "schema", name);
    const wanted = `${JSON.stringify(schema, null, 2)}\n`;
    if (process.env["UPDATE_SCHEMAS"]) writeFileSync(path, wanted);
    assert.equal(readFileSync(path, "utf8"), wanted, "run this test with UPDATE_SCHEMAS=1 to write the schemas anew");
  });

function shippedFiles(): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".yaml") && !path.endsWith(".test.yaml"))
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
}

test("every rule and model that is shipped is valid by schema and loader", () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  const isRuleFile = ajv.compile(SCHEMAS["rule.schema.json"]);
  const isModelFile = ajv.compile(SCHEMAS["model.schema.json"]);
  const files = shippedFiles();
  assert.ok(files.length > 10);
  for (const file of files) {
    const value = parse(file.text, { merge: true }) as { readonly models?: unknown };
    const check = value.models === undefined ? isRuleFile : isModelFile;
    assert.ok(check(value), `${file.path}: ${JSON.stringify(check.errors?.slice(0, 3))}`);
    assert.deepEqual(loadRuleFile(file).problems, [], file.path);
  }
});

test("what the loader refuses, the schema refuses too", () => {
  const isRuleFile = new Ajv({ strict: false }).compile(SCHEMAS["rule.schema.json"]);
  const base = { id: "a", languages: ["python"], severity: "ERROR", message: "m", pattern: "f()" };
  assert.ok(isRuleFile({ rules: [base] }));
  for (const change of [
    { id: 1 },
    { languages: [] },
    { languages: ["pyhton"] },
    { severity: "BAD" },
    { pattern: [] },
    { patern: "x" },
    { paths: { only: [] } },
  ])
    assert.ok(!isRuleFile({ rules: [{ ...base, ...change }] }), JSON.stringify(change));
});
