// Each framework's handlers, in one small program of the usual kind each: what a request brings in ends where it does harm. Exact in
// both ways, with the default rules.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compileRuleSet } from "../../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../../server/src/scan/create-workspace.ts";
import { languageOfPath } from "../../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";
import { expectedLines, inOrder, lineAt } from "../flow/fixtures.ts";
import { nodeGrammars } from "../node-grammars.ts";

const ROOT = join("test", "fixtures", "frameworks");
const FRAMEWORKS =
  "express fastify koa nest next hapi flask django fastapi aiohttp tornado servlet spring jaxrs nethttp gin echo chi aspnetcore laravel symfony plain rails sinatra".split(
    " ",
  );

const paths = readdirSync(ROOT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) =>
    join(entry.parentPath ?? entry.path, entry.name)
      .slice(ROOT.length + 1)
      .replaceAll("\\", "/"),
  );

test("every framework has a program", () => {
  for (const name of FRAMEWORKS)
    assert.ok(
      paths.some((path) => path.toLowerCase().replaceAll("_", "").startsWith(name)),
      name,
    );
});

test("what a request brings into each framework's handlers is followed", async (context) => {
  const parser = await SyntaxParser.start(nodeGrammars);
  const files = builtinRuleFiles();
  const rules = compileRuleSet(loadRuleFiles(files), { overrides: [] });
  for (const path of paths.sort())
    await context.test(path, async () => {
      const text = readFileSync(join(ROOT, path), "utf8");
      const workspace = createWorkspace(parser, rules, {
        today: "2030-01-01",
        reportUnusedSuppressions: false,
        maximumParsedLength: 1_000_000,
      });
      await workspace.prepare([languageOfPath(path)]);
      workspace.set({ path, text, isOpen: false });
      const found = workspace.scan(path).findings.map(({ ruleId, span }) => `${lineAt(text, span.start)} ${ruleId}`);
      workspace.dispose();
      const expected = expectedLines(text);
      assert.ok(expected.length > 0, "something has to be found");
      assert.deepEqual(inOrder([...new Set(found)]), inOrder(expected));
    });
});
