// Ten thousand of anything inside of each other are legal input: no lowering may end the process's stack.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { LanguageId } from "../../../server/src/syntax/language.ts";
import { SnapshotStore } from "../../../server/src/syntax/snapshots.ts";
import { grammarOf } from "../node-grammars.ts";
import { checkSound } from "./check.ts";

const DEEP = 10_000;
const nested = (open: string, close: string, inner = "") => open.repeat(DEEP) + inner + close.repeat(DEEP);

const TEXTS: readonly (readonly [LanguageId, string])[] = [
  ["python", `x = ${nested("[", "]")}`],
  ["python", `x: a${nested("[b", "]")}`],
  ["python", `x = a${" < b".repeat(DEEP)}`],
  ["java", `class A { int x = a${".b()".repeat(DEEP)}; }`],
  ["kotlin", `val x = a${".b()".repeat(DEEP)}`],
  ["kotlin", `val x = !a${"!!.b()".repeat(DEEP / 10)}`],
  ["kotlin", `fun f() { ${"x { ".repeat(DEEP)}${"}".repeat(DEEP)} }`],
  ["go", `package a\nvar x ${"*".repeat(DEEP)}int`],
  ["csharp", `class A { ${nested("List<", ">", "int")} x; }`],
  ["php", `<?php echo ${"1, ".repeat(DEEP)}2;`],
  ["ruby", `f { |${nested("(", ")", "a")}| 1 }`],
  ["c", `int ${"*".repeat(DEEP)}x;`],
  ["cpp", `int x = a${"::b".repeat(DEEP)};`],
  ["bash", `a${" | b".repeat(DEEP)}`],
  ["hcl", `x = a${".b".repeat(DEEP)}`],
  ["yaml", nested("[", "]")],
  ["json", nested("[", "]")],
  ["dockerfile", `${"ONBUILD ".repeat(DEEP)}RUN a`],
];

for (const [language, text] of TEXTS)
  test(`${language}: ${text.slice(0, 20).replace(/\s+/g, " ")}…`, async () => {
    const { parser } = await grammarOf("bash");
    const store = new SnapshotStore(parser);
    await store.prepare([language]);
    const { ast } = store.set({ path: "a", language, text });
    checkSound(ast);
    assert.ok(ast.size > 1);
  });
