import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_NODE } from "../../../server/src/syntax/ast.ts";
import { Kind } from "../../../server/src/syntax/kind.ts";
import type { LanguageId } from "../../../server/src/syntax/language.ts";
import { type Names, resolveNames } from "../../../server/src/syntax/names.ts";
import { nameOf } from "../../../server/src/syntax/symbols.ts";
import { lowerText } from "../node-grammars.ts";

async function namesOf(language: LanguageId, text: string): Promise<Names> {
  return resolveNames(await lowerText(language, text));
}

/** The nodes named so, Identifiers and what declares without one, in the order of the text. */
function occurrences(names: Names, name: string): number[] {
  const { ast } = names;
  const found: number[] = [];
  for (let node = 0; node < ast.size; node++) {
    const declares = ast.kind(node) === Kind.ImportSpecifier || ast.kind(node) === Kind.Import;
    if (
      ast.kind(node) === Kind.Identifier
        ? ast.name(node) === name
        : declares && names.declarationOf(node) === node && ast.textOf(node).includes(name)
    )
      found.push(node);
  }
  return found.sort((a, b) => ast.start(a) - ast.start(b));
}

/**
 * For each occurrence of `name` the ordinal (1-based) of the occurrence that declares it, `-` for none: "1 1 3 -".
 */
function bindingsOf(names: Names, name: string): string {
  const all = occurrences(names, name);
  return all
    .map((node) => (names.declarationOf(node) === NO_NODE ? "-" : all.indexOf(names.declarationOf(node)) + 1))
    .join(" ");
}

async function checkBindings(language: LanguageId, text: string, expected: Record<string, string>): Promise<void> {
  const names = await namesOf(language, text);
  const actual = Object.fromEntries(Object.keys(expected).map((name) => [name, bindingsOf(names, name)]));
  assert.deepEqual(actual, expected, text);
}

/** Qualified names of all calls' callees, `-` for none. */
function callees(names: Names): string[] {
  const { ast } = names;
  const found: string[] = [];
  for (let node = 0; node < ast.size; node++)
    if (ast.kind(node) === Kind.Call || ast.kind(node) === Kind.New) {
      const name = nameOf(names.qualifiedName(node + 1));
      if (name !== "require" && name !== "import") found.push(name || "-");
    }
  return found;
}

test("JavaScript: blocks, functions, hoisting, closures", async () => {
  await checkBindings("javascript", "x; let x = 1; { let x = 2; x } x", { x: "2 2 3 3 2" });
  await checkBindings("javascript", "function f() { v = 1; if (a) { var v } return v } v", { v: "2 2 2 -" });
  await checkBindings("javascript", "g(); function g() { return g } { function g() {} g() }", { g: "2 2 2 4 4" });
  await checkBindings("javascript", "const f = function h(n) { return n ? h(n - 1) : f }; h", {
    h: "1 1 -",
    f: "1 1",
    n: "1 1 1",
  });
  await checkBindings("javascript", "for (const k of k0) { use(k) } for (let i = 0; i < 3; i++) i; k; i", {
    k: "1 1 -",
    i: "1 1 1 1 -",
  });
  await checkBindings("javascript", "for (var k in o) {} k", { k: "1 1" });
  await checkBindings("javascript", "try {} catch (e) { e } e; try {} catch {} ", { e: "1 1 -" });
  await checkBindings("javascript", "switch (a) { case 1: let b; default: b } b", { b: "1 1 -" });
  await checkBindings("javascript", "class A { m(a) { return A.a(a) } } new A; let B = class C { n() { C } }; C", {
    A: "1 1 1",
    a: "1 1",
    C: "1 1 -",
  });
});

test("JavaScript: parameters and patterns", async () => {
  await checkBindings("javascript", "const { a, b: { c = a }, ...d } = a0, [e, , f = e] = d; c, d, e, f", {
    a: "1 1",
    c: "1 1",
    d: "1 1 1",
    e: "1 1 1",
    f: "1 1",
    b: "",
  });
  await checkBindings("javascript", "function f({ a, b = a }, [c], ...d) { return a + b + c + d }", {
    a: "1 1 1",
    b: "1 1",
    c: "1 1",
    d: "1 1",
  });
  await checkBindings("javascript", "x => y => x + y; x", { x: "1 1 -", y: "1 1" });
  await checkBindings("javascript", "let a; ({ a, b: [a.c] } = o); [a] = o", { a: "1 1 1 1" });
});

test("JavaScript: members, keys, labels and host elements are no uses", async () => {
  await checkBindings("javascript", "let a, div; o.a; ({ a: 1 }); <div a={a}><A/></div>; import A from 'a'", {
    a: "1 1",
    A: "2 2",
    div: "1 -",
  });
  await checkBindings("typescript", "let f: (req: Request) => void; req", { req: "- -" });
});

test("JavaScript: assigning an undeclared name makes a global", async () => {
  await checkBindings("javascript", "use(app); function f() { app = express(); other } app", {
    app: "2 2 2",
    other: "-",
  });
});

test("reassignment, only values and writers", async () => {
  const names = await namesOf(
    "javascript",
    "const a = 1; let b; b = 2; let c = 3; c += 1; let d = 4; d = 5; let [e] = f; function g(h) {} let i = 0; i++",
  );
  const facts = [..."abcdeghi"].map((name) => {
    const [declaration] = occurrences(names, name);
    const value = names.onlyValueOf(declaration!);
    const changes = names.isReassigned(declaration!) ? "reassigned" : "once";
    return `${name}: ${changes} ${value === NO_NODE ? "-" : names.ast.textOf(value)}, ${names.writersOf(declaration!).length}`;
  });
  assert.deepEqual(facts, [
    "a: once 1, 1",
    "b: once 2, 1",
    "c: reassigned -, 2",
    "d: reassigned -, 2",
    "e: once -, 1",
    "g: once -, 1",
    "h: once -, 1",
    "i: reassigned -, 2",
  ]);
  const [b] = occurrences(names, "b");
  assert.deepEqual(
    names.usesOf(b!).map((use) => names.ast.start(use)),
    occurrences(names, "b").map((use) => names.ast.start(use)),
  );
});

test("JavaScript: qualified names through imports, require and aliases", async () => {
  const calls = async (text: string) => callees(await namesOf("typescript", text));
  assert.deepEqual(await calls(`import { exec as run } from "node:child_process"; run()`), ["child_process.exec"]);
  assert.deepEqual(await calls(`import * as cp from "child_process"; cp.exec(); const e = cp.exec; e()`), [
    "child_process.exec",
    "child_process.exec",
  ]);
  assert.deepEqual(
    await calls(`import express, { Router } from "express"; express(); new Router(); express.static()`),
    ["express", "express.Router", "express.static"],
  );
  assert.deepEqual(await calls(`const { exec: run, promises: { readFile = 1 } } = require("fs"); run(); readFile()`), [
    "fs.exec",
    "fs.promises.readFile",
  ]);
  assert.deepEqual(await calls(`const x = require("m").y; x.z(); require("q")["r"]()`), ["m.y.z", "q.r"]);
  assert.deepEqual(await calls(`import p from "mysql2/promise"; p.createPool(); require("./db").query()`), [
    '"mysql2/promise".createPool',
    '"./db".query',
  ]);
  assert.deepEqual(
    await calls(`import fs = require("fs"); fs.read(); async function f() { (await import("os")).cpus() }`),
    ["fs.read", "os.cpus"],
  );
  assert.deepEqual(await calls(`eval(); process.env.get(); let l = 1; l.m(); function g() {} g()`), [
    "eval",
    "process.env.get",
    "-",
    "-",
  ]);
  assert.deepEqual(await calls(`let cp = require("child_process"); cp = null; cp.exec()`), ["-"]);
  assert.deepEqual(await calls(`function require(x) {} require("m").y()`), ["-", "-"]);
  assert.deepEqual(await calls(`let a = b, b = a; a.c()`), ["-"]);
});

test("TypeScript: types have qualified names", async () => {
  const names = await namesOf(
    "typescript",
    `import { Request as R } from "express"; import * as e from "koa"; function f(a: R, b: e.Context<R>, c: Buffer) {}`,
  );
  const types: string[] = [];
  for (let node = 0; node < names.ast.size; node++)
    if (names.ast.kind(node) === Kind.Type) types.push(nameOf(names.qualifiedName(node)));
  assert.deepEqual(types, ["express.Request", "koa.Context", "express.Request", "Buffer"]);
});

test("JavaScript: imports and exports", async () => {
  const names = await namesOf(
    "typescript",
    `import a, * as b from "m"; import "side"; import type { T } from "t"; const r = require("./r"); import("lazy");
export default function go() {} export const x = 1, { y: [z] } = o; export { a as q, x }; export * from "s"; export { k as default } from "u"; export * as w from "v";
function local() {} module.exports.late = local; exports.now = 1; export class K {}`,
  );
  assert.deepEqual(
    names.imports.map(({ module, imported, isTypeOnly, declaration }) =>
      `${module} ${imported}${isTypeOnly ? " type" : ""} ${names.ast.name(declaration)}`.trim(),
    ),
    ["m default a", "m * b", "side", "t T type T", "./r *", "lazy *"],
  );
  assert.deepEqual(
    names.exports.map(
      ({ name, node, from }) => `${name} ${from ? `${from.module}:${from.imported}` : names.ast.textOf(node)}`,
    ),
    ["default go", "x x", "z z", "q a", "x x", "* s:*", "default u:k", "w v:*", "K K", "late local", "now 1"],
  );
  const common = await namesOf("javascript", "const f = () => 1; module.exports = { f, g: f, h() {} }");
  assert.deepEqual(
    common.exports.map(({ name, node }) => `${name} ${common.ast.textOf(node)}`),
    ["= { f, g: f, h() {} }", "f f", "g f", "h h() {}"],
  );
});

test("Python: function scopes, global, nonlocal, class bodies, comprehensions, defaults", async () => {
  await checkBindings("python", "x = 1\ndef f():\n    x = 2\n    return x\nx\n", { x: "1 2 2 1" });
  await checkBindings("python", "x = 1\ndef f():\n    global x\n    x = 2\n    return x\n", { x: "1 1 1 1" });
  await checkBindings(
    "python",
    "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2\n    return x\n",
    { x: "1 1 1 1" },
  );
  await checkBindings("python", "class A:\n    x = 1\n    y = x\n    def m(self):\n        return x\n", { x: "1 1 -" });
  await checkBindings("python", "x = 1\nclass A:\n    x = 2\n    def m(self):\n        return x\n", { x: "1 2 1" });
  await checkBindings("python", "[x for x in xs if x]\nx\n", { x: "2 2 2 -" });
  await checkBindings("python", "x = 1\ndef f(x=x, y=lambda: x):\n    return x\n", { x: "1 2 1 1 2" });
  await checkBindings(
    "python",
    "if (n := f()) > 1:\n    n\nwith open(p) as h:\n    h\ntry:\n    pass\nexcept E as e:\n    e\n",
    { n: "1 1", h: "1 1", e: "1 1" },
  );
  await checkBindings("python", "def f(a, *b, **c):\n    for d, (e, g) in a:\n        e\n    x[i] = b.c = c\n", {
    a: "1 1",
    b: "1 1",
    c: "1 1",
    d: "1",
    e: "1 1",
    i: "-",
  });
});

test("Python: imports and qualified names", async () => {
  const calls = async (text: string) => callees(await namesOf("python", text));
  assert.deepEqual(await calls("import os\nimport os.path\nos.system(c)\nos.path.join(a)\n"), [
    "os.system",
    "os.path.join",
  ]);
  assert.deepEqual(await calls("import xml.etree.ElementTree as ET\nET.parse(f)\n"), ["xml.etree.ElementTree.parse"]);
  assert.deepEqual(await calls("from flask import request as r, Flask\nr.args.get(x)\nFlask()\n"), [
    "flask.request.args.get",
    "flask.Flask",
  ]);
  assert.deepEqual(await calls("from . import models\nfrom .a.b import C\nmodels.f()\nC()\n"), [
    '".".models.f',
    '".a.b".C',
  ]);
  assert.deepEqual(await calls("import subprocess\nrun = subprocess.run\nrun(c)\nopen(f)\n"), [
    "subprocess.run",
    "open",
  ]);
  assert.deepEqual(
    await calls("try:\n    import simplejson as json\nexcept ImportError:\n    import json\njson.loads(x)\n"),
    ["simplejson.loads"],
  );
  const names = await namesOf("python", "import a.b\nfrom c import *\nX = 1\ndef f(): pass\nclass K: pass\n");
  assert.deepEqual(
    names.exports.map(({ name }) => name),
    ["a", "X", "f", "K"],
  );
  assert.deepEqual(
    names.imports.map(({ module, imported }) => `${module} ${imported}`),
    ["a.b *", "c *"],
  );
});

test("Java: imports, members by their bare names, locals", async () => {
  const text =
    "import java.util.List; import java.io.*; class A { int x; void m(String y) { int z = x; this.x = y; n(z); { int w; } Runtime.getRuntime(); new ProcessBuilder(); } void n(int x) { x++; } }";
  await checkBindings("java", text, { x: "1 1 3 3", y: "1 1", z: "1 1", n: "2 2" });
  const names = await namesOf("java", text);
  assert.ok(callees(names).includes("java.lang.ProcessBuilder"), callees(names).join(" "));
});

test("Go: packages by the last part of their path", async () => {
  const names = await namesOf(
    "go",
    'package a\nimport (\n\t"net/http"\n\tx "os/exec"\n\t"github.com/u/lib/v2"\n)\nfunc f(w http.ResponseWriter) { c := x.Command(w); http.Get(c); lib.Do(c) }\n',
  );
  assert.deepEqual(callees(names), ['"os/exec".Command', '"net/http".Get', '"github.com/u/lib/v2".Do']);
  await checkBindings("go", "package a\nfunc f(a int) { b := a; if b := 2; b > a { b = 3 }; b++ }\n", {
    a: "1 1 1",
    b: "1 2 2 2 1",
  });
});
