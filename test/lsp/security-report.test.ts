// The security report that the server writes: what lists show at that moment, and what the command line writes of the same tree.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import { Requests, type ScanSummary, type SecurityReport } from "../../server/src/protocol.ts";
import { shipped } from "../cli/command-line.ts";
import { ROOT, type TestClient, withClient } from "./client.ts";
import { fakeHost } from "./fake-engine.ts";

const FLAWED = "id = source();\nsink(id);\n";
const place = mkdtempSync(join(tmpdir(), "bartizan-report-"));
after(() => rmSync(place, { recursive: true, force: true, maxRetries: 9 }));

const initialization = { features: { findings: true } };

async function scanAndReport(client: TestClient): Promise<{ scan: ScanSummary; report: SecurityReport }> {
  const scan = await client.connection.sendRequest<ScanSummary>(Requests.scan, { scope: { kind: "workspace" } });
  return { scan, report: await reportOf(client, scan) };
}

function reportOf(client: TestClient, scan: ScanSummary): Promise<SecurityReport> {
  return client.connection.sendRequest<SecurityReport>(Requests.securityReport, { scan });
}

/** Findings that lists show: neither silenced nor accepted. */
function shown(client: TestClient): number {
  return [...client.findings.values()].flatMap(({ findings }) =>
    findings.filter(({ suppressed, isAccepted }) => !suppressed && !isAccepted),
  ).length;
}

function said(page: string): string {
  return page
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/<wbr>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

/** All of a page but what was scanned, where editor and command line count differently. */
function withoutScan(page: string): string {
  const at = page.indexOf('<section aria-labelledby="scanned">');
  assert.ok(at > 0);
  return page.slice(0, at);
}

function wentWrong(page: string): string {
  return /<h3>What went wrong<\/h3>[\s\S]*?<\/ul>/.exec(page)?.[0] ?? "";
}

test("editor and command line write the same page, and it counts what the editor lists", {
  timeout: 120_000,
}, async () => {
  const copy = join(place, "shop");
  cpSync("samples/shop", copy, { recursive: true });
  mkdirSync(join(copy, ".git"));
  shipped(copy, ["scan", "--exclude", "reports/", "--write-baseline", "bartizan-baseline.json"]);
  const change = (path: string, before: string, then: string) => {
    const text = readFileSync(join(copy, path), "utf8");
    assert.ok(text.includes(before), `${path}: ${before}`);
    writeFileSync(join(copy, path), text.replace(before, then));
  };
  change("web/routes/search.js", "db.query(", "ask(");
  change(
    "reports/exports.py",
    "import",
    "# bartizan-ignore-file command-injection until=2999-12-31 -- only we call it\nimport",
  );
  writeFileSync(join(copy, "web/broken.js"), "const a = ;\n");
  const scanned = shipped(copy, ["scan", "--no-cache", "--format", "html"]);
  assert.equal(scanned.code, 1, scanned.err);
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const options = { folders: [pathToFileURL(copy).href], initialization };
  await withClient(nodeHost(resolve("dist"), version), options, async (client) => {
    const { scan, report } = await scanAndReport(client);
    assert.equal(withoutScan(report.text), withoutScan(scanned.out));
    assert.match(wentWrong(scanned.out), /1 file has syntax errors/);
    assert.equal(wentWrong(report.text), wentWrong(scanned.out));
    assert.ok(report.findings > 5);
    assert.equal(report.findings, scan.findings);
    assert.equal(shown(client), report.findings);
    assert.match(report.text, new RegExp(`id="open-findings">${report.findings}<`));
    const text = said(report.text);
    assert.match(text, /No longer found −1 /);
    assert.match(text, /command-injection only we call it 2999-12-31/);
    assert.match(text, new RegExp(`Files ${scan.files} On `));
  });
});

test("it counts what is typed and not saved, and files without a folder", () =>
  withClient(
    fakeHost({ [`${ROOT}/a.js`]: FLAWED, [`${ROOT}/b.js`]: "fine();" }),
    { initialization },
    async (client) => {
      await client.open(`${ROOT}/b.js`, "fine();");
      const { scan, report } = await scanAndReport(client);
      assert.equal(report.findings, 1);
      await client.change(`${ROOT}/b.js`, [{ text: FLAWED }]);
      await client.open("untitled:Untitled-1", FLAWED);
      for (const uri of [`${ROOT}/b.js`, "untitled:Untitled-1"]) await client.diagnostics(uri);
      await client.until("three findings", () => shown(client) === 3);
      const later = await reportOf(client, scan);
      assert.equal(later.findings, 3);
      const text = said(later.text);
      for (const name of ["a.js:2", "b.js:2", "Untitled-1:2"]) assert.ok(text.includes(name), name);
      await client.change(`${ROOT}/b.js`, [{ text: "fine();" }]);
      await client.diagnostics(`${ROOT}/b.js`);
      await client.until("two findings", () => shown(client) === 2);
      assert.equal((await reportOf(client, scan)).findings, 2);
    },
  ));

test("of several folders each path says whose it is, and what is left out is counted", () => {
  const files = {
    [`${ROOT}/a.js`]: FLAWED,
    [`${ROOT}/.bartizanignore`]: "old/\n",
    [`${ROOT}/old/x.js`]: FLAWED,
    "file:///reports/a.js": FLAWED,
    "file:///reports/bartizan.yaml": "thresholds: { severity: warning }\n",
  };
  return withClient(fakeHost(files), { folders: [ROOT, "file:///reports"], initialization }, async (client) => {
    const { report } = await scanAndReport(client);
    assert.equal(report.findings, 2);
    assert.equal(shown(client), 2);
    const text = said(report.text);
    assert.match(text, /Security report shop, reports 20/);
    for (const name of ["shop/a.js:2", "reports/a.js:2"]) assert.ok(text.includes(name), name);
    assert.match(text, /in reports: findings milder than warning/);
    assert.match(text, /left out by an ignore file \(\.gitignore and the like\) 1/);
  });
});

test("files that memory does not hold are told with their way, too", () => {
  const names = ["a", "b", "c", "d"];
  const large = (name: string) => `${"// much\n".repeat(20_000)}${name}Id = source();\nsink(${name}Id);\n`;
  const files = Object.fromEntries(names.map((name) => [`${ROOT}/${name}.js`, large(name)]));
  const options = { initialization, settings: { memoryLimitMb: 64 } };
  return withClient(fakeHost(files), options, async (client) => {
    const { report } = await scanAndReport(client);
    assert.equal(shown(client), 4);
    assert.equal(report.findings, 4);
    for (const name of names) {
      assert.ok(said(report.text).includes(`${name}.js:20001 ${name}Id comes from`), name);
      assert.ok(said(report.text).includes(`${name}.js:20002`), name);
    }
  });
});

test("a client that keeps no list gets what was scanned", () =>
  withClient(fakeHost({ [`${ROOT}/a.js`]: FLAWED }), {}, async (client) => {
    assert.equal((await scanAndReport(client)).report.findings, 1);
  }));
