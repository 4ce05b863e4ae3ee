// Runs test/vscode/suite inside an extension host: of the web workbench, of the remote one, or of a VS Code on the desktop.
// One bundle for all three; its first line says where to report to. The hosts differ only in how they are started.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { startRemoteHost } from "./remote-host.mjs";
import { serveWebWorkbench } from "./web-host.mjs";
import { launchBrowser } from "./workbench.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const longestSilence = 90_000;

/** @typedef {{ name: string, milliseconds: number, failure?: string, note?: string }} Outcome */

/** Receives the suite's outcomes. */
async function collectOutcomes() {
  /** @type {Outcome[]} */
  const outcomes = [];
  let settle;
  const finished = new Promise((done, failed) => {
    settle = { done, failed };
  });
  finished.catch(() => {}); // whoever waits for it hears of it
  let timer;
  const patient = () => {
    clearTimeout(timer);
    timer = setTimeout(
      () =>
        settle.failed(
          new Error(`no word from the suite for ${longestSilence / 1000} s; it had sent ${outcomes.length} outcomes`),
        ),
      longestSilence,
    );
  };
  patient();
  const server = createServer(async (request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    let text = "";
    for await (const chunk of request) text += chunk;
    if (request.method === "POST") {
      const message = JSON.parse(text);
      patient();
      if (message.outcome) outcomes.push(message.outcome);
      else if (message.done === outcomes.length) settle.done(outcomes);
      else settle.failed(new Error(`the suite ran ${message.done} tests, ${outcomes.length} arrived`));
    }
    response.end();
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    finished,
    fail: (error) => settle.failed(error),
    close() {
      clearTimeout(timer);
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bundleSuite(rig) {
  const { outputFiles } = await build({
    entryPoints: [join(here, "suite/index.ts")],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "neutral",
    target: "es2022",
    external: ["vscode"],
  });
  return `globalThis.bartizanRig = ${JSON.stringify(rig)};\n${outputFiles[0].text}`;
}

function suiteFolder(text) {
  const folder = mkdtempSync(join(tmpdir(), "bartizan-suite-"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}");
  writeFileSync(join(folder, "index.js"), text);
  return folder;
}

/**
 * @param {"web" | "remote" | "electron"} host
 * @param {{ extension: string, folder: string }} what the unpacked extension, and the folder to open (which the suite writes into)
 * @param {string} [only] only tests whose name holds it
 * @returns {Promise<Outcome[]>}
 */
export async function runSuite(host, { extension, folder }, only) {
  const collector = await collectOutcomes();
  const text = await bundleSuite({ host, report: collector.url, ...(only && { only }) });
  const suite = suiteFolder(text);
  try {
    if (host === "electron") return await onDesktop({ extension, folder, suite, collector });
    return await inBrowser(host, { extension, folder, text, suite, collector });
  } finally {
    collector.close();
    rmSync(suite, { recursive: true, force: true });
  }
}

async function inBrowser(kind, { extension, folder, text, suite, collector }) {
  const browser = await launchBrowser();
  let host;
  try {
    let url;
    if (kind === "web") {
      host = await serveWebWorkbench({ extension, folders: [folder], suite: text });
      url = host.url;
    } else {
      host = await startRemoteHost();
      url = host.urlOf(folder, [
        ["extensionDevelopmentPath", host.remoteUri(extension)],
        ["extensionTestsPath", host.remoteUri(suite)],
      ]);
    }
    const page = await browser.newPage();
    const errors = [];
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("crash", () => collector.fail(new Error("the page crashed")));
    await page.goto(url);
    return await collector.finished.catch((error) => {
      throw new Error(`${error.message}\nlast errors in the page:\n${errors.slice(-8).join("\n")}`);
    });
  } finally {
    await browser.close();
    await host?.close();
  }
}

async function onDesktop({ extension, folder, suite, collector }) {
  const { runTests } = await import("@vscode/test-electron");
  const started = runTests({
    extensionDevelopmentPath: extension,
    extensionTestsPath: join(suite, "index.js"),
    launchArgs: [folder, "--disable-extensions", "--disable-workspace-trust"],
  });
  started.catch((error) => collector.fail(error));
  const outcomes = await collector.finished;
  await started.catch(() => {}); // its exit code says again what the outcomes say
  return outcomes;
}
