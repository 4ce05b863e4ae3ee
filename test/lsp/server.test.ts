// The language server from outside: over a pair of streams, with an engine that is easy to follow.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CancellationTokenSource } from "vscode-jsonrpc/node";
import type { CodeAction } from "vscode-languageserver";
import type { PathResult, ProposedEdit, ScanSummary } from "../../server/src/protocol.ts";
import { type ClientOptions, ROOT, type TestClient, withClient } from "./client.ts";
import { type FakeHost, FLOW_RULE, fakeHost } from "./fake-engine.ts";

const MAIN = `${ROOT}/main.js`;
const FLAWED = "const id = source();\nsink(id);\n";

function lspTest(
  name: string,
  body: (client: TestClient, host: FakeHost) => Promise<void>,
  options: ClientOptions & { files?: Record<string, string> } = {},
): void {
  test(name, { timeout: 20_000 }, async () => {
    const host = fakeHost(options.files);
    await withClient(host, options, (client) => body(client, host));
  });
}

const codes = (items: readonly { code?: unknown }[]) => items.map(({ code }) => code);
const line = (number: number) => ({ start: { line: number, character: 0 }, end: { line: number, character: 100 } });

lspTest("it says what it can do", async ({ result }) => {
  assert.deepEqual(result.capabilities.diagnosticProvider, {
    identifier: "bartizan",
    interFileDependencies: true,
    workspaceDiagnostics: true,
  });
  assert.equal(result.capabilities.positionEncoding, "utf-16");
});

lspTest("a flaw is a diagnostic with its path, and goes with the flaw", async (client) => {
  await client.open(MAIN, FLAWED);
  const [found] = await client.diagnostics(MAIN);
  assert.ok(found);
  assert.equal(found.code, FLOW_RULE);
  assert.equal(found.source, "bartizan");
  assert.equal(found.message, "A visitor decides what is run here.");
  assert.deepEqual(found.range, { start: { line: 1, character: 5 }, end: { line: 1, character: 7 } });
  assert.equal(found.codeDescription?.href, "https://cwe.mitre.org/data/definitions/89.html");
  assert.deepEqual(
    found.relatedInformation?.map(({ message, location }) => [message, location.uri, location.range.start.line]),
    [
      ["`id` comes from the request", MAIN, 0],
      ["`id` is run", MAIN, 1],
    ],
  );
  await client.replace(MAIN, "source()", "42");
  assert.deepEqual(await client.diagnostics(MAIN), []);
});

lspTest("edits in any plane and any order leave the text as the editor has it", async (client) => {
  await client.open(MAIN, "😉\r\nconst id = source();\r\n");
  await client.change(MAIN, [
    { range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } }, text: "/*😉*/sink(id);\r\n" },
    { range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, text: "" },
  ]);
  const [found] = await client.diagnostics(MAIN);
  assert.deepEqual(found?.range, { start: { line: 1, character: 11 }, end: { line: 1, character: 13 } });
});

lspTest("what did not change keeps its result id, so nothing blinks", async (client) => {
  await client.open(MAIN, FLAWED);
  const first = await client.pull(MAIN);
  assert.equal(first.kind, "full");
  const again = await client.pull(MAIN, first.resultId);
  assert.deepEqual(again, { kind: "unchanged", resultId: first.resultId });
  await client.replace(MAIN, "sink(id);\n", "sink(id);\n// more\n");
  assert.equal((await client.pull(MAIN, first.resultId)).kind, "unchanged");
  await client.replace(MAIN, "const", "\nconst");
  assert.equal((await client.pull(MAIN, first.resultId)).kind, "full");
});

lspTest("a cancelled request ends at once and the next one is answered", async (client) => {
  await client.open(MAIN, FLAWED);
  const source = new CancellationTokenSource();
  const cancelled = client.pull(MAIN, undefined, source);
  source.cancel();
  await assert.rejects(cancelled, { code: -32800 });
  assert.deepEqual(codes(await client.diagnostics(MAIN)), [FLOW_RULE]);
});

lspTest(
  "clients that do not pull are sent diagnostics of each version, and none in between",
  async (client) => {
    await client.open(MAIN, FLAWED);
    await client.until("the flaw", () => client.published.some(({ diagnostics }) => diagnostics.length === 1));
    for (let n = 0; n < 5; n++) await client.replace(MAIN, "const id", `const id`);
    const version = await client.replace(MAIN, "sink(id)", "sink(id) ");
    await client.until("the last version", () => client.published.some((each) => each.version === version));
    assert.ok(client.published.every(({ diagnostics }) => diagnostics.length === 1));
    assert.equal(client.result.capabilities.diagnosticProvider, undefined);
    await client.close(MAIN);
    await client.until("nothing after closing", () => client.published.at(-1)?.diagnostics.length === 0);
  },
  { pulls: false },
);

lspTest("an edit of one open file refreshes another that depends on it", async (client) => {
  const other = `${ROOT}/other.js`;
  await client.open(MAIN, "sink(token);\n");
  await client.open(other, "export const token = 1;\n");
  assert.deepEqual(await client.diagnostics(MAIN), []);
  await client.diagnostics(other);
  const before = client.refreshes;
  await client.replace(other, "token = 1", "token = source()");
  await client.diagnostics(other);
  await client.until("a refresh", () => client.refreshes > before);
  const [found] = await client.diagnostics(MAIN);
  assert.deepEqual(
    found?.relatedInformation?.map(({ location }) => location.uri),
    [other, MAIN],
  );
});

lspTest(
  "flows from files that nobody opened are seen, and followed when those change on disk",
  async (client, host) => {
    await client.open(MAIN, "sink(token);\n");
    await client.until("the source is read", () => client.log.some((message) => message.startsWith("Read 1 files")));
    const [found] = await client.diagnostics(MAIN);
    assert.equal(found?.relatedInformation?.[0]?.location.uri, `${ROOT}/lib/token%20file.js`);
    host.memoryFiles.set(`${ROOT}/lib/token%20file.js`, "export const token = 1;\n");
    const before = client.refreshes;
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: `${ROOT}/lib/token%20file.js`, type: 2 }],
    });
    await client.until("a refresh", () => client.refreshes > before);
    assert.deepEqual(await client.diagnostics(MAIN), []);
  },
  { files: { [`${ROOT}/lib/token%20file.js`]: "export const token = source();\n" } },
);

lspTest("the hover teaches in about ten lines", async (client) => {
  await client.open(MAIN, FLAWED);
  const hover = await client.hover(MAIN, 1, 6);
  const { value } = hover!.contents as { value: string };
  assert.match(value, /A visitor decides/);
  assert.match(value, /`id` comes from the request \(line 1\) → `id` is run \(line 2\)/);
  assert.match(value, /Whoever sends the request/);
  assert.doesNotMatch(value, /Second paragraph/);
  assert.match(value, /```diff\n- sink\(id\);\n\+ safe\(id\);\n```/);
  assert.match(value, /\[CWE-89\]\(https:.*\) · high confidence/);
  assert.ok(value.split("\n").length <= 16, value);
  assert.equal(await client.hover(MAIN, 0, 0), null);
});

lspTest(
  "our own client, which shows the steps anyway, is told what fits beside them",
  async (client) => {
    await client.open(MAIN, FLAWED);
    const { value } = (await client.hover(MAIN, 1, 6))!.contents as { value: string };
    assert.match(value, /^```diff\n/);
    assert.doesNotMatch(value, /comes from the request/);
    assert.match(value, /Whoever sends the request/);
    assert.match(value, /\[Show path\]\(command:/);
    assert.ok(value.split("\n").length <= 9, value);
  },
  { initialization: { features: { commands: true } } },
);

lspTest("the fix comes first, is preferred, and ends the finding", async (client) => {
  await client.open(MAIN, FLAWED);
  const actions = await client.actions(MAIN, line(1));
  assert.equal(actions[0]?.title, "Run it safely");
  assert.equal(actions[0]?.isPreferred, true);
  assert.ok(actions.slice(1).every(({ isPreferred }) => !isPreferred));
  await client.apply(actions[0]!);
  assert.equal(client.text(MAIN), "const id = source();\nsafe(id);\n");
  assert.deepEqual(await client.diagnostics(MAIN), []);
});

lspTest("a fix that does not end its finding is not offered", async (client) => {
  await client.open(MAIN, "const stubborn = source();\nsink(stubborn);\n");
  const actions = await client.actions(MAIN, line(1));
  assert.ok(!actions.some(({ title }) => title === "Run it safely"));
  assert.equal(client.text(MAIN), "const stubborn = source();\nsink(stubborn);\n");
  assert.deepEqual(codes(await client.diagnostics(MAIN)), [FLOW_RULE]);
});

lspTest("fix all does what can be proved, in one edit", async (client) => {
  await client.open(MAIN, "const id = source();\nconst stubborn = source();\nsink(id);\nsink(stubborn);\nsink(id);\n");
  const [all, ...rest] = await client.actions(MAIN, line(0), ["source.fixAll"]);
  assert.deepEqual(rest, []);
  assert.equal(all?.kind, "source.fixAll.bartizan");
  const resolved = await client.resolve(all as CodeAction);
  await client.apply(resolved);
  assert.equal(
    client.text(MAIN),
    "const id = source();\nconst stubborn = source();\nsafe(id);\nsink(stubborn);\nsafe(id);\n",
  );
});

lspTest(
  "suppressing writes the comment with the caret in the reason, and removing an unused one takes its line",
  async (client) => {
    await client.open(MAIN, "const id = source();\n  sink(id);\n");
    const actions = await client.actions(MAIN, line(1));
    const suppress = actions.find(({ title }) => title.startsWith(`Ignore ${FLOW_RULE} here`));
    const resolved = await client.resolve(suppress!);
    assert.match(JSON.stringify(resolved.edit), /\$\{1:why this is acceptable\}/);
    await client.apply(resolved);
    assert.equal(
      client.text(MAIN),
      `const id = source();\n  // bartizan-ignore ${FLOW_RULE} -- why this is acceptable\n  sink(id);\n`,
    );
    assert.deepEqual(await client.diagnostics(MAIN), []);

    await client.replace(MAIN, "sink(id)", "safe(id)");
    const [unused] = await client.diagnostics(MAIN);
    assert.equal(unused?.code, "unused-suppression");
    assert.deepEqual(unused?.tags, [1]);
    const [remove, ...others] = await client.actions(MAIN, line(1));
    assert.equal(remove?.title, "Remove the comment");
    assert.deepEqual(others, []);
    await client.apply(remove!);
    assert.equal(client.text(MAIN), "const id = source();\n  safe(id);\n");
  },
);

lspTest("a file that the engine trips over is left out, said once, and the others go on", async (client) => {
  const bad = `${ROOT}/bad.js`;
  await client.open(bad, "crash();\n");
  await client.open(MAIN, FLAWED);
  assert.deepEqual(await client.diagnostics(bad), []);
  assert.deepEqual(await client.diagnostics(bad), []);
  assert.deepEqual(codes(await client.diagnostics(MAIN)), [FLOW_RULE]);
  assert.equal(client.log.filter((message) => message.includes("left out until it changes")).length, 1);
  await client.replace(bad, "crash();", "const bad = source(); sink(bad);");
  assert.deepEqual(codes(await client.diagnostics(bad)), [FLOW_RULE]);
});

lspTest("an engine that keeps failing is made anew, with the texts as they are by then", async (client) => {
  await client.open(MAIN, FLAWED);
  for (let n = 0; n < 4; n++) {
    const uri = `${ROOT}/bad${n}.js`;
    await client.open(uri, "crash();\n");
    await client.diagnostics(uri);
  }
  await client.until("a new engine", () => client.log.some((message) => message.includes("made anew")));
  await client.replace(MAIN, "sink(id);\n", "sink(id);\nsink(id);\n");
  assert.deepEqual(codes(await client.diagnostics(MAIN)), [FLOW_RULE, FLOW_RULE]);
});

lspTest(
  "a scan streams findings file by file, lists them, and ends with a sum",
  async (client) => {
    const said = client.workspaceDiagnostics();
    const summary = await client.connection.sendRequest<ScanSummary>("bartizan/scan", { scope: { kind: "workspace" } });
    assert.equal(summary.files, 4); // the ignore file is text, and secrets are looked for in all text
    assert.equal(summary.findings, 2);
    assert.equal(summary.isCancelled, false);
    const a = `${ROOT}/a.js`;
    const b = `${ROOT}/b/b.js`;
    await client.until("both files", () => said.get(a)?.length === 1 && said.get(b)?.length === 1);
    await client.until("both files in the list", () => client.findings.has(a) && client.findings.has(b));
    assert.equal(said.has(`${ROOT}/node_modules/x/x.js`), false);
    assert.equal(said.has(`${ROOT}/ignored/c.js`), false);
    const [shown] = client.findings.get(a)!.findings;
    assert.equal(shown?.ruleId, FLOW_RULE);
    assert.deepEqual([shown.cwe, shown.owasp], [["CWE-89 SQL injection"], ["A03:2021 Injection"]]);
  },
  {
    initialization: { features: { findings: true } },
    files: {
      [`${ROOT}/a.js`]: FLAWED,
      [`${ROOT}/b/b.js`]: FLAWED,
      [`${ROOT}/clean.js`]: "1;\n",
      [`${ROOT}/ignored/c.js`]: FLAWED,
      [`${ROOT}/.bartizanignore`]: "ignored/\n",
      [`${ROOT}/node_modules/.package-lock.json`]: "{}",
      [`${ROOT}/node_modules/x/x.js`]: FLAWED,
    },
  },
);

lspTest(
  "a cancelled scan ends before it has looked at everything and keeps what was found",
  async (client, host) => {
    const source = new CancellationTokenSource();
    const scan = client.connection.sendRequest<ScanSummary>(
      "bartizan/scan",
      { scope: { kind: "workspace" } },
      source.token,
    );
    await client.until("a first finding", () => client.findings.size > 0);
    source.cancel();
    const summary = await scan.catch((error: { code: number }) => {
      assert.equal(error.code, -32800);
      return undefined;
    });
    await host.rest();
    assert.ok(client.findings.size > 0 && client.findings.size < 2000);
    assert.ok(host.scans < 2000, "it does not go on in secret");
    if (summary) assert.equal(summary.isCancelled, true);
  },
  {
    initialization: { features: { findings: true } },
    files: Object.fromEntries(
      Array.from({ length: 2000 }, (_, n) => [`${ROOT}/f${String(n).padStart(4, "0")}.js`, FLAWED]),
    ),
  },
);

lspTest(
  "a listed file that is deleted or corrected on disk is so in the list",
  async (client, host) => {
    const said = client.workspaceDiagnostics();
    await client.connection.sendRequest("bartizan/scan", { scope: { kind: "workspace" } });
    await client.until("both", () => said.get(`${ROOT}/a.js`)?.length === 1 && said.get(`${ROOT}/b.js`)?.length === 1);
    host.memoryFiles.set(`${ROOT}/a.js`, "1;\n");
    host.memoryFiles.delete(`${ROOT}/b.js`);
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [
        { uri: `${ROOT}/a.js`, type: 2 },
        { uri: `${ROOT}/b.js`, type: 3 },
      ],
    });
    await client.until(
      "neither",
      () => said.get(`${ROOT}/a.js`)?.length === 0 && said.get(`${ROOT}/b.js`)?.length === 0,
    );
    assert.deepEqual(client.findings.get(`${ROOT}/b.js`)?.findings, []);
  },
  {
    initialization: { features: { findings: true } },
    files: { [`${ROOT}/a.js`]: FLAWED, [`${ROOT}/b.js`]: FLAWED },
  },
);

lspTest(
  "the whole workspace is listed without being asked for, where the settings say so",
  async (client) => {
    const said = client.workspaceDiagnostics();
    await client.until("the flaw", () => said.get(`${ROOT}/a.js`)?.length === 1);
  },
  { settings: { scope: "workspace" }, files: { [`${ROOT}/a.js`]: FLAWED } },
);

lspTest("what a closed document had goes", async (client, host) => {
  const said = client.workspaceDiagnostics();
  await client.open(MAIN, FLAWED);
  assert.equal((await client.diagnostics(MAIN)).length, 1);
  await client.close(MAIN);
  await client.until("nothing", () => said.get(MAIN)?.length === 0);
  await host.rest();
  assert.equal(said.get(MAIN)?.length, 0);
});

lspTest(
  "…unless a scan listed it",
  async (client, host) => {
    const said = client.workspaceDiagnostics();
    await client.connection.sendRequest("bartizan/scan", { scope: { kind: "workspace" } });
    await client.until("the flaw", () => said.get(MAIN)?.length === 1);
    await client.open(MAIN, FLAWED);
    assert.equal((await client.diagnostics(MAIN)).length, 1);
    said.clear();
    await client.close(MAIN);
    await client.until("it is told again", () => said.has(MAIN));
    await host.rest();
    assert.equal(said.get(MAIN)?.length, 1);
  },
  { files: { [MAIN]: FLAWED } },
);

lspTest(
  "the nearest configuration counts, and a change of it is heard",
  async (client, host) => {
    const inner = `${ROOT}/legacy/old.js`;
    await client.open(MAIN, FLAWED);
    await client.open(inner, FLAWED);
    assert.deepEqual(codes(await client.diagnostics(MAIN)), [FLOW_RULE]);
    assert.deepEqual(await client.diagnostics(inner), []);
    host.memoryFiles.set(`${ROOT}/legacy/bartizan.yaml`, `rules: { ${FLOW_RULE}: warning }\n`);
    const before = client.refreshes;
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: `${ROOT}/legacy/bartizan.yaml`, type: 2 }],
    });
    await client.until("a refresh", () => client.refreshes > before);
    const [found] = await client.diagnostics(inner);
    assert.equal(found?.severity, 2);
  },
  { files: { [`${ROOT}/legacy/bartizan.yaml`]: `rules: { ${FLOW_RULE}: off }\n` } },
);

lspTest(
  "each folder has its own settings and findings",
  async (client) => {
    await client.open(MAIN, FLAWED);
    await client.open("file:///reports/app.js", "sink(id);\n");
    assert.deepEqual(codes(await client.diagnostics(MAIN)), [FLOW_RULE]);
    assert.deepEqual(await client.diagnostics("file:///reports/app.js"), []);
    await client.open("untitled:Untitled-1", FLAWED);
    assert.deepEqual(codes(await client.diagnostics("untitled:Untitled-1")), [FLOW_RULE]);
  },
  { folders: [ROOT, "file:///reports"] },
);

lspTest(
  "in an untrusted workspace the built-in rules run and the workspace's own do not, until it is trusted",
  async (client, host) => {
    await client.open(MAIN, `${FLAWED}own();\n`);
    assert.deepEqual(codes(await client.diagnostics(MAIN)), [FLOW_RULE]);
    assert.deepEqual(
      host.compiled.map(({ path }) => path),
      ["rules/built-in.yaml"],
    );
    const before = client.refreshes;
    await client.connection.sendNotification("bartizan/trust", { isTrusted: true });
    await client.until("a refresh", () => client.refreshes > before);
    assert.deepEqual(codes(await client.diagnostics(MAIN)), [FLOW_RULE, "own-rule"]);
  },
  {
    initialization: { isTrusted: false },
    files: { [`${ROOT}/bartizan.yaml`]: "rule-files: [own.yaml]\n", [`${ROOT}/own.yaml`]: "rules: []\n" },
  },
);

lspTest(
  "a configuration that is wrong says so in its own file, and the rest of it counts",
  async (client, host) => {
    const said = client.workspaceDiagnostics();
    const uri = `${ROOT}/bartizan.yaml`;
    const [problem] = await client.until("the problem", () => said.get(uri));
    assert.equal(problem?.range.start.line, 1);
    assert.match(String(problem?.message), /colour/);
    host.memoryFiles.set(uri, "rules: {}\n");
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 2 }] });
    await client.until("no problem", () => said.get(uri)?.length === 0);
  },
  { files: { [`${ROOT}/bartizan.yaml`]: "rules: {}\ncolour: red\n" } },
);

lspTest("settings take effect without a restart", async (client) => {
  await client.open(MAIN, FLAWED);
  assert.equal((await client.diagnostics(MAIN)).length, 1);
  client.settings = { rules: { [FLOW_RULE]: "off" } };
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await client.until("a refresh", () => client.refreshes > 0);
  assert.deepEqual(await client.diagnostics(MAIN), []);
  client.settings = { enable: false };
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await client.until("another refresh", () => client.refreshes > 1);
  assert.deepEqual(await client.diagnostics(MAIN), []);
});

lspTest(
  "settings come in the initialization options too, and wrong ones change nothing",
  async (client) => {
    await client.open(MAIN, FLAWED);
    assert.deepEqual(await client.diagnostics(MAIN), []);
  },
  { initialization: { settings: { rules: { [FLOW_RULE]: "off" }, exclude: "everything" as never } } },
);

lspTest("a path is told step by step, with code", async (client) => {
  await client.open(MAIN, FLAWED);
  const path = await client.connection.sendRequest<PathResult>("bartizan/path", {
    uri: MAIN,
    position: { line: 1, character: 6 },
  });
  assert.deepEqual(
    path.paths[0]?.map(({ kind, code }) => [kind, code]),
    [
      ["source", "const id = source();"],
      ["sink", "sink(id);"],
    ],
  );
  const fix = await client.connection.sendRequest<ProposedEdit>("bartizan/fix", { uri: MAIN, id: path.finding.id });
  assert.equal(fix.isVerified, true);
  assert.equal(fix.version, 1);
  const suppression = await client.connection.sendRequest<ProposedEdit>("bartizan/suppress", {
    uri: MAIN,
    id: path.finding.id,
  });
  const { newText } = suppression.edits[0]!;
  assert.equal(newText.slice(suppression.placeholder!.start, suppression.placeholder!.end), "why this is acceptable");
  assert.equal(await client.connection.sendRequest("bartizan/path", { uri: MAIN, id: "no such" }), null);
});

lspTest("the doctor says what is loaded and what went wrong", async (client) => {
  await client.open(`${ROOT}/bad.js`, "crash();\n");
  await client.diagnostics(`${ROOT}/bad.js`);
  const { text } = await client.connection.sendRequest<{ text: string }>("bartizan/doctor");
  assert.match(text, /1 rules/);
  assert.match(text, /left out: bad\.js/);
});

lspTest("an idle server scans nothing", async (client, host) => {
  await client.open(MAIN, FLAWED);
  await client.diagnostics(MAIN);
  await client.until("the folder is read", () => client.log.some((message) => message.startsWith("Read ")));
  // A server that went on by itself would never come to rest.
  await host.rest();
  const { scans } = host;
  await client.hover(MAIN, 1, 6);
  await host.rest();
  assert.equal(host.scans, scans);
});
