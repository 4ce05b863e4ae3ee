// What is in the .vsix: everything the extension needs, nothing else, in one package for every system.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { test } from "node:test";
import { vsixFiles, vsixPath } from "../vsix.mjs";

const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package(\.nls(\.[\w-]+)?)?\.json|readme\.md|changelog\.md|LICENSE(\.txt|\.md)?)$/i,
  /^extension\/l10n\/[\w.-]+\.json$/,
  /^extension\/media\/[\w./-]+\.(png|svg|md)$/,
  /^extension\/client\/media\/[\w./-]+\.(png|svg|md)$/,
  /^extension\/dist\/(cli|cli-main|client|extension|pool-worker|security-page|server|server-main)\.js$/,
  /^extension\/dist\/browser\/(extension|server)\.js$/,
  /^extension\/dist\/rules\.jsonl$/,
  /^extension\/rules\/schema\/[\w.]+\.schema\.json$/,
  /^extension\/dist\/grammars\/[\w.-]+\.(wasm|json)$/,
];

const files = vsixFiles(vsixPath());
const text = (name) => Buffer.from(files.get(name) ?? assert.fail(`${name} is not in the package`)).toString("utf8");

test("the package holds what runs, and nothing else", () => {
  const others = [...files.keys()].filter((name) => !allowed.some((pattern) => pattern.test(name)));
  assert.deepEqual(others, []);
});

test("the package holds the rules and the grammars of every language", () => {
  const [head, ...parts] = text("extension/dist/rules.jsonl").split("\n");
  const rules = JSON.parse(head);
  assert.ok(rules.length > 0, "no rule file");
  for (const { path, text: written, loaded } of rules) {
    const says = loaded ? loaded.rules.length + loaded.models.length : written.length;
    assert.ok(says > 0, `${path} is empty`);
  }
  const grammars = [...files.keys()].filter((name) => /grammars\/.*\.wasm$/.test(name));
  const { yamlValidation } = JSON.parse(text("extension/package.json")).contributes;
  for (const { url } of yamlValidation) JSON.parse(text(`extension/${url.replace("./", "")}`));
  for (const language of ["javascript", "typescript", "tsx", "python"])
    assert.ok(
      grammars.some((name) => name.includes(language)),
      `no grammar for ${language}`,
    );
});

test("main and browser entries are in the package, and one package fits every system", () => {
  const manifest = JSON.parse(text("extension/package.json"));
  const entry = (path) => `extension/${path.replace(/^\.\//, "")}`;
  assert.ok(files.has(entry(manifest.main)), manifest.main);
  assert.ok(files.has(entry(manifest.browser)), manifest.browser);
  assert.doesNotMatch(text("extension.vsixmanifest"), /TargetPlatform/);
});

test("the package is smaller than 10 MB", () => {
  const { size } = statSync(vsixPath());
  assert.ok(size < 10_000_000, `${size} bytes`);
});

test("no script in the package carries a path of the machine that made it", () => {
  for (const [name, bytes] of files)
    if (/\.(js|json)$/.test(name))
      assert.doesNotMatch(
        Buffer.from(bytes).toString("utf8"),
        /\/(home|Users|root|tmp|work)\/\w+\/[\w/]*(client|server)\/src/,
        name,
      );
});
