// Secrets are planted where they could slip out (beside other findings, in what is quoted, silenced, accepted, switched off, encoded),
// and then looked for in everything that leaves Bartizan: reports, messages, baselines, what the language server says and logs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import { withRepository } from "../cli/repository.ts";
import { withClient } from "../lsp/client.ts";
import { gitlabToken, password, slackToken } from "./tokens.ts";

const token = gitlabToken();
const slack = slackToken();
const pass = password();
const encoded = Buffer.from(`token: ${gitlabToken("Hq7tN2wK9sB4mX6zV1jF")}`).toString("base64");
/** What of each no output may hold: more than the four characters that a mask shows. */
const canaries = [token.slice(5), slack.slice(5), pass.slice(4), encoded.slice(4), "Hq7tN2wK9sB4mX6zV1jF"];

const APP = `const app = require("express")();
const db = require("mysql2").createPool({ password: "${pass}" });
app.get("/", (req, res) => {
  db.query("select 1 where a = " + req.query.id, "${token}"); require("child_process").exec("x ${slack} " + req.query.c);
  eval("${token}" + req.query.code);
  const silenced = "${slack}"; // bartizan-ignore slack-bot-token -- made up
  const encoded = "${encoded}";
});
`;
const RULES = `rules:
  - id: quotes-all
    languages: [javascript]
    severity: ERROR
    message: This says $X and $...ARGS.
    pattern: db.query($X, $...ARGS)
    fix: db.safe($X, $...ARGS)
`;
const TREE = {
  "app.js": APP,
  "rules.yaml": RULES,
  "bartizan.yaml": "rule-files: [rules.yaml]\n",
  "conf/.env": `API_TOKEN=${token}\n`,
  "data.json": JSON.stringify({ token: slack, url: `postgres://app:${pass}@db.internal:5432/x` }),
  "notes.ipynb": JSON.stringify({ cells: [{ cell_type: "code", source: [`t = "${token}"`] }] }),
};

function checkClean(text: string, what: string): void {
  for (const canary of canaries) assert.ok(!text.includes(canary), `${what} tells ${canary.slice(0, 3)}…`);
}

test("nothing that the command line writes holds a secret", { timeout: 240_000 }, () =>
  withRepository(TREE, async (repository) => {
    const all = await repository.findings();
    const ids = new Set(all.map(({ ruleId }) => ruleId));
    for (const id of ["gitlab-pat", "slack-bot-token", "quotes-all", "sql-injection", "database-url"])
      assert.ok(ids.has(id), `${id} is not among ${[...ids]}`);
    repository.git("add", "--all", "--force");
    const scans: string[][] = [
      ["--verbose"],
      ["--staged"],
      ["--diff", "HEAD"],
      ["--history", "--verbose"],
      // Secrets of rules that are off are not shown beside what is reported.
      ["--rule", "quotes-all", "--rule", "sql-injection"],
      ["--severity", "critical"],
      ["--config", "broken.yaml"],
    ];
    repository.git("commit", "--quiet", "--no-verify", "-m", "planted");
    repository.write("staged.js", APP);
    repository.write("broken.yaml", `rules:\n  - id: ${token}\n    message: "${slack}"\n`);
    repository.git("add", "staged.js");
    for (const argv of scans)
      for (const format of ["text", "json", "sarif", "html"]) {
        if (argv.includes("broken.yaml")) continue;
        const { out, err } = await repository.bartizan("scan", ...argv, "--format", format);
        checkClean(out + err, `scan ${argv.join(" ")} as ${format}`);
      }
    await repository.bartizan("scan", "--write-baseline", "written.json");
    await repository.bartizan("scan", "--staged", "--add-to-baseline", "added.json");
    for (const file of ["written.json", "added.json"]) {
      const text = readFileSync(join(repository.folder, file), "utf8");
      assert.match(text, /fingerprint/);
      checkClean(text, file);
    }
    for (const format of ["text", "html"]) {
      const accepted = await repository.bartizan("scan", "--baseline", "written.json", "--verbose", "--format", format);
      checkClean(accepted.out + accepted.err, `a scan with a baseline as ${format}`);
    }
    const { out, err } = await repository.bartizan("scan", "--fix");
    checkClean(out + err, "fixes");
  }),
);

test("nothing that the language server sends or logs holds a secret", { timeout: 240_000 }, () =>
  withRepository(TREE, async ({ folder }) => {
    const options = {
      folders: [pathToFileURL(folder).href],
      initialization: { features: { commands: true, findings: true, status: true } },
    };
    await withClient(nodeHost(resolve("dist"), "test"), options, async (client) => {
      for (const path of ["app.js", "conf/.env", "data.json", "notes.ipynb"]) {
        const uri = pathToFileURL(join(folder, path)).href;
        await client.open(
          uri,
          readFileSync(join(folder, path), "utf8"),
          path.endsWith("js") ? "javascript" : "plaintext",
        );
        const found = await client.diagnostics(uri);
        assert.ok(found.length > 0, path);
        for (const { range, data } of found) {
          await client.hover(uri, range.start.line, range.start.character + 1);
          const actions = await client.actions(uri, range);
          for (const action of actions) if (!action.edit) await client.resolve(action);
          const named = { uri, id: (data as { id: string }).id };
          for (const request of ["path", "fix", "suppress"])
            await client.connection.sendRequest(`bartizan/${request}`, named);
        }
      }
      const scan = await client.connection.sendRequest("bartizan/scan", { scope: { kind: "workspace" } });
      await client.connection.sendRequest("bartizan/securityReport", { scan });
      await client.connection.sendRequest("bartizan/doctor");
      // Fixes of other rules rewrite code that a secret stands in; their edits are code, and meant for the file it is in.
      const withoutEdits = client.received.replace(/"newText":"(?:[^"\\]|\\.)*"/g, "");
      checkClean(withoutEdits, "the server");
      checkClean(client.log.join("\n"), "the log");
      assert.match(client.received, /glpa… \(26 characters\)/);
    });
  }),
);
