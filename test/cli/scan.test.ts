import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Engine } from "../../server/src/scan/engine.ts";
import { type JsonReport, placesOf, refusal, reportOf, ruleFile } from "./command-line.ts";
import { command, FAKE_ENGINE, withTree } from "./fake-host.ts";

test("exit codes: 0 clean, 1 findings, 2 wrong usage, 3 internal error", async () => {
  await withTree({ "clean/a.js": "fine", "dirty/a.js": "x BAD y" }, async (sandbox) => {
    const code = async (...argv: string[]) => (await command(sandbox, argv)).code;
    assert.equal(await code("scan", "clean"), 0);
    assert.equal(await code("scan", "dirty"), 1);
    assert.equal(await code("scan"), 1);
    assert.equal(await code("scan", "nowhere"), 2);
    assert.equal(await code("scan", "--format", "xml"), 2);
    assert.equal(await code("scan", "--jobs", "0"), 2);
    assert.equal(await code("scan", "--nonsense"), 2);
    assert.equal(await code("skan"), 2);
    assert.equal(await code("scan", "--config", "nowhere.yaml"), 2);
    assert.equal(await code("scan", "--output", "no/such/folder/x"), 2);
    assert.equal(await code("scan", "--rule", "no-such-rule"), 2);
    assert.equal(await code("--help"), 0);
    assert.equal(await code("scan", "--help"), 0);
    assert.equal(await code("--version"), 0);
    const broken = {
      builtinRules: async () => [],
      checkRules: async () => [],
      compileRules: () => {
        throw new Error("a bug");
      },
      createWorkspace: async () => {
        throw new Error("a bug");
      },
    };
    const crashed = await command(sandbox, ["scan"], { engine: broken });
    assert.equal(crashed.code, 3);
    assert.match(crashed.err, /internal error.*a bug/);
  });
});

test("a bad rule file of the user's is 2, whatever else is found, and the good rules still run", async () => {
  const tree = {
    "a.js": "BAD",
    "good.yaml": ruleFile("x", "generic"),
    "bad.yaml": ruleFile("y", "generic", "patern: BAD"),
    "broken.yaml": "rules: [\n",
    "broken.toml": "[[rules]\n",
  };
  await withTree(tree, async (sandbox) => {
    assert.equal((await command(sandbox, ["scan", "a.js", "--config", "good.yaml"])).code, 1);
    const bad = await command(sandbox, ["scan", "a.js", "--config", "bad.yaml", "--format", "json"]);
    assert.equal(bad.code, 2);
    assert.match(bad.err, /bad\.yaml:\d+:\d+: rule y: /);
    assert.deepEqual(placesOf(bad), ["a.js:1:1 bad-word"]);
    assert.equal((await command(sandbox, ["scan", "a.js", "--config", "bad.yaml", "--skip-invalid-rules"])).code, 1);
    assert.equal((await command(sandbox, ["scan", "a.js", "--config", "broken.yaml"])).code, 2);
    assert.equal((await command(sandbox, ["scan", "a.js", "--config", "broken.toml"])).code, 2);
    assert.equal((await command(sandbox, ["rules", "validate", "good.yaml"])).code, 0);
    assert.equal((await command(sandbox, ["rules", "validate", "."])).code, 2);
  });
});

test("findings come in one order, with paths from the tree's root, wherever one stands", async () => {
  const tree = {
    ".git/HEAD": "",
    "b.js": "BAD",
    "a/z.js": "x\n  UGLY BAD",
    "a/b/c.py": "BAD",
    "test.py": "BAD",
    "x.test.js": "BAD",
  };
  await withTree(tree, async (sandbox) => {
    const all = [
      "a/b/c.py:1:1 bad-word",
      "a/z.js:2:3 ugly-word",
      "a/z.js:2:8 bad-word",
      "b.js:1:1 bad-word",
      "test.py:1:1 bad-word",
      "x.test.js:1:1 bad-word",
    ];
    const whole = await command(sandbox, ["scan", "--format", "json"]);
    assert.deepEqual(placesOf(whole), all);
    assert.equal((await command(sandbox, ["scan", "--format", "json", "../.."], { cwd: "a/b" })).out, whole.out);
    assert.equal((await command(sandbox, ["scan", "--format", "json", "b.js", "a", "a/z.js", "."])).out, whole.out);
    assert.deepEqual(placesOf(await command(sandbox, ["scan", "--format", "json"], { cwd: "a/b" })), all.slice(0, 1));
  });
});

test("what is skipped is counted, told with --verbose, and never because of a name", async () => {
  const tree = {
    ".git/HEAD": "BAD",
    ".gitignore": "out/\n",
    "out/a.js": "BAD",
    "node_modules/.package-lock.json": "{}",
    "node_modules/x/index.js": "BAD",
    "picture.png": new Uint8Array([137, 80, 78, 71, 0, 0, 66, 65, 68]),
    "large.js": `BAD${" ".repeat(2_000_000)}`,
    "loop/self": "-> .",
    dangling: "-> nowhere",
    "latin1.js": new Uint8Array([66, 65, 68, 32, 0xe9, 10]),
    "utf16.js": new Uint8Array([0xff, 0xfe, 66, 0, 65, 0, 68, 0]),
    "utf16be.js": new Uint8Array([0xfe, 0xff, 0, 66, 0, 65, 0, 68]),
    "bom.js": "\uFEFFBAD",
    "empty.js": "",
    "test_views.py": "BAD",
  };
  await withTree(tree, async (sandbox) => {
    const { out, err, code } = await command(sandbox, ["scan", "--verbose", "--format", "json"]);
    assert.equal(code, 1);
    assert.deepEqual(placesOf({ out }), [
      "bom.js:1:1 bad-word",
      "latin1.js:1:1 bad-word",
      "test_views.py:1:1 bad-word",
      "utf16.js:1:1 bad-word",
      "utf16be.js:1:1 bad-word",
    ]);
    assert.deepEqual(reportOf({ out }).statistics.skipped, {
      binary: 1,
      dependencies: 1,
      ignored: 1,
      link: 2,
      "too-large": 1,
    });
    for (const line of [
      "out/: skipped: ignored by .gitignore",
      "node_modules/: skipped: a package manager",
      "picture.png: skipped: not text",
      "large.js: skipped: 1.9 MB",
      "loop/self: skipped: a symbolic link; links are not followed",
      "latin1.js: has bytes that are not valid in its encoding",
    ])
      assert.ok(err.includes(line), `${line} in ${err}`);
    const quiet = await command(sandbox, ["scan"]);
    assert.equal(quiet.err, "");
    assert.match(quiet.out, /6 skipped/);
  });
});

test("what cannot be done is said before the scan, with the reason", async () => {
  await withTree(
    { "a.js": "BAD", "conf/bartizan.yaml": "baseline: old.json\n", "conf/a.js": "BAD" },
    async (sandbox) => {
      const refused = async (...argv: string[]) => refusal(await command(sandbox, argv));
      assert.match(await refused("scan", ""), /empty/);
      assert.match(await refused("scan", "--output", "", "a.js"), /--output.*empty/);
      assert.match(
        await refused("scan", "--output", "no/x.json"),
        /no\/x\.json cannot be written: its folder does not exist/,
      );
      assert.match(await refused("scan", "--write-baseline", "conf"), /conf cannot be written: it is a folder/);
      assert.match(
        await refused("scan", "--baseline", "no.json"),
        /no\.json: the baseline cannot be read: there is no such/,
      );
      assert.match(
        await refused("scan", "conf"),
        /old\.json: the baseline that conf\/bartizan\.yaml names cannot be read/,
      );
      assert.match(await refused("rules", "validate", "gone"), /^bartizan: gone: there is no such file or folder/);
      const twice = /^bartizan: conf\/bartizan\.yaml: only one configuration file can be given/;
      assert.match(await refused("rules", "validate", "conf/bartizan.yaml", "conf/bartizan.yaml"), twice);
      const second = ["--config", "conf/bartizan.yaml"];
      assert.match(await refused("scan", ...second, ...second), twice);
      assert.match(await refused("test", "conf"), /^bartizan: conf: No file in this folder has rules/);
      assert.match(await refused("rules", "show", "gone"), /rules list/);
    },
  );
});

test("rules that are turned off by a name that none has are told", async () => {
  const tree = { "a.js": "BAD", "bartizan.yaml": "rules:\n  bad-wird: off\n  ugly-*: off\n" };
  await withTree(tree, async (sandbox) => {
    const { err, code } = await command(sandbox, ["scan", "--exclude-rule", "nice-*", "--exclude-rule", "ugly-word"]);
    assert.equal(code, 1);
    assert.deepEqual(
      err
        .trim()
        .split("\n")
        .map((line) => /warning: (\S+) there is no rule `(.*?)`/.exec(line)?.slice(1)),
      [
        ["--exclude-rule:", "nice-*"],
        ["bartizan.yaml:", "bad-wird"],
      ],
    );
    assert.match((await command(sandbox, ["scan", "a.js", "--no-default-rules"])).err, /there are no rules/);
    assert.equal((await command(sandbox, ["scan", "a.js", "--rule", "ugly-*", "--exclude-rule", "ugly-*"])).code, 0);
  });
});

test("what is typed and skipped is told without being asked for", async () => {
  const tree = { "large.js": `BAD${" ".repeat(2_000_000)}`, "picture.png": new Uint8Array([137, 80, 78, 71, 0, 0]) };
  await withTree(tree, async (sandbox) => {
    const { err } = await command(sandbox, ["scan", "large.js", "picture.png"]);
    assert.match(err, /warning: large\.js: skipped: 1\.9 MB/);
    assert.match(err, /warning: picture\.png: skipped: not text/);
    assert.equal((await command(sandbox, ["scan"])).err, "");
    const piped = await command(sandbox, ["scan", "-"], { stdin: tree["large.js"] });
    assert.match(piped.err, /warning: stdin: skipped: 1\.9 MB/);
  });
});

test("what is typed is meant: an ignored folder or file named by hand is scanned", async () => {
  await withTree(
    {
      ".git/HEAD": "",
      ".gitignore": "out/\n*.gen.js\n",
      ".bartizanignore": "never.js\n",
      "out/a.js": "BAD",
      "b.gen.js": "BAD",
      "never.js": "BAD",
    },
    async (sandbox) => {
      assert.deepEqual(placesOf(await command(sandbox, ["scan", "--format", "json"])), []);
      assert.deepEqual(placesOf(await command(sandbox, ["scan", "--format", "json", "out"])), [
        "out/a.js:1:1 bad-word",
      ]);
      assert.deepEqual(placesOf(await command(sandbox, ["scan", "--format", "json", "b.gen.js"])), [
        "b.gen.js:1:1 bad-word",
      ]);
      assert.deepEqual(placesOf(await command(sandbox, ["scan", "--format", "json", "never.js"])), []);
    },
  );
});

test("an unreadable file is told of, and is an error with --strict", async () => {
  await withTree({ "a.js": "fine", "gone.js": "BAD" }, async (sandbox) => {
    // It goes away between the listing and the reading, which unlike a permission also stops an administrator.
    const engine: Engine = {
      ...FAKE_ENGINE,
      builtinRules() {
        rmSync(join(sandbox.folder, "gone.js"), { force: true });
        return FAKE_ENGINE.builtinRules();
      },
    };
    const lax = await command(sandbox, ["scan"], { engine });
    assert.equal(lax.code, 0);
    assert.match(lax.err, /gone\.js: skipped: there is no such file/);
    sandbox.write("gone.js", "BAD");
    const named = await command(sandbox, ["scan", "gone.js", "a.js"], { engine });
    assert.equal(named.code, 2, "what was asked for by name is not done");
    assert.match(named.err, /error: gone\.js: it cannot be read: there is no such file/);
    sandbox.write("gone.js", "BAD");
    assert.equal((await command(sandbox, ["scan", "--strict"], { engine })).code, 2);
  });
});

test("a configuration or rule file that is there and cannot be read does not count as absent", async () => {
  await withTree({ "a.js": "fine", "bartizan.yaml": "\0", "rules/own.yaml": "\0" }, async (sandbox) => {
    const { code, err } = await command(sandbox, ["scan", "a.js"]);
    assert.equal(code, 2);
    assert.match(err, /error: bartizan\.yaml: It cannot be read: it is not text\./);
    const among = await command(sandbox, ["scan", "a.js", "bartizan.yaml"]);
    assert.equal(among.err.match(/bartizan\.yaml/g)?.length, 1, among.err);
    rmSync(join(sandbox.folder, "bartizan.yaml"));
    writeFileSync(join(sandbox.folder, ".gitleaks.toml"), "\0");
    const secrets = await command(sandbox, ["scan", "a.js"]);
    assert.equal(secrets.code, 2);
    assert.match(secrets.err, /error: \.gitleaks\.toml: It cannot be read: it is not text\./);
    rmSync(join(sandbox.folder, ".gitleaks.toml"));
    for (const named of ["rules", "rules/own.yaml"]) {
      const rules = await command(sandbox, ["scan", "a.js", "--config", named]);
      assert.equal(rules.code, 2);
      assert.match(rules.err, /error: rules\/own\.yaml: It cannot be read: it is not text\./);
    }
  });
});

test("a misspelt key of gitleaks' TOML is an error where rules are checked", async () => {
  const rules = (key: string) => `[[rules]]\nid = "acme"\nregex = 'acme_[a-z]{10}'\n${key} = ["acme"]\n`;
  await withTree({ "good.toml": rules("keywords"), "bad.toml": rules("keyword"), "a.js": "fine" }, async (sandbox) => {
    assert.equal((await command(sandbox, ["rules", "validate", "good.toml"])).code, 0);
    const { code, out } = await command(sandbox, ["rules", "validate", "bad.toml"]);
    assert.equal(code, 2);
    assert.match(out, /bad\.toml:4:1: error: there is no key "keyword": did you mean "keywords"\?/);
    assert.equal((await command(sandbox, ["scan", "a.js", "--config", "bad.toml"])).code, 0);
  });
});

test("a language that nobody knows is told of as what was typed", async () => {
  await withTree({ "a.js": "fine" }, async (sandbox) => {
    const { code, err } = await command(sandbox, ["scan", "--lang", "klingon", "-e", "f($X)", "a.js"]);
    assert.equal(code, 2);
    assert.match(err, /^bartizan: --lang: "klingon" is not a language that Bartizan knows \(known: javascript, /);
  });
});

test("a file that breaks the engine is a problem, and the others are scanned", async () => {
  await withTree({ "a.js": "CRASH", "b.js": "BAD" }, async (sandbox) => {
    const { out, err, code } = await command(sandbox, ["scan", "--format", "json"]);
    assert.equal(code, 1);
    assert.deepEqual(placesOf({ out }), ["b.js:1:1 bad-word"]);
    assert.match(err, /a\.js: the scan of it failed: the engine broke/);
    assert.equal(reportOf({ out }).problems[0]!.kind, "file-failed");
    assert.equal((await command(sandbox, ["scan", "--strict"])).code, 2);
  });
});

test("configuration: rules, severities, paths, own rules and the nearest file upward", async () => {
  const tree = {
    ".git/HEAD": "",
    "bartizan.yaml": "rules: { ugly-word: off, bad-word: warning }\npaths: { exclude: [gen/] }\nrule-files: [own]\n",
    "own/more.yaml": ruleFile("own", "generic", "pattern: X"),
    "a.js": "BAD UGLY",
    "gen/a.js": "BAD",
    "sub/bartizan.yaml": "thresholds: { severity: error }\n",
    "sub/a.js": "BAD UGLY",
  };
  await withTree(tree, async (sandbox) => {
    const json = async (...argv: string[]) => reportOf(await command(sandbox, ["scan", "--format", "json", ...argv]));
    const list = (report: JsonReport) =>
      report.findings.map(({ path, ruleId, severity }) => `${path} ${ruleId} ${severity}`);
    assert.deepEqual(list(await json()), ["a.js bad-word warning", "sub/a.js bad-word error"]);
    assert.deepEqual(list(await json("sub/a.js")), ["sub/a.js bad-word error"]);
    assert.deepEqual(list(await json("--severity", "error")), ["sub/a.js bad-word error"]);
    assert.deepEqual(list(await json("--rule", "ugly-*")), ["a.js ugly-word warning"]);
    assert.deepEqual(list(await json("--exclude", "sub/")), ["a.js bad-word warning"]);
    assert.deepEqual(list(await json("--no-default-rules")), []);
    sandbox.write("sub/bartizan.yaml", "rules: { bad-word: loud }\n");
    const wrong = await command(sandbox, ["scan"]);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /sub\/bartizan\.yaml:1:20: `rules\.bad-word`: `loud` is not one of/);
    sandbox.write("other/bartizan.yaml", "rules: { bad-word: critical }\n");
    const named = await command(sandbox, ["scan", "--config", "other/bartizan.yaml", "--format", "json"]);
    assert.deepEqual(list(reportOf(named)), [
      "a.js bad-word critical",
      "a.js ugly-word warning",
      "gen/a.js bad-word critical",
      "sub/a.js bad-word critical",
      "sub/a.js ugly-word warning",
    ]);
  });
});

test("suppressed findings are reported as such and do not count", async () => {
  await withTree(
    { "a.js": "BAD // bartizan-ignore bad-word -- reviewed\n", "b.js": "// bartizan-ignore bad-word -- old\nfine\n" },
    async (sandbox) => {
      const { out, code } = await command(sandbox, ["scan", "--format", "json"]);
      const report = reportOf({ out });
      assert.equal(code, 1);
      assert.equal(report.statistics.suppressed, 1);
      assert.equal(report.findings[0]!.suppressed?.reason, "reviewed");
      assert.equal(report.findings[1]!.ruleId, "unused-suppression");
      assert.equal((await command(sandbox, ["scan", "a.js"])).code, 0);
      assert.equal((await command(sandbox, ["scan", "--fix"])).code, 0);
      assert.equal(readFileSync(join(sandbox.folder, "b.js"), "utf8"), "fine\n");
    },
  );
});

test("a baseline accepts what is there, and only what is new is reported", async () => {
  await withTree({ "a.js": "one BAD\n", "b.js": "two UGLY\n" }, async (sandbox) => {
    const written = await command(sandbox, ["scan", "--write-baseline", "baseline.json"]);
    assert.doesNotMatch(written.out, /To accept one/);
    assert.equal(written.code, 0);
    assert.match(written.err, /2 findings accepted/);
    assert.equal((await command(sandbox, ["scan", "--baseline", "baseline.json"])).code, 0);
    sandbox.write("a.js", "new line\n\n  one   BAD;\nanother BAD\n");
    const report = reportOf(await command(sandbox, ["scan", "--baseline", "baseline.json", "--format", "json"]));
    assert.deepEqual(
      report.findings.map(({ start }) => start.line),
      [4],
    );
    assert.equal(report.statistics.accepted, 2);
    sandbox.write("bartizan.yaml", "baseline: baseline.json\n");
    assert.match((await command(sandbox, ["scan"])).out, /1 finding .*2 in the baseline/i);
    sandbox.write("baseline.json", "{}");
    assert.equal((await command(sandbox, ["scan"])).code, 2);
  });
});

test("--fix changes what helps, keeps encodings and line ends, and leaves alone what it cannot write back", async () => {
  const tree = {
    "a.js": "\uFEFFx BAD\r\ny BAD\r\n",
    "b.js": new Uint8Array([0xff, 0xfe, 66, 0, 65, 0, 68, 0]),
    "c.js": new Uint8Array([66, 65, 68, 0xe9]),
    "d.js": "BAD UNFIXABLE",
  };
  await withTree(tree, async (sandbox) => {
    const { code, out, err } = await command(sandbox, ["scan", "--fix"]);
    assert.equal(code, 1);
    assert.equal(readFileSync(join(sandbox.folder, "a.js"), "utf8"), "\uFEFFx GOOD\r\ny GOOD\r\n");
    assert.deepEqual([...readFileSync(join(sandbox.folder, "b.js"))], [0xff, 0xfe, 71, 0, 79, 0, 79, 0, 68, 0]);
    assert.deepEqual([...readFileSync(join(sandbox.folder, "c.js"))], [66, 65, 68, 0xe9]);
    assert.match(err, /c\.js: not fixed: it is not valid text/);
    assert.match(out, /3 fixed/);
  });
});

test("text for people: place, consequence, code, way, advice, summary; nothing on the error stream", async () => {
  await withTree({ "a.js": "let SOURCE = 1;\nlet x = 2;\n\tuse(x, BAD);\n" }, async (sandbox) => {
    const { out, err } = await command(sandbox, ["scan"]);
    assert.equal(err, "");
    assert.equal(
      out,
      `a.js:3:9  error  bad-word
  This word depends on what the client sends.

    2 | let x = 2;
  > 3 |   use(x, BAD);
      |          ^^^

  How the value gets here:
     1  a.js:1:5  \`SOURCE\` comes from the client
     2  a.js:3:9  it is said here

  Fix: Say GOOD. (\`--fix\` does it.)
  Whoever controls the word controls the rest. (More: \`bartizan rules show bad-word\`)
  CWE-89, A03:2021

1 finding (1 error) in 1 of 1 file, 2 rules, ${/, (\d+ ms|[\d.]+ s)\.\n/.exec(out)?.[1]}.
To accept one, write \`bartizan-ignore RULE-ID -- reason\` in a comment on its line or the one above; to accept all, use \`--write-baseline FILE\`.
`,
    );
    assert.match((await command(sandbox, ["scan", "--rule", "ugly-word"])).out, /^No findings in 1 file, 1 rule, /);
  });
});

test("colours only on a terminal, or when asked for; NO_COLOR counts", async () => {
  await withTree({ "a.js": "BAD" }, async (sandbox) => {
    const isColoured = async (argv: string[], more = {}) =>
      (await command(sandbox, ["scan", ...argv], more)).out.includes("\u001b[");
    assert.equal(await isColoured([]), false);
    assert.equal(await isColoured([], { isTerminal: true }), true);
    assert.equal(await isColoured([], { isTerminal: true, environment: { NO_COLOR: "1" } }), false);
    assert.equal(await isColoured(["--no-color"], { isTerminal: true }), false);
    assert.equal(await isColoured(["--color"]), true);
    assert.equal(await isColoured([], { environment: { FORCE_COLOR: "1" } }), true);
  });
});

test("a found secret is shown nowhere, whichever finding shows its line", async () => {
  const secret = `TOKEN-${"a1b2c3".repeat(4)}`;
  await withTree({ "a.js": `x = "${secret}"; BAD\nBAD\n` }, async (sandbox) => {
    for (const format of ["text", "json", "sarif"]) {
      const { out, err, code } = await command(sandbox, ["scan", "--format", format]);
      assert.equal(code, 1);
      assert.ok(!out.includes(secret) && !err.includes(secret), format);
      assert.ok(!out.includes("a1b2c3"), format);
    }
  });
});

test("what a scanned file holds cannot control the terminal", async () => {
  await withTree({ "a.js": "\u001b]0;owned\u0007 BAD \u202e x\n" }, async (sandbox) => {
    const { out } = await command(sandbox, ["scan"]);
    assert.match(out, /·\]0;owned· BAD · x/);
  });
});

test("progress shows on a terminal only, and leaves nothing behind", async () => {
  await withTree({ "a.js": "fine", "b.js": "fine" }, async (sandbox) => {
    const { err } = await command(sandbox, ["scan"], { isTerminal: true });
    assert.match(err, /Scanning \d\/2 {2}a\.js/);
    assert.ok(err.endsWith("\r\u001b[2K"));
    assert.equal((await command(sandbox, ["scan"], { isTerminal: true, environment: { CI: "true" } })).err, "");
  });
});
