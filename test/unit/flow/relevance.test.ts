// Which files data is followed through: those whose names make a flow possible, themselves or in what they lead to. In all others nothing is
// worked out.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { TaintRuleSpec } from "../../../server/src/flow/spec.ts";
import { modelsOf, programOf, setText } from "./fixtures.ts";

const MODELS = modelsOf(`
models:
  - library: web
    languages: [javascript, typescript, tsx, csharp]
    types:
      - { type: web.Request, parameters: ["req|request", "res|reply"], index: 0 }
      - { type: web.Context, parameters: ["ctx", "next"], index: 0 }
      - { type: web.Socket, name: "socket", withMember: [emit] }
      - { type: web.Page, name: "page", imports: web-pages }
    sources:
      - { kind: remote-input, read: "web.{Request,Context,Socket,Page}.body" }
    sinks:
      - { kind: sql-query, call: run }
      - { kind: open-door, write: [door.isOpen, "*.isUnlocked"], asWritten: true, when: { argument: 0, is: true } }
`);

const RULES: readonly TaintRuleSpec[] = [
  { id: "flow", sourceKinds: ["remote-input"], sinkKinds: ["sql-query"], sanitizerKinds: [], keeps: [] },
  { id: "door", sourceKinds: ["as-written"], sinkKinds: ["open-door"], sanitizerKinds: [], keeps: [] },
];

/** How many functions are worked out in a program of one file, and what is found there. */
async function followed(text: string, path = "a.js"): Promise<{ worked: boolean; found: number }> {
  const program = await programOf({ [path]: text }, MODELS, RULES);
  const found = program.findings(path).length;
  return { worked: program.evaluations > 0, found };
}

const FLOWS: Readonly<Record<string, string>> = {
  "parameters that go by a convention": "function handle(req, res) {\n  run(req.body);\n}\n",
  "the first parameters of several": "function handle(ctx, next, more) {\n  run(ctx.body);\n}\n",
  "parameters of a function in a class": "class A {\n  handle(request, reply) {\n    run(request.body);\n  }\n}\n",
  "a name that goes by a convention, with the member that this needs": "socket.emit(1);\nrun(socket.body);\n",
  "a name that goes by a convention, with the import that this needs": "import 'web-pages';\nrun(page.body);\n",
};

const NONE: Readonly<Record<string, string>> = {
  "names of a convention's parameters in several functions":
    "function first(req) {\n  run(req.body);\n}\nfunction second(res) {\n  return res;\n}\n",
  "names of a convention's parameters in another order": "function handle(res, req) {\n  run(req.body);\n}\n",
  "names of two conventions": "function handle(ctx, res) {\n  run(ctx.body);\n}\nfunction other(req, next) {}\n",
  "a name whose convention needs a member that is only a key": "const made = { emit: 1 };\nrun(socket.body, made);\n",
  "a name whose convention needs an import that is only a text": "const made = 'web-pages';\nrun(page.body, made);\n",
};

for (const [isFlow, texts] of [
  [true, FLOWS],
  [false, NONE],
] as const)
  for (const path of ["a.js", "a.ts", "a.tsx"])
    for (const [what, text] of Object.entries(texts))
      test(`${isFlow ? "data is followed through" : "nothing is worked out in"} ${path} with ${what}`, async () => {
        assert.deepEqual(await followed(text, path), { worked: isFlow, found: isFlow ? 1 : 0 });
      });

test("what is written as a flaw needs no data from anywhere, nor a call", async () => {
  assert.deepEqual(await followed("door.isOpen = true;\n"), { worked: true, found: 1 });
  assert.deepEqual(await followed("gate.isUnlocked = true;\n"), { worked: true, found: 1 });
  assert.deepEqual(await followed("gate.isUnlocked = false;\n"), { worked: true, found: 0 });
});

test("a file gains and loses a convention with the order of its parameters", async () => {
  const text = "function handle(res, req) {\n  run(req.body);\n}\n";
  const program = await programOf({ "a.js": text }, MODELS, RULES);
  assert.equal(program.findings("a.js").length, 0);
  await setText(program, "a.js", text.replace("res, req", "req, res"));
  assert.equal(program.findings("a.js").length, 1);
  await setText(program, "a.js", text);
  assert.equal(program.findings("a.js").length, 0);
});
