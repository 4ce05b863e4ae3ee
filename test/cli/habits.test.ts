// What people expect who come from Semgrep, gitleaks, Checkov and Trivy: their words, their files, their ways.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { gitlabToken } from "../secrets/tokens.ts";
import { placesOf, refusal, ruleFile } from "./command-line.ts";
import { command, withTree } from "./fake-host.ts";
import { withRepository } from "./repository.ts";

test("options and commands of other tools are answered with ours", async () => {
  await withTree({ "a.js": "fine" }, async (sandbox) => {
    const said = async (...argv: string[]) => refusal(await command(sandbox, argv));
    assert.match(await said("scan", "--sarif"), /--format sarif/);
    assert.match(await said("scan", "--report-path", "x.json"), /--output FILE/);
    assert.match(await said("scan", "--baseline-commit", "HEAD"), /--diff COMMIT/);
    assert.match(await said("scan", "--redact=100"), /masked/);
    assert.match(await said("protect"), /scan --staged/);
    assert.match(await said("scan", "--config", "p/default"), /nothing is downloaded/);
    assert.doesNotMatch(await said("scan", "--nonsense"), /here it is/);
    assert.match(await said("scan", "--severity", "HIGH,CRITICAL"), /HIGH is `error`/);
    assert.match(await said("scan", "--verifi"), /Did you mean/);
    for (const words of [["detect"], ["scan", "--sarif"]])
      assert.doesNotMatch(await said(...words), /Did you mean/, "what is known is not guessed at");
  });
});

test("levels may be written in capitals", async () => {
  await withTree({ "a.js": "BAD UGLY" }, async (sandbox) => {
    const { out } = await command(sandbox, ["scan", "--severity", "ERROR", "--format", "json"]);
    assert.deepEqual(placesOf({ out }), ["a.js:1:1 bad-word"]);
    assert.equal((await command(sandbox, ["scan", "--severity", "AWFUL"])).code, 2);
  });
});

test("--include and --exclude-rule", async () => {
  await withTree({ "a.js": "BAD UGLY", "b.py": "BAD UGLY", "sub/c.py": "BAD" }, async (sandbox) => {
    const scan = async (...argv: string[]) => placesOf(await command(sandbox, ["scan", "--format", "json", ...argv]));
    assert.deepEqual(await scan("--include", "*.py", "--exclude-rule", "ugly-*"), [
      "b.py:1:1 bad-word",
      "sub/c.py:1:1 bad-word",
    ]);
    assert.deepEqual(await scan("--include", "*.py", "--exclude", "sub", "--rule", "*", "--exclude-rule", "bad-word"), [
      "b.py:1:5 ugly-word",
    ]);
  });
});

test("the standard input is scanned as the file that it stands for", async () => {
  await withTree({ "src/a.js": "BAD" }, async (sandbox) => {
    const piped = { stdin: "one\nBAD", cwd: "src" };
    const { out, code } = await command(sandbox, ["scan", "-", "--format", "json"], piped);
    assert.equal(code, 1);
    assert.deepEqual(placesOf({ out }), ["stdin:2:1 bad-word"]);
    const named = await command(sandbox, ["scan", "-", "--stdin-name", "x.js"], piped);
    assert.match(named.out, /^x\.js:2:1/);
    assert.equal((await command(sandbox, ["scan", "-", "a.js"], piped)).code, 2);
    assert.equal((await command(sandbox, ["scan", "-", "--fix"], piped)).code, 2);
    assert.equal((await command(sandbox, ["scan", "-"], { stdin: "" })).code, 0);
  });
});

test("what .semgrepignore leaves out is left out, and .bartizanignore may take it in again", async () => {
  const tree = {
    "a.js": "BAD",
    "vendor/b.js": "BAD",
    "c.min.js": "BAD",
    "own.min.js": "BAD",
    ".semgrepignore": ":include .gitignore\nvendor/\n*.min.js\n",
    ".bartizanignore": "!own.min.js\n",
  };
  await withTree(tree, async (sandbox) => {
    const { out } = await command(sandbox, ["scan", "--format", "json"]);
    assert.deepEqual(placesOf({ out }), ["a.js:1:1 bad-word", "own.min.js:1:1 bad-word"]);
  });
});

test("rules for languages that are not parsed are told once, and are no mistake", async () => {
  const tree = {
    "a.js": "fine",
    "rules/swift.yaml": ruleFile("one", "swift"),
    "rules/scala.yaml": ruleFile("two", "scala"),
    "rules/both.yaml": ruleFile("three", "scala, java"),
    "broken.yaml": ruleFile("four", "javascripd"),
  };
  await withTree(tree, async (sandbox) => {
    const scan = (...argv: string[]) => command(sandbox, ["scan", "a.js", "--no-default-rules", ...argv]);
    const { code, err } = await scan("--config", "rules");
    assert.equal(code, 0);
    assert.match(err, /^bartizan: warning: 2 rules are for languages .*\(scala, swift\): they do not run\n$/);
    assert.equal((await scan("--config", "rules", "--strict")).code, 2);
    assert.equal((await scan("--config", "broken.yaml")).code, 2);
  });
});

test("--fix tells of fixes that want a look, --fix-all applies them, but none of secrets", async () => {
  const token = gitlabToken();
  const source = `eval(x);\nconst t = "${token}";\n`;
  const rules = ruleFile("own", "javascript", "pattern: eval($X)\n    fix: run($X)");
  await withRepository({ "a.js": source, "own.yaml": rules }, async (repository) => {
    const now = () => readFileSync(join(repository.folder, "a.js"), "utf8");
    const careful = await repository.bartizan("scan", "a.js", "--config", "own.yaml", "--rule", "own", "--fix");
    assert.equal(now(), source);
    assert.match(careful.err, /1 finding has a fix that wants a look: `--fix-all` applies it, too/);
    await repository.bartizan(
      "scan",
      "a.js",
      "--config",
      "own.yaml",
      "--rule",
      "own",
      "--rule",
      "gitlab-pat",
      "--fix-all",
    );
    assert.equal(now(), source.replace("eval", "run"));
  });
});

test("--history takes a path, and counts files and commits apart", async () => {
  await withRepository({}, async (repository) => {
    const token = gitlabToken();
    repository.commit({ "src/a.env": `T=${token}\n`, "other/b.env": `T=${token}\n` });
    const { out, code } = await repository.bartizan("scan", "--history", "src");
    assert.equal(code, 1);
    assert.match(out, /1 finding \(1 error\) in 1 of 1 file, 1 commit,/);
    assert.match((await repository.bartizan("scan", "--history", "HEAD")).out, /in 2 of 2 files, 1 commit,/);
    assert.equal((await repository.bartizan("scan", "--history", "nothing")).code, 2);
  });
});

test("a gitleaks file that extends the default rules brings them, whatever else is off", async () => {
  const toml = (more: string) =>
    `[extend]\nuseDefault = ${more}\n[[rules]]\nid = "acme"\ndescription = "Acme"\nregex = '''acme_[0-9]{8}'''\nkeywords = ["acme_"]\n`;
  const tree = {
    "a.env": `T=${gitlabToken()}\nA=acme_12345678\n`,
    "with.toml": toml('true\ndisabledRules = ["jwt"]'),
    "without.toml": toml("false"),
  };
  await withRepository(tree, async (repository) => {
    const scan = async (config: string) => repository.found("a.env", "--config", config, "--no-default-rules");
    assert.deepEqual(await scan("with.toml"), ["a.env:1:3 gitlab-pat", "a.env:2:3 acme"]);
    assert.deepEqual(await scan("without.toml"), ["a.env:2:3 acme"]);
  });
});

test("what silences Checkov and hadolint silences our rule that says the same", async () => {
  const port = (id: string, comment: string) =>
    `resource "aws_security_group" "${id}" {\n  ${comment}\n  ingress {\n    from_port = 22\n    to_port = 22\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}\n`;
  const tree = {
    "main.tf": port("a", "#checkov:skip=CKV_AWS_24:a bastion") + port("b", "#checkov:skip=CKV_AWS_999:other"),
    Dockerfile: '# hadolint ignore=DL3007\nFROM node:latest\nUSER node\nCMD ["node", "x.js"]\n',
  };
  await withRepository(tree, async (repository) => {
    const told = (await repository.findings(".")).map(
      ({ ruleId, suppressed }) => `${ruleId}${suppressed ? " silenced" : ""}`,
    );
    assert.deepEqual(told, [
      "floating-base-image silenced",
      "aws-port-open-to-internet silenced",
      "aws-port-open-to-internet",
    ]);
  });
});

test("a rule is explained by the name that another tool has for it", async () => {
  await withRepository({}, async (repository) => {
    assert.match((await repository.bartizan("rules", "show", "DL3002")).out, /^image-runs-as-root\n/);
    assert.match((await repository.bartizan("rules", "show", "aws-0107")).out, /Elsewhere it is called CKV_AWS_24, /);
    assert.equal((await repository.bartizan("rules", "show", "DL9999")).code, 2);
  });
});

test("rules whose patterns are commands in a Dockerfile are valid", async () => {
  await withRepository({}, async (repository) => {
    const { code, out } = await repository.bartizan(
      "rules",
      "validate",
      resolve("rules/infrastructure/dockerfile.yaml"),
    );
    assert.equal(code, 0, out);
  });
});

test("a pattern on the command line is the only rule", async () => {
  const tree = { "a.js": `eval(x);\nconst t = "${gitlabToken()}";\n`, "b.py": "eval(x)\n" };
  await withRepository(tree, async (repository) => {
    const scan = (...argv: string[]) => repository.bartizan("scan", ".", "--format", "json", ...argv);
    assert.deepEqual(placesOf(await scan("-e", "eval($X)", "-l", "js")), ["a.js:1:1 pattern"]);
    assert.equal((await scan("-e", "eval($X)")).code, 2);
    const broken = await scan("-e", "eval(", "-l", "js");
    assert.equal(broken.code, 2);
    assert.match(broken.err, /does not parse as JavaScript/);
    assert.match((await scan("-e", "x", "-l", "cobol")).err, /"cobol" is not a language/);
  });
});

test("a path that only says where the finding is is not told", async () => {
  await withRepository({ "a.js": "function f(x) {\n  eval(x);\n}\n" }, async (repository) => {
    assert.deepEqual(
      (await repository.findings(".")).map(({ ruleId, traces }) => [ruleId, traces.length]),
      [["dynamic-code", 0]],
    );
  });
});
