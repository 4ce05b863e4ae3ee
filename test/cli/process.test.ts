// The built command line as a process: dist/cli.js with its rules and grammars, as it is shipped. `npm run build` makes it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CLI, type Ended, findingsOf, reportOf, shipped } from "./command-line.ts";
import { withTree } from "./fake-host.ts";

function bartizan(cwd: string, ...argv: string[]): Ended {
  return shipped(cwd, argv, { ...process.env, SOURCE_DATE_EPOCH: "1780000000" });
}

const FLAWED = `const express = require("express");
const mysql = require("mysql2");
const app = express();
const db = mysql.createPool({});
app.get("/user", (req, res) => {
  const id = req.query.id;
  db.query("select * from users where id = " + id);
});
`;

test("the shipped rules find a flaw through the shipped grammars, with its way", async () => {
  await withTree({ "app.js": FLAWED, "safe.js": "console.log(1);\n" }, async ({ folder }) => {
    const { code, out, err } = bartizan(folder, "scan", "--format", "json");
    assert.equal(err, "");
    assert.equal(code, 1);
    const [flow] = findingsOf({ out }).filter(({ ruleId }) => ruleId === "sql-injection");
    assert.ok(flow, out);
    assert.deepEqual([flow.path, flow.start.line], ["app.js", 7]);
    assert.ok(flow.traces[0]!.length >= 2);
    assert.ok(flow.cwe.includes("CWE-89"));
    assert.equal(bartizan(folder, "scan", "safe.js").code, 0);
  });
});

test("`bartizan test` runs a rule on targets of its languages where its file has some for others", async () => {
  const rule = (id: string, language: string) =>
    `  - { id: ${id}, languages: [${language}], severity: ERROR, message: m, pattern: f($X) }\n`;
  const tree = {
    "calls.yaml": `rules:\n${rule("of-scripts", "javascript")}${rule("of-snakes", "python")}`,
    "calls.js": "// ruleid: of-scripts\nf(1);\n",
    "calls.py": "# ruleid: of-snakes\nf(1)\n",
  };
  await withTree(tree, async ({ folder }) => {
    const { code, out } = bartizan(folder, "test", ".", "--no-default-rules");
    assert.match(out, /✓ 4 of 4 rules on targets as announced/);
    assert.equal(code, 0);
  });
});

test("`bartizan test` tells of a pattern that does not parse, once for all targets", async () => {
  const tree = {
    "calls.yaml": `rules:
  - { id: broken, languages: [python], severity: INFO, message: m, pattern: "f(" }
  - { id: whole, languages: [python], severity: INFO, message: m, pattern: f($X) }
`,
    "calls.py": "# ruleid: whole\nf(1)\n",
    "calls.more.py": "# ruleid: whole\nf(2)\n",
  };
  await withTree(tree, async ({ folder }) => {
    const { code, out } = bartizan(folder, "test", ".", "--no-default-rules");
    assert.equal(code, 2);
    assert.equal(out.match(/error calls\.yaml: 2:\d+: rule broken: "f\(" does not parse as Python\n/g)?.length, 1, out);
  });
});

test("a way tells neither twice of one text that is joined, nor of a call for what a function reads by itself", async () => {
  const text = `import sqlite3
from flask import Flask, redirect, request

app = Flask(__name__)


@app.get("/sales")
def sales():
    month = request.args.get("month", "")
    sqlite3.connect("x").execute("select '" + month + "' from sales")


@app.get("/back")
def back():
    return redirect(request.args["to"])
`;
  await withTree({ "app.py": text }, async ({ folder }) => {
    const ways = findingsOf(bartizan(folder, "scan", "--format", "json")).map(({ ruleId, traces }) => [
      ruleId,
      ...(traces[0] ?? []).map(({ message }) => message),
    ]);
    assert.deepEqual(ways, [
      [
        "sql-injection",
        "`request.args` comes from the query string",
        "goes through `request.args.get`",
        "kept in `month`",
        "joined into a text",
        "reaches the SQL text of `execute`",
      ],
      [
        "open-redirect",
        "`request.args` comes from the query string",
        "reaches the address of a redirect of `redirect`",
      ],
    ]);
  });
});

test("--verbose says which limit of following data was hit, in which function, and where that is", async () => {
  const text = `${FLAWED}function deep(x) { return x.a.b.c.d.e.f.g.h; }\n`;
  await withTree({ "app.js": text }, async ({ folder }) => {
    const { err } = bartizan(folder, "scan", "--verbose");
    assert.match(err, /app\.js:\d+:1: data could not be followed everywhere through `deep`: members of members/);
    assert.doesNotMatch(bartizan(folder, "scan").err, /could not be followed/);
  });
});

test("a pattern that does not parse is told once, however many files it is for", async () => {
  const rules =
    "rules:\n  - { id: bad, message: m, severity: INFO, languages: [python], pattern: 'if (' }\n" +
    "  - { id: good, message: m, severity: INFO, languages: [python], pattern: f(1) }\n";
  await withTree({ "a.py": "f(1)\n", "b.py": "f(1)\n", "rules.yaml": rules }, async ({ folder }) => {
    const { code, out, err } = bartizan(
      folder,
      "scan",
      "--config",
      "rules.yaml",
      "--no-default-rules",
      "--format",
      "json",
      "a.py",
      "b.py",
    );
    assert.equal(code, 2);
    assert.equal(err.match(/does not parse as Python/g)?.length, 1, err);
    const { findings, problems } = reportOf({ out });
    assert.deepEqual([findings.length, problems.length], [2, 1]);
  });
});

test("exit codes of the process", async () => {
  await withTree(
    { "a.js": "fine\n", "bad.yaml": "rules:\n  - id: x\n    patern: y\n", "odd.txt": "x" },
    async ({ folder }) => {
      assert.equal(bartizan(folder, "scan").code, 0);
      assert.equal(bartizan(folder, "scan", "nowhere").code, 2);
      assert.equal(bartizan(folder, "scan", "--config", "bad.yaml").code, 2);
      assert.equal(bartizan(folder, "scan", "--config", "odd.txt").code, 2);
      assert.equal(bartizan(folder, "--version").out.trim(), JSON.parse(readFileSync("package.json", "utf8")).version);
      assert.equal(bartizan(folder, "rules", "list").code, 0);
      assert.equal(bartizan(folder).code, 2);
    },
  );
});

test("a reader that stops early ends the process quietly", async () => {
  await withTree(
    Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f${at}.js`, FLAWED])),
    async ({ folder }) => {
      const child = spawn(process.execPath, [CLI, "scan", "--format", "sarif"], {
        cwd: folder,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let err = "";
      child.stderr.on("data", (chunk) => {
        err += String(chunk);
      });
      child.stdout.once("data", () => child.stdout.destroy());
      const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
      assert.equal(err, "");
      assert.ok(code === 0 || code === 1, `ended with ${code}`);
    },
  );
});

test("whoever stops listening to what is said beside the report gets the exit code all the same", async () => {
  await withTree({ "a.js": FLAWED }, async ({ folder }) => {
    const child = spawn(process.execPath, [CLI, "scan", "--profile"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    child.stderr.destroy();
    assert.equal(await new Promise((resolve) => child.on("close", resolve)), 1);
  });
});

test("a large report reaches a pipe whole", async () => {
  await withTree(
    Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`f${at}.js`, FLAWED])),
    async ({ folder }) => {
      const { out } = bartizan(folder, "scan", "--format", "sarif");
      assert.ok(out.length > 300_000);
      assert.ok(JSON.parse(out).runs[0].results.length >= 300);
    },
  );
});

test("the same tree gives the same bytes, also from a folder below and with the files named one by one", async () => {
  await withTree({ ".git/HEAD": "", "b/app.js": FLAWED, "a.js": FLAWED, "c.py": "import os\n" }, async ({ folder }) => {
    const first = bartizan(folder, "scan", "--format", "sarif");
    assert.equal(bartizan(folder, "scan", "--format", "sarif").out, first.out);
    assert.equal(bartizan(join(folder, "b"), "scan", "..", "--format", "sarif").out, first.out);
    assert.equal(bartizan(folder, "scan", "--format", "sarif", "c.py", "b/app.js", "a.js").out, first.out);
    assert.ok(!first.out.includes(folder));
  });
});

test("worker threads find what one thread finds, byte for byte", async () => {
  const tree = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}.js`, FLAWED]));
  const flow = 'module.exports = (db, id) => db.query("select " + id);\n';
  const caller =
    'const find = require("./db");\nrequire("express")().get("/", (req, res) => find(db, req.query.id));\n';
  await withTree({ ...tree, "db.js": flow, "main.js": caller }, async ({ folder }) => {
    const [one, three] = ["1", "3"].map((jobs) => bartizan(folder, "scan", "--format", "sarif", "--jobs", jobs));
    assert.equal(three!.out, one!.out);
    assert.equal(three!.code, 1);
  });
});

test("the language server answers over standard input and output", async () => {
  await withTree({}, async ({ folder }) => {
    const child = spawn(process.execPath, [CLI, "lsp", "--stdio"], { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
    const answers: string[] = [];
    const arrived = new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (chunk) => {
        answers.push(String(chunk));
        if (answers.join("").includes('"capabilities"')) resolve();
      });
      child.on("close", () => reject(new Error(`ended early: ${answers.join("")}`)));
    });
    const send = (message: object) => {
      const body = JSON.stringify({ jsonrpc: "2.0", ...message });
      child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    };
    send({ id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } });
    await arrived;
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    send({ id: 2, method: "shutdown" });
    send({ method: "exit" });
    assert.equal(await ended, 0);
  });
});

test("rules validate finds patterns that do not parse, in whichever language the rule is", async () => {
  const rule = (id: string, language: string, pattern: string) =>
    `  - id: ${id}\n    languages: [${language}]\n    severity: ERROR\n    message: m\n    pattern: ${JSON.stringify(pattern)}\n`;
  const text = `rules:\n${rule("fine", "go", "f(...)")}${rule("bad", "python", "foo((((")}`;
  await withTree({ "rules.yaml": text }, async ({ folder }) => {
    const { code, out } = bartizan(folder, "rules", "validate", "rules.yaml");
    assert.equal(code, 2);
    assert.match(out, /rules\.yaml:11:14: error: rule bad: "foo\(\(\(\(" does not parse as Python/);
    assert.match(out, /2 rules in 1 file, 1 error\./);
  });
});

test("many rules are read once: the next scan finds the same by what was kept, a damaged one by reading again", async () => {
  const rule = (at: number) =>
    `  - id: rule-${at}\n    languages: [javascript]\n    severity: ERROR\n    message: ${"m".repeat(100)}\n    pattern: call${at}(...)\n`;
  const rules = `rules:\n${Array.from({ length: 1200 }, (_, at) => rule(at)).join("")}`;
  await withTree({ "rules.yaml": rules, "a.js": "call7(x);\n", "cache/x": "" }, async ({ folder }) => {
    const words = ["scan", "a.js", "--no-default-rules", "--config", "rules.yaml", "--format", "json"];
    const scan = () => findingsOf(shipped(folder, words, { ...process.env, BARTIZAN_CACHE: join(folder, "cache") }));
    const first = scan();
    assert.equal(first.length, 1);
    const scans = join(folder, "cache/scans");
    const [kept, ...others] = readdirSync(scans).filter((name) => name.endsWith(".rules"));
    assert.ok(kept !== undefined && others.length === 0, "nothing was kept");
    assert.deepEqual(scan(), first);
    writeFileSync(join(scans, kept), "damaged");
    assert.deepEqual(scan(), first);
    assert.notEqual(readFileSync(join(scans, kept), "utf8"), "damaged");
  });
});

test("no rule of ours is told to be broken, whichever language a tree is in", async () => {
  const files = { "ts/a.ts": "eval(x);\n", "js/a.js": "eval(x);\n", "py/a.py": "eval(x)\n", "go/a.go": "package a\n" };
  await withTree(files, async ({ folder }) => {
    for (const [language, wanted] of Object.entries({ ts: 1, js: 1, py: 1, go: 0 })) {
      const { code, err } = bartizan(folder, "scan", language);
      assert.equal(code, wanted, language);
      assert.doesNotMatch(err, /error/, `${language}: ${err}`);
    }
  });
});

test("code of one language in a file of another is scanned where an extract rule finds it, at its place", async () => {
  const rules = `rules:
  - id: scripts
    mode: extract
    languages: [html]
    pattern: <script>$...SCRIPT</script>
    extract: $...SCRIPT
    dest-language: javascript
  - id: no-eval
    languages: [javascript]
    severity: ERROR
    message: Runs $X.
    pattern: eval($X)
`;
  const page = "<html>\n<script>\n  eval(a)\n</script>\n<p>eval(b)</p>\n<script>let c; eval(c)</script>\n</html>\n";
  await withTree({ "page.html": page, "rules.yaml": rules }, async ({ folder }) => {
    const { out } = bartizan(
      folder,
      "scan",
      "page.html",
      "--no-default-rules",
      "--config",
      "rules.yaml",
      "--format",
      "json",
    );
    const places = findingsOf({ out }).map(({ start, message }) => `${start.line}:${start.column} ${message}`);
    assert.deepEqual(places, ["3:3 Runs a.", "6:16 Runs c."]);
  });
});

test("a rule that reads a part as another language runs where no file is in that language", async () => {
  const rules = `rules:
  - id: shell
    languages: [yaml]
    severity: ERROR
    message: m
    patterns:
      - pattern: "run: $SCRIPT"
      - metavariable-pattern: { metavariable: $SCRIPT, language: bash, pattern: "curl ... | bash" }
`;
  const workflow = 'steps:\n  - run: "curl https://x.test | bash"\n  - run: "make"\n';
  await withTree({ "w.yaml": workflow, "rules.yml": rules }, async ({ folder }) => {
    const { out } = bartizan(
      folder,
      "scan",
      "w.yaml",
      "--no-default-rules",
      "--config",
      "rules.yml",
      "--format",
      "json",
    );
    assert.deepEqual(
      findingsOf({ out }).map(({ start }) => start.line),
      [2],
    );
  });
});

test("names that tsconfig.json gives to modules of the tree are followed", async () => {
  const find = 'export function find(db, id) { return db.query("select " + id); }\n';
  const app = (name: string) => `import express from "express";
import mysql from "mysql2";
import { find } from "${name}";
const db = mysql.createPool({});
express().get("/", (req, res) => { find(db, req.query.id); });
`;
  const base = '{ "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["src/lib/*"] } } }';
  const tree = {
    "tsconfig.base.json": base,
    "tsconfig.json": '{ "extends": "./tsconfig.base" } // as editors write it',
    "src/lib/db.ts": find,
    "src/aliased.ts": app("@lib/db"),
    "src/based.ts": app("src/lib/db"),
    "src/other.ts": app("lib/db"),
  };
  await withTree(tree, async ({ folder }) => {
    const { out } = bartizan(folder, "scan", "--format", "json");
    const sources = findingsOf({ out }).flatMap(({ traces }) => traces.map((trace) => trace[0]!.path));
    assert.deepEqual([...new Set(sources)].sort(), ["src/aliased.ts", "src/based.ts"]);
  });
});
