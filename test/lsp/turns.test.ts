// How long the server's one thread is held at a time while somebody types into a file of 1,000 lines: keys, cancellations and
// other requests wait so long. Measured as processor time, so that other work on the machine does not count.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Host } from "../../server/src/lsp/host.ts";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import { TestClient } from "./client.ts";

const place = mkdtempSync(join(tmpdir(), "bartizan-turns-"));
cpSync("samples/shop", join(place, "shop"), { recursive: true });
after(() => rmSync(place, { recursive: true, force: true }));

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A host whose clock is the processor's, and that notes how much of it passes from one turn of the event loop to the next. */
function watched(): { host: Host; turns: number[]; stop(): void } {
  const turns: number[] = [];
  let last = processorTime();
  let isOver = false;
  const watch = (): void => {
    const now = processorTime();
    turns.push(now - last);
    last = now;
    if (!isOver) setImmediate(watch);
  };
  setImmediate(watch);
  const host: Host = { ...nodeHost(resolve("dist"), "test"), now: processorTime, warmUpMs: 0 };
  return { host, turns, stop: () => (isOver = true) };
}

test("typing holds the thread for some 10 ms at a time", { timeout: 120_000 }, async () => {
  const { host, turns, stop } = watched();
  const client = await TestClient.start(host, { folders: [pathToFileURL(join(place, "shop")).href] });
  const path = join(place, "shop", "web", "routes", "store.js");
  const uri = pathToFileURL(path).href;
  await client.open(uri, readFileSync(path, "utf8"));
  await client.diagnostics(uri);
  const anchor = "const cart = await cartOf(req);";
  const line = client.text(uri).slice(0, client.text(uri).indexOf(anchor)).split("\n").length - 1;
  let character = client.text(uri).split("\n")[line]!.length;
  const type = async (text: string) => {
    for (const key of text) {
      const at = { line, character: character++ };
      await client.change(uri, [{ range: { start: at, end: at }, text: key }]);
      await client.diagnostics(uri);
    }
  };
  // The first keys are those in which our own code is compiled.
  for (let round = 0; round < 8; round++) await type(" const total = count(req.body.items, 'all');");
  turns.length = 0;
  for (let round = 0; round < 4; round++) await type(" const names = [req.query.a].map((n) => n.trim());");
  stop();
  await client.stop();
  const sorted = turns.filter((turn) => turn > 0.5).sort((a, b) => a - b);
  const part = (of: number) => sorted[Math.floor(sorted.length * of)]!;
  console.log(
    "TURNS",
    sorted.length,
    [0.5, 0.75, 0.9, 0.95, 0.99].map((of) => part(of).toFixed(1)).join(" "),
    "max",
    sorted.at(-1)!.toFixed(1),
    "over 10:",
    sorted.filter((t) => t > 10).length,
  );
  assert.ok(sorted.length > 100);
  const shown = `longest ${sorted.at(-1)!.toFixed(1)} ms`;
  // 98 of 100 as measured; where other work keeps the machine busy, processor time is half as much again.
  assert.ok(part(0.9) <= 10, `nine of ten take up to ${part(0.9).toFixed(1)} ms (${shown})`);
  assert.ok(part(0.99) <= 30, `99 of 100 take up to ${part(0.99).toFixed(1)} ms (${shown})`);
  // Collecting garbage and compiling are the JavaScript engine's own, in whatever turn they come.
  assert.ok(sorted.at(-1)! <= 100, shown);
});
