// The security report in a real workbench: written where the user says and nowhere else, with as many findings as the Findings view
// counts, and readable by itself: on a screen light and dark, on paper, with the network off.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { fingerprintOf, openShop, picture, steps } from "./shop.mjs";

test("a report that counts what the view counts", { timeout: 240_000 }, async (t) => {
  const shop = await openShop("remote");
  const { workbench, folder, browser } = shop;
  const { page } = workbench;
  const step = steps(t, workbench, "security-report");
  const before = fingerprintOf(folder);
  const file = join(shop.place, "report.html");
  const input = page.locator(".quick-input-widget input[type=text]");
  /** Asks for a report, and waits until VS Code asks where to. */
  const ask = async () => {
    await workbench.runCommand("Bartizan: Security Report", { asks: true });
    await page.locator(".quick-input-title", { hasText: "Write the security report" }).waitFor({ timeout: 60_000 });
    await page.waitForFunction(() =>
      document.querySelector(".quick-input-widget input[type=text]")?.value.endsWith("/security-report.html"),
    );
  };
  // A dialog that still lists the folder does not hear the key: it is pressed once the file's own folder is listed, and its button after that.
  const answer = async (path) => {
    await input.fill(path);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "shop" }).first().waitFor();
    for (let tries = 1; ; tries++) {
      if (tries === 1) await workbench.press("Enter");
      else await page.locator(".quick-input-widget").getByRole("button", { name: "OK" }).click();
      const isGone = input.waitFor({ state: "hidden", timeout: 5_000 });
      if (tries === 6) await isGone;
      else if (
        !(await isGone.then(
          () => true,
          () => false,
        ))
      )
        continue;
      return;
    }
  };
  const reported = () => Number(/id="open-findings">(\d+)</.exec(readFileSync(file, "utf8"))?.[1]);
  try {
    await step("it asks where to, and writes nothing when the answer is nowhere", async () => {
      await workbench.openFile("web/routes/search.js");
      await workbench.underlineOf(`like '%" + word`);
      await ask();
      await workbench.press("Escape");
      await input.waitFor({ state: "hidden" });
      assert.equal(fingerprintOf(folder), before);
    });
    await step("it is written where it was told, and counts what the view and its badge do", async () => {
      await ask();
      await answer(file);
      const message = page.locator(".notifications-toasts .notification-list-item-message", {
        hasText: "security report is in",
      });
      await message.waitFor();
      assert.ok(existsSync(file));
      const [, told] = /(\d+) findings/.exec(await message.innerText());
      assert.equal(reported(), Number(told));
      await workbench.runCommand("Focus on Findings View");
      await workbench.viewMessage("Findings", new RegExp(`^${told} findings in`));
      const badge = page.locator('.activitybar .action-item:has(a[aria-label^="Bartizan"]) .badge-content');
      assert.equal(await badge.innerText(), told);
      assert.equal(fingerprintOf(folder), before);
    });
    await step("what is typed and not saved counts in both", async () => {
      const were = reported();
      await workbench.line(`like '%" + word`).click();
      await workbench.press("Control+End");
      await workbench.insertText('\nrouter.get("/more", (req, res) => res.send(req.query.more));\n');
      await workbench.underlineOf("req.query.more");
      await workbench.viewMessage("Findings", new RegExp(`^${were + 1} findings in`));
      await ask();
      await answer(join(shop.place, "second.html"));
      const message = page.locator(".notifications-toasts .notification-list-item-message", { hasText: "second.html" });
      await message.waitFor();
      assert.match(await message.innerText(), new RegExp(`${were + 1} findings`));
    });
    await step("where no browser reaches the file, an editor opens it", async () => {
      await page.locator(".notifications-toasts").getByRole("button", { name: "Open" }).first().click();
      await page.locator(".tab.active", { hasText: "Security Report" }).waitFor();
    });
    await step("it reads by itself, light, dark and on paper", async () => {
      const grounds = [];
      for (const colorScheme of ["light", "dark"]) {
        const context = await browser.newContext({ colorScheme, javaScriptEnabled: false, offline: true });
        const reader = await context.newPage();
        const asked = [];
        const complaints = [];
        reader.on("request", (request) => asked.push(request.url()));
        reader.on("console", (message) => complaints.push(message.text()));
        const url = pathToFileURL(file).href;
        await reader.goto(url);
        assert.equal(await reader.locator("#open-findings").innerText(), String(reported()));
        grounds.push(await reader.locator("html").evaluate((html) => getComputedStyle(html).backgroundColor));
        await reader.screenshot({ path: picture(`security-report-${colorScheme}`) });
        await reader.locator("nav a", { hasText: "Clauses" }).click();
        await reader.locator("#clauses").waitFor();
        await reader.setViewportSize({ width: 360, height: 640 });
        const width = await reader.locator("html").evaluate((html) => html.scrollWidth);
        assert.ok(width <= 360, `${width}`);
        await reader.emulateMedia({ media: "print" });
        const paper = await reader.locator("html").evaluate((html) => getComputedStyle(html).backgroundColor);
        assert.equal(paper, "rgb(255, 255, 255)", colorScheme);
        assert.ok((await reader.pdf({ format: "A4" })).length > 10_000);
        assert.deepEqual(
          asked.filter((each) => !each.startsWith(url)),
          [],
        );
        assert.deepEqual(complaints, []);
        await context.close();
      }
      assert.deepEqual(grounds, ["rgb(255, 255, 255)", "rgb(18, 24, 31)"]);
    });
  } finally {
    await shop.close();
  }
});
