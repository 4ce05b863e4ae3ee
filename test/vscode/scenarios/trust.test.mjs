// Restricted Mode: a folder whose authors nobody vouches for is looked at all the same, as nothing in it is run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openShop, picture, steps } from "./shop.mjs";

test("the built-in rules run in Restricted Mode", { timeout: 180_000 }, async (t) => {
  const shop = await openShop("remote", { trust: "ask" });
  const { workbench } = shop;
  const step = steps(t, workbench, "restricted");
  try {
    await step("the folder is not trusted", async () => {
      await workbench.page.getByText("Restricted Mode").first().waitFor();
    });
    await step("planted flaws are underlined", async () => {
      await workbench.openFile("web/routes/search.js");
      await workbench.underlineOf(`like '%" + word`);
      await workbench.screenshot(picture("restricted"));
      assert.deepEqual(workbench.toasts, []);
    });
  } finally {
    await shop.close();
  }
});
