// Which files a scan keeps together: those that could see each other, and as few others as can be told without parsing.

import assert from "node:assert/strict";
import test from "node:test";
import { batchesOf, cellsOf } from "../../server/src/scan/cells.ts";

function cells(files: Record<string, string>): string[][] {
  return cellsOf(Object.entries(files).map(([path, text]) => ({ path, text })));
}

test("scripts go with what their relative paths lead to", () => {
  assert.deepEqual(
    cells({
      "a/app.js": 'const db = require("./db");',
      "a/db/index.ts": "export const x = 1;",
      "a/other.js": 'import x from "express";',
      "b/app.mts": 'export * from "../a/other.js";',
      "c/app.js": "import(`./lazy`);",
      "c/lazy.jsx": "",
    }),
    [
      ["a/app.js", "a/db/index.ts"],
      ["a/other.js", "b/app.mts"],
      ["c/app.js", "c/lazy.jsx"],
    ],
  );
});

test("modules of Python go with those that they import, from whichever folder above", () => {
  assert.deepEqual(
    cells({
      "x/shop/__init__.py": "",
      "x/shop/web.py": "from .db import find\n",
      "x/shop/db.py": "import sqlite3\n",
      "x/run.py": "def f():\n    import os, shop.web as w\n",
      "y/shop/web.py": "from . import (\n  db,\n)\n",
      "y/shop/db.py": "",
      "z/alone.py": "import json",
    }),
    [
      ["x/run.py", "x/shop/__init__.py", "x/shop/db.py", "x/shop/web.py"],
      ["y/shop/db.py", "y/shop/web.py"],
      ["z/alone.py"],
    ],
  );
});

test("classes of Java go with their package and with whoever names it", () => {
  assert.deepEqual(
    cells({
      "A.java": "package com.shop; class A {}",
      "B.java": "package com.shop; class B {}",
      "C.java": "package com.web; import com.shop.A; class C {}",
      "D.java": "package org.other; class D { Object o = new java.util.ArrayList(); }",
    }),
    [["A.java", "B.java", "C.java"], ["D.java"]],
  );
});

test("packages of Go go with those that import their folder, by the module's name or by its end", () => {
  assert.deepEqual(
    cells({
      "m-1.2/go.mod": "module example.com/m\n",
      "m-1.2/main.go": 'package main\nimport "example.com/m/store"',
      "m-1.2/store/a.go": "package store",
      "m-1.2/store/b.go": "package store",
      "n/main.go": 'package main\nimport "fmt"',
      "n/tools/t.go": 'package tools\nimport "example.com/m"',
    }),
    [["m-1.2/go.mod"], ["m-1.2/main.go", "m-1.2/store/a.go", "m-1.2/store/b.go", "n/tools/t.go"], ["n/main.go"]],
  );
});

test("files of languages that see each other by bare names stay together", () => {
  assert.deepEqual(cells({ "a.php": "<?php", "b/c.php": "<?php", "d.yaml": "", "e.yaml": "" }), [
    ["a.php", "b/c.php"],
    ["d.yaml"],
    ["e.yaml"],
  ]);
});

test("small cells share a batch, large ones have their own, the largest first", () => {
  const sizes: Record<string, number> = { a: 5, b: 50, c: 6, d: 120, e: 1 };
  assert.deepEqual(
    batchesOf([["a"], ["b", "c"], ["d"], ["e"]], (path) => sizes[path]!, 60),
    [["d"], ["a", "b", "c"], ["e"]],
  );
});
