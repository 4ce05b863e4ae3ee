// Writing rules in the editor: mistakes underlined as they are typed, completion and hovers from the schema, a rule tried on
// a sample beside it. With the real engine, in documents that nobody saved.

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import type { CompletionItem, Diagnostic } from "vscode-languageserver";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import { Requests, type RuleTrialResult } from "../../server/src/protocol.ts";
import { type TestClient, withClient } from "./client.ts";

const RULE = "untitled:Untitled-1";
const SAMPLE = "untitled:Untitled-2";
const GOOD = `rules:
  - id: no-eval
    languages: [javascript]
    severity: ERROR
    message: Runs $CODE.
    pattern: eval($CODE)
`;

function authoring(body: (client: TestClient) => Promise<void>, pulls = true): Promise<void> {
  return withClient(nodeHost(resolve("dist"), "test"), { folders: [], pulls }, body);
}

/** The sentence of a diagnostic, however the protocol wraps it. */
const sentence = (diagnostic: Diagnostic | undefined) => String(diagnostic?.message);

async function complete(client: TestClient, uri: string, marked: string): Promise<readonly CompletionItem[]> {
  const offset = marked.indexOf("¦");
  const lines = marked.slice(0, offset).split("\n");
  await client.change(uri, [{ text: marked.replace("¦", "") }]);
  return client.connection.sendRequest("textDocument/completion", {
    textDocument: { uri },
    position: { line: lines.length - 1, character: lines.at(-1)!.length },
  });
}

test("a rule's mistakes are underlined while it is typed, and go when it is right", () =>
  authoring(async (client) => {
    await client.open(RULE, GOOD, "yaml");
    assert.deepEqual(await client.diagnostics(RULE), []);
    await client.replace(RULE, "eval($CODE)", '"eval(((("');
    const [unparsable, ...others] = await client.diagnostics(RULE);
    assert.deepEqual(others, []);
    assert.match(sentence(unparsable), /^no-eval: .*does not parse as JavaScript/);
    assert.equal(unparsable!.range.start.line, 5);
    await client.replace(RULE, "severity: ERROR", "severty: ERROR");
    const messages = (await client.diagnostics(RULE)).map(sentence);
    assert.ok(
      messages.some((message) => /severty/.test(message)),
      messages.join("\n"),
    );
    await client.change(RULE, [{ text: GOOD }]);
    assert.deepEqual(await client.diagnostics(RULE), []);
  }));

test("clients that are sent diagnostics are sent these too", () =>
  authoring(async (client) => {
    await client.open(RULE, GOOD.replace("eval($CODE)", '"eval(((("'), "yaml");
    await client.until("the mistake", () =>
      client.published.some(({ uri, diagnostics }) => uri === RULE && diagnostics.length === 1),
    );
  }, false));

test("a configuration's mistakes are underlined too; other YAML is left alone", () =>
  authoring(async (client) => {
    await client.open("untitled:/x/bartizan.yaml", "rules:\n  weak-hash: maybe\n", "yaml");
    const [problem] = await client.diagnostics("untitled:/x/bartizan.yaml");
    assert.match(sentence(problem), /rules\.weak-hash/);
    await client.open(SAMPLE, "rules:\n  - apiGroups: ['']\n    resources: [pods]\n", "yaml");
    assert.deepEqual(await client.diagnostics(SAMPLE), []);
    assert.deepEqual(await complete(client, SAMPLE, "rules:\n  - apiGroups: ['']\n    ¦"), []);
  }));

test("completion knows keys, values and the kinds of models", () =>
  authoring(async (client) => {
    await client.open(RULE, GOOD, "yaml");
    await client.diagnostics(RULE);
    const labels = async (marked: string) => (await complete(client, RULE, marked)).map(({ label }) => label);
    const keys = await labels(`${GOOD}    ¦`);
    assert.ok(keys.includes("metadata") && keys.includes("fix"));
    assert.ok(!keys.includes("severity"), "a key that is there already");
    assert.ok((await labels("rules:\n  - id: a\n    severity: ¦")).includes("WARNING"));
    assert.ok((await labels("rules:\n  - id: a\n    languages: [¦")).includes("python"));
    const kinds = await labels("rules:\n  - id: a\n    mode: taint\n    pattern-sinks:\n      - { kind: sql¦");
    assert.ok(kinds.includes("sql-query"), kinds.join(" "));
    assert.ok(!kinds.includes("remote-input"), "a kind of sources among those of sinks");
    const [item] = (await complete(client, RULE, `${GOOD}    fo¦`)).filter(({ label }) => label === "fix");
    assert.match(String(item?.documentation), /replaced/);
    const hover = await client.hover(RULE, 1, 5);
    assert.match((hover!.contents as { value: string }).value, /never changes/);
  }));

test("a rule is tried on a sample beside it as either changes", () =>
  authoring(async (client) => {
    await client.open(RULE, GOOD, "yaml");
    await client.open(SAMPLE, "eval(a);\nother(b);\n", "javascript");
    const tried = () =>
      client.connection.sendRequest<RuleTrialResult>(Requests.tryRule, { rule: RULE, sample: SAMPLE });
    const first = await tried();
    assert.deepEqual(first.matches, [
      {
        ruleId: "no-eval",
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 7 } },
        message: "Runs a.",
      },
    ]);
    assert.deepEqual([first.version, first.isWhole, first.rules], [1, true, 1]);
    await client.replace(RULE, "eval($CODE)", "other($CODE)");
    assert.deepEqual(
      (await tried()).matches.map(({ range }) => range.start.line),
      [1],
    );
    await client.change(SAMPLE, [{ text: "x;\nother(\n  c);" }]);
    assert.equal((await tried()).matches[0]!.message, "Runs c.");
    // Kinds of the models that come with Bartizan are there, and none of its rules.
    const taint = `rules:
  - id: mine
    languages: [javascript]
    severity: ERROR
    message: m
    mode: taint
    pattern-sources: [{ kind: remote-input }]
    pattern-sinks: [{ pattern: mine(...) }]
`;
    await client.change(RULE, [{ text: taint }]);
    const app = `require("express")().get("/", (req, res) => { mine(req.query.a); res.send(req.query.a); });`;
    await client.change(SAMPLE, [{ text: app }]);
    assert.deepEqual(
      (await tried()).matches.map(({ ruleId }) => ruleId),
      ["mine"],
    );
  }));
