// The server with the real engine and the built-in rules, on a copy of the sample shop on disk: the main job from keystroke to
// fix, and the same findings as the command line's.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "vscode-languageserver";
import { run } from "../../server/src/cli/program.ts";
import type { Host } from "../../server/src/lsp/host.ts";
import { nodeEngine, nodePage } from "../../server/src/lsp/node-engine.ts";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import {
  type FolderBaseline,
  type FolderReport,
  type PathResult,
  Requests,
  type ScanSummary,
  type Timings,
} from "../../server/src/protocol.ts";
import { type ClientOptions, type TestClient, withClient } from "./client.ts";

const DIST = resolve("dist");
const FLAW = `db.query("select * from products where id = '" + req.query.id + "'")`;

const place = mkdtempSync(join(tmpdir(), "bartizan-lsp-"));
const shop = join(place, "shop");
cpSync("samples/shop", shop, { recursive: true });
after(() => rmSync(place, { recursive: true, force: true, maxRetries: 9 }));

const uriOf = (path: string) => pathToFileURL(join(shop, path)).href;
const shopText = (path: string) => readFileSync(join(shop, path), "utf8");

async function withShop(
  body: (client: TestClient) => Promise<void>,
  options: ClientOptions & { host?: Host } = {},
): Promise<void> {
  const { host = nodeHost(DIST, "test"), ...others } = options;
  await withClient(host, { folders: [pathToFileURL(shop).href], ...others }, body);
}

test("a flaw typed into a file of a thousand lines is found, explained, fixed and gone", { timeout: 120_000 }, () =>
  withShop(async (client) => {
    const uri = uriOf("web/routes/store.js");
    await client.open(uri, shopText("web/routes/store.js"));
    assert.deepEqual(await client.diagnostics(uri), []);
    const anchor = "const cart = await cartOf(req);";
    await client.replace(uri, anchor, `${anchor}\n    `);
    const line = client.text(uri).slice(0, client.text(uri).indexOf(anchor)).split("\n").length;
    let character = 4;
    for (const key of `${FLAW};`) {
      const at = { line, character: character++ };
      await client.change(uri, [{ range: { start: at, end: at }, text: key }]);
      if (character % 8 === 0) await client.diagnostics(uri);
    }
    const [found, ...others] = await client.diagnostics(uri);
    assert.deepEqual(others, []);
    assert.match(String(found?.code), /sql-injection/);
    assert.equal(found?.range.start.line, line);
    assert.ok(String(found?.message).length <= 120);
    assert.ok((found?.relatedInformation?.length ?? 0) >= 2);

    const hover = await client.hover(uri, found!.range.start.line, found!.range.start.character + 1);
    const { value } = hover!.contents as { value: string };
    assert.match(value, /CWE-89/);
    assert.match(value, /```diff\n- db\.query\(/);
    assert.match(value, /req\.query\.id/);

    const path = await client.connection.sendRequest<PathResult>("bartizan/path", {
      uri,
      position: found!.range.start,
    });
    assert.equal(path.paths[0]?.at(0)?.kind, "source");
    assert.equal(path.paths[0]?.at(-1)?.kind, "sink");

    const [fix] = await client.actions(uri, found!.range);
    assert.equal(fix?.isPreferred, true);
    await client.apply(fix!);
    assert.match(client.text(uri), /db\.query\("select \* from products where id = \?", \[req\.query\.id\]\)/);
    assert.deepEqual(await client.diagnostics(uri), []);
  }),
);

test("the same in Python", { timeout: 120_000 }, () =>
  withShop(async (client) => {
    const uri = uriOf("typed.py");
    await client.open(
      uri,
      `import sqlite3
from flask import Flask, request
app = Flask(__name__)
db = sqlite3.connect("shop.db")
@app.get("/product")
def product():
    name = request.args["name"]
    return name
`,
      "python",
    );
    const before = (await client.diagnostics(uri)).map(({ code }) => code);
    await client.replace(
      uri,
      "return name",
      `return db.execute("select * from products where name = '" + name + "'").fetchall()`,
    );
    const found = (await client.diagnostics(uri)).filter(({ code }) => !before.includes(code));
    assert.match(String(found[0]?.code), /sql-injection/);
    const [fix] = await client.actions(uri, found[0]!.range);
    await client.apply(fix!);
    assert.match(client.text(uri), /where name = \?", \(name,\)\)|where name = \?", \[name\]\)/);
  }),
);

test("a suppression never becomes part of a template or of markup", { timeout: 120_000 }, () =>
  withShop(async (client) => {
    const uri = uriOf("web/routes/page.js");
    const text = `const express = require("express");
const app = express();
app.get("/page", (req, res) => {
  res.send(\`
    <h1>
      \${req.query.word}
    </h1>
  \`);
});
`;
    await client.open(uri, text);
    const [found] = await client.diagnostics(uri);
    assert.match(String(found?.code), /scripting|xss/);
    const actions = await client.actions(uri, found!.range);
    const suppress = actions.find(({ title }) => title.includes("here, with a reason"));
    const resolved = await client.resolve(suppress!);
    assert.ok(resolved.edit, "no way was found to suppress it");
    await client.apply(resolved);
    assert.deepEqual(await client.diagnostics(uri), []);
    const template = (code: string) => /`[^`]*`/.exec(code)?.[0];
    assert.equal(template(client.text(uri)), template(text));
  }),
);

test("a scan of the workspace finds what the command line finds", { timeout: 120_000 }, () =>
  withShop(
    async (client) => {
      writeFileSync(join(shop, "bartizan.yaml"), "rules: { weak-random: off }\n");
      const summary = await client.connection.sendRequest<ScanSummary>("bartizan/scan", {
        scope: { kind: "workspace" },
      });
      assert.ok(summary.findings > 10, JSON.stringify(summary));
      await client.until(
        "all findings",
        () =>
          [...client.findings.values()].flatMap(({ findings }) => findings.filter(({ suppressed }) => !suppressed))
            .length === summary.findings,
      );
      const inEditor = [...client.findings.values()].flatMap(({ uri, findings }) =>
        findings.map(({ ruleId, range, id, severity, confidence }) =>
          JSON.stringify([
            uri.slice(pathToFileURL(shop).href.length + 1),
            range.start.line + 1,
            range.start.character + 1,
            ruleId,
            severity,
            confidence,
            id,
          ]),
        ),
      );
      const inShell = await commandLine();
      assert.deepEqual(
        [inEditor.filter((each) => !inShell.includes(each)), inShell.filter((each) => !inEditor.includes(each))],
        [[], []],
      );
      assert.equal(inEditor.length, inShell.length);
      // The same bytes in the format that others read.
      const [report] = await client.connection.sendRequest<FolderReport[]>(Requests.sarif);
      assert.equal(report!.text, await scanned("sarif"));
      assert.equal(summary.rules, JSON.parse(await scanned("json")).statistics.rules);
    },
    { initialization: { features: { findings: true } } },
  ),
);

test("what the command line accepted into a baseline is no diagnostic, also in a folder below", {
  timeout: 120_000,
}, async () => {
  const copy = join(place, "accepted");
  cpSync("samples/shop", copy, { recursive: true });
  mkdirSync(join(copy, ".git"));
  await commandLineIn(copy, ["scan", copy, "--write-baseline", join(copy, "bartizan-baseline.json")], 0);
  const web = pathToFileURL(join(copy, "web")).href;
  const initialization = { features: { findings: true } };
  await withShop(
    async (client) => {
      const uri = `${web}/routes/search.js`;
      const text = readFileSync(join(copy, "web/routes/search.js"), "utf8");
      await client.open(uri, text);
      assert.deepEqual(await client.diagnostics(uri), []);
      const told = await client.until("its findings", () => client.findings.get(uri));
      assert.ok(told.findings.length > 0 && told.findings.every(({ isAccepted }) => isAccepted));
      assert.equal(
        await client.hover(uri, told.findings[0]!.range.start.line, told.findings[0]!.range.start.character),
        null,
      );
      await client.change(uri, [{ text: `${text}\nrouter.get("/new", (req, res) => res.send(req.query.word));\n` }]);
      const fresh = await client.diagnostics(uri);
      assert.deepEqual(
        fresh.map(({ range }) => range.start.line),
        [text.split("\n").length],
      );
      await client.change(uri, [{ text }]);
      await client.connection.sendRequest<ScanSummary>("bartizan/scan", { scope: { kind: "workspace" } });
      const [baseline] = await client.connection.sendRequest<FolderBaseline[]>(Requests.baseline);
      assert.equal(baseline!.uri, pathToFileURL(join(copy, "bartizan-baseline.json")).href);
      const written = readFileSync(join(copy, "bartizan-baseline.json"), "utf8").split("\n");
      const entries = baseline!.text.split("\n").filter((line) => line.includes("fingerprint"));
      assert.ok(entries.length > 0);
      for (const entry of entries)
        assert.ok(
          written.some((line) => line.replace(/,$/, "") === entry.replace(/,$/, "")),
          entry,
        );
    },
    { initialization, folders: [web] },
  );
});

interface JsonFinding {
  path: string;
  start: { line: number; column: number };
  ruleId: string;
  severity: string;
  confidence: string;
  fingerprint: string;
}

async function commandLine(): Promise<string[]> {
  const { findings } = JSON.parse(await scanned("json")) as { findings: JsonFinding[] };
  return findings.map(({ path, start, ruleId, severity, confidence, fingerprint }) =>
    JSON.stringify([path, start.line, start.column, ruleId, severity, confidence, fingerprint]),
  );
}

test("a file is in its path's language where the editor knows none for it", { timeout: 120_000 }, () =>
  withShop(async (client) => {
    const uri = uriOf("bucket.tf");
    const text = `resource "aws_s3_bucket_acl" "open" {\n  bucket = "x"\n  acl    = "public-read"\n}\n`;
    await client.open(uri, text, "plaintext");
    assert.deepEqual(
      (await client.diagnostics(uri)).map(({ code }) => code),
      ["aws-public-bucket"],
    );
  }),
);

/** What the command line writes about the shop. */
async function scanned(format: string): Promise<string> {
  return commandLineIn(shop, ["scan", shop, "--format", format], 1);
}

async function commandLineIn(cwd: string, args: string[], expected: number): Promise<string> {
  let said = "";
  const sink = { write: () => undefined, isTerminal: false, columns: undefined };
  const now = new Date();
  const code = await run(
    args,
    {
      cwd,
      environment: {},
      version: "test",
      stdout: {
        ...sink,
        write: (text: string) => {
          said += text;
        },
      },
      stderr: sink,
      now: () => performance.now(),
      today: () => new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10),
      engine: () => nodeEngine(DIST),
      securityPage: (facts) => nodePage(DIST, facts),
    },
    async () => 3,
  );
  assert.equal(code, expected);
  return said;
}

test("the timings tell of phases, rules and files what they took", { timeout: 120_000 }, () =>
  withShop(async (client) => {
    const uri = uriOf("web/routes/search.js");
    await client.open(uri, shopText("web/routes/search.js"));
    assert.ok((await client.diagnostics(uri)).length > 0);
    await client.replace(uri, "router.get", "router.post");
    await client.diagnostics(uri);
    const timings = await client.connection.sendRequest<Timings>(Requests.timings);
    const phases = timings.phases.map(({ name }) => name);
    for (const phase of ["parsing", "secrets", "rules", "data flow", "report"])
      assert.ok(phases.includes(phase), phase);
    for (const { milliseconds, count } of [...timings.phases, ...timings.rules]) {
      assert.ok(Number.isFinite(milliseconds));
      assert.ok(count > 0);
    }
    assert.ok(
      timings.phases.every(({ milliseconds }) => milliseconds >= 0) &&
        timings.phases.some(({ milliseconds }) => milliseconds > 0),
    );
    assert.ok(timings.rules.length > 0);
    const file = timings.slowestFiles.find(({ name }) => name === "web/routes/search.js");
    assert.ok(file && file.milliseconds > 0, "the file's own time");
    assert.ok(timings.rows.some(({ what }) => what === "scan of a file"));
  }),
);

test("a file's first answer does not wait for its flows, which follow when the client asks again", {
  timeout: 120_000,
}, async () => {
  const uri = uriOf("web/routes/search.js");
  const code = ({ code: id, range }: Diagnostic) => `${id} ${range.start.line}`;
  let whole: readonly string[] = [];
  await withShop(async (client) => {
    await client.open(uri, shopText("web/routes/search.js"));
    whole = (await client.diagnostics(uri)).map(code);
    assert.equal(client.refreshes, 0);
  });
  assert.ok(whole.length > 0);
  await withShop(
    async (client) => {
      await client.open(uri, shopText("web/routes/search.js"));
      const early = (await client.diagnostics(uri)).map(code);
      assert.ok(early.length < whole.length, "what no flow leads to comes first");
      for (const each of early) assert.ok(whole.includes(each), each);
      await client.until("a refresh", () => client.refreshes > 0);
      assert.deepEqual((await client.diagnostics(uri)).map(code), whole);
      // From then on every answer is whole.
      await client.replace(uri, "router.get", "router.post");
      assert.equal((await client.diagnostics(uri)).length, whole.length);
    },
    { host: { ...nodeHost(DIST, "test"), firstAnswerMs: -1 } },
  );
});
