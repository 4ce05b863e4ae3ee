// What every scenario starts with: a copy of the sample shop, the packaged extension in a VS Code on it, and a browser. And
// where pictures go: dist/screenshots, or the folder named in BARTIZAN_SCREENSHOTS (npm run screenshots names docs/images).
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { startRemoteHost } from "../remote-host.mjs";
import { unpackVsix, vsixPath } from "../vsix.mjs";
import { serveWebWorkbench } from "../web-host.mjs";
import { launchBrowser, Workbench } from "../workbench.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const pictures = resolve(root, process.env.BARTIZAN_SCREENSHOTS || "dist/screenshots");

export function picture(name) {
  return join(pictures, `${name}.png`);
}

/** A place that is gone after the test, with a copy of the shop in it. */
export function copyShop() {
  const place = mkdtempSync(join(tmpdir(), "bartizan-scenario-"));
  const folder = join(place, "shop");
  cpSync(join(root, "samples/shop"), folder, { recursive: true });
  return { place, folder, remove: () => rmSync(place, { recursive: true, force: true, maxRetries: 9 }) };
}

/** One figure for everything in a folder: names and contents. */
export function fingerprintOf(folder) {
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
  for (const path of paths) hash.update(relative(folder, path)).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

/**
 * @param {"remote" | "web"} kind
 * @param {{ trust?: "all" | "ask", settings?: Record<string, unknown> }} options
 */
export async function openShop(kind, options = {}) {
  const shop = copyShop();
  const browser = await launchBrowser();
  let host;
  const close = async () => {
    await browser.close();
    await host?.close();
    shop.remove();
  };
  try {
    let url;
    if (kind === "remote") {
      host = await startRemoteHost({ vsix: vsixPath(), ...options });
      url = host.urlOf(shop.folder);
    } else {
      const extension = unpackVsix(vsixPath(), join(shop.place, "extension"));
      host = await serveWebWorkbench({
        extension,
        folders: [shop.folder],
        trusted: options.trust !== "ask",
        ...options,
      });
      url = host.url;
    }
    const workbench = await Workbench.open(browser, url);
    return { ...shop, host, browser, workbench, url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Runs one step of a scenario; a picture of the moment is kept when it fails. */
export function steps(t, workbench, kind) {
  let broken = false;
  return (name, body) =>
    t.test(name, async () => {
      if (broken) throw new Error("an earlier step of this scenario failed");
      try {
        await body();
      } catch (error) {
        broken = true;
        await workbench.screenshot(picture(`failed-${kind}-${name.replaceAll(/\W+/g, "-")}`));
        error.message += `\nOn screen: ${await workbench.describe().catch(String)}`;
        throw error;
      }
    });
}
