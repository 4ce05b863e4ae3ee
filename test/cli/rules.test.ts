import assert from "node:assert/strict";
import { test } from "node:test";
import { annotationsOf, expectedLines } from "../../server/src/cli/annotations.ts";
import { command, RULES, withTree } from "./fake-host.ts";

test("rules list and rules show tell what there is to know", async () => {
  await withTree({}, async (sandbox) => {
    const list = await command(sandbox, ["rules", "list"]);
    assert.equal(list.code, 0);
    assert.match(list.out, /^bad-word +error +CWE-89 +This word depends/m);
    const shown = await command(sandbox, ["rules", "show", "bad-word"]);
    assert.match(shown.out, /severity error · confidence high · CWE-89/);
    assert.match(shown.out, /Say something else\./);
    assert.equal(JSON.parse((await command(sandbox, ["rules", "list", "--json"])).out)[0].id, "bad-word");
    const unknown = await command(sandbox, ["rules", "show", "bad"]);
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /did you mean bad-word/);
    assert.equal((await command(sandbox, ["rules"])).code, 2);
  });
});

test("annotations are read in every comment style, several ids at once", () => {
  const text =
    "// ruleid: a, b\nx\n# ok: a\ny\n<!-- ruleid: c -->\nz\n{/* todook: a */}\n  w\nv // ruleid: a\n// proruleid: a\n/* todoruleid: d */\n";
  assert.deepEqual(
    annotationsOf(text).map(({ kind, ruleId, line }) => `${kind} ${ruleId} ${line}`),
    ["ruleid a 2", "ruleid b 2", "ok a 4", "ruleid c 6", "todook a 8", "todoruleid d 12"],
  );
  assert.deepEqual(expectedLines(annotationsOf(text), "a"), [2, 8]);
});

test("bartizan test compares in both directions, says what is missing and surplus, and checks fixes", async () => {
  const tree = {
    "words.yaml": RULES,
    "words.js": "// ruleid: bad-word\nBAD\n// ok: bad-word\nfine\n",
    "words.fixed.js": "// ruleid: bad-word\nGOOD\n// ok: bad-word\nfine\n",
    "words.py": "# ruleid: ugly-word\nfine\nUGLY\n",
    "other.js": "BAD",
  };
  await withTree(tree, async (sandbox) => {
    const { code, out } = await command(sandbox, ["test", "."]);
    assert.equal(code, 1);
    assert.match(
      out,
      /✗ ugly-word words\.py\n {4}not found, though announced: line 2\n {4}found, though not announced: line 3\n/,
    );
    assert.match(out, /3 of 4 rules on targets as announced, 1 of 1 fix, in 1 rule file/);
    const json = JSON.parse((await command(sandbox, ["test", ".", "--json"])).out);
    assert.deepEqual(
      json.results.find(
        (each: { target: string; rule_id: string }) => each.target === "words.js" && each.rule_id === "bad-word",
      ).lines,
      [2],
    );
    assert.equal(json.fixes[0].text, tree["words.fixed.js"]);
    sandbox.write("words.py", "# ruleid: ugly-word\nUGLY\n");
    assert.equal((await command(sandbox, ["test", "words.yaml"])).code, 0);
    sandbox.write("broken.yaml", "rules:\n  - id: x\n");
    assert.equal((await command(sandbox, ["test", "."])).code, 2);
  });
});
