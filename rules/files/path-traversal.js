const express = require("express");
const fs = require("fs");
const path = require("path");

const app = express();
const folder = path.resolve("uploads");

app.get("/file", (req, res) => {
  const name = req.query.name;
  // ruleid: path-traversal
  fs.readFile("uploads/" + name, (error, data) => res.end(data));
  // ruleid: path-traversal
  res.sendFile(path.join(folder, name));
  // ok: path-traversal
  res.sendFile(path.join(folder, path.basename(name)));
  // ok: path-traversal
  res.sendFile(name, { root: folder });
  const whole = path.resolve(folder, name);
  if (!whole.startsWith(folder + path.sep)) return res.sendStatus(400);
  // ok: path-traversal
  fs.createReadStream(whole).pipe(res);
});

app.get("/raw", (req, res) => {
  const { name } = req.query;
  if (!name.startsWith("/srv/uploads/")) return res.sendStatus(400);
  // ruleid: path-traversal
  fs.createReadStream(name).pipe(res);
  if (!fs.realpathSync(name).startsWith("/srv/uploads/")) return res.sendStatus(400);
  // ok: path-traversal
  fs.createReadStream(name).pipe(res);
});

app.get("/page/:name", (req, res) => {
  // ruleid: path-traversal
  const text = fs.readFileSync(`pages/${req.params.name}.md`, "utf8");
  res.json(text);
});
app.get("/inside", (req, res) => {
  const file = path.join(folder, req.query.name);
  const way = path.relative(folder, file);
  if (way.startsWith("..") || path.isAbsolute(way)) return res.sendStatus(400);
  // ok: path-traversal
  fs.createReadStream(file).pipe(res);
});

app.get("/outside", (req, res) => {
  const file = path.join(folder, req.query.name);
  if (!path.relative(folder, file).startsWith("..")) return res.sendStatus(400);
  // ruleid: path-traversal
  fs.createReadStream(file).pipe(res);
});
