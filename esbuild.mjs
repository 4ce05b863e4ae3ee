// The one build: bundles the client and the server for Node and for the browser, the command line and the tests, and
// lays rules and grammars beside them in dist/.
//
//   node esbuild.mjs                 everything but the tests
//   node esbuild.mjs --tests [WORD]  the test files (whose path holds WORD) into dist/test/, and what they run on
//   node esbuild.mjs --minify        as it is packaged
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { copyGrammars } from "./grammars/copy.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");
const require = createRequire(import.meta.url);

/** Every file below a folder, as paths relative to it, sorted, with forward slashes. */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(folder, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join("/"),
    )
    .sort();
}

/** The rule pack as one file, its YAML read and its patterns parsed already: opening some hundred files and parsing them takes half a second. */
async function packRules() {
  const { loadRuleFile } = await moduleOf("server/src/detect/rules/load.ts");
  const { packRuleFiles } = await moduleOf("server/src/detect/rules/pack.ts");
  const { readSecretFile } = await moduleOf("server/src/detect/secrets/load.ts");
  const { packedPatterns } = await moduleOf("server/src/scan/check-rules.ts");
  const read = filesBelow(join(root, "rules"))
    .filter((path) => /\.(ya?ml|toml)$/.test(path) && !/\.(test|fixed)\.ya?ml$/.test(path))
    .map((path) => ({ path: `rules/${path}`, text: readFileSync(join(root, "rules", path), "utf8") }))
    .map((file) =>
      /\.ya?ml$/.test(file.path)
        ? { path: file.path, text: "", loaded: loadRuleFile(file) }
        : { ...file, secrets: readSecretFile(file.text) },
    );
  const wasm = async (name) => readFileSync(join(dist, "grammars", `${name}.wasm`));
  const files = [];
  for (const file of read) {
    const digest = createHash("sha256").update(JSON.stringify(file)).digest("hex");
    const patterns = file.loaded && (await packedPatterns({ wasm }, file.loaded.rules));
    files.push({ ...file, ...(patterns && { patterns }), digest });
  }
  writeFileSync(join(dist, "rules.jsonl"), packRuleFiles(files));
}

/** One of our own modules, bundled for this process. */
async function moduleOf(path) {
  const { outputFiles } = await esbuild.build({
    ...forNode,
    entryPoints: [join(root, path)],
    write: false,
    sourcemap: false,
  });
  const module = { exports: {} };
  new Function("module", "exports", "require", outputFiles[0].text)(module, module.exports, require);
  return module.exports;
}

async function assembleBulkRead() {
  const wabt = await require("wabt")();
  const source = join(root, "server/src/syntax/bulk-read.wat");
  const { buffer } = wabt.parseWat("bulk-read.wat", readFileSync(source, "utf8")).toBinary({});
  writeFileSync(join(dist, "grammars", "bulk-read.wasm"), buffer);
}

/** Bundles may not carry the path of the machine that made them. */
const shared = {
  absWorkingDir: root,
  bundle: true,
  target: "es2022",
  logLevel: "warning",
  legalComments: "none",
  minify: process.argv.includes("--minify"),
  sourcemap: process.argv.includes("--minify") ? false : "linked",
  sourcesContent: false,
  loader: { ".yaml": "text", ".toml": "text" },
  // Its form for Node loads its parts in a way that no bundler sees through.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
};
/**
 * Code that comes out of V8's code cache cannot `import()` (start/run-cached.ts). web-tree-sitter does, for Node's own modules,
 * and has a `require` of its own.
 */
const requireInstead = {
  name: "require-instead-of-import",
  setup(build) {
    build.onLoad({ filter: /[\\/]web-tree-sitter\.js$/ }, async ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/\bimport\((?="[\w:/]+"\))/g, "requireOfBundle("),
      loader: "js",
    }));
  },
};
/** A thread of tinypool's begins with a file of its own, which it looks for in its package. */
const poolWorker = {
  name: "pool-worker",
  setup(build) {
    build.onLoad({ filter: /[\\/]tinypool[\\/]dist[\\/]index\.js$/ }, async ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(
        'fileURLToPath(import.meta.url + "/../entry/worker.js")',
        'requireOfBundle("node:path").join(__dirname, "pool-worker.js")',
      ),
      loader: "js",
    }));
  },
};
/** dockerfile-ast asks Node's Buffer for the bytes of a byte order mark, which a browser does not have. */
const encoderInstead = {
  name: "encoder-instead-of-buffer",
  setup(build) {
    build.onLoad({ filter: /[\\/]dockerfile-ast[\\/]lib[\\/]util\.js$/ }, async ({ path }) => {
      const before = readFileSync(path, "utf8");
      const contents = before.replace('Uint8Array.from(Buffer.from(char, "UTF-8"))', "new TextEncoder().encode(char)");
      if (contents === before) throw new Error(`${path} is another than was expected`);
      return { contents, loader: "js" };
    });
  },
};
const forNode = {
  ...shared,
  platform: "node",
  format: "cjs",
  define: { "import.meta.url": '"file:///bundle"' },
  plugins: [requireInstead, poolWorker],
  banner: { js: "const requireOfBundle = require;" },
};
const forBrowser = {
  ...shared,
  platform: "browser",
  mainFields: ["browser", "module", "main"],
  conditions: ["browser"],
  define: { "import.meta.url": '"http://bundle.invalid/"', "process.env.NODE_ENV": '"production"' },
  external: ["fs", "fs/promises", "path", "module", "url", "node:*"],
  plugins: [encoderInstead],
};

const entries = [
  { ...forNode, entryPoints: { extension: "client/src/extension.ts" }, external: ["vscode"] },
  { ...forNode, entryPoints: { client: "client/src/node-client.ts" }, external: ["vscode"] },
  { ...forNode, entryPoints: { server: "server/src/start/server.ts" } },
  { ...forNode, entryPoints: { "server-main": "server/src/lsp/node-main.ts" } },
  {
    ...forNode,
    entryPoints: { cli: "server/src/start/cli.ts" },
    banner: { js: `#!/usr/bin/env node\n${forNode.banner.js}` },
  },
  { ...forNode, entryPoints: { "cli-main": "server/src/cli/main.ts" } },
  { ...forNode, entryPoints: { "security-page": "server/src/report/page/page.ts" } },
  { ...forNode, entryPoints: { "pool-worker": "node_modules/tinypool/dist/entry/worker.js" } },
  {
    ...forBrowser,
    entryPoints: { "browser/extension": "client/src/browser.ts" },
    format: "cjs",
    external: [...forBrowser.external, "vscode"],
  },
  { ...forBrowser, entryPoints: { "browser/server": "server/src/lsp/browser-main.ts" }, format: "iife" },
];

async function buildAll() {
  mkdirSync(join(dist, "grammars"), { recursive: true });
  copyGrammars(join(dist, "grammars"));
  await assembleBulkRead();
  await packRules();
  for (const entry of entries) {
    const source = Object.values(entry.entryPoints)[0];
    if (!existsSync(join(root, source))) throw new Error(`${source} is missing`);
  }
  await Promise.all(entries.map((entry) => esbuild.build({ ...entry, outdir: dist })));
}

/** Bundles the test files whose path holds `word` into dist/FOLDER and gives their paths. Runs side by side take different folders. */
async function buildTests(word, folder = "test") {
  mkdirSync(join(dist, "grammars"), { recursive: true });
  copyGrammars(join(dist, "grammars"));
  await assembleBulkRead();
  await packRules();
  const tests = filesBelow(join(root, "test")).filter((path) => path.endsWith(".test.ts") && path.includes(word));
  rmSync(join(dist, folder), { recursive: true, force: true });
  const outputs = tests.map((path) => join("dist", folder, path.replace(/\.ts$/, ".js")));
  if (tests.length > 0)
    await esbuild.build({
      ...forNode,
      sourcemap: "inline",
      entryPoints: tests.map((path) => join("test", path)),
      outdir: join(dist, folder),
      outbase: "test",
      external: [
        "esbuild",
        "wabt",
        "tree-sitter",
        "tree-sitter-*",
        "playwright-core",
        "recheck",
        "typescript",
        "fast-check",
        "ajv",
        "ajv-formats",
      ],
    });
  return outputs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf("--tests");
  if (at >= 0) console.log((await buildTests(process.argv[at + 1] ?? "")).join("\n"));
  else await buildAll();
}

export { buildAll, buildTests, forNode };
