import assert from "node:assert/strict";
import { test } from "node:test";
import { ScriptAliases } from "../../../server/src/flow/script-aliases.ts";

test("what a tsconfig.json extends is asked anew, whatever was read of either before", () => {
  const texts = new Map([
    ["app/tsconfig.json", `{ "extends": "../base.json", "compilerOptions": { "baseUrl": "src" } }`],
    ["base.json", `{ "compilerOptions": { "paths": { "@/*": ["lib/*"] } } }`],
  ]);
  const aliases = new ScriptAliases((path) => texts.get(path));
  assert.deepEqual(aliases.candidates("app/a.ts", "@/db"), ["lib/db"]);
  assert.deepEqual(aliases.candidates("app/a.ts", "db"), ["app/src/db"]);
  texts.set("base.json", `{ "compilerOptions": { "paths": { "@/*": ["other/*"] } } }`);
  assert.deepEqual(aliases.candidates("app/a.ts", "@/db"), ["other/db"]);
  texts.set(
    "app/tsconfig.json",
    `{ "extends": ["../base.json"], "compilerOptions": { "paths": { "@/*": ["own/*"] } } }`,
  );
  assert.deepEqual(aliases.candidates("app/a.ts", "@/db"), ["app/own/db"]);
  texts.delete("app/tsconfig.json");
  assert.deepEqual(aliases.candidates("app/a.ts", "@/db"), []);
});
