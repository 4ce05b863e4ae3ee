// Writing a rule: rule and sample side by side, matches marked while either is typed, mistakes underlined, keys completed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fingerprintOf, openShop, picture, steps } from "./shop.mjs";

test("a rule is written with its sample beside it", { timeout: 240_000 }, async (t) => {
  const shop = await openShop("remote");
  const { workbench } = shop;
  const { page } = workbench;
  const step = steps(t, workbench, "rules");
  const before = fingerprintOf(shop.folder);
  const status = page.locator("#bartizan\\.bartizan\\.bartizan\\.ruleTrial, [id*='bartizan.ruleTrial']");
  try {
    await step("the command opens a rule and a sample in which it matches", async () => {
      await workbench.openFile("web/routes/search.js");
      await workbench.runCommand("Bartizan: New Rule", { asks: true });
      await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "JavaScript" }).first().waitFor();
      await workbench.press("Enter");
      await status.filter({ hasText: "1 matches" }).waitFor({ timeout: 30_000 });
      assert.equal(await page.locator(".editor-group-container").count(), 2);
      await workbench.screenshot(picture("rules-new"));
    });

    await step("a change of the pattern changes what is marked", async () => {
      await workbench.goToLine(6, 200);
      await workbench.press("Shift+Home");
      await workbench.type("pattern: $ANY.render($TEXT)");
      await status.filter({ hasText: "2 matches" }).waitFor();
    });

    await step("a mistake is underlined", async () => {
      await workbench.goToLine(4, 200);
      await workbench.press("Shift+Home");
      await workbench.type("severity: BAD");
      await page.locator(".squiggly-error").first().waitFor();
      await workbench.screenshot(picture("rules-mistake"));
    });

    await step("keys and values are completed", async () => {
      await workbench.press("Shift+Home");
      await workbench.type("severity: ");
      await workbench.press("Control+Space");
      await page.locator(".suggest-widget .monaco-list-row").filter({ hasText: "WARNING" }).first().waitFor();
      await workbench.screenshot(picture("rules-completion"));
      await workbench.press("Escape");
    });

    await step("nothing was written, nobody was interrupted", async () => {
      assert.equal(fingerprintOf(shop.folder), before);
      assert.deepEqual(workbench.toasts, []);
    });
  } finally {
    await shop.close();
  }
});
