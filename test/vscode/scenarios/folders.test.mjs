// A workspace of several folders: findings in each of them, in both hosts.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startRemoteHost } from "../remote-host.mjs";
import { unpackVsix, vsixPath } from "../vsix.mjs";
import { serveWebWorkbench } from "../web-host.mjs";
import { launchBrowser, Workbench } from "../workbench.mjs";
import { root, steps } from "./shop.mjs";

for (const kind of ["remote", "web"])
  test(`two folders side by side in the ${kind} VS Code`, { timeout: 180_000 }, async (t) => {
    const place = mkdtempSync(join(tmpdir(), "bartizan-folders-"));
    const folders = ["web", "reports"].map((name) => join(place, name));
    for (const folder of folders)
      cpSync(join(root, "samples/shop", folder.slice(place.length)), folder, { recursive: true });
    const workspace = join(place, "both.code-workspace");
    writeFileSync(workspace, JSON.stringify({ folders: [{ path: "web" }, { path: "reports" }] }));
    const browser = await launchBrowser();
    const host =
      kind === "remote"
        ? await startRemoteHost({ vsix: vsixPath() })
        : await serveWebWorkbench({ extension: unpackVsix(vsixPath(), join(place, "extension")), folders });
    try {
      const workbench = await Workbench.open(browser, kind === "remote" ? host.urlOf(workspace) : host.url);
      const step = steps(t, workbench, `folders-${kind}`);
      await step("the first folder's flaws are underlined", async () => {
        await workbench.openFile("web/routes/search.js");
        await workbench.underlineOf(`like '%" + word`);
      });
      await step("the second folder's flaws are underlined", async () => {
        await workbench.openFile("reports/app.py");
        await workbench.underlineOf("where month = '");
      });
      await step("a scan finds those of both", async () => {
        await workbench.runCommand("Bartizan: Scan Workspace");
        await workbench.viewMessage("Findings", /\d+ findings in \d+ files/);
        await workbench.viewRows("Findings", /office\.ts/);
        await workbench.viewRows("Findings", /exports\.py/);
        assert.deepEqual(workbench.toasts, []);
      });
    } finally {
      await browser.close();
      await host.close();
      rmSync(place, { recursive: true, force: true, maxRetries: 9 });
    }
  });
