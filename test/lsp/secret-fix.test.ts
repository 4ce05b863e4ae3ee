// A secret in the editor: what the hover says of it, and the fix as one edit of several files that is shown before it is made.

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { CodeAction } from "vscode-languageserver";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import type { ProposedEdit } from "../../server/src/protocol.ts";
import { type Tree, withTree } from "../cli/fake-host.ts";
import { gitlabToken } from "../secrets/tokens.ts";
import { type TestClient, withClient } from "./client.ts";

const TEXT = `const apiToken = "${gitlabToken()}";\n`;

async function withFile(
  tree: Tree,
  body: (client: TestClient, uri: string, root: string) => Promise<void>,
): Promise<void> {
  await withTree({ ".git/HEAD": "", "app/src/a.js": TEXT, ...tree }, async ({ folder }) => {
    const root = pathToFileURL(folder).href;
    await withClient(nodeHost(resolve("dist"), "test"), { folders: [root] }, async (client) => {
      const uri = `${root}/app/src/a.js`;
      await client.open(uri, TEXT);
      await body(client, uri, root);
    });
  });
}

async function resolvedFix(client: TestClient, uri: string): Promise<CodeAction> {
  const [found] = await client.diagnostics(uri);
  const [action] = await client.actions(uri, found!.range);
  assert.equal(action?.title, "Read it from the environment variable API_TOKEN");
  assert.equal(action.edit, undefined, "other files are read once it is chosen");
  return client.resolve(action);
}

const newTexts = ({ edit }: CodeAction, uri: string) =>
  edit?.documentChanges?.flatMap((change) =>
    "edits" in change && change.textDocument.uri === uri
      ? change.edits.map((each) => ("newText" in each ? each.newText : ""))
      : [],
  );

test("the fix makes and amends what it needs elsewhere, all of it to be confirmed", { timeout: 60_000 }, () =>
  withFile({ ".gitignore": "out/\n" }, async (client, uri, root) => {
    const action = await resolvedFix(client, uri);
    const { documentChanges = [], changeAnnotations = {} } = action.edit ?? {};
    assert.deepEqual(newTexts(action, uri), ["process.env.API_TOKEN"]);
    assert.deepEqual(newTexts(action, `${root}/.env.example`), ["API_TOKEN=\n"]);
    assert.deepEqual(newTexts(action, `${root}/.gitignore`), [".env\n"]);
    const made = documentChanges.filter((change) => "kind" in change);
    assert.deepEqual(
      made.map((change) => change.kind === "create" && change.uri),
      [`${root}/.env.example`],
    );
    const [annotation] = Object.values(changeAnnotations);
    assert.equal(annotation?.needsConfirmation, true);
    const ids = documentChanges.flatMap((change) =>
      "edits" in change
        ? change.edits.map((edit) => "annotationId" in edit && edit.annotationId)
        : [change.annotationId],
    );
    assert.deepEqual(new Set(ids), new Set(Object.keys(changeAnnotations)));
  }),
);

test("the nearest file upward counts, and what is there is not written again", { timeout: 60_000 }, () =>
  withFile({ "app/.env.example": "A=1", ".env.example": "", ".gitignore": "*.env\n" }, async (client, uri, root) => {
    const action = await resolvedFix(client, uri);
    assert.deepEqual(newTexts(action, `${root}/app/.env.example`), ["\nAPI_TOKEN=\n"]);
    assert.deepEqual(newTexts(action, `${root}/.env.example`), []);
    assert.deepEqual(newTexts(action, `${root}/.gitignore`), []);
    const { range } = (await client.diagnostics(uri))[0]!;
    const proposed = await client.connection.sendRequest<ProposedEdit>("bartizan/fix", { uri, position: range.start });
    assert.deepEqual(
      proposed.others?.map(({ uri: other, isNew }) => [other, isNew]),
      [[`${root}/app/.env.example`, false]],
    );
  }),
);

test("the hover says what to do first: revoke it, at the provider's page", { timeout: 60_000 }, () =>
  withFile({}, async (client, uri) => {
    const { range } = (await client.diagnostics(uri))[0]!;
    const hover = await client.hover(uri, range.start.line, range.start.character + 1);
    const { value } = hover!.contents as { value: string };
    assert.match(value, /Revoke it/);
    assert.match(value, /https:\/\/[\w.]*gitlab\.com\//);
    assert.ok(!value.includes(gitlabToken().slice(6)), value);
  }),
);

test(
  "documents that were never saved, whatever they are in, are looked at as they are typed",
  { timeout: 60_000 },
  () =>
    withFile({}, async (client) => {
      for (const language of ["plaintext", "markdown", "erlang", "python"]) {
        const uri = `untitled:Untitled-${language}`;
        await client.open(uri, "x = 1\n", language);
        assert.deepEqual(await client.diagnostics(uri), []);
        const at = { line: 1, character: 0 };
        await client.change(uri, [{ range: { start: at, end: at }, text: TEXT }]);
        const found = await client.diagnostics(uri);
        assert.ok(
          found.some(({ code, range }) => code === "gitlab-pat" && range.start.line === 1),
          language,
        );
      }
    }),
);
