// What is worked out of patterns when Bartizan is built is what they say when they are read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadSecretRules } from "../../../server/src/detect/secrets/load.ts";
import { compileRegex } from "../../../server/src/text/regex/compile.ts";
import { factsOf, LateRegex } from "../../../server/src/text/regex/facts.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";

test("built-in secret rules are the same whether they were read beforehand or not", () => {
  const files = builtinRuleFiles();
  let patterns = 0;
  for (const { path, text, secrets } of files.filter((file) => file.path.endsWith(".toml"))) {
    assert.ok(secrets, path);
    const late = loadSecretRules(text, path, undefined, secrets);
    const now = loadSecretRules(text, path);
    assert.deepEqual(late.problems, now.problems);
    assert.deepEqual(
      late.rules.map(({ regex, path: _path, allowlists, ...rest }) => ({
        ...rest,
        source: regex?.source,
        lists: allowlists.length,
      })),
      now.rules.map(({ regex, path: _path, allowlists, ...rest }) => ({
        ...rest,
        source: regex?.source,
        lists: allowlists.length,
      })),
    );
    for (const { regex } of late.rules) {
      if (!regex) continue;
      assert.ok(regex instanceof LateRegex);
      const compiled = compileRegex(regex.source, { dialect: "re2" });
      assert.ok(compiled.kind === "regex");
      assert.deepEqual(factsOf(regex), { ...factsOf(compiled), ambiguity: compiled.ambiguity });
      patterns++;
    }
  }
  assert.ok(patterns > 100);
});
