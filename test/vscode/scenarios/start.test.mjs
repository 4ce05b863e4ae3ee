// npm start, up to the moment somebody sees the shop: served in a page when no VS Code is at hand, handed to `code` when it is.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { test } from "node:test";
import { launchBrowser, Workbench } from "../workbench.mjs";
import { root } from "./shop.mjs";

/** Starts the script and waits for what it says. */
function start(args, env = {}) {
  const child = spawn(process.execPath, ["samples/start.mjs", ...args], { cwd: root, env: { ...process.env, ...env } });
  let said = "";
  const saying = (pattern) =>
    new Promise((found, failed) => {
      const look = () => {
        const match = pattern.exec(said);
        if (match) found(match);
      };
      child.stdout.on("data", look);
      child.once("exit", (code) => failed(new Error(`ended with ${code}, having said:\n${said}`)));
      look();
    });
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      said += text;
    });
  return { child, saying, said: () => said };
}

test("npm start without a VS Code serves the shop, on the next port that is free", { timeout: 180_000 }, async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address();
  const { child, saying } = start(["--web", "--port", String(port)]);
  const browser = await launchBrowser();
  try {
    const [, url] = await saying(/is at {2}(http:\S+)/);
    assert.notEqual(new URL(url).port, String(port));
    const workbench = await Workbench.open(browser, url);
    await workbench.underlineOf(`like '%" + word`);
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    assert.equal(code, 0);
  } finally {
    child.kill("SIGKILL");
    await browser.close();
    taken.close();
  }
});

test("npm start with a VS Code opens the shop in it", {
  timeout: 120_000,
  skip: process.platform === "win32",
}, async () => {
  const place = mkdtempSync(join(tmpdir(), "bartizan-start-"));
  const log = join(place, "arguments");
  writeFileSync(
    join(place, "code"),
    `#!/bin/sh\nif [ "$1" = --version ]; then echo 1.99.0; else printf '%s\\n' "$@" > '${log}'; fi\n`,
  );
  chmodSync(join(place, "code"), 0o755);
  try {
    const { child } = start([], {
      PATH: [place, dirname(process.execPath), process.env.PATH].join(delimiter),
      VSCODE_IPC_HOOK_CLI: "",
    });
    const [code] = await once(child, "exit");
    assert.equal(code, 0);
    const given = readFileSync(log, "utf8").trim().split("\n");
    assert.equal(given[0], "--new-window");
    assert.match(given[1], /^--extensionDevelopmentPath=.*dist.unpacked$/);
    assert.equal(given[2], join(root, "samples/shop"));
  } finally {
    rmSync(place, { recursive: true, force: true, maxRetries: 9 });
  }
});

test("npm start says what is wrong with a path", async () => {
  const { child, said } = start(["no/such/folder"]);
  const [code] = await once(child, "exit");
  assert.equal(code, 1);
  assert.match(said(), /no\/such\/folder is not there/);
});
