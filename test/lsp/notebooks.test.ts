// Notebooks from outside: cells of one language are one program, and each finding stands in its own cell.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hover } from "vscode-languageserver";
import { difference } from "../../server/src/text/difference.ts";
import { ROOT, type TestClient, withClient } from "./client.ts";
import { FLOW_RULE, fakeHost } from "./fake-engine.ts";

const NOTEBOOK = `${ROOT}/study.ipynb`;
const cell = (name: string) => `vscode-notebook-cell:/shop/study.ipynb#${name}`;

async function openNotebook(client: TestClient): Promise<void> {
  const texts: readonly (readonly [string, string, string])[] = [
    ["first", "python", "%matplotlib inline\nid = source()"],
    ["words", "markdown", "sink(id)"],
    ["page", "javascript", "sink(id)"],
    ["last", "python", "\n  sink(id)\n"],
  ];
  await client.connection.sendNotification("notebookDocument/didOpen", {
    notebookDocument: {
      uri: NOTEBOOK,
      notebookType: "jupyter-notebook",
      version: 1,
      cells: texts.map(([name, language]) => ({ kind: language === "markdown" ? 1 : 2, document: cell(name) })),
    },
    cellTextDocuments: texts.map(([name, languageId, text]) => ({ uri: cell(name), languageId, version: 1, text })),
  });
}

function change(client: TestClient, cells: object): Promise<void> {
  return client.connection.sendNotification("notebookDocument/didChange", {
    notebookDocument: { uri: NOTEBOOK, version: 2 },
    change: { cells },
  });
}

test("a value of one cell is followed into another of the same language", { timeout: 20_000 }, async () => {
  await withClient(fakeHost(), {}, async (client) => {
    await openNotebook(client);
    const [found, ...others] = await client.diagnostics(cell("last"));
    assert.deepEqual(others, []);
    assert.equal(found?.code, FLOW_RULE);
    assert.deepEqual(found?.range, { start: { line: 1, character: 7 }, end: { line: 1, character: 9 } });
    assert.deepEqual(
      found?.relatedInformation?.map(({ location }) => [location.uri, location.range.start.line]),
      [
        [cell("first"), 1],
        [cell("last"), 1],
      ],
    );
    assert.deepEqual(await client.diagnostics(cell("first")), []);
    const hover: Hover | null = await client.hover(cell("last"), 1, 8);
    assert.deepEqual(hover?.range, found?.range);
    const [fix] = await client.actions(cell("last"), found!.range);
    const [edited] = fix!.edit!.documentChanges as { textDocument: { uri: string }; edits: { range: object }[] }[];
    assert.equal(edited?.textDocument.uri, cell("last"));
    assert.deepEqual(edited?.edits[0]?.range, { start: { line: 1, character: 2 }, end: { line: 1, character: 6 } });
  });
});

test("an edit, a move and a removal of cells are followed", { timeout: 20_000 }, async () => {
  await withClient(fakeHost(), {}, async (client) => {
    await openNotebook(client);
    assert.equal((await client.diagnostics(cell("last"))).length, 1);
    const range = { start: { line: 1, character: 5 }, end: { line: 1, character: 13 } };
    const before = client.refreshes;
    await change(client, {
      textContent: [{ document: { uri: cell("first"), version: 2 }, changes: [{ range, text: "42" }] }],
    });
    await client.until("a refresh for the other cell", () => client.refreshes > before);
    assert.deepEqual(await client.diagnostics(cell("last")), []);
    await change(client, {
      textContent: [{ document: { uri: cell("first"), version: 3 }, changes: [{ text: "id = source()\n\n\n" }] }],
    });
    assert.equal((await client.diagnostics(cell("last")))[0]?.range.start.line, 1);
    await change(client, {
      structure: { array: { start: 0, deleteCount: 1 }, didClose: [{ uri: cell("first") }] },
    });
    assert.deepEqual(await client.diagnostics(cell("last")), []);
  });
});

test("two texts differ by one edit", () => {
  assert.equal(difference("same", "same"), undefined);
  for (const [before, after] of [
    ["", "a"],
    ["aa", "a"],
    ["a", "aa"],
    ["abc", "axc"],
    ["abab", "ab"],
  ] as const) {
    const edit = difference(before, after)!;
    assert.equal(before.slice(0, edit.span.start) + edit.newText + before.slice(edit.span.end), after);
  }
});
