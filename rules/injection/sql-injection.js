const express = require("express");
const mysql = require("mysql2");

const app = express();
const db = mysql.createConnection({ host: "localhost" });

app.get("/users", (req, res) => {
  const id = req.query.id;
  // ruleid: sql-injection
  db.query("SELECT * FROM users WHERE id = '" + id + "'", (error, rows) => res.json(rows));
  // ok: sql-injection
  db.query("SELECT * FROM users WHERE id = ?", [id], (error, rows) => res.json(rows));
  // ruleid: sql-injection
  db.query(`SELECT * FROM users WHERE name = '${req.body.name}'`);
  // ok: sql-injection
  db.query("SELECT * FROM users WHERE id = " + Number(id));
  // ok: sql-injection
  db.query("SELECT * FROM users WHERE name = " + mysql.escape(req.body.name));
});

function find(table, name) {
  // ruleid: sql-injection
  return db.query("SELECT * FROM " + table + " WHERE name = '" + name + "'");
}

app.get("/page", (req, res) => {
  // ruleid: sql-injection
  db.query("SELECT * FROM orders LIMIT " + req.query.size);
  const { size } = req.query;
  // ruleid: sql-injection
  db.query("SELECT * FROM orders LIMIT " + size);
  // ok: sql-injection
  db.query("SELECT * FROM orders LIMIT " + req.body.ids.length);
});

app.post("/find", (req, res) => {
  find("orders", req.body.name);
  const columns = ["name", "price"];
  if (!columns.includes(req.query.sort)) return res.sendStatus(400);
  // ok: sql-injection
  db.query("SELECT * FROM products ORDER BY " + req.query.sort);
});
app.get("/pages", (req, res) => {
  const { page, size } = req.query;
  // ok: sql-injection
  db.query(`SELECT * FROM products LIMIT ${page | 0}, ${+size}`);
  // ok: sql-injection
  db.query(`SELECT * FROM products LIMIT ${page - 1}, ${size >>> 0}`);
  // ruleid: sql-injection
  db.query(`SELECT * FROM products LIMIT ${page + 1}`);
});
app.get("/kept", (req, res) => {
  const { sort, order, name, other } = req.query;
  const isKnown = ["name", "price"].includes(sort) && ["asc", "desc"].includes(order);
  if (!isKnown) return res.sendStatus(400);
  // ok: sql-injection
  db.query(`SELECT * FROM products ORDER BY ${sort} ${order}`);
  const match = name.match(/^[a-z]+$/);
  if (match === null) return res.sendStatus(400);
  // ok: sql-injection
  db.query(`SELECT * FROM ${match[0]}`);
  const names = req.query.names.split(",");
  if (!names.every((each) => /^[a-z]+$/.test(each))) return res.sendStatus(400);
  // ok: sql-injection
  db.query(`SELECT ${names.join(", ")} FROM products`);
  const isFine = /^[a-z]+$/.test(other);
  if (isFine) return res.sendStatus(400);
  // ruleid: sql-injection
  db.query(`SELECT * FROM ${other}`);
});

app.get("/changed", (req, res) => {
  let table = req.query.table;
  const isFine = /^[a-z]+$/.test(table);
  table = req.query.other;
  if (!isFine) return res.sendStatus(400);
  // ruleid: sql-injection
  db.query(`SELECT * FROM ${table}`);
});

const promising = require("pg-promise")()("postgres://localhost/shop");
app.get("/promising", async (req, res) => {
  // ruleid: sql-injection
  await promising.multi("select * from t where id = " + req.query.id);
  // ok: sql-injection
  await promising.one({ text: "select * from t where id = $1", values: [req.query.id] });
  // ruleid: sql-injection
  await promising.task((task) => task.one("select * from t where id = " + req.query.id));
  res.end();
});

exports.find = (id, name, table) => {
  // ruleid: unbound-sql-value
  db.query("SELECT * FROM users WHERE id = " + id);
  // ruleid: unbound-sql-value
  db.query(`SELECT * FROM users WHERE name = '${name}'`);
  // ok: unbound-sql-value
  db.query("SELECT * FROM users WHERE id = ?", [id]);
  // ok: unbound-sql-value
  db.query("SELECT * FROM users WHERE id = " + Number(id));
  // ok: unbound-sql-value
  db.query(`SELECT * FROM ${table} WHERE id = 1`);
};

const petsOf = (owner) => `SELECT * FROM pets WHERE owner = ${owner}`;
exports.pets = (owner) => {
  // ok: unbound-sql-value
  db.query(petsOf(Number(owner)));
};

const tables = require("knex")({ client: "pg" });
app.get("/raw-parts", async (req, res) => {
  // ruleid: sql-injection
  await tables.whereRaw("email = '" + req.query.email + "'");
  // ok: sql-injection
  await tables.whereRaw("email = ?", [req.query.email]);
  res.end();
});
