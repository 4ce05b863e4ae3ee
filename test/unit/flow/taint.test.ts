// What a flow looks like to those who show it: where it stands, how its trace reads, and what models do to it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { modelsOf, programOf, RULES } from "./fixtures.ts";

const EXPRESS = modelsOf(`
models:
  - library: express
    languages: [javascript, typescript]
    types:
      - { type: express.Application, value: "express()" }
      - { type: mysql2.Connection, value: "mysql2.createConnection()" }
    handlers:
      - { call: "express.Application.{get,post}", parameters: [express.Request, express.Response] }
    sources:
      - { kind: remote-input, title: the query string, read: express.Request.query }
    sinks:
      - { kind: sql-query, title: the SQL text, call: mysql2.Connection.query, argument: [0, "0.sql"] }
`);

const SHOP = `const express = require("express");
const mysql = require("mysql2");
const app = express();
const db = mysql.createConnection({});
app.get("/user", (req, res) => {
  const id = req.query.id;
  db.query("select * from users where id = " + id);
  db.query("select * from users where id = ?", [id]);
});
`;

test("a query joined from the query string is found, with its trace", async () => {
  const program = await programOf({ "shop.js": SHOP }, EXPRESS);
  const flows = program.findings("shop.js");
  assert.equal(flows.length, 1);
  const [flow] = flows;
  assert.equal(flow!.ruleId, "flow");
  assert.equal(SHOP.slice(flow!.span.start, flow!.span.end), '"select * from users where id = " + id');
  assert.deepEqual(
    flow!.traces[0]!.map(({ message }) => message),
    [
      "`req.query` comes from the query string",
      "kept in `id`",
      "joined into a text",
      "reaches the SQL text of `db.query`",
    ],
  );
});

test("a finding stands in the function that holds the sink, its trace begins in another", async () => {
  const text = `${SHOP}
function find(name) {
  return db.query({ sql: \`select \${name}\` });
}
app.post("/find", async (request, response) => find(request.query.name));
`;
  const program = await programOf({ "shop.js": text }, EXPRESS);
  const flow = program.findings("shop.js").find(({ span }) => text.slice(span.start, span.end).startsWith("`select"));
  assert.ok(flow);
  assert.deepEqual(
    flow.traces[0]!.map(({ message }) => message),
    [
      "`request.query` comes from the query string",
      "passed to `find`",
      "joined into a text",
      "reaches the SQL text of `db.query`",
    ],
  );
});

test("a flaw for the constant that is handed in tells who hands it in", async () => {
  const text = `const { digest } = require("digests");
const inner = (name, text) => digest(name, text);
const hash = (name, text) => inner(name, text);
exports.weak = (text) => hash("md5", text);
exports.strong = (text) => hash("sha256", text);
`;
  const models = modelsOf(`
models:
  - library: digests
    languages: [javascript]
    sinks:
      - { kind: weak-hash, title: a broken digest, asWritten: true, call: digests.digest, when: { argument: 0, is: md5 } }
`);
  const rule = { id: "hash", sourceKinds: ["as-written"], sinkKinds: ["weak-hash"], sanitizerKinds: [], keeps: [] };
  const program = await programOf({ "shop.js": text }, models, [rule]);
  const [flow, ...others] = program.findings("shop.js");
  assert.equal(others.length, 0);
  assert.deepEqual(
    flow!.traces[0]!.map(({ message, span }) => [message, text.slice(0, span.start).split("\n").length]),
    [
      ["passed to `hash`", 4],
      ["passed to `inner`", 3],
      ["reaches a broken digest of `digest`", 2],
    ],
  );
});

test("several sources of one sink are one flow with several traces, shortest first", async () => {
  const text = `
function run(first) {
  const second = source();
  const copy = second;
  sink(first + copy);
}
run(source());
`;
  const program = await programOf({ "a.js": text }, undefined, RULES);
  const flows = program.findings("a.js");
  assert.equal(flows.length, 1);
  assert.equal(flows[0]!.traces.length, 2);
  const lengths = flows[0]!.traces.map((trace) => trace.length);
  assert.deepEqual(
    lengths,
    [...lengths].sort((a, b) => a - b),
  );
});

test("a call of a library is told on the way, whether or not a row without effect knows it", async () => {
  const text = `from shop import request, sink

def show():
    size = request.args.get("size")
    sink("limit " + size)
`;
  const shop = (rows: string) =>
    modelsOf(`models:
  - library: shop
    languages: [python]
    sources: [{ kind: remote-input, title: the query string, read: shop.request.args }]
    sinks: [{ kind: sql-query, title: the SQL text, call: shop.sink }]
${rows}`);
  const withRow =
    "    sanitizers: [{ kind: number, call: shop.request.args.get, when: { argument: type, isApi: int } }]\n";
  for (const rows of ["", withRow]) {
    const program = await programOf({ "a.py": text }, shop(rows));
    assert.deepEqual(
      program.findings("a.py").map(({ traces }) => traces.map((trace) => trace.map(({ message }) => message))),
      [
        [
          [
            "`request.args` comes from the query string",
            "goes through `request.args.get`",
            "kept in `size`",
            "joined into a text",
            "reaches the SQL text of `sink`",
          ],
        ],
      ],
      rows,
    );
  }
});

test("where broken code lacks a part, nothing else is evaluated in its place", async () => {
  const text = `sink(source());
def export// of everything
shown():
    if request.{args["name"] not in files:
    return send(join(FOLDER, files[request.args["nam#s a program.
def pasted(a, b):
    return get("https://supplier.example/prices", timeout=5).json()
`;
  const program = await programOf({ "a.py": text });
  assert.deepEqual(
    program.findings("a.py").map(({ span }) => text.slice(span.start, span.end)),
    ["source()"],
  );
});
