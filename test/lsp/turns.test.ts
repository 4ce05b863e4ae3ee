// How long the server's one thread is held at a time while somebody types into a file of 1,000 lines, and while one of 17,000 is
// opened: keys, cancellations and other requests wait so long. Measured as processor time, so that other work on the machine does not count.

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
after(() => rmSync(place, { recursive: true, force: true, maxRetries: 9 }));

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

/** Turns in which something was done, by their length. */
function inOrder(turns: readonly number[]): { sorted: number[]; part(of: number): number } {
  const sorted = turns.filter((turn) => turn > 0.5).sort((a, b) => a - b);
  return { sorted, part: (of) => sorted[Math.floor(sorted.length * of)]! };
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
  const { sorted, part } = inOrder(turns);
  assert.ok(sorted.length > 100);
  const shown = `${sorted.length} turns, longest ${sorted.at(-1)!.toFixed(1)} ms`;
  console.log(
    `nine of ten take up to ${part(0.9).toFixed(1)} ms, 95 of 100 ${part(0.95).toFixed(1)}, 99 of 100 ${part(0.99).toFixed(1)}; ${shown}`,
  );
  // Measured while other work kept the machine busy, which makes processor time half as much again: 6, 7 and 10 to 14.
  assert.ok(part(0.9) <= 8, `nine of ten take up to ${part(0.9).toFixed(1)} ms (${shown})`);
  assert.ok(part(0.95) <= 10, `95 of 100 take up to ${part(0.95).toFixed(1)} ms (${shown})`);
  assert.ok(part(0.99) <= 17, `99 of 100 take up to ${part(0.99).toFixed(1)} ms (${shown})`);
  // Collecting garbage and compiling are the JavaScript engine's own, in whatever turn they come.
  assert.ok(sorted.at(-1)! <= 60, shown);
});

test("while a file of 17,000 lines is opened, others are answered", { timeout: 180_000 }, async (t) => {
  const material = pathToFileURL(resolve("test/bench/material.mjs")).href;
  const { fileOf } = (await import(material)) as { fileOf(language: string, lines: number, options: object): string };
  const { host, turns, stop } = watched();
  t.after(stop);
  const client = await TestClient.start({ ...host, firstAnswerMs: 40 }, { folders: [pathToFileURL(place).href] });
  const small = pathToFileURL(join(place, "small.js")).href;
  await client.open(small, `${fileOf("javascript", 100, { file: "Small" })}\neval(location.hash);\n`);
  const lines = client.text(small).split("\n").length;
  const flaw = { line: lines - 2, character: 8 };
  await client.diagnostics(small);
  const textOf = (name: string, first: number) => fileOf("javascript", 17_000, { first, file: name });
  const [warmText, longText] = [textOf("Warm", 1), textOf("Long", 5000)];
  const [warm, long] = ["warm.js", "long.js"].map((name) => pathToFileURL(join(place, name)).href) as [string, string];
  // With the first one our own code is compiled; a hover waits until all is found.
  await client.open(warm, warmText);
  await client.diagnostics(warm);
  await client.hover(warm, 0, 0);
  await client.close(warm);
  await client.hover(small, flaw.line, flaw.character);

  turns.length = 0;
  await client.open(long, longText);
  let isOpen = false;
  const opened = client.diagnostics(long).then((found) => {
    isOpen = true;
    return found;
  });
  const waits: number[] = [];
  for (let round = 0; !isOpen; round++) {
    const before = processorTime();
    if (round % 2 === 0) {
      const hover = await client.hover(small, flaw.line, flaw.character);
      assert.match(JSON.stringify(hover), /code-injection/);
    } else {
      await client.change(small, [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: " " },
      ]);
      const found = await client.diagnostics(small);
      assert.ok(found.some(({ code }) => code === "code-injection"));
    }
    waits.push(processorTime() - before);
  }
  await opened;
  await client.hover(long, 0, 0);
  await client.stop();
  const { sorted, part } = inOrder(turns);
  const all = sorted.reduce((sum, turn) => sum + turn, 0);
  const longest = sorted.at(-1)!;
  const wait = Math.max(...waits);
  const shown = `${sorted.length} turns, ${all.toFixed(0)} ms in all; nine of ten take up to ${part(0.9).toFixed(1)}, the longest ${longest.toFixed(1)}; ${waits.length} answers, after ${wait.toFixed(0)} ms at most`;
  console.log(shown);
  // Parts of the whole, so that it does not matter how fast the machine is. Client and server are one process here: what it takes to
  // write and read a message with the whole text counts, as does collecting garbage, by all threads that do it.
  assert.ok(waits.length >= 4, shown);
  assert.ok(wait <= all / 6, shown);
  assert.ok(part(0.9) <= all / 60, shown);
  assert.ok(longest <= all / 12, shown);
});

test("while an edit of 17,000 lines is tried, others are answered, and it is tried on the text that there is", async (t) => {
  const material = pathToFileURL(resolve("test/bench/material.mjs")).href;
  const { fileOf } = (await import(material)) as { fileOf(language: string, lines: number, options: object): string };
  const { host, turns, stop } = watched();
  t.after(stop);
  const client = await TestClient.start(host, { folders: [pathToFileURL(place).href] });
  const [long, small] = ["tried.js", "asked.js"].map((name) => pathToFileURL(join(place, name)).href) as [
    string,
    string,
  ];
  await client.open(small, "eval(location.hash);\n");
  await client.open(long, `${fileOf("javascript", 17_000, { first: 9000, file: "Tried" })}\neval(location.hash);\n`);
  const before = await client.diagnostics(long);
  const flaw = before.find(({ code }) => code === "code-injection")!;
  const [action] = (await client.actions(long, flaw.range)).filter(({ title }) => /^Ignore .* here/.test(title));
  await client.hover(long, 0, 0);
  await client.diagnostics(small); // what is known of a file is answered while another one's edit is tried

  turns.length = 0;
  let isTried = false;
  const tried = client.resolve(action!).then((resolved) => {
    isTried = true;
    return resolved;
  });
  let answers = 0;
  while (!isTried) {
    assert.match(JSON.stringify(await client.hover(small, 0, 8)), /code-injection/);
    if (!isTried) answers++;
  }
  assert.ok((await tried).edit);
  const { sorted } = inOrder(turns);
  const all = sorted.reduce((sum, turn) => sum + turn, 0);
  const longest = sorted.at(-1)!;
  const shown = `${sorted.length} turns, ${all.toFixed(0)} ms in all, the longest ${longest.toFixed(1)}; ${answers} answers meanwhile`;
  console.log(shown);
  assert.ok(sorted.length > 3, shown);
  assert.ok(longest <= all / 2, shown);

  // What is asked of the same file meanwhile is answered with the text that it has.
  const again = client.resolve(action!);
  for (let round = 0; round < 6; round++) {
    await new Promise<void>((next) => setImmediate(next));
    assert.deepEqual(await client.diagnostics(long), before);
    await client.change(long, [{ range: { start: flaw.range.start, end: flaw.range.start }, text: " " }]);
    assert.equal((await client.diagnostics(long)).length, before.length);
    const undone = { start: flaw.range.start, end: { ...flaw.range.start, character: flaw.range.start.character + 1 } };
    await client.change(long, [{ range: undone, text: "" }]);
  }
  await again;
  assert.deepEqual(await client.diagnostics(long), before);
  await client.stop();
});
