// Whether secrets still work, asked of a server of the test's own: only with the option, only of the providers that it names.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { ProbeRequest } from "../../server/src/detect/secrets/validity.ts";
import { gitlabToken, slackToken } from "../secrets/tokens.ts";
import { CLI, findingsOf, refusal } from "./command-line.ts";
import { command, withTree } from "./fake-host.ts";
import { ENVIRONMENT, ENGINE as engine, withRepository } from "./repository.ts";

const good = gitlabToken();
const stale = gitlabToken("Hq7tN2wK9sB4mX6zV1jF");
const encoded = Buffer.from(`token: ${gitlabToken("Jw5rT8yM2kC7vB4nG6pL")}`).toString("base64");
const TREE = {
  "a.txt": `a ${good}\nb ${stale}\nc ${good}\n`,
  "b.txt": `${slackToken()}\n`,
  "c.txt": `"${encoded}"\n`,
};

/** A provider that knows one token. */
function provider() {
  const asked: ProbeRequest[] = [];
  const fetch = async (request: ProbeRequest) => {
    asked.push(request);
    if (request.url.includes("slack")) throw new Error("no network");
    return { status: request.headers["private-token"] === good ? 200 : 401, body: "{}" };
  };
  return { asked, fetch };
}

test("without the option nobody is asked; with it those that it names, each secret once", () =>
  withTree(TREE, async (sandbox) => {
    const { asked, fetch } = provider();
    await command(sandbox, ["scan"], { engine, fetch });
    assert.deepEqual(asked, []);
    const verified = await command(sandbox, ["scan", "--format", "json", "--verify", "gitlab"], { engine, fetch });
    assert.deepEqual(
      findingsOf(verified).map(({ path, validity }) => [path, validity]),
      [
        ["a.txt", "valid"],
        ["a.txt", "invalid"],
        ["a.txt", "valid"],
        ["b.txt", undefined],
        ["c.txt", undefined],
      ],
    );
    assert.deepEqual(
      asked.map(({ method, url }) => `${method} ${url}`),
      Array(2).fill("GET https://gitlab.com/api/v4/user"),
    );
  }));

test("all of them, an installation of one's own, and no answer", () =>
  withTree(TREE, async (sandbox) => {
    const { asked, fetch } = provider();
    const environment = { BARTIZAN_ORIGIN_GITLAB: "https://git.internal/" };
    const { out, code } = await command(sandbox, ["scan", "--verify", "all"], { engine, fetch, environment });
    assert.equal(code, 1);
    assert.match(out, /It works: its provider accepted it just now/);
    assert.match(out, /Its provider does not accept it/);
    assert.match(out, /did not say whether it works/);
    assert.ok(asked.some(({ url }) => url === "https://git.internal/api/v4/user"));
    assert.ok(!out.includes(good.slice(6)));
  }));

test("where a CI runs it takes a second option; unknown providers are refused", () =>
  withTree(TREE, async (sandbox) => {
    const { asked, fetch } = provider();
    const inCi = { engine, fetch, environment: { CI: "true" } };
    const refused = await command(sandbox, ["scan", "--verify", "all"], inCi);
    assert.match(refusal(refused), /--verify-in-ci/);
    assert.deepEqual(asked, []);
    assert.equal((await command(sandbox, ["scan", "--verify", "all", "--verify-in-ci"], inCi)).code, 1);
    assert.ok(asked.length > 0);
    assert.equal((await command(sandbox, ["scan", "--verify", "nobody"], { engine, fetch })).code, 2);
  }));

test(
  "the shipped program asks over the network, follows nobody elsewhere, and asks of a history too",
  { timeout: 60_000 },
  () =>
    withRepository({}, async (repository) => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`);
        if (request.headers["private-token"] === good) response.end("{}");
        else response.writeHead(302, { location: "/stolen" }).end();
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      try {
        repository.commit({ "a.txt": `${good}\n${stale}\n` });
        repository.commit({ "a.txt": "clean\n" });
        const { port } = server.address() as AddressInfo;
        const child = spawn(process.execPath, [CLI, "scan", "--history", "--format", "json", "--verify", "gitlab"], {
          cwd: repository.folder,
          env: { ...ENVIRONMENT, BARTIZAN_ORIGIN_GITLAB: `http://127.0.0.1:${port}` },
        });
        let out = "";
        child.stdout.on("data", (part) => {
          out += String(part);
        });
        await new Promise((done) => child.on("close", done));
        assert.deepEqual(
          findingsOf({ out }).map(({ validity }) => validity),
          ["valid", "unknown"],
        );
        assert.deepEqual(asked, Array(2).fill("GET /api/v4/user"));
      } finally {
        server.close();
      }
    }),
);
