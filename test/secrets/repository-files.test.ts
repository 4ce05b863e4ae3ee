// A repository's own `.gitleaks.toml` and `.gitleaksignore`: heard on the command line and in the editor alike.

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import { findingsOf } from "../cli/command-line.ts";
import { command, type Sandbox, type Tree, withTree } from "../cli/fake-host.ts";
import { ENGINE } from "../cli/repository.ts";
import { withClient } from "../lsp/client.ts";
import { gitlabToken } from "./tokens.ts";

const DIST = resolve("dist");
const token = gitlabToken();
const other = gitlabToken("Hq7tN2wK9sB4mX6zV1jF");
const OWN_RULE = "[[rules]]\nid = 'house-token'\nregex = '''house_[a-z0-9]{8}'''\nkeywords = ['house_']\n";

async function byCommandLine(sandbox: Sandbox, ...more: string[]): Promise<string[]> {
  const ran = await command(sandbox, ["scan", "--format", "json", ...more], { engine: ENGINE });
  assert.equal(ran.err, "");
  return findingsOf(ran).map(({ ruleId, path, start }) => `${path}:${start.line} ${ruleId}`);
}

async function inEditor({ folder }: Sandbox, path: string, text: string, isTrusted = true): Promise<string[]> {
  const options = { folders: [pathToFileURL(folder).href], initialization: { isTrusted } };
  return withClient(nodeHost(DIST, "test"), options, async (client) => {
    const uri = pathToFileURL(`${folder}/${path}`).href;
    await client.open(uri, text, "plaintext");
    const found = await client.diagnostics(uri);
    return found.map(({ code, range }) => `${path}:${range.start.line + 1} ${code}`);
  });
}

/** What both hosts find in `notes.txt`. */
async function found(tree: Tree, text: string): Promise<string[]> {
  let result: string[] = [];
  await withTree({ ...tree, ".git/HEAD": "", "notes.txt": text }, async (sandbox) => {
    const all = await byCommandLine(sandbox);
    result = all.filter((each) => each.startsWith("notes.txt"));
    assert.deepEqual(await inEditor(sandbox, "notes.txt", text), result);
  });
  return result;
}

const text = `first ${token}\nsecond ${other}\nthird house_${"a1b2c3d4"}\n`;
const both = ["notes.txt:1 gitlab-pat", "notes.txt:2 gitlab-pat"];

test("without such files the built-in rules report", async () => {
  assert.deepEqual(await found({}, text), both);
});

test("its rules are run beside the built-in ones", async () => {
  assert.deepEqual(await found({ ".gitleaks.toml": OWN_RULE }, text), [...both, "notes.txt:3 house-token"]);
});

test("its allow-lists hold for the built-in rules too, all of their kinds", async () => {
  const allow = (body: string) => found({ ".gitleaks.toml": `[[allowlists]]\n${body}\n` }, text);
  assert.deepEqual(await allow("paths = ['''notes\\.txt$''']"), []);
  assert.deepEqual(await allow(`stopwords = ["${token.slice(8, 16)}"]`), both.slice(1));
  assert.deepEqual(await allow(`regexes = ['''${token.slice(8, 16)}''']`), both.slice(1));
  assert.deepEqual(await allow("regexTarget = 'line'\nregexes = ['''^second''']"), both.slice(0, 1));
  assert.deepEqual(await allow("condition = 'AND'\npaths = ['''elsewhere''']\nregexes = ['''.''']"), both);
  assert.deepEqual(
    await allow("targetRules = ['gitlab-pat']\nregexTarget='line'\nregexes = ['''^first''']"),
    both.slice(1),
  );
  assert.deepEqual(await allow("targetRules = ['github-pat']\nregexes = ['''.''']"), both);
});

test("it turns rules off and changes them where it extends the default ones", async () => {
  const off = "[extend]\nuseDefault = true\ndisabledRules = ['gitlab-pat']\n";
  assert.deepEqual(await found({ ".gitleaks.toml": off + OWN_RULE }, text), ["notes.txt:3 house-token"]);
  const changed = `[extend]\nuseDefault = true\n[[rules]]\nid = 'gitlab-pat'\n[[rules.allowlists]]\nregexes = ['''${token}''']\n`;
  assert.deepEqual(await found({ ".gitleaks.toml": changed }, text), both.slice(1));
});

test("it extends another file of the repository", async () => {
  const tree = { ".gitleaks.toml": "[extend]\npath = 'conf/base.toml'\n", "conf/base.toml": OWN_RULE };
  assert.deepEqual(await found(tree, text), [...both, "notes.txt:3 house-token"]);
});

test("an accepted finding is not reported, at its line only", async () => {
  const list = "# looked at\nnotes.txt:gitlab-pat:1\n";
  assert.deepEqual(await found({ ".gitleaksignore": list }, text), both.slice(1));
});

test("whoever names other secret rules means those; an ignore file holds all the same", async () => {
  const tree: Tree = {
    ".git/HEAD": "",
    ".gitleaks.toml": "[[allowlists]]\npaths = ['''notes''']\n",
    ".gitleaksignore": "notes.txt:gitlab-pat:2\n",
    "mine.toml": OWN_RULE,
    "notes.txt": text,
  };
  await withTree(tree, async (sandbox) => {
    assert.deepEqual(await byCommandLine(sandbox), []);
    const named = await byCommandLine(sandbox, "--config", "mine.toml");
    assert.deepEqual(named, ["notes.txt:1 gitlab-pat", "notes.txt:3 house-token"]);
    const alone = await byCommandLine(sandbox, "--config", "mine.toml", "--no-default-rules");
    assert.deepEqual(alone, ["notes.txt:3 house-token"]);
  });
});

test("rules of a folder that is not trusted are not read, its accepted findings are", async () => {
  const tree = { ".gitleaks.toml": OWN_RULE, ".gitleaksignore": "notes.txt:gitlab-pat:1\n" };
  await withTree(tree, async (sandbox) => {
    assert.deepEqual(await inEditor(sandbox, "notes.txt", text, false), ["notes.txt:2 gitlab-pat"]);
  });
});

test("what is wrong in it is said with its line, and ends a scan in error", async () => {
  await withTree({ ".git/HEAD": "", ".gitleaks.toml": "[[rules]]\nid = 'x'\nregex = '''(a'''\n" }, async (sandbox) => {
    const { code, err } = await command(sandbox, ["scan"], { engine: ENGINE });
    assert.equal(code, 2);
    assert.match(err, /\.gitleaks\.toml:3:1: rule x: regex: /);
  });
});
