// A person at VS Code's workbench: opens files, types, points, presses keys and looks at what is there. Knows the workbench's
// page, nothing of Bartizan. Everything waits for what it needs to see; nothing waits for a time to pass.
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { chromium } from "playwright-core";
import { ensureChromium } from "./setup.mjs";

const patience = 30_000;
const squiggles = ".squiggly-error, .squiggly-warning, .squiggly-info, .squiggly-hint";

export async function launchBrowser() {
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: ensureChromium(), args: [...sandbox, "--force-device-scale-factor=1"] });
}

export class Workbench {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.toasts = [];
  }

  /** Opens the workbench in a fresh profile and waits until it can be used. */
  static async open(browser, url) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const workbench = new Workbench(page);
    await page.exposeFunction("bartizanToast", (text) => workbench.toasts.push(text));
    await page.addInitScript(recordToasts);
    await page.goto(url);
    await page.waitForSelector(".monaco-workbench", { timeout: 2 * patience });
    await workbench.explorerRow(1).waitFor({ timeout: 2 * patience });
    return workbench;
  }

  explorerRow(level) {
    return this.page.locator(`.explorer-folders-view .monaco-list-row[aria-level="${level}"]`).first();
  }

  /** Opens a file as one does in the explorer: folder by folder, then a double-click. */
  async openFile(path) {
    const segments = path.split("/");
    const rows = this.page.locator(".explorer-folders-view .monaco-list-row");
    const row = (name, level) =>
      rows
        .and(this.page.locator(`[aria-level="${level}"]`))
        .filter({ has: this.page.getByText(name, { exact: true }) });
    for (const [index, name] of segments.entries()) {
      const at = row(name, index + 1).first();
      await at.waitFor();
      if (index === segments.length - 1) {
        const tab = this.page.locator(`.tab.active[data-resource-name="${name}"]`);
        await this.#repeat(() => at.dblclick(), tab);
        continue;
      }
      const expanded = at.and(this.page.locator('[aria-expanded="true"]'));
      if ((await expanded.count()) === 0) await this.#repeat(() => at.click(), expanded);
    }
    await this.editor().locator(".view-line").first().waitFor();
  }

  /**
   * Does what makes something show, and once more when it has not come after a while, as a person would: a click on a row that
   * the explorer just then draws anew, because files came or went, is lost, and so is a key while the editor still takes a click.
   */
  async #repeat(act, wanted) {
    for (let tries = 1; ; tries++) {
      await act();
      const isThere = wanted.first().waitFor({ timeout: tries < 5 ? 6_000 : patience });
      if (tries === 5) return isThere;
      const found = await isThere.then(
        () => true,
        () => false,
      );
      if (found) return;
    }
  }

  /** The editor that has, or last had, the caret. */
  editor() {
    return this.page.locator(".editor-group-container.active .editor-instance .monaco-editor").first();
  }

  async press(keys) {
    await this.page.keyboard.press(keys);
  }

  /** Types as fast as the workbench takes it. */
  async type(text) {
    await this.page.keyboard.type(text);
  }

  /** `asks`: the command may ask for something in the same box at once, which is then never hidden. */
  async runCommand(title, { asks = false } = {}) {
    const box = this.page.locator(".quick-input-widget input[type=text]");
    const row = this.page.locator(".quick-input-list .monaco-list-row.focused").filter({ hasText: title });
    // Whatever takes the focus closes the palette, with what was typed into it.
    const ask = async () => {
      await this.press("F1");
      await box.fill(`>${title}`, { timeout: 5_000 }).catch(() => {});
    };
    await this.#repeat(ask, row);
    await this.press("Enter");
    if (!asks) await box.waitFor({ state: "hidden" });
  }

  async goToLine(line, column = 1) {
    await this.editor()
      .locator(".editor-scrollable")
      .first()
      .click({ position: { x: 4, y: 60 } });
    await this.press("Control+G");
    const box = this.page.locator(".quick-input-widget input[type=text]");
    await box.waitFor();
    await box.fill(`:${line}:${column}`);
    await this.press("Enter");
    await box.waitFor({ state: "hidden" });
    await this.page.locator(".editor-group-container.active .current-line").first().waitFor();
  }

  /** The line on screen that holds the text. */
  line(text) {
    return this.editor().locator(".view-line").filter({ hasText: text }).first();
  }

  async lineText(text) {
    return ((await this.line(text).textContent()) ?? "").replaceAll("\u00a0", " ");
  }

  /** Waits until the line that holds the text is underlined; gives the box of the underline. */
  async underlineOf(text, timeout = patience) {
    return this.#watchUnderline(text, true, timeout);
  }

  /** Waits until the line that holds the text is not (or no longer) underlined. */
  async noUnderlineOf(text, timeout = patience) {
    await this.#watchUnderline(text, false, timeout);
  }

  /** Measures in the page how long it takes from the next key until the line that holds the text is underlined, or isn't any more. */
  async timeUntil(wanted, text, act) {
    const watching = await this.page.evaluateHandle(measureUnderline, [wanted, text, squiggles, patience]);
    await act();
    return watching.evaluate((watch) => watch.milliseconds);
  }

  /** Puts text in at once, as a paste does. */
  async insertText(text) {
    await this.page.keyboard.insertText(text);
  }

  async countUnderlines() {
    return this.editor().locator(squiggles).count();
  }

  async countDialogs() {
    return this.page.locator(".monaco-dialog-box").count();
  }

  /** Whether the active tab shows that its file has changes. */
  async isUnsaved() {
    return (await this.page.locator(".editor-group-container.active .tab.active.dirty").count()) === 1;
  }

  async clickAt(box) {
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  async #watchUnderline(text, wanted, timeout) {
    const found = await this.page.waitForFunction(
      ([text, wanted, squiggles]) => {
        const editor = document.querySelector(".editor-group-container.active .editor-instance .monaco-editor");
        const plain = (line) => line.textContent.replaceAll("\u00a0", " ");
        const line = [...(editor?.querySelectorAll(".view-line") ?? [])].find((line) => plain(line).includes(text));
        if (!line) return undefined;
        const { top, bottom } = line.getBoundingClientRect();
        const boxes = [...editor.querySelectorAll(squiggles)].map((element) => element.getBoundingClientRect());
        const box = boxes.find((box) => box.width > 0 && box.bottom > top + 2 && box.top < bottom - 2);
        if ((box !== undefined) !== wanted) return undefined;
        return box ? { x: box.x, y: box.y, width: box.width, height: box.height } : {};
      },
      [text, wanted, squiggles],
      { timeout, polling: 50 },
    );
    return found.jsonValue();
  }

  /** Points at a place until the hover says what is asked for; gives its text. */
  async hoverOver(box, wanted = /./) {
    const hover = this.page.locator(
      ".monaco-editor .monaco-hover:not(.hidden) .hover-contents, .monaco-resizable-hover .hover-contents",
    );
    // A pointer that arrives while the editor is laying out again is not seen; a person would move it once more.
    for (let tries = 1; ; tries++) {
      await this.page.mouse.move(box.x + box.width / 2 + 30, box.y - 60);
      await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
      const isThere = hover.first().waitFor({ timeout: 5_000 });
      if (tries === 6) await isThere;
      else if (
        !(await isThere.then(
          () => true,
          () => false,
        ))
      )
        continue;
      break;
    }
    // The hover shows what is ready first, and the rest as it comes.
    await hover.filter({ hasText: wanted }).first().waitFor();
    return (await hover.allInnerTexts()).join("\n");
  }

  /** Whether a link of the hover that is shown can be seen without scrolling. */
  async isInView(link) {
    return this.page.evaluate((link) => {
      const box = [...document.querySelectorAll(".monaco-hover:not(.hidden) .monaco-hover-content")].find(
        (element) => element.getBoundingClientRect().height > 0,
      );
      const anchor = [...(box?.querySelectorAll("a") ?? [])].find((element) => element.textContent === link);
      return anchor !== undefined && anchor.getBoundingClientRect().bottom <= box.getBoundingClientRect().bottom;
    }, link);
  }

  /** What Ctrl+. offers, in order. Leaves the list open. */
  async quickFixes() {
    const rows = this.page.locator(".action-widget .monaco-list-row.action");
    await this.#repeat(() => this.press("Control+."), rows);
    return rows.allInnerTexts();
  }

  /** The line above a tree, once it is as asked for. */
  async viewMessage(title, pattern) {
    const pane = this.page.locator(".pane").filter({ has: this.page.locator(".pane-header", { hasText: title }) });
    await pane.locator(".message").filter({ hasText: pattern }).first().waitFor();
  }

  /** The rows of a view, as text, once one row satisfies the pattern. */
  async viewRows(title, pattern, timeout = patience) {
    const pane = this.page.locator(".pane").filter({ has: this.page.locator(".pane-header", { hasText: title }) });
    const rows = pane.locator(".pane-body .monaco-list-row");
    await rows.filter({ hasText: pattern }).first().waitFor({ timeout });
    return rows.allInnerTexts();
  }

  async problems(pattern) {
    await this.press("Control+Shift+M");
    const rows = this.page.locator(".markers-panel-container .monaco-list-row, .markers-panel .monaco-list-row");
    await rows.filter({ hasText: pattern }).first().waitFor();
    return rows.allInnerTexts();
  }

  /** What a person would tell of the screen when something did not come: where the keys go, what asks, what has popped up. */
  async describe() {
    return this.page.evaluate(() => {
      const texts = (selector) =>
        [...document.querySelectorAll(selector)]
          .filter((element) => element.getBoundingClientRect().height > 0)
          .map((element) => (element.value ?? element.textContent).replaceAll(/\s+/g, " ").slice(0, 120));
      const keys = document.activeElement;
      return JSON.stringify({
        keys: `${keys?.tagName} ${keys?.className} in ${keys?.closest(".part, .quick-input-widget")?.className}`,
        tabs: texts(".tab"),
        asks: texts(".quick-input-widget input, .quick-input-list .monaco-list-row, .monaco-dialog-box"),
        messages: texts(".notification-toast, .quick-input-message"),
      });
    });
  }

  async screenshot(path) {
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path, animations: "disabled", caret: "initial" });
  }

  async close() {
    await this.page.context().close();
  }
}

/**
 * Runs in the page: the time from the next key until the line is as wanted. Looks at every change of the page,
 * so the figure holds the drawing as well.
 */
function measureUnderline([wanted, text, squiggles, patience]) {
  const isThere = () => {
    const editor = document.querySelector(".editor-group-container.active .editor-instance .monaco-editor");
    const plain = (line) => line.textContent.replaceAll("\u00a0", " ");
    const line = [...editor.querySelectorAll(".view-line")].find((line) => plain(line).includes(text));
    if (!line) return false;
    const { top, bottom } = line.getBoundingClientRect();
    const boxes = [...editor.querySelectorAll(squiggles)].map((element) => element.getBoundingClientRect());
    return boxes.some((box) => box.width > 0 && box.bottom > top + 2 && box.top < bottom - 2);
  };
  const milliseconds = new Promise((found, failed) => {
    let begun;
    const begin = () => {
      begun ??= performance.now();
    };
    document.addEventListener("keydown", begin, { capture: true });
    const stop = () => {
      observer.disconnect();
      clearTimeout(timer);
      document.removeEventListener("keydown", begin, { capture: true });
    };
    const observer = new MutationObserver(() => {
      if (begun === undefined || isThere() !== (wanted === "there")) return;
      stop();
      found(performance.now() - begun);
    });
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
    const timer = setTimeout(() => {
      stop();
      failed(new Error(`the underline was not ${wanted} within ${patience} ms`));
    }, patience);
  });
  milliseconds.catch(() => {}); // whoever asks for it hears of it
  return { milliseconds };
}

/** Runs in the page: tells the test of every notification that pops up. */
function recordToasts() {
  const watch = () => {
    new MutationObserver((changes) => {
      for (const change of changes)
        for (const node of change.addedNodes) {
          if (!(node instanceof HTMLElement)) continue;
          const toasts = node.matches(".notification-toast") ? [node] : node.querySelectorAll(".notification-toast");
          for (const toast of toasts) window.bartizanToast(toast.textContent ?? "");
        }
    }).observe(document.documentElement, { childList: true, subtree: true });
  };
  if (document.documentElement) watch();
  else document.addEventListener("DOMContentLoaded", watch);
}
