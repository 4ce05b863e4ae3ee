// Git's hook as the editor's client asks for it: told first, written on demand, never in a folder that is not trusted.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { ciWorkflow, WORKFLOW_PATH } from "../../client/src/ci-workflow.ts";
import { CONFIGURATION_NAMES } from "../../server/src/config/configuration.ts";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import type { CommitHook } from "../../server/src/protocol.ts";
import { withRepository } from "../cli/repository.ts";
import { type TestClient, withClient } from "./client.ts";

function within(folder: string, isTrusted: boolean, body: (client: TestClient) => Promise<void>): Promise<void> {
  const options = { folders: [pathToFileURL(folder).href], initialization: { isTrusted } };
  return withClient(nodeHost(resolve("dist"), "test"), options, body);
}

test("it is shown as it would be, then written as it was shown", { timeout: 60_000 }, () =>
  withRepository({}, (repository) =>
    within(repository.folder, true, async (client) => {
      const own = "#!/bin/sh\necho own\n";
      repository.write(".git/hooks/pre-commit", own);
      const folder = pathToFileURL(repository.folder).href;
      const file = join(repository.folder, ".git/hooks/pre-commit");
      const ask = (write: boolean) =>
        client.connection.sendRequest<CommitHook | null>("bartizan/commitHook", { folder, write });
      const shown = await ask(false);
      assert.equal(shown?.before, own);
      assert.equal(shown.uri, pathToFileURL(file).href);
      assert.equal(readFileSync(file, "utf8"), own, "only shown");
      await ask(true);
      assert.equal(readFileSync(file, "utf8"), shown.after);
      assert.match(shown.after, /scan --staged[\s\S]*echo own\n$/);
      assert.match(shown.after, new RegExp(`${process.execPath}.*`));
      const again = await ask(false);
      assert.equal(again?.before, again?.after);
    }),
  ),
);

test("nothing is done where the folder is not trusted, not open, or in no repository", { timeout: 60_000 }, () =>
  withRepository({}, async (repository) => {
    const hook = join(repository.folder, ".git/hooks/pre-commit");
    const ask = (client: TestClient, folder: string) =>
      client.connection.sendRequest("bartizan/commitHook", { folder: pathToFileURL(folder).href, write: true });
    await within(repository.folder, false, async (client) => {
      assert.equal(await ask(client, repository.folder), null);
    });
    const outside = join(repository.folder, "..");
    await within(outside, true, async (client) => {
      assert.equal(await ask(client, repository.folder), null);
      assert.equal(await ask(client, outside), null);
    });
    assert.equal(existsSync(hook), false);
  }),
);

test("the workflow is one, takes Bartizan from the project's own dependencies, and reports even when there are findings", () => {
  assert.ok(!(CONFIGURATION_NAMES as readonly string[]).includes(WORKFLOW_PATH.at(-1)!), "no configuration of ours");
  const { permissions, jobs } = parse(ciWorkflow());
  assert.deepEqual(permissions, { contents: "read", "security-events": "write" });
  const { steps } = jobs.scan;
  const runs: string[] = steps.flatMap(({ run }: { run?: string }) => run ?? []);
  assert.ok(runs.some((run) => run.startsWith("npx --no-install bartizan scan --format sarif")));
  assert.match(steps.at(-1).if, /!cancelled\(\)/);
});
