import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import Ajv from "ajv";
import { parse } from "yaml";
import { DEFAULT_CONFIGURATION, parseConfiguration } from "../../server/src/config/configuration.ts";
import { Configurations, nearestConfiguration } from "../../server/src/config/configurations.ts";
import { IgnoreFiles } from "../../server/src/config/ignore-files.ts";
import {
  type FolderReader,
  ignoreFilesAt,
  type Listed,
  listFiles,
  treeRoot,
} from "../../server/src/config/list-files.ts";
import { below, parentOf } from "../../server/src/config/location.ts";
import type { Finding } from "../../server/src/detect/finding.ts";

/** A tree in memory: locations of files to their texts; a text of `->` is a link. */
function treeOf(files: Readonly<Record<string, string>>): FolderReader {
  return {
    readText: async (location) => {
      const text = files[location];
      return text === undefined ? { kind: "missing" } : { kind: "text", text };
    },
    readFolder: async (location) => {
      const prefix = location.endsWith("/") ? location : `${location}/`;
      const entries = new Map<string, "file" | "folder" | "link">();
      for (const [file, text] of Object.entries(files)) {
        if (!file.startsWith(prefix)) continue;
        const [name, ...more] = file.slice(prefix.length).split("/");
        entries.set(name!, more.length > 0 ? "folder" : text === "->" ? "link" : "file");
      }
      return entries.size === 0 ? undefined : [...entries].map(([name, kind]) => ({ name, kind }));
    },
  };
}

async function list(
  files: Readonly<Record<string, string>>,
  root: string,
  folder = "",
  configurations = new Configurations(),
) {
  const context = { root, reader: treeOf(files), configurations };
  const listed: Listed[] = [];
  const ignoreFiles = await ignoreFilesAt(context, folder, IgnoreFiles.NONE);
  for await (const each of listFiles(context, folder, ignoreFiles)) listed.push(each);
  return {
    files: listed.flatMap((each) => (each.kind === "file" ? [each.path] : [])),
    skipped: listed.flatMap((each) => (each.kind === "skipped" ? [`${each.path} ${each.reason}`] : [])),
    configurations,
  };
}

const FULL = `rules:
  weak-hash: off
  "sql-*": critical
  x: on
rule-files: [own/rules, "more.toml"]
default-rules: false
paths:
  include: [src/]
  exclude: ["*.min.js"]
  dependencies: true
thresholds: { severity: warning, confidence: medium }
limits: { file-size: 2 MB, parsed-length: 4096 }
suppressions: { report-unused: false }
baseline: accepted.json
`;

test("every key of a configuration arrives", () => {
  const { configuration, problems } = parseConfiguration("bartizan.yaml", FULL);
  assert.deepEqual(problems, []);
  assert.deepEqual(configuration, {
    file: "bartizan.yaml",
    overrides: [
      { rule: "weak-hash", setting: "off" },
      { rule: "sql-*", setting: "critical" },
      { rule: "x", setting: "on" },
    ],
    ruleFiles: ["own/rules", "more.toml"],
    usesDefaultRules: false,
    include: ["src/"],
    exclude: ["*.min.js"],
    scansDependencies: true,
    minimumSeverity: "warning",
    minimumConfidence: "medium",
    maximumFileSize: 2 * 1024 * 1024,
    maximumParsedLength: 4096,
    reportsUnusedSuppressions: false,
    baseline: "accepted.json",
  });
});

test("an empty file is the default configuration", () => {
  for (const text of ["", "# nothing yet\n", "rules:\npaths:\n"])
    assert.deepEqual(parseConfiguration("b.yaml", text), {
      configuration: { ...DEFAULT_CONFIGURATION, file: "b.yaml" },
      problems: [],
    });
});

/** A wrong configuration, where the problem stands, and what must be said. */
const WRONG: [string, number, number, RegExp][] = [
  ["rules:\n  weak-hash: loud\n", 2, 14, /`rules\.weak-hash`: `loud` is not one of `off`, `on`, `info`/],
  ["paths:\n  exclude: vendor\n", 2, 12, /`paths\.exclude`: must be a list/],
  ["path: {}\n", 1, 1, /`path`: is not a key here; allowed are `rules`, `rule-files`/],
  ["thresholds:\n  severity: high\n", 2, 13, /`info`, `warning`, `error`, `critical`/],
  ["limits:\n  file-size: much\n", 2, 14, /`much` is no size/],
  ["limits: { file-size: 0 }\n", 1, 22, /no size/],
  ["- a\n", 1, 1, /must be a mapping/],
  ["rules: [a]\n", 1, 8, /`rules`: must be a mapping/],
  ["rule-files: [a, 3]\n", 1, 17, /`rule-files\[1\]`/],
  ["default-rules: maybe\n", 1, 16, /true or false/],
];

test("what is wrong is told with its place and what is allowed, and the rest still counts", () => {
  for (const [text, line, column, message] of WRONG) {
    const { problems, configuration } = parseConfiguration(
      "bartizan.yaml",
      `${text}baseline: b.json\n`.replace(/^- a\n.*$/s, "- a\n"),
    );
    assert.equal(problems.length, 1, text);
    const [problem] = problems;
    assert.deepEqual(
      [problem!.kind, problem!.path, problem!.line, problem!.column],
      ["configuration-invalid", "bartizan.yaml", line, column],
      text,
    );
    assert.match(problem!.message, message);
    if (!text.startsWith("-")) assert.equal(configuration.baseline, "b.json");
  }
  const broken = parseConfiguration("bartizan.yaml", "rules:\n  a: [\nb: 1\n");
  assert.ok(broken.problems.length > 0);
  for (const problem of broken.problems) assert.match(problem.message, /not valid YAML/);
  assert.match(parseConfiguration("b.yaml", "baseline: a\nbaseline: b\n").problems[0]!.message, /unique/i);
});

test("the published schema says the same as the reader", () => {
  const schema = JSON.parse(readFileSync("rules/schema/bartizan.schema.json", "utf8"));
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
  assert.ok(validate(parse(FULL)), JSON.stringify(validate.errors));
  assert.ok(validate(parse("")));
  for (const [text] of WRONG) assert.ok(!validate(parse(text)), text);
});

test("locations are cut and joined alike for paths and URIs", () => {
  assert.equal(parentOf("/a/b"), "/a");
  assert.equal(parentOf("/a"), "/");
  assert.equal(parentOf("/"), undefined);
  assert.equal(parentOf("C:/a"), "C:/");
  assert.equal(parentOf("C:/"), undefined);
  assert.equal(below("C:/", "a"), "C:/a");
  assert.equal(below("C:/a/b", "../c"), "C:/a/c");
  assert.equal(parentOf("file:///a/b"), "file:///a");
  assert.equal(parentOf("file:///a"), undefined);
  assert.equal(parentOf("vscode-vfs://github/a"), "vscode-vfs://github");
  assert.equal(parentOf("vscode-vfs://github"), undefined);
  assert.equal(below("/a/b", "../c/./d"), "/a/c/d");
  assert.equal(below("/", "a"), "/a");
  assert.equal(below("file:///a", "b/c"), "file:///a/b/c");
  assert.equal(below("/a", "/b"), "/b");
});

test("the nearest configuration upward counts, alone", async () => {
  const files = {
    "/r/bartizan.yaml": "rules: { a: off }",
    "/r/x/bartizan.yml": "rules: { b: off }",
    "/r/x/y/f.js": "",
  };
  const found = await nearestConfiguration("/r/x/y", treeOf(files));
  assert.equal(found?.folder, "/r/x");
  assert.deepEqual(found?.configuration.overrides, [{ rule: "b", setting: "off" }]);
  assert.equal((await nearestConfiguration("/r", treeOf(files)))?.folder, "/r");
  assert.equal(await nearestConfiguration("/q", treeOf(files)), undefined);
});

test("findings get what the configuration of their own file says", () => {
  const finding = (path: string, ruleId = "sql-injection"): Finding => ({
    ruleId,
    path,
    span: { start: 0, end: 1 },
    message: "",
    severity: "warning",
    confidence: "medium",
    traces: [],
    fixes: [],
    fingerprint: "",
    metavariables: {},
    isSecret: false,
  });
  const facts = { isOffByDefault: (id: string) => id === "noisy" };
  const configurations = new Configurations(
    parseConfiguration("a", "rules: { '*': on, noisy: off }\nthresholds: { severity: warning }").configuration,
  );
  configurations.addNested("web", parseConfiguration("b", "rules: { sql-*: critical, xss: off }").configuration);
  configurations.addNested("web/old", parseConfiguration("c", "thresholds: { confidence: high }").configuration);
  assert.equal(configurations.apply(finding("a.js"), facts)?.severity, "warning");
  assert.equal(configurations.apply(finding("a.js", "noisy"), facts), undefined);
  assert.equal(configurations.apply(finding("web/a.js"), facts)?.severity, "critical");
  assert.equal(configurations.apply(finding("web/x/a.js", "xss"), facts), undefined);
  assert.equal(configurations.apply(finding("web/x/a.js", "noisy"), facts), undefined);
  assert.equal(configurations.apply(finding("web/old/a.js"), facts), undefined);
  assert.equal(configurations.apply(finding("webby/a.js"), facts)?.severity, "warning");
});

test("ignore files hold from their folder, the deepest opinion decides, and ours comes after git's", async () => {
  const files = {
    "/r/.git/HEAD": "",
    "/r/.gitignore": "dist/\n*.log\n/only-top\n",
    "/r/.bartizanignore": "!keep.log\nvendor\n",
    "/r/a.js": "",
    "/r/b.log": "",
    "/r/keep.log": "",
    "/r/only-top": "",
    "/r/dist/x.js": "",
    "/r/vendor/v.js": "",
    "/r/sub/.gitignore": "!b.log\nlocal\n",
    "/r/sub/b.log": "",
    "/r/sub/c.log": "",
    "/r/sub/only-top": "",
    "/r/sub/local/l.js": "",
    "/r/test.py": "",
    "/r/x.test.js": "",
    "/r/.hidden": "",
  };
  const { files: found, skipped } = await list(files, "/r");
  assert.deepEqual(found, [
    ".bartizanignore",
    ".gitignore",
    ".hidden",
    "a.js",
    "keep.log",
    "test.py",
    "x.test.js",
    "sub/.gitignore",
    "sub/b.log",
    "sub/only-top",
  ]);
  assert.deepEqual(skipped, [
    ".git/ version-control",
    "b.log ignored",
    "dist/ ignored",
    "only-top ignored",
    "vendor/ ignored",
    "sub/c.log ignored",
    "sub/local/ ignored",
  ]);
  // The same from a folder below, wherever one stands.
  assert.deepEqual((await list(files, "/r", "sub")).files, ["sub/.gitignore", "sub/b.log", "sub/only-top"]);
});

test("installed packages are known by their marks, not by a name, links are not followed, and paths of the configuration count", async () => {
  const files = {
    "/r/node_modules/.package-lock.json": "",
    "/r/node_modules/x/a.js": "",
    "/r/env/pyvenv.cfg": "",
    "/r/env/lib/b.py": "",
    "/r/src/node_modules/mine.js": "",
    "/r/src/loop": "->",
    "/r/src/a.min.js": "",
    "/r/src/in/bartizan.yaml": "paths: { include: ['*.py'], dependencies: true }",
    "/r/src/in/a.py": "",
    "/r/src/in/a.js": "",
    "/r/src/in/env/pyvenv.cfg": "",
    "/r/src/in/env/c.py": "",
  };
  const configurations = new Configurations(
    parseConfiguration("/r/bartizan.yaml", "paths: { exclude: ['*.min.js'] }").configuration,
  );
  const { files: found, skipped } = await list(files, "/r", "", configurations);
  assert.deepEqual(found, ["src/in/a.py", "src/in/env/c.py", "src/node_modules/mine.js"]);
  assert.deepEqual(skipped, [
    "env/ dependencies",
    "node_modules/ dependencies",
    "src/a.min.js excluded",
    "src/loop link",
    "src/in/a.js excluded",
    "src/in/bartizan.yaml excluded",
    "src/in/env/pyvenv.cfg excluded",
  ]);
});

test("a tree's root is where its repository is", async () => {
  const files = { "/r/.git": "gitdir: elsewhere", "/r/a/b/c.js": "", "/s/d.js": "" };
  assert.equal(await treeRoot("/r/a/b", treeOf(files)), "/r");
  assert.equal(await treeRoot("/s", treeOf(files)), "/s");
});

test("folders nested as deep as paths may be are listed", async () => {
  const depth = 2_000;
  const reader: FolderReader = {
    readText: async () => ({ kind: "missing" }),
    readFolder: async (location) => [{ name: "d", kind: location.length / 2 < depth ? "folder" : "file" }],
  };
  let count = 0;
  for await (const _ of listFiles({ root: "/r", reader, configurations: new Configurations() }, "", IgnoreFiles.NONE))
    count++;
  assert.equal(count, 1);
});
