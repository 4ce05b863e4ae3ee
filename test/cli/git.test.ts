// Scans of what is staged, of what a branch brings, and of a history, in real repositories.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { pathOf } from "../../server/src/cli/git/patches.ts";
import { gitlabToken, slackToken } from "../secrets/tokens.ts";
import { withRepository } from "./repository.ts";

const token = gitlabToken();
const line = `const t = "${token}";\n`;
const FLAWED = `const app = require("express")();
const db = require("mysql2").createPool({});
app.get("/", (req) => {
  const id = ID;
  db.query("select * from t where id = " + id);
});
`;

test("what is staged is scanned as the index has it, not as the disk has it", () =>
  withRepository({ "a.js": line, "b.js": "let b;\n" }, async (repository) => {
    repository.git("add", "--all");
    repository.write("a.js", "let clean;\n");
    repository.write("b.js", line);
    assert.deepEqual(await repository.found("--staged"), ["a.js:1:12 gitlab-pat"]);
    repository.git("add", "--all");
    assert.deepEqual(await repository.found("--staged"), ["b.js:1:12 gitlab-pat"]);
  }));

test("of staged files only what is new in them is reported", () =>
  withRepository({}, async (repository) => {
    repository.commit({ "a.js": `let first;\n${line}`, "flow.js": FLAWED.replace("ID", "1") });
    repository.write("a.js", `let zeroth;\nlet first;\n${line}`);
    repository.git("add", "--all");
    assert.deepEqual(await repository.found("--staged"), []);
    repository.write("a.js", `let zeroth;\n${line}const s = "${slackToken()}";\n`);
    repository.git("add", "--all");
    assert.deepEqual(await repository.found("--staged"), ["a.js:3:12 slack-bot-token"]);
  }));

test("a staged line that leads data to a line which was there before is new", () =>
  withRepository({}, async (repository) => {
    repository.commit({ "flow.js": FLAWED.replace("ID", "1") });
    repository.write("flow.js", FLAWED.replace("ID", "req.query.id"));
    repository.git("add", "--all");
    assert.deepEqual(await repository.found("--staged"), ["flow.js:5:12 sql-injection"]);
  }));

test("a file that was renamed brings nothing new; ignored and odd names are scanned", () =>
  withRepository({}, async (repository) => {
    repository.commit({ "old.js": `${"let x = 1;\n".repeat(20)}${line}`, ".gitignore": ".env\n" });
    repository.git("mv", "old.js", "new.js");
    assert.deepEqual(await repository.found("--staged"), []);
    const odd = ["-rf", ":(top)x", "a\nb.js", 'q"uo\\te', "ünï ☃.txt", ".env", "sp ace.js"];
    for (const name of odd) repository.write(`d/${name}`, line);
    repository.git("add", "--force", "--", "d");
    const found = await repository.found("--staged");
    assert.deepEqual(found, odd.map((name) => `d/${name}:1:12 gitlab-pat`).sort());
    const one = await repository.found("--staged", "--", "d/a\nb.js");
    assert.deepEqual(one, ["d/a\nb.js:1:12 gitlab-pat"]);
    repository.git("commit", "--quiet", "--no-verify", "-m", "odd");
    const inHistory = await repository.findings("--history", "--", "d");
    assert.deepEqual(inHistory.map(({ path }) => path).sort(), odd.map((name) => `d/${name}`).sort());
  }));

test("what a branch brings: committed, changed and new files, not what the other branch had", () =>
  withRepository({}, async (repository) => {
    repository.commit({ "old.js": line, ".gitignore": "out/\n" });
    repository.git("checkout", "--quiet", "-b", "feature");
    repository.commit({ "committed.js": line });
    repository.git("checkout", "--quiet", "main");
    repository.commit({ "old.js": "let gone;\n" });
    repository.git("checkout", "--quiet", "feature");
    repository.write("untracked.js", line);
    repository.write("out/ignored.js", line);
    assert.deepEqual(await repository.found("--diff", "main"), [
      "committed.js:1:12 gitlab-pat",
      "untracked.js:1:12 gitlab-pat",
    ]);
  }));

test("a history says which commit brought a secret, when, by whom", () =>
  withRepository({}, async (repository) => {
    repository.commit({ "a.js": "let a;\n" });
    const brought = repository.commit({ "a.js": `let a;\n\n${line}` });
    repository.commit({ "a.js": "let a;\n" }, "take it out");
    const [finding, ...others] = await repository.findings("--history");
    assert.deepEqual(others, []);
    assert.deepEqual(
      [finding?.path, finding?.start.line, finding?.commit],
      ["a.js", 3, { id: brought, author: "Ann Author", date: "2024-03-01T12:00:00+01:00" }],
    );
    assert.deepEqual(await repository.found("--history", `${brought}..HEAD`), []);
    assert.deepEqual(await repository.found("--history", brought), ["a.js:3:12 gitlab-pat"]);
    const { out, code } = await repository.bartizan("scan", "--history");
    assert.equal(code, 1);
    assert.match(out, new RegExp(`Since ${brought}, 2024-03-01T12:00:00\\+01:00, by Ann Author`));
    const sarif = JSON.parse((await repository.bartizan("scan", "--history", "--format", "sarif")).out);
    assert.equal(sarif.runs[0].results[0].properties.commit, brought);
    for (const format of ["text", "json", "sarif"])
      assert.ok(!(await repository.bartizan("scan", "--history", "--format", format)).out.includes(token.slice(6)));
  }));

test("in a history count: other branches, merges, renames, comments, accepted findings and allow-lists", () =>
  withRepository({}, async (repository) => {
    repository.commit({ "a.txt": "base\n" });
    repository.git("checkout", "--quiet", "-b", "side");
    repository.commit({ "a.txt": "side\n", "side.js": line });
    repository.git("mv", "side.js", "moved.js");
    repository.commit({});
    repository.git("checkout", "--quiet", "main");
    repository.commit({ "a.txt": "main\n" });
    repository.tryGit("merge", "--quiet", "side");
    // Neither side has this line: it came with the merge.
    const merge = repository.commit({ "a.txt": `${slackToken()}\n` }, "merge");
    assert.equal(repository.git("rev-list", "--parents", "-n", "1", "HEAD").split(" ").length, 3);
    const found = await repository.findings("--history");
    assert.deepEqual(
      found.map(({ path, ruleId }) => `${path} ${ruleId}`),
      ["a.txt slack-bot-token", "side.js gitlab-pat"],
    );
    assert.equal(found[0]?.commit?.id, merge);
    const other = gitlabToken("Hq7tN2wK9sB4mX6zV1jF");
    const silenced = `// bartizan-ignore gitlab-pat -- made up\nconst o = "${other}";\n`;
    repository.commit({ "silenced.js": silenced });
    const [, , open] = await repository.found("--history");
    assert.match(open ?? "", /silenced\.js/); // told as suppressed, and not counted
    assert.equal((await repository.bartizan("scan", "--history", "HEAD~1..HEAD")).code, 0);
    const side = found[1]!.commit!.id;
    repository.write(".gitleaksignore", `${side}:side.js:gitlab-pat:1\n`);
    repository.write(".gitleaks.toml", `[[allowlists]]\ncommits = ["${merge}"]\n`);
    assert.equal((await repository.bartizan("scan", "--history")).code, 0);
  }));

test("in a history a finding has the fingerprint that it has in the tree", () =>
  withRepository({}, async (repository) => {
    repository.commit({ "a.js": `function f() {\n  ${line}}\n` });
    const [now] = await repository.findings();
    const [then] = await repository.findings("--history");
    assert.equal(now?.fingerprint, then?.fingerprint);
    await repository.bartizan("scan", "--add-to-baseline");
    assert.deepEqual(await repository.found("--history"), []);
  }));

test("nothing that a name or a configuration says is run or taken for an option", () =>
  withRepository({}, async (repository) => {
    repository.commit({ "a.js": line, ".gitattributes": "* diff=evil filter=evil\n" });
    repository.write("b.js", line);
    repository.git("add", "b.js");
    repository.git("config", "log.showSignature", "true");
    for (const key of ["diff.external", "diff.evil.textconv", "gpg.program", "core.pager", "core.fsmonitor"])
      repository.git("config", key, `touch ${repository.folder}/run-${key}; false`);
    for (const revision of [
      "--output=stolen",
      "-p",
      "--help",
      "main; touch run-shell",
      "$(touch run-shell)",
      "nowhere",
    ]) {
      for (const option of [`--history=${revision}`, `--diff=${revision}`]) {
        const { code, err } = await repository.bartizan("scan", option);
        assert.equal(code, 2, option);
        assert.match(err, /^bartizan: git/, option);
      }
    }
    assert.deepEqual(await repository.found("--staged"), ["b.js:1:12 gitlab-pat"]);
    assert.deepEqual(await repository.found("--history"), ["a.js:1:12 gitlab-pat"]);
    assert.doesNotMatch(readdirSync(repository.folder).join(), /run-|stolen/);
  }));

test("what cannot be is said: no repository, paths elsewhere, options that exclude each other", () =>
  withRepository({}, async (repository) => {
    assert.deepEqual(await repository.found("--staged"), []);
    assert.deepEqual(await repository.found("--history"), []);
    for (const argv of [
      ["--staged", "--history"],
      ["--staged", "--fix"],
      ["--staged", "/etc/hosts"],
    ])
      assert.equal((await repository.bartizan("scan", ...argv)).code, 2, argv.join(" "));
  }));

test("names in headers are read as git writes them", () => {
  assert.equal(pathOf("b/plain.js"), "plain.js");
  assert.equal(pathOf("b/with space\t"), "with space");
  assert.equal(pathOf('"b/q\\"uo\\\\te\\n\\303\\274"'), 'q"uo\\te\nü');
  assert.equal(pathOf("/dev/null"), undefined);
});
