// Imports point one way, and the engine touches neither the machine nor an editor.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";

const LAYERS = ["text", "syntax", "flow", "detect", "scan"] as const;
const ROOT = "server/src";

interface Import {
  readonly file: string;
  readonly specifier: string;
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(folder, path));
}

/** Static imports and re-exports, `import()` and `require()` of one file. */
function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found = text.matchAll(
    /(?:^\s*(?:import|export)\b[^;"'`]*?from\s*|^\s*import\s*|\bimport\(\s*|\brequire\(\s*)["']([^"'\n]+)["']/gm,
  );
  return [...found].map(([, specifier]) => ({ file, specifier: specifier! }));
}

/** The folder of server/src that a relative import leads to, `` for a file directly in it. */
function layerOf({ file, specifier }: Import): string | undefined {
  const target = normalize(join(dirname(file), specifier));
  if (!target.startsWith(`${ROOT}/`)) return undefined;
  const parts = target.slice(ROOT.length + 1).split("/");
  return parts.length > 1 ? parts[0] : "";
}

const describe = ({ file, specifier }: Import) => `${file} imports ${specifier}`;

test("the engine's imports point from scan to text, never back", () => {
  const wrong: string[] = [];
  for (const [height, layer] of LAYERS.entries())
    for (const each of sourcesBelow(join(ROOT, layer)).flatMap(importsOf)) {
      if (!each.specifier.startsWith(".")) continue;
      const target = layerOf(each);
      const allowed = target !== undefined && (LAYERS.slice(0, height + 1) as readonly string[]).includes(target);
      if (!allowed) wrong.push(describe(each));
    }
  assert.deepEqual(wrong, []);
});

test("the engine imports neither node:*, nor vscode, nor a language server", () => {
  const wrong = LAYERS.flatMap((layer) => sourcesBelow(join(ROOT, layer)))
    .flatMap(importsOf)
    .filter(({ specifier }) =>
      /^(node:|vscode|fs$|path$|os$|child_process$|worker_threads$|crypto$|http|url$|util$|process$)/.test(specifier),
    )
    .map(describe);
  assert.deepEqual(wrong, []);
});

test("the client imports nothing of the server's but its protocol", () => {
  const wrong = sourcesBelow("client/src")
    .flatMap(importsOf)
    .filter(
      ({ specifier, file }) =>
        specifier.startsWith(".") && normalize(join(dirname(file), specifier)).startsWith("server/"),
    )
    .filter(({ specifier, file }) => normalize(join(dirname(file), specifier)) !== join(ROOT, "protocol.ts"))
    .map(describe);
  assert.deepEqual(wrong, []);
});

test("tree-sitter has one door", () => {
  const users = sourcesBelow(ROOT)
    .flatMap(importsOf)
    .filter(({ specifier }) => specifier === "web-tree-sitter")
    .map(({ file }) => file)
    .filter((file) => !/import type \{[^}]*\} from "web-tree-sitter"/.test(readFileSync(file, "utf8")));
  assert.deepEqual(users, [join(ROOT, "syntax", "parser.ts")]);
});

test("the check itself sees imports of every form", () => {
  const forms = importsOf("test/unit/layers.test.ts").map(({ specifier }) => specifier);
  assert.deepEqual(forms, ["node:assert/strict", "node:fs", "node:path", "node:test"]);
});
