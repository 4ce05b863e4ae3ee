// What models say of functions beside what these do with data: rows that a user writes for their own library mean what those of the
// built-in models do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { expectedLines, foundLines, inOrder, modelsOf, programOf, RULES } from "./fixtures.ts";

const ACME = modelsOf(`
models:
  - library: acme
    languages: [javascript, typescript, python, java, go]
    sources:
      - { kind: remote-input, call: acme.source }
    sinks:
      - { kind: sql-query, call: acme.sink }
      - { kind: file-path, call: "acme.{locate,Located}", argument: any }
      - { kind: file-path, call: acme.read }
      - { kind: sql-query, call: "{acme,nowhere}.{put,deep.put,deep.er.put}" }
    sanitizers:
      - { kind: path-normal, call: acme.tidy }
      - { kind: number, call: "acme.{toId,to_id}" }
    guards:
      - { kind: path-inside, call: acme.isInside }
      - { kind: path-inside, way: acme.wayTo, place: 1 }
      - { kind: path-prefix, call: "*.startsWith", place: receiver }
    traits:
      - { call: "acme.{stop,die}", is: ending }
      - { call: "acme.{locate,Located}", is: naming }
      - { call: [acme.later, acme.Tools.later], is: wrapper }
      - { call: acme.Failed, is: error }
`);
const PATHS = {
  id: "paths",
  sourceKinds: ["remote-input"],
  sinkKinds: ["file-path"],
  sanitizerKinds: ["path-inside"],
  keeps: [],
};

async function check(path: string, text: string): Promise<void> {
  const program = await programOf({ [path]: text }, ACME, [...RULES, PATHS]);
  assert.deepEqual(inOrder(foundLines(text, program.findings(path))), expectedLines(text));
}

test("nothing follows a call of what never returns", async () => {
  await check(
    "stop.js",
    `const acme = require("acme");
const { die } = acme;
function shown(isBad) {
  let value = acme.source();
  if (isBad) {
    acme.stop("bad");
    acme.sink(value);
  }
  // ruleid: flow
  acme.sink(value);
}
function replaced(isKnown) {
  let value = acme.source();
  if (isKnown) value = "known";
  else die();
  acme.sink(value);
}
`,
  );
  await check(
    "stop.py",
    `import acme

def shown(is_known, other):
    value = acme.source()
    if is_known:
        value = "known"
    else:
        acme.stop()
    acme.sink(value)

def maybe(is_known, may_return):
    value = acme.source()
    end = acme.stop if may_return else print
    if is_known:
        value = "known"
    else:
        end()
    # ruleid: flow
    acme.sink(value)
`,
  );
});

test("what only named a path that was found to lie inside is no flow", async () => {
  await check(
    "paths.js",
    `const acme = require("acme");
function checked(folder) {
  const file = acme.locate(folder, acme.source());
  if (!acme.isInside(file)) return;
  acme.read(file);
}
function unchecked(folder) {
  // ruleid: paths
  const file = acme.locate(folder, acme.source());
  // ruleid: paths
  acme.read(file);
}
`,
  );
  await check(
    "Paths.java",
    `import acme.Located;
class Paths {
  void checked(String folder) {
    Located file = new Located(folder, acme.source());
    if (!acme.isInside(file)) return;
    acme.read(file);
  }
  void unchecked(String folder) {
    // ruleid: paths
    Located file = new Located(folder, acme.source());
  }
}
`,
  );
});

test("a path lies inside where the way to it does not climb", async () => {
  await check(
    "way.js",
    `const acme = require("acme");
function checked(folder) {
  const path = acme.source();
  if (!acme.wayTo(folder, path).startsWith("..")) acme.read(path);
}
function unchecked(folder) {
  const path = acme.source();
  // ruleid: paths
  if (!acme.partOf(folder, path).startsWith("..")) acme.read(path);
}
`,
  );
});

test("what a function that gives an error let through is proven, and an error is made of what it is told", async () => {
  await check(
    "errors.go",
    `package main

import "acme"

func known(name string) error {
	if name != "a" && name != "b" {
		return acme.Failed(name)
	}
	return nil
}

func asked(name string) error {
	if name != "a" && name != "b" {
		return acme.Asked(name)
	}
	return nil
}

func checked() {
	name := acme.source()
	if err := known(name); err != nil {
		return
	}
	acme.sink(name)
}

func unchecked() {
	name := acme.source()
	if err := asked(name); err != nil {
		return
	}
	// ruleid: flow
	acme.sink(name)
}

func told() {
	err := acme.Failed(acme.source())
	// ruleid: flow
	acme.sink(err)
	err2 := acme.Open(acme.source())
	acme.sink(err2)
}
`,
  );
});

test("a path whose normal form begins with a folder lies inside, whichever function makes it normal", async () => {
  await check(
    "normal.js",
    `const acme = require("acme");
function checked(folder) {
  const path = acme.source();
  if (acme.tidy(path).startsWith(folder)) acme.read(path);
}
function unchecked(folder) {
  const path = acme.source();
  // ruleid: paths
  if (acme.shorten(path).startsWith(folder)) acme.read(path);
}
`,
  );
});

test("what a wrapper gives is called as the function that was handed to it", async () => {
  await check(
    "later.js",
    `const acme = require("acme");
const sink = acme.later(acme.sink);
// ruleid: flow
sink(acme.source());
// ruleid: flow
const own = acme.Tools.later((value) => acme.sink(value), 100);
own(acme.source());
{
  const sink = acme.unknown(acme.sink);
  sink(acme.source());
  const own = acme.unknown((value) => acme.sink(value), 100);
  own(acme.source());
}
`,
  );
});

test("functions of a library are known under other names, though no path ends in these", async () => {
  await check(
    "renamed.js",
    `const { later: put, sink: write, source: read } = require("acme");
// ruleid: flow
write(read());
const own = put(write);
// ruleid: flow
own(read());
`,
  );
});

test("names in braces may lie deeper", async () => {
  await check(
    "deep.js",
    `const { deep, put, source } = require("acme");
// ruleid: flow
put(source());
// ruleid: flow
deep.put(source());
// ruleid: flow
deep.er.put(source());
deep.er(source());
`,
  );
});

test("a function that makes numbers makes them of elements, too, where it is only named", async () => {
  await check(
    "ids.js",
    `const acme = require("acme");
const { toId } = acme;
acme.sink("in (" + acme.source().map(toId).join() + ")");
acme.sink("in (" + acme.source().map(acme.toId).join() + ")");
// ruleid: flow
acme.sink("in (" + acme.source().map(acme.toText).join() + ")");
`,
  );
});
