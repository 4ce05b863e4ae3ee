// The main job, as a person does it: a flaw typed into the thousand-line file, unsaved, is underlined, explained and fixed.
// Runs in the remote host and in the web one (see the test files beside this).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fingerprintOf, openShop, picture, steps } from "./shop.mjs";

const flaw = `db.query("select * from products where id = '" + req.query.id + "'")`;
const pythonFlaw = `db.execute("select cents from sales where day = '" + request.args["day"] + "'")`;

const thousandLines = "web/routes/store.js";

function lineOf(source, text) {
  const line = source.split("\n").findIndex((each) => each.includes(text));
  assert.notEqual(line, -1, `no line holds ${text}`);
  return line + 1;
}

/** @param {"remote" | "web"} kind */
export function typingScenario(kind) {
  test(`a flaw typed into the ${kind} VS Code is underlined, explained and fixed`, { timeout: 300_000 }, async (t) => {
    const shop = await openShop(kind);
    const { workbench } = shop;
    const step = steps(t, workbench, kind);
    const before = fingerprintOf(shop.folder);
    try {
      const store = readFileSync(join(shop.folder, thousandLines), "utf8");
      const cart = lineOf(store, `"/cart",`);

      await step("an untouched file of a thousand lines shows nothing", async () => {
        await workbench.openFile("web/routes/search.js");
        await workbench.underlineOf(`like '%" + word`);
        await workbench.openFile(thousandLines);
        await workbench.goToLine(cart + 2, 200);
        assert.equal(await workbench.countUnderlines(), 0);
      });

      await step("the typed flaw is underlined, unsaved, and no key is lost", async () => {
        await workbench.press("Enter");
        await workbench.type(`${flaw};`);
        await workbench.underlineOf("select * from products where id = '");
        assert.equal((await workbench.lineText("select * from products where id = '")).trim(), `${flaw};`);
        assert.ok(await workbench.isUnsaved(), "the file was saved");
        await workbench.screenshot(picture(`${kind}-underlined`));
      });

      await step("the hover teaches", async () => {
        const text = await workbench.hoverOver(
          await workbench.underlineOf("select * from products where id = '"),
          /CWE-/,
        );
        assert.match(text, /CWE-89/);
        assert.match(text, /req\.query\.id/);
        // It is the last thing that the hover says.
        assert.ok(await workbench.isInView("Ignore…"), "the hover has to be scrolled");
        await workbench.screenshot(picture(`${kind}-hover`));
        await workbench.press("Escape");
      });

      await step("Ctrl+. fixes it first of all", async () => {
        await workbench.clickAt(await workbench.underlineOf("select * from products where id = '"));
        const [first] = await workbench.quickFixes();
        assert.match(first, /parameter|bind|bound/i);
        await workbench.screenshot(picture(`${kind}-fixes`));
        await workbench.press("Enter");
        await workbench.line("select * from products where id = ?").waitFor();
        assert.equal(
          (await workbench.lineText("select * from products where id = ?")).trim(),
          `db.query("select * from products where id = ?", [req.query.id]);`,
        );
      });

      await step("the underline is gone", async () => {
        await workbench.noUnderlineOf("select * from products where id = ?");
        assert.equal(await workbench.countUnderlines(), 0);
        await workbench.screenshot(picture(`${kind}-fixed`));
      });

      await step("the same in Python", async () => {
        const app = readFileSync(join(shop.folder, "reports/app.py"), "utf8");
        await workbench.openFile("reports/app.py");
        await workbench.goToLine(lineOf(app, "db = database()"), 200);
        await workbench.press("Enter");
        await workbench.type(pythonFlaw);
        await workbench.clickAt(await workbench.underlineOf("where day = '"));
        assert.equal((await workbench.lineText("where day = '")).trim(), pythonFlaw);
        await workbench.screenshot(picture(`${kind}-python`));
        const [first] = await workbench.quickFixes();
        assert.match(first, /parameter|bind|bound/i);
        await workbench.press("Enter");
        await workbench.line("where day = ?").waitFor();
        await workbench.noUnderlineOf("where day = ?");
      });

      await step("the Problems view lists what is open", async () => {
        const rows = await workbench.problems(/bartizan/);
        assert.ok(rows.length > 0);
        await workbench.screenshot(picture(`${kind}-problems`));
        await workbench.press("Control+J");
      });

      await step("a workspace scan fills the tree", async () => {
        await workbench.runCommand("Bartizan: Scan Workspace");
        await workbench.viewMessage("Findings", /\d+ findings in \d+ files/);
        const rows = await workbench.viewRows("Findings", /office\.ts/); // a file that was never opened
        assert.ok(rows.length > 10, rows.join("\n"));
        await workbench.screenshot(picture(`${kind}-findings`));
      });

      await step("nobody was interrupted, nothing was written", async () => {
        assert.deepEqual(workbench.toasts, []);
        assert.equal(await workbench.countDialogs(), 0);
        assert.equal(fingerprintOf(shop.folder), before);
      });

      await step("a message that a command answers with is one that would have been noticed", async () => {
        await workbench.runCommand("Bartizan: Fix");
        const message = "There is no fix here that could be proved.";
        await workbench.page.locator(".notification-toast").filter({ hasText: message }).waitFor();
        assert.ok(
          workbench.toasts.some((toast) => toast.includes(message)),
          workbench.toasts.join("\n"),
        );
      });
    } finally {
      await shop.close();
    }
  });
}
