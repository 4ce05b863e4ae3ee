// What the manifest, the code and the translations say of each other.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Commands, DEFAULT_SETTINGS } from "../../server/src/protocol.ts";

const read = (path: string) => readFileSync(path, "utf8");
const manifest = JSON.parse(read("package.json"));
const { contributes } = manifest;
const sources = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => read(join(folder, name)));

test("every command of the client is contributed, under one category, and the other way round", () => {
  const contributed: string[] = contributes.commands.map(({ command }: { command: string }) => command);
  const code = sources("client/src").join("\n");
  for (const command of Object.values(Commands))
    assert.ok(contributed.includes(command), `${command} is not contributed`);
  const registered = new Set<string>(Object.values(Commands));
  for (const [, command] of code.matchAll(/register\(\s*"(bartizan\.\w+)"/g)) registered.add(command!);
  for (const grouping of ["Severity", "Rule", "File", "Cwe", "Owasp"]) registered.add(`bartizan.groupBy${grouping}`);
  for (const command of contributed) assert.ok(registered.has(command), `${command} is not registered`);
  for (const { command, category } of contributes.commands) assert.equal(category, "Bartizan", command);
});

test("settings have the defaults that the server assumes, a scope and a description", () => {
  const properties = Object.assign(
    {},
    ...contributes.configuration.map((group: { properties: object }) => group.properties),
  );
  for (const [name, value] of Object.entries(DEFAULT_SETTINGS)) {
    const property = properties[`bartizan.${name}`];
    assert.ok(property, `bartizan.${name} is not contributed`);
    assert.deepEqual(property.default, value, name);
  }
  for (const [name, { scope, markdownDescription }] of Object.entries<Record<string, string>>(properties)) {
    assert.match(scope!, /^(resource|window|machine)$/, name);
    assert.match(markdownDescription!, /^%setting\./, name);
  }
});

test("every sentence of the manifest stands in each language", () => {
  const keys = new Set([...JSON.stringify(manifest).matchAll(/%([\w.]+)%/g)].map(([, key]) => key!));
  const languages = readdirSync(".").filter((name) => /^package\.nls(\.[\w-]+)?\.json$/.test(name));
  assert.ok(languages.length >= 2);
  for (const language of languages) assert.deepEqual(new Set(Object.keys(JSON.parse(read(language)))), keys, language);
});

test("every sentence of client and server stands in each language, with the same places for values", () => {
  const said = new Set<string>();
  for (const text of [...sources("client/src"), ...sources("server/src/lsp")])
    for (const [, sentence] of text.matchAll(/l10n\.t\(\s*"((?:[^"\\]|\\.)*)"/g)) said.add(JSON.parse(`"${sentence}"`));
  assert.ok(said.size > 40);
  const languages = readdirSync("l10n");
  assert.ok(languages.length >= 2);
  for (const language of languages) {
    const bundle: Record<string, string> = JSON.parse(read(join("l10n", language)));
    assert.deepEqual(new Set(Object.keys(bundle)), said, language);
    for (const [sentence, translated] of Object.entries(bundle))
      assert.deepEqual(placesOf(translated), placesOf(sentence), `${language}: ${sentence}`);
  }
});

function placesOf(sentence: string): string[] {
  return [...sentence.matchAll(/\{\d\}/g)].map(([place]) => place).sort();
}

test("what the manifest names is there, and the icon is a PNG of 256 pixels", () => {
  const icon = readFileSync(manifest.icon);
  assert.equal(icon.subarray(1, 4).toString("latin1"), "PNG");
  assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [256, 256]);
  for (const { icon: path } of contributes.viewsContainers.activitybar) assert.ok(existsSync(path), path);
  for (const { steps } of contributes.walkthroughs)
    for (const { media } of steps) assert.ok(existsSync(media.markdown), media.markdown);
});

test("the walkthrough offers no command whose key would do something else where it is read", () => {
  const ofViews = contributes.keybindings.filter(({ when }: { when: string }) => when.includes("focusedView"));
  const keyed = new Set(
    ofViews.filter(({ key }: { key: string }) => key === "delete").map(({ command }: { command: string }) => command),
  );
  const offered = [...JSON.stringify(JSON.parse(read("package.nls.json"))).matchAll(/\(command:([\w.]+)\)/g)];
  assert.ok(offered.length > 4);
  for (const [, command] of offered) assert.ok(!keyed.has(command), command);
});

test("it activates for files, never for everything, and runs restricted", () => {
  assert.ok(
    manifest.activationEvents.every((event: string) => /^(onLanguage:|workspaceContains:|onWalkthrough:)/.test(event)),
  );
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
  assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes("bartizan.ruleFiles"));
  assert.equal(manifest.capabilities.virtualWorkspaces.supported, "limited");
  assert.deepEqual(manifest.extensionKind, ["workspace"]);
});
