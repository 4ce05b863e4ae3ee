// What a scan of a folder found is known to the next session: files that are as they were are neither read nor scanned again, and
// what is told is what a session without any memory tells, whatever was edited since or happened to what was kept.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  CancellationTokenSource,
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type { Host } from "../../server/src/lsp/host.ts";
import { keptScans, nodeHost } from "../../server/src/lsp/node-host.ts";
import type { ScanSummary } from "../../server/src/protocol.ts";
import { TestClient } from "./client.ts";

const DIST = resolve("dist");
const TREE: Readonly<Record<string, string>> = {
  "shop/package.json": '{ "dependencies": { "express": "4", "mysql2": "3" } }',
  "shop/store.js":
    'const db = require("mysql2").createConnection({});\nexports.find = (id) => db.query("select * from t order by " + id);\n',
  "shop/main.js":
    'const app = require("express")();\nconst store = require("./store.js");\napp.get("/", (req, res) => res.json(store.find(req.query.id)));\n',
  "tool/run.py": 'import os\nfrom flask import request\n\n\ndef run():\n    os.system(request.args["do"])\n',
  "tool/same.py": "import run\n",
  "tool/plain.py": "def plain():\n    return 1\n",
  "notes.txt": "Nothing to be found here.\n",
  "image.png": "\u0000\u0000",
};

const places: string[] = [];
after(() => {
  for (const place of places) rmSync(place, { recursive: true, force: true, maxRetries: 9 });
});

interface Place {
  readonly tree: string;
  readonly cache: string;
  uri(path: string): string;
  write(path: string, text: string): void;
}

function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), "bartizan-kept-"));
  places.push(folder);
  const tree = join(folder, "tree");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  };
  for (const [path, text] of Object.entries(TREE)) write(path, text);
  return { tree, cache: join(folder, "cache"), uri: (path) => pathToFileURL(join(tree, path)).href, write };
}

/** A session's host; what its engine was given and asked for is in the lists. */
function countingHost(
  place: Place,
  keeps = true,
  onScan: () => void = () => undefined,
): { host: Host; given: string[]; scanned: string[] } {
  const given: string[] = [];
  const scanned: string[] = [];
  const { kept: _, warmUpMs: __, ...others } = nodeHost(DIST, "test");
  const host: Host = {
    ...others,
    engine: (options) => {
      const engine = others.engine(options);
      return {
        ...engine,
        createWorkspace: async (rules, scanOptions) => {
          const workspace = await engine.createWorkspace(rules, scanOptions);
          const { set, scan } = workspace;
          workspace.set = (file) => {
            given.push(file.path);
            set.call(workspace, file);
          };
          workspace.scan = (path, budget) => {
            scanned.push(path);
            onScan();
            return scan.call(workspace, path, budget);
          };
          return workspace;
        },
      };
    },
    ...(keeps && {
      kept: keptScans({
        folder: place.cache,
        engine: async () => "a build",
        // Long after the files were written.
        now: () => Date.now() + 60_000,
        smallestTree: 0,
      }),
    }),
  };
  return { host, given, scanned };
}

const startIn = (place: Place, host: Host) =>
  TestClient.start(host, {
    folders: [pathToFileURL(place.tree).href],
    initialization: { features: { findings: true } },
    settings: {},
  });

const scanAll = (client: TestClient) =>
  client.connection.sendRequest<ScanSummary>("bartizan/scan", { scope: { kind: "workspace" } });

/** What the client knows to be found, by file. */
function found(client: TestClient): Record<string, string[]> {
  const all = [...client.findings.values()].filter(({ findings }) => findings.length > 0);
  const entries = all.map(({ uri, findings }): [string, string[]] => [
    uri,
    findings.map((each) => JSON.stringify(each)),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const counts = ({ files, findings, skipped, problems }: ScanSummary) => ({ files, findings, skipped, problems });
const isRead = (client: TestClient) => client.log.some((line) => /^Read \d+ files/.test(line));

/** A session that scans everything, and what it tells. */
async function session(place: Place, keeps = true) {
  const { host, given, scanned } = countingHost(place, keeps);
  const client = await startIn(place, host);
  await client.until("the folder was read", () => isRead(client));
  const summary = counts(await scanAll(client));
  await client.until("all findings", () => Object.values(found(client)).flat().length >= summary.findings);
  const told = found(client);
  await client.stop();
  return { summary, told, given, scanned, log: client.log };
}

test("the next session scans nothing again and tells the same", { timeout: 60_000 }, async () => {
  const place = makePlace();
  const without = await session(place, false);
  assert.ok(without.summary.findings >= 2, JSON.stringify(without.told));
  const first = await session(place);
  const second = await session(place);
  assert.ok(first.scanned.length >= 6);
  assert.deepEqual([second.given, second.scanned], [[], []]);
  for (const { summary, told } of [first, second]) {
    assert.deepEqual(summary, without.summary);
    assert.deepEqual(told, without.told);
  }
});

test("a scan tells how far it is while files are taken in, and can be stopped there", { timeout: 60_000 }, async () => {
  const place = makePlace();
  const chain = Array.from({ length: 40 }, (_, n) => `chain/c${n}.js`);
  for (const [n, path] of chain.entries()) place.write(path, `const next = require("./c${n + 1}.js");\n`);
  const { host, given, scanned } = countingHost(place);
  let isStuck = true;
  const client = await startIn(place, {
    ...host,
    engine: (options) => {
      const engine = host.engine(options);
      return {
        ...engine,
        createWorkspace: async (rules, scanOptions) => {
          const workspace = await engine.createWorkspace(rules, scanOptions);
          const { absorb } = workspace;
          workspace.absorb = (budget) => !isStuck && absorb.call(workspace, budget);
          return workspace;
        },
      };
    },
  });
  const told: string[] = [];
  client.connection.onNotification("$/progress", ({ value }: { value: { message?: string } }) => {
    told.push(value.message ?? "");
  });
  const source = new CancellationTokenSource();
  const scan = client.connection.sendRequest<ScanSummary>(
    "bartizan/scan",
    { scope: { kind: "workspace" }, workDoneToken: "told" },
    source.token,
  );
  while (!told.some((message) => /^reading \d+\/\d+$/.test(message))) await new Promise((turn) => setTimeout(turn, 5));
  assert.ok(chain.every((path) => given.includes(path)));
  source.cancel();
  assert.equal((await scan).isCancelled, true);
  assert.deepEqual(scanned, []);
  isStuck = false;
  const { findings, isCancelled } = await scanAll(client);
  assert.ok(findings >= 2 && !isCancelled, "the next scan goes on from there");
  await client.stop();
});

test("after changes only what belongs together with a changed file is scanned", { timeout: 60_000 }, async () => {
  const place = makePlace();
  await session(place);
  place.write("tool/run.py", "from flask import request\n\n\ndef run():\n    eval(request.args['do'])\n");
  const changed = await session(place);
  assert.deepEqual(
    changed.given.filter((path) => path.startsWith("shop/")),
    [],
  );
  assert.deepEqual(changed.told, (await session(place, false)).told);
  // The scan of the changed tree was kept, too.
  assert.deepEqual((await session(place)).scanned, []);
});

test("a folder that was only read is scanned when there is time, for the next session", {
  timeout: 60_000,
}, async () => {
  const place = makePlace();
  const { host } = countingHost(place);
  const client = await startIn(place, host);
  await client.until("the silent scan", () => client.log.some((line) => line.startsWith("For the next session")));
  assert.deepEqual(found(client), {}, "nobody asked for the findings of files that are not open");
  await client.stop();
  const next = await session(place);
  assert.deepEqual([next.given, next.scanned], [[], []]);
});

test("what is recalled holds until something is edited; then all is as if it had been scanned", {
  timeout: 60_000,
}, async () => {
  const place = makePlace();
  await session(place);
  const { host, given, scanned } = countingHost(place);
  const client = await startIn(place, host);
  await client.until("the folder was looked at", () => isRead(client));
  await scanAll(client);
  const store = place.uri("shop/store.js");
  const main = place.uri("shop/main.js");
  await client.open(store, TREE["shop/store.js"]!);
  await client.open(main, TREE["shop/main.js"]!);
  const [flaw] = await client.diagnostics(store);
  assert.ok(flaw, "the flow from the other file is recalled");
  assert.deepEqual(scanned, []);
  assert.deepEqual([...new Set(given)].sort(), ["shop/main.js", "shop/store.js"], "only open files are parsed");

  // The flaw moves with the text, at once and afterwards.
  await client.replace(store, "const db", "// A comment.\nconst db");
  const [moved] = await client.diagnostics(store);
  assert.equal(moved?.range.start.line, flaw.range.start.line + 1);
  await client.until("the folder was read", () => client.log.filter((line) => /^Read \d+ files/.test(line)).length > 1);
  assert.equal((await client.diagnostics(store))[0]?.range.start.line, flaw.range.start.line + 1);
  // The source is in the other file.
  await client.replace(main, "req.query.id", "Number(req.query.id)");
  assert.deepEqual(await client.diagnostics(store), []);
  await client.replace(main, "Number(req.query.id)", "String(req.query.id)");
  assert.equal((await client.diagnostics(store)).length, 1);

  const after = counts(await scanAll(client));
  const edited = [client.text(store), client.text(main)];
  await client.stop();
  // The same texts in a session without memory.
  place.write("shop/store.js", edited[0]!);
  place.write("shop/main.js", edited[1]!);
  assert.deepEqual(after, (await session(place, false)).summary);
  // What was kept of a scan of texts that were not on the disk is nothing that the disk is taken for.
  assert.deepEqual((await session(place)).told, (await session(place, false)).told);
});

test("a scan with documents open is kept, unless somebody typed meanwhile", { timeout: 60_000 }, async () => {
  const place = makePlace();
  const main = place.uri("shop/main.js");
  const scanWith = async (isTyping: boolean) => {
    let type = () => undefined as unknown;
    const client = await startIn(place, countingHost(place, true, () => type()).host);
    await client.open(main, TREE["shop/main.js"]!);
    await client.until("the folder was read", () => isRead(client));
    // Whenever a file is looked at: what is typed the one time is taken back the next.
    if (isTyping)
      type = () => {
        const isThere = client.text(main).includes("./store.js");
        void client.replace(main, isThere ? "./store.js" : "./other.js", isThere ? "./other.js" : "./store.js");
      };
    await scanAll(client);
    type = () => undefined;
    await client.stop();
  };
  await scanWith(true);
  assert.notDeepEqual((await session(place)).scanned, []);
  rmSync(place.cache, { recursive: true });
  await scanWith(false);
  const next = await session(place);
  assert.deepEqual([next.given, next.scanned], [[], []]);
});

test("a file that comes, changes or goes on disk ends what was recalled", { timeout: 60_000 }, async () => {
  const place = makePlace();
  await session(place);
  const { host } = countingHost(place);
  const client = await startIn(place, host);
  await client.until("the folder was looked at", () => isRead(client));
  await scanAll(client);
  const store = place.uri("shop/store.js");
  await client.until("the flaw is shown", () => (client.findings.get(store)?.findings.length ?? 0) > 0);
  place.write("shop/main.js", "exports.nothing = 1;\n");
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: place.uri("shop/main.js"), type: 2 }],
  });
  await client.until("the flaw is gone", () => client.findings.get(store)?.findings.length === 0);
  await client.stop();
});

test("what is kept and damaged is told of and left aside", { timeout: 60_000 }, async () => {
  const place = makePlace();
  const { told } = await session(place);
  for (const name of readdirSync(place.cache)) {
    const file = join(place.cache, name);
    writeFileSync(file, readFileSync(file).subarray(0, -10));
  }
  const damaged = await session(place);
  assert.ok(
    damaged.log.some((line) => line.includes("it is damaged")),
    damaged.log.join("\n"),
  );
  assert.deepEqual(damaged.told, told);
  assert.deepEqual((await session(place)).scanned, []);
});

test("a server that is killed while it writes does no harm, nor do two at once", { timeout: 60_000 }, async () => {
  const place = makePlace();
  // Enough of it that a server as it is shipped keeps it.
  place.write("long.txt", "Nothing.\n".repeat(40_000));
  const scans = join(place.cache, "scans");
  mkdirSync(scans, { recursive: true });
  const run = async (until: (server: ChildProcess) => Promise<void>) => {
    const server = spawn(process.execPath, [join(DIST, "cli.js"), "lsp", "--stdio"], {
      stdio: ["pipe", "pipe", "ignore"],
      env: { ...process.env, BARTIZAN_CACHE: place.cache },
    });
    const ended = new Promise((done) => server.on("exit", done));
    const connection = createMessageConnection(
      new StreamMessageReader(server.stdout!),
      new StreamMessageWriter(server.stdin!),
    );
    connection.onError(() => undefined);
    connection.listen();
    const rootUri = pathToFileURL(place.tree).href;
    const initialize = {
      processId: null,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: "tree" }],
      capabilities: {},
    };
    await connection.sendRequest("initialize", initialize);
    await connection.sendNotification("initialized", {});
    const scanned = connection.sendRequest<ScanSummary>("bartizan/scan", { scope: { kind: "workspace" } });
    scanned.catch(() => undefined);
    await until(server);
    if (server.exitCode === null && server.signalCode === null) {
      const summary = counts(await scanned);
      server.kill("SIGKILL");
      await ended;
      return summary;
    }
    await ended;
    return undefined;
  };
  const killed = await run(
    (server) =>
      new Promise((done) => {
        const watcher = watch(scans, () => {
          watcher.close();
          server.once("exit", () => done());
          server.kill("SIGKILL");
        });
      }),
  );
  assert.equal(killed, undefined);
  assert.notDeepEqual(readdirSync(scans), [], "it was killed before it wrote anything");
  const [one, other] = await Promise.all([run(async () => undefined), run(async () => undefined)]);
  assert.ok(one && one.findings > 0);
  assert.deepEqual(one, other);
  assert.deepEqual(await run(async () => undefined), one);
});
