import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { parseConfiguration } from "../../server/src/config/configuration.ts";
import { loadRuleFiles } from "../../server/src/detect/rules/load.ts";

const readme = readFileSync("README.md", "utf8");

test("the README's table of settings is that of the manifest", async () => {
  const { generatedReadme } = (await import(pathToFileURL(join(process.cwd(), "docs/generate.mjs")).href)) as {
    generatedReadme(readme: string): string;
  };
  assert.equal(generatedReadme(readme), readme, "run `node docs/generate.mjs`");
});

test("the README's examples of configuration and rules are right", () => {
  const blocks = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!);
  assert.equal(blocks.length, 2);
  assert.deepEqual(parseConfiguration("bartizan.yaml", blocks[0]!).problems, []);
  const { rules, problems } = loadRuleFiles([{ path: "readme.yaml", text: blocks[1]! }]);
  assert.deepEqual(problems, []);
  assert.equal(rules[0]!.id, (parse(blocks[1]!) as { rules: { id: string }[] }).rules[0]!.id);
});

test("what documents link to is there", () => {
  for (const document of ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]) {
    const text = readFileSync(document, "utf8");
    for (const [, target] of text.matchAll(/\]\(([^)#\s]+)\)/g))
      if (!/^https?:/.test(target!)) assert.ok(existsSync(target!), `${document}: ${target}`);
    for (const [, path] of text.matchAll(/`((?:docs|test|rules|server|samples|client|grammars)\/[\w./-]*)`/g))
      assert.ok(existsSync(path!), `${document}: ${path}`);
  }
});
