// Checks that others pass: the commit hook and the workflow, each shown beside what is there and written only when told to; and a
// secret's fix, which changes several files and is shown before any of it is made.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openShop, steps } from "./shop.mjs";

const token = ["gl", "pat-", "Zk3nQ8vT1xW7bL5cR2dY"].join("");

test("a hook, a workflow and a fix of several files, each shown first", { timeout: 240_000 }, async (t) => {
  const shop = await openShop("remote");
  const { workbench, folder } = shop;
  const { page } = workbench;
  const step = steps(t, workbench, "protection");
  const hook = join(folder, ".git/hooks/pre-commit");
  const workflow = join(folder, ".github/workflows/bartizan-scan.yml");
  const git = (...args) => spawnSync("git", args, { cwd: folder, encoding: "utf8" });
  const answer = async (button) => {
    const dialog = page.locator(".monaco-dialog-box");
    await dialog.waitFor();
    await dialog.getByRole("button", { name: button }).click();
    await dialog.waitFor({ state: "hidden" });
  };
  const until = async (look) => {
    await page.waitForFunction(() => true);
    for (let tries = 0; tries < 100 && !look(); tries++) await page.waitForTimeout(100);
    assert.ok(look());
  };
  try {
    git("init", "--quiet");
    await step("the hook is shown, and not written when the answer is no", async () => {
      await workbench.openFile("web/routes/search.js");
      await workbench.underlineOf(`like '%" + word`);
      await workbench.runCommand("Bartizan: Protect Commits…");
      await page.locator(".monaco-diff-editor .view-line", { hasText: "bartizan_run" }).first().waitFor();
      await answer("Cancel");
      assert.equal(existsSync(hook), false);
    });
    await step("it is written when the answer is yes, and stops a planted secret", async () => {
      await workbench.runCommand("Bartizan: Protect Commits…");
      await answer("Write the file");
      await until(() => existsSync(hook));
      writeFileSync(join(folder, "web/token.js"), `const apiToken = "${token}";\n`);
      git("add", "web/token.js");
      const { status, stdout, stderr } = git(
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.com",
        "commit",
        "-m",
        "x",
      );
      assert.notEqual(status, 0);
      assert.match(stdout + stderr, /web\/token\.js:1:\d+ {2}error {2}gitlab-pat/);
    });
    await step("the workflow is shown, then written", async () => {
      await workbench.runCommand("Bartizan: Add CI Workflow…");
      await answer("Write the file");
      // a file that is being written is there, and empty, before its text is
      await until(
        () => existsSync(workflow) && readFileSync(workflow, "utf8").includes("bartizan scan --format sarif"),
      );
    });
    await step("a secret's fix shows all files that it changes", async () => {
      await workbench.openFile("web/token.js");
      await workbench.underlineOf(token.slice(0, 8));
      await workbench.goToLine(1, 22);
      const fixes = await workbench.quickFixes();
      assert.match(fixes[0], /Read it from the environment variable API_TOKEN/);
      await workbench.press("Enter");
      const panel = page.locator(".part.panel");
      for (const name of ["token.js", ".env.example", ".gitignore"])
        await panel.locator(".monaco-list-row", { hasText: name }).first().waitFor();
    });
  } finally {
    await shop.close();
  }
});
