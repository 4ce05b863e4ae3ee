// A finding in any format can be accepted: by a comment where the format has comments, and in the baseline.

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { CodeAction, TextDocumentEdit } from "vscode-languageserver";
import { parseBaseline } from "../../server/src/config/baseline.ts";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import { withTree } from "../cli/fake-host.ts";
import { gitlabToken } from "../secrets/tokens.ts";
import { type TestClient, withClient } from "./client.ts";

const TOKEN = gitlabToken();

/** By file: its text, and the comment that silences what is found in it; undefined where it has none. */
const FORMATS: readonly (readonly [string, string, string, string | undefined])[] = [
  ["settings.json", "json", `{\n  "apiToken": "${TOKEN}"\n}\n`, undefined],
  ["package-lock.json", "json", `{\n  "apiToken": "${TOKEN}"\n}\n`, undefined],
  [".env", "dotenv", `API_TOKEN=${TOKEN}\n`, "# bartizan-ignore"],
  ["settings.toml", "toml", `[api]\ntoken = "${TOKEN}"\n`, "# bartizan-ignore"],
  ["settings.ini", "ini", `[api]\ntoken=${TOKEN}\n`, "; bartizan-ignore"],
  ["settings.properties", "properties", `api.token=${TOKEN}\n`, "# bartizan-ignore"],
  ["settings.xml", "xml", `<a>\n  <token>${TOKEN}</token>\n</a>\n`, "<!-- bartizan-ignore"],
  ["Dockerfile", "dockerfile", `FROM alpine:3\nENV API_TOKEN=${TOKEN}\n`, "# bartizan-ignore"],
  ["main.tf", "terraform", `variable "token" {\n  default = "${TOKEN}"\n}\n`, "# bartizan-ignore"],
  ["main.bicep", "bicep", `param token string = '${TOKEN}'\n`, "// bartizan-ignore"],
  ["yarn.lock", "plaintext", `resolved "https://a.example/?token=${TOKEN}"\n`, undefined],
  ["notes.md", "markdown", `# Notes\n\ntoken: ${TOKEN}\n`, "<!-- bartizan-ignore"],
  ["App.kt", "kotlin", `val token = "${TOKEN}"\n`, "// bartizan-ignore"],
  ["seed.sql", "sql", `insert into a values ('${TOKEN}');\n`, "-- bartizan-ignore"],
  ["page.html", "html", `<p>\n${TOKEN}\n</p>\n`, "<!-- bartizan-ignore"],
  ["Page.vue", "vue", `<script>\nconst token = "${TOKEN}";\n</script>\n`, "// bartizan-ignore"],
];

async function withFiles(
  tree: Readonly<Record<string, string>>,
  body: (client: TestClient, root: string) => Promise<void>,
): Promise<void> {
  await withTree({ ".git/HEAD": "", ...tree }, async ({ folder }) => {
    const root = pathToFileURL(folder).href;
    await withClient(nodeHost(resolve("dist"), "test"), { folders: [root] }, (client) => body(client, root));
  });
}

async function actionsOn(client: TestClient, uri: string, language: string, text: string): Promise<CodeAction[]> {
  await client.open(uri, text, language);
  const found = (await client.diagnostics(uri)).find(({ code }) => code === "gitlab-pat");
  assert.ok(found, `nothing is found in ${uri}`);
  return client.actions(uri, found.range);
}

function textOfEdit({ edit }: CodeAction, uri: string): string | undefined {
  const isOfFile = (change: object): change is TextDocumentEdit =>
    "edits" in change && (change as TextDocumentEdit).textDocument.uri === uri;
  const [change] = edit?.documentChanges?.filter(isOfFile) ?? [];
  const [first] = change?.edits ?? [];
  return first && "newText" in first ? first.newText : first?.snippet.value;
}

test("every format offers the comment that it has, and the baseline", { timeout: 60_000 }, () =>
  withFiles(Object.fromEntries(FORMATS.map(([name, , text]) => [name, text])), async (client, root) => {
    for (const [name, language, text, comment] of FORMATS) {
      const uri = `${root}/${name}`;
      const actions = await actionsOn(client, uri, language, text);
      const ignore = actions.find(({ title }) => title.startsWith("Ignore gitlab-pat here"));
      assert.equal(ignore !== undefined, comment !== undefined, name);
      if (ignore)
        assert.ok(
          textOfEdit(await client.resolve(ignore), uri)
            ?.trim()
            .startsWith(comment!),
          name,
        );
      assert.ok(
        actions.some(({ title }) => title === "Accept this finding of gitlab-pat in bartizan-baseline.json"),
        name,
      );
    }
  }),
);

test("what is accepted goes into a new baseline, or into the one that is there", { timeout: 60_000 }, () =>
  withFiles({}, async (client, root) => {
    const [name, language, text] = FORMATS[0]!;
    const actions = await actionsOn(client, `${root}/${name}`, language, text);
    const accept = actions.find(({ title }) => title.startsWith("Accept this finding"))!;
    const baseline = `${root}/bartizan-baseline.json`;
    const made = await client.resolve(accept);
    assert.deepEqual(made.edit?.documentChanges?.[0], {
      kind: "create",
      uri: baseline,
      options: { ignoreIfExists: true },
    });
    const first = parseBaseline(baseline, textOfEdit(made, baseline)!);
    assert.deepEqual(
      first.entries.map(({ ruleId, path }) => [ruleId, path]),
      [["gitlab-pat", name]],
    );
    for (const before of [
      '{\n  "bartizanBaseline": 1,\n  "findings": []\n}\n',
      '{\n  "bartizanBaseline": 1,\n  "findings": [\n    {"fingerprint":"a"}\n  ]\n}\n',
    ]) {
      await client.open(baseline, before, "json");
      await client.apply(await client.resolve(accept));
      const { fingerprints } = parseBaseline(baseline, client.text(baseline));
      assert.ok(fingerprints.has(first.entries[0]!.fingerprint));
      assert.equal(fingerprints.has("a"), before.includes('"a"'));
      await client.close(baseline);
    }
  }),
);
