import assert from "node:assert/strict";
import { test } from "node:test";
import { BUILTIN_FIXES } from "../../../server/src/detect/fixes/builtin.ts";
import type { LanguageId } from "../../../server/src/syntax/language.ts";
import { applyEdits } from "../../../server/src/text/span.ts";
import { lowerText } from "../node-grammars.ts";

/** Fixes the place between « and » and gives the text after it, or undefined when no fix is offered. */
async function fixed(name: string, language: LanguageId, marked: string): Promise<string | undefined> {
  const start = marked.indexOf("«");
  const end = marked.indexOf("»") - 1;
  const text = marked.replace("«", "").replace("»", "");
  const ast = await lowerText(language, text);
  const edits = BUILTIN_FIXES[name]!(ast, { start, end });
  return edits && applyEdits(text, edits);
}

const boundParameter = (language: LanguageId, text: string) => fixed("bound-parameter", language, text);

test("a concatenated value becomes a bound parameter", async () => {
  assert.equal(
    await boundParameter("javascript", `db.query(«"SELECT * FROM users WHERE id = '" + req.query.id + "'"»);`),
    `db.query("SELECT * FROM users WHERE id = ?", [req.query.id]);`,
  );
  assert.equal(
    await boundParameter(
      "javascript",
      `db.query(«"SELECT * FROM users WHERE id = " + id», (error, rows) => done(rows));`,
    ),
    `db.query("SELECT * FROM users WHERE id = ?", [id], (error, rows) => done(rows));`,
  );
});

test("a template's values become bound parameters, percent signs go with them", async () => {
  assert.equal(
    await boundParameter("typescript", "db.query(«`SELECT * FROM p WHERE a = ${a} AND n LIKE '%${term}%'`»);"),
    'db.query("SELECT * FROM p WHERE a = ? AND n LIKE ?", [a, `%${term}%`]);',
  );
});

test("Go, Ruby and PHP hand values over as their libraries take them", async () => {
  assert.equal(
    await boundParameter("go", `package p\nfunc f() { db.Query(«"SELECT 1 FROM t WHERE a = '" + a + "'"») }`),
    `package p\nfunc f() { db.Query("SELECT 1 FROM t WHERE a = ?", a) }`,
  );
  assert.equal(
    await boundParameter(
      "go",
      `package p\nimport _ "github.com/lib/pq"\nfunc f() { db.QueryContext(ctx, «fmt.Sprintf("SELECT 1 FROM t WHERE a = '%s' AND b = %d", a, b)») }`,
    ),
    `package p\nimport _ "github.com/lib/pq"\nfunc f() { db.QueryContext(ctx, "SELECT 1 FROM t WHERE a = $1 AND b = $2", a, b) }`,
  );
  assert.equal(
    await boundParameter("ruby", `User.where(«"name = '#{params[:name]}'"»)\n`),
    `User.where("name = ?", params[:name])\n`,
  );
  assert.equal(
    await boundParameter("ruby", `User.where(«"name LIKE '%#{term}%'"»)\n`),
    `User.where("name LIKE ?", "%#{term}%")\n`,
  );
  assert.equal(
    await boundParameter("php", `<?php\nDB::select(«"SELECT * FROM users WHERE email = '" . $email . "'"»);\n`),
    `<?php\nDB::select("SELECT * FROM users WHERE email = ?", [$email]);\n`,
  );
  assert.equal(
    await boundParameter("php", `<?php\n$link->executeQuery(«"SELECT 1 FROM t WHERE a LIKE '%$a%'"»);\n`),
    `<?php\n$link->executeQuery("SELECT 1 FROM t WHERE a LIKE ?", ["%" . $a . "%"]);\n`,
  );
  assert.equal(await boundParameter("ruby", `User.order(«"name #{direction}"»)\n`), undefined);
});

test("placeholders are the library's own", async () => {
  assert.equal(
    await boundParameter(
      "javascript",
      `const { Pool } = require("pg");\npool.query(«"SELECT 1 WHERE a = " + a + " AND b = " + b»);`,
    ),
    `const { Pool } = require("pg");\npool.query("SELECT 1 WHERE a = $1 AND b = $2", [a, b]);`,
  );
  assert.equal(
    await boundParameter("typescript", "models.sequelize.query(«`SELECT * FROM u WHERE e = '${e}'`», { model: M });"),
    'models.sequelize.query("SELECT * FROM u WHERE e = ?", { replacements: [e], model: M });',
  );
  assert.equal(
    await boundParameter("python", `import psycopg\ncursor.execute(«f"SELECT 1 WHERE a = '{a}'"»)`),
    `import psycopg\ncursor.execute("SELECT 1 WHERE a = %s", (a,))`,
  );
  assert.equal(
    await boundParameter("python", `link.execute(text(«"DELETE FROM o WHERE n = " + n»))`),
    `link.execute(text("DELETE FROM o WHERE n = :value1"), {"value1": n})`,
  );
});

test("Python's ways of putting text together are all understood", async () => {
  const expected = `cursor.execute("SELECT 1 WHERE n = ?", (name,))`;
  for (const query of [
    `"SELECT 1 WHERE n = '" + name + "'"`,
    `"SELECT 1 WHERE n = '%s'" % name`,
    `"SELECT 1 WHERE n = '{}'".format(name)`,
    `f"SELECT 1 WHERE n = '{name}'"`,
  ])
    assert.equal(await boundParameter("python", `cursor.execute(«${query}»)`), expected);
});

test("a query in a local variable is mended where it is put together", async () => {
  assert.equal(
    await boundParameter(
      "javascript",
      `function f(id) {\n  const sql = "SELECT 1 WHERE id = " + id;\n  return db.query(«sql»);\n}`,
    ),
    `function f(id) {\n  const sql = "SELECT 1 WHERE id = ?";\n  return db.query(sql, [id]);\n}`,
  );
});

test("names cannot be bound, so no fix is offered for them", async () => {
  assert.equal(await boundParameter("javascript", `db.query(«"SELECT * FROM " + table»);`), undefined);
  assert.equal(await boundParameter("javascript", `db.query(«"SELECT * FROM a ORDER BY " + column»);`), undefined);
  assert.equal(await boundParameter("javascript", `db.query(«"SELECT 1 WHERE n = 'x" + n + "y'"»);`), undefined);
  assert.equal(await boundParameter("javascript", "db.query(«req.query.sql»);"), undefined);
  assert.equal(await boundParameter("javascript", `db.query(«"SELECT 1 WHERE a = ? AND b = " + b», [a]);`), undefined);
});

test("a command line becomes a program with arguments", async () => {
  assert.equal(
    await fixed(
      "argument-list",
      "javascript",
      `const { exec } = require("child_process");\nexec(«"convert " + name + " out.png"», done);`,
    ),
    `const { exec } = require("child_process");\nconst { execFile } = require("child_process");\nexecFile("convert", [name, "out.png"], done);`,
  );
  assert.equal(
    await fixed(
      "argument-list",
      "python",
      `import subprocess\nsubprocess.run(«f"convert {name} out.png"», shell=True, check=True)`,
    ),
    `import subprocess\nsubprocess.run(["convert", name, "out.png"], check=True)`,
  );
  assert.equal(
    await fixed("argument-list", "python", `import os\nos.system(«"convert " + name»)`),
    `import os\nimport subprocess\nsubprocess.run(["convert", name], check=True)`,
  );
  assert.equal(await fixed("argument-list", "python", `os.system(«"cat " + name + " | wc"»)`), undefined);
});

test("values are wrapped in what makes them harmless", async () => {
  assert.equal(
    await fixed("base-name", "javascript", `const path = require("path");\nsend(«path.join(folder, req.query.name)»);`),
    `const path = require("path");\nsend(path.join(folder, path.basename(req.query.name)));`,
  );
  assert.equal(
    await fixed("html-escape", "python", `from flask import request\nreturn_value = «"<h1>" + name»`),
    `from flask import request\nfrom markupsafe import escape\nreturn_value = "<h1>" + escape(name)`,
  );
  assert.equal(await fixed("text-content", "javascript", "box.innerHTML = «name»;"), "box.textContent = name;");
  assert.equal(await fixed("parse-as-data", "python", "x = eval(«text»)"), "import ast\nx = ast.literal_eval(text)");
});

test("names of files and values in pages are wrapped in what Go's imports and C#'s libraries have", async () => {
  const go = (imports: string, code: string) => `package main\n\nimport (${imports})\n\nfunc f() {\n\t${code}\n}\n`;
  assert.equal(
    await fixed("base-name", "go", go('"path/filepath"', "os.Open(«filepath.Join(folder, name)»)")),
    go('"path/filepath"', "os.Open(filepath.Join(folder, filepath.Base(name)))"),
  );
  assert.equal(await fixed("base-name", "go", go('"os"', "os.Open(«folder + name»)")), undefined);
  assert.equal(
    await fixed("html-escape", "go", go('"html"', 'io.WriteString(w, «"<h1>" + name»)')),
    go('"html"', 'io.WriteString(w, "<h1>" + html.EscapeString(name))'),
  );
  assert.equal(
    await fixed("html-escape", "go", go('"html"', 'io.WriteString(w, «fmt.Sprintf("<h1>%s", name)»)')),
    undefined,
  );
  const csharp = (code: string) => `class C { void M() { ${code} } }`;
  assert.equal(
    await fixed("base-name", "csharp", csharp("File.Delete(«Path.Combine(folder, name)»);")),
    csharp("File.Delete(Path.Combine(folder, System.IO.Path.GetFileName(name)));"),
  );
  assert.equal(
    await fixed("html-escape", "csharp", csharp('Response.Write(«"<h1>" + name»);')),
    csharp('Response.Write("<h1>" + System.Net.WebUtility.HtmlEncode(name));'),
  );
});

test("the name of a digest is replaced, not what a function of that name digests", async () => {
  assert.equal(await fixed("digest-name", "javascript", `createHash(«"md5"»);`), `createHash("sha256");`);
  assert.equal(await fixed("digest-name", "javascript", "md5(«file»);"), undefined);
});
