// The security report as the command line writes it: the same findings as in its other formats, and where they stand.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findingsOf, refusal } from "./command-line.ts";
import { command, type Sandbox, withTree } from "./fake-host.ts";

const page = async (sandbox: Sandbox, ...argv: string[]) =>
  (await command(sandbox, ["scan", "--format", "html", ...argv])).out;

function openFindings(text: string): number {
  return Number(/id="open-findings">(\d+)</.exec(text)![1]);
}

/** The page's text, without its style and marks. */
function said(text: string): string {
  return text
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/<wbr>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

const TREE = {
  ".git/HEAD": "",
  "src/a.js": "SOURCE\nsay(BAD)\n",
  "src/b.js": "UGLY\n// bartizan-ignore ugly-word until=2026-07-01 -- is quoted\nUGLY\n",
  "docs/<b>x</b>.txt": "BAD TOKEN-abcdefgh",
  "logo.bin": new Uint8Array([0, 1, 2, 0]),
};

test("the page has the findings that the other formats have", async () => {
  await withTree(TREE, async (sandbox) => {
    const json = findingsOf(await command(sandbox, ["scan", "--format", "json"]));
    const open = json.filter(({ suppressed }) => !suppressed);
    const ran = await command(sandbox, ["scan", "--format", "html"]);
    assert.equal(ran.code, 1);
    assert.equal(openFindings(ran.out), open.length);
    const text = said(ran.out);
    for (const { path, start, ruleId } of open) {
      const place = `${path}:${start.line}`.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
      assert.ok(text.includes(`${place} ${ruleId}`), place);
    }
    assert.match(text, /src\/a\.js:1 SOURCE comes from the client src\/a\.js:2 it is said here/);
    assert.match(text, /src\/b\.js:3 ● warning ugly-word is quoted 2026-07-01 \(16 days left\)/);
    assert.match(text, /A03:2021 Injection 2 findings CWE-89 SQL injection 2/);
    assert.match(text, /not text 1/);
    assert.match(text, /2026-06-15, by Bartizan 0\.0\.0/);
    assert.ok(!ran.out.includes("abcdefgh"));
  });
});

test("it is written to a file, and to nowhere else", async () => {
  await withTree(TREE, async (sandbox) => {
    const ran = await command(sandbox, ["scan", "--format", "html", "--output", "report.html"]);
    assert.deepEqual([ran.out, ran.code], ["", 1]);
    assert.match(readFileSync(join(sandbox.folder, "report.html"), "utf8"), /^<!DOCTYPE html>\n<html lang="en">/);
    assert.match(refusal(await command(sandbox, ["scan", "--format", "htm"])), /text, json, sarif, html/);
  });
});

test("the baseline's findings are told apart from new ones, and what is gone is told", async () => {
  await withTree(TREE, async (sandbox) => {
    await command(sandbox, ["scan", "src", "--write-baseline", "bartizan-baseline.json"]);
    sandbox.write("src/a.js", "say(GOOD)\n");
    const text = await page(sandbox);
    assert.equal(openFindings(text), 2);
    assert.match(said(text), /written 2 No longer found −1 New: not in the baseline \+2 Open or accepted now 3/);
    assert.match(said(text), /1 accepted finding .*src\/b\.js:1 ● warning ugly-word This word is ugly\./);
    const part = said(await page(sandbox, "docs"));
    assert.match(part, /Not looked at: the file was not part of this scan −2/);
    assert.match(part, /Scanned docs/);
  });
});

test("what options and configurations leave out is told", async () => {
  await withTree({ ...TREE, "bartizan.yaml": "rules: { ugly-word: off }\n" }, async (sandbox) => {
    const text = said(await page(sandbox, "--severity", "error", "--exclude", "docs/"));
    assert.match(
      text,
      /Not reported what rules would find that are turned off: ugly-word; findings milder than error; files like docs\//,
    );
    assert.match(text, /left out by the configuration or an option 1/);
  });
});
