// A small server with one planted flaw, for the walkthrough: opened in a file without a name, never written anywhere.

export const sample = `const express = require("express");
const mysql = require("mysql2");

const app = express();
const db = mysql.createConnection({ uri: process.env.DATABASE_URL });

app.get("/product", (req, res) => {
  const id = req.query.id;
  // Point at the underlined query to read why it is dangerous.
  // Then press Ctrl+. (Cmd+.) on it for its fix.
  db.query("select * from products where id = '" + id + "'", (error, rows) => res.json(rows));
});
`;
