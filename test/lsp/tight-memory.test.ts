// Where memory does not hold all of a folder, what a scan found in it stands: as the rest is scanned, as somebody types, and until
// a file's own text changes.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Host } from "../../server/src/lsp/host.ts";
import { keptScans, nodeHost } from "../../server/src/lsp/node-host.ts";
import type { ScanSummary } from "../../server/src/protocol.ts";
import { TestClient } from "./client.ts";

/** Some 8,000 characters of closed files. */
const TIGHT_MB = 2;
const PADDING = `# ${"x".repeat(1500)}\n`;
const FLAWED = "import os\nfrom flask import request\n\n\ndef run():\n    os.system(request.args['do'])\n";
const FILES: Readonly<Record<string, string>> = {
  "shop/store.js":
    'const db = require("mysql2").createConnection({});\nexports.find = (id) => db.query("select * from t where id = \'" + id + "\'");\n',
  "shop/main.js": `// ${"x".repeat(3000)}\nconst app = require("express")();\nconst store = require("./store.js");\napp.get("/", (req, res) => res.json(store.find(req.query.id)));\n`,
  "open.py": "def plain():\n    return 1\n",
  "notes.yaml": `${PADDING}password: "${["kZ9x", "Qm3v", "T7rB"].join("")}"\n`,
  ...Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`tools${n}/run.py`, PADDING + FLAWED])),
};

const folder = mkdtempSync(join(tmpdir(), "bartizan-tight-"));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }));
const uriOf = (path: string) => pathToFileURL(join(folder, "tree", path)).href;
function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, "tree", path)), { recursive: true });
  writeFileSync(join(folder, "tree", path), text);
}

let sessions = 0;
async function start(memoryLimitMb: number): Promise<TestClient> {
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  const { warmUpMs: _, ...others } = nodeHost(resolve("dist"), "test");
  const cache = { folder: join(folder, `cache-${++sessions}`), engine: async () => "a build", now: () => Date.now() };
  const host: Host = { ...others, kept: keptScans({ ...cache, smallestTree: 0 }) };
  return TestClient.start(host, {
    folders: [pathToFileURL(join(folder, "tree")).href],
    initialization: { features: { findings: true } },
    settings: { memoryLimitMb },
  });
}

function found(client: TestClient): string[] {
  const all = [...client.findings.values()].flatMap(({ uri, findings }) =>
    findings.map(({ ruleId, range }) => `${uri.slice(uriOf("").length)}:${range.start.line} ${ruleId}`),
  );
  return all.sort();
}

const scan = (client: TestClient) =>
  client.connection.sendRequest<ScanSummary>("bartizan/scan", { scope: { kind: "workspace" } });
const quiet = () => new Promise((turn) => setTimeout(turn, 2_500));

test("what a scan found stands where memory does not hold all files", { timeout: 120_000 }, async () => {
  const roomy = await start(1024);
  const whole = await scan(roomy);
  await roomy.until("all findings", () => found(roomy).length >= whole.findings);
  const expected = found(roomy);
  assert.ok(expected.length >= 9, expected.join("\n"));
  await roomy.stop();

  const client = await start(TIGHT_MB);
  await client.open(uriOf("open.py"), FILES["open.py"]!);
  const { files, findings, problems } = await scan(client);
  assert.deepEqual({ files, findings, problems }, { files: whole.files, findings: whole.findings, problems: [] });
  assert.ok(client.log.some((line) => line.includes("bartizan.memoryLimitMb")));
  await quiet();
  assert.deepEqual(found(client), expected);

  await client.replace(uriOf("open.py"), "return 1", "return 2");
  await quiet();
  assert.deepEqual(found(client), expected, "typing elsewhere takes nothing away");

  write("tools0/run.py", PADDING);
  write("tools1/run.py", `${PADDING}\n${FLAWED}`);
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [0, 1].map((n) => ({ uri: uriOf(`tools${n}/run.py`), type: 2 })),
  });
  const moved = expected
    .filter((line) => !line.startsWith("/tools0/"))
    .map((line) => line.replace("tools1/run.py:6", "tools1/run.py:7"));
  assert.notDeepEqual(moved, expected);
  await client.until("what changed on the disk is told", () => found(client).join() === moved.sort().join());
  await client.stop();
});

test("files that see each other and are more than memory holds are scanned in parts, and it is said", {
  timeout: 120_000,
}, async () => {
  const client = await start(1);
  write("shop/main.js", `// ${"x".repeat(5000)}\n${FILES["shop/main.js"]}`);
  const { files, problems } = await scan(client);
  assert.equal(files, Object.keys(FILES).length);
  assert.match(problems.join(), /^shop\/main\.js and 1 other files .* 2 parts .*$/);
  await client.stop();
});
