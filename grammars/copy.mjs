// Copies the pinned grammars from their npm packages into a folder and checks each against grammars/manifest.json.
//   node grammars/copy.mjs --update    writes the manifest anew from what is installed (after a version was changed on purpose)
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const manifestPath = join(here, "manifest.json");

/** name in Bartizan → npm package, file in it, and the folder of its node-types.json. */
const SOURCES = {
  "web-tree-sitter": ["web-tree-sitter", "web-tree-sitter.wasm"],
  javascript: ["tree-sitter-javascript", "tree-sitter-javascript.wasm", "src"],
  typescript: ["tree-sitter-typescript", "tree-sitter-typescript.wasm", "typescript/src"],
  tsx: ["tree-sitter-typescript", "tree-sitter-tsx.wasm", "tsx/src"],
  python: ["tree-sitter-python", "tree-sitter-python.wasm", "src"],
  java: ["tree-sitter-java", "tree-sitter-java.wasm", "src"],
  kotlin: ["@tree-sitter-grammars/tree-sitter-kotlin", "tree-sitter-kotlin.wasm", "src"],
  go: ["tree-sitter-go", "tree-sitter-go.wasm", "src"],
  csharp: ["tree-sitter-c-sharp", "tree-sitter-c_sharp.wasm", "src"],
  php: ["tree-sitter-php", "tree-sitter-php.wasm", "php/src"],
  ruby: ["tree-sitter-ruby", "tree-sitter-ruby.wasm", "src"],
  c: ["tree-sitter-c", "tree-sitter-c.wasm", "src"],
  cpp: ["tree-sitter-cpp", "tree-sitter-cpp.wasm", "src"],
  bash: ["tree-sitter-bash", "tree-sitter-bash.wasm", "src"],
  hcl: ["@tree-sitter-grammars/tree-sitter-hcl", "tree-sitter-terraform.wasm", "src"],
  yaml: ["@tree-sitter-grammars/tree-sitter-yaml", "tree-sitter-yaml.wasm", "src"],
  json: ["tree-sitter-json", "tree-sitter-json.wasm", "src"],
  html: ["tree-sitter-html", "tree-sitter-html.wasm", "src"],
};

const packageFolder = (name) => join(dirname(here), "node_modules", name);
const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** The grammar's node-types.json, for the tests that compare it with a lowering. */
export function nodeTypesPath(grammar) {
  const [name, , folder] = SOURCES[grammar];
  return join(packageFolder(name), folder, "node-types.json");
}

/** Copies every grammar into `folder` as NAME.wasm; throws when one differs from what the manifest pins. */
export function copyGrammars(folder) {
  mkdirSync(folder, { recursive: true });
  const { grammars } = JSON.parse(readFileSync(manifestPath, "utf8"));
  for (const { name, sha256: expected } of grammars) {
    const [packageName, file] = SOURCES[name];
    const from = join(packageFolder(packageName), file);
    const to = join(folder, `${name}.wasm`);
    if (existsSync(to) && statSync(to).size === statSync(from).size && sha256(to) === expected) continue;
    const actual = sha256(from);
    if (actual !== expected)
      throw new Error(`grammars/manifest.json pins ${name} at sha256 ${expected}, but ${packageName} holds ${actual}`);
    copyFileSync(from, to);
  }
  copyFileSync(manifestPath, join(folder, "manifest.json"));
}

async function update() {
  const { Language, Parser } = require("web-tree-sitter");
  await Parser.init();
  const grammars = [];
  for (const [name, [packageName, file]] of Object.entries(SOURCES)) {
    const from = join(packageFolder(packageName), file);
    const { version, license } = JSON.parse(readFileSync(join(packageFolder(packageName), "package.json"), "utf8"));
    const abi = name === "web-tree-sitter" ? null : (await Language.load(from)).abiVersion;
    grammars.push({ name, origin: `npm:${packageName}`, file, version, abi, license, sha256: sha256(from), bytes: statSync(from).size });
  }
  writeFileSync(manifestPath, `${JSON.stringify({ grammars }, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv.includes("--update")) await update();
