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

app.get("/checks", (req, res) => {
  const name = req.query.name;
  const file = path.join(folder, name);
  // ok: path-traversal
  if (file.indexOf(folder) === 0) fs.createReadStream(file).pipe(res);
  const whole = path.resolve(folder, name);
  // ok: path-traversal
  if (whole.slice(0, folder.length) === folder) fs.createReadStream(whole).pipe(res);
  // ruleid: path-traversal
  else fs.createReadStream(whole).pipe(res);
  // ok: path-traversal
  fs.createReadStream(path.join(folder, name.replace(/\.|\//g, "_"))).pipe(res);
  // ok: path-traversal
  fs.createReadStream(path.join(folder, name.replace(/\.\./g, ""))).pipe(res);
  // ruleid: path-traversal
  fs.createReadStream(path.join(folder, name.replace(/\.\.\//g, ""))).pipe(res);
  // ruleid: path-traversal
  fs.createReadStream(path.join(folder, name.replace(/\.\.|x/g, ""))).pipe(res);
  const under = path.normalize(name).replace(/^(\.\.(\/|\\|$))+/, "");
  // ok: path-traversal
  fs.createReadStream(path.join(folder, under)).pipe(res);
  // ruleid: path-traversal
  fs.createReadStream(path.join(folder, name.replace(/^(\.\.(\/|\\|$))+/, ""))).pipe(res);
  // ok: path-traversal
  if (!name.match(/\.\.\//)) fs.createReadStream(path.join(folder, name)).pipe(res);
  // ruleid: path-traversal
  if (!name.match(/\.\.\/x/)) fs.createReadStream(path.join(folder, name)).pipe(res);
});

app.get("/normal", (req, res) => {
  const normal = path.normalize(req.query.name);
  if (normal.startsWith("..")) return res.sendStatus(400);
  // ok: path-traversal
  fs.createReadStream(path.join(folder, normal)).pipe(res);
});

app.get("/rooted", (req, res) => {
  const normal = path.normalize(req.query.name);
  if (!normal.startsWith("/")) return res.sendStatus(400);
  // ruleid: path-traversal
  fs.createReadStream(normal).pipe(res);
});

app.get("/libraries", async (req, res) => {
  const name = req.query.name;
  // ruleid: path-traversal
  await require("fs-extra").ensureDir(name);
  // ruleid: path-traversal
  require("fs-extra").outputJSONSync(name, {});
  // ruleid: path-traversal
  await require("fs-extra").rm(name);
  // ruleid: path-traversal
  require("graceful-fs").readFileSync(name);
  // ruleid: path-traversal
  await require("mkdirp").mkdirp(name);
  // ruleid: path-traversal
  require("rimraf").sync(name);
  // ruleid: path-traversal
  fs.cpSync("template", name);
  res.end();
});

app.get("/certificate", async (req, res) => {
  const host = new URL(req.query.server).hostname;
  // ok: path-traversal
  await fs.promises.readFile(path.join("certificates", host, "ca.pem"));
  const owner = await User.findOne({ where: { name: req.query.owner } });
  // ok: path-traversal
  await fs.promises.readFile(path.join("owners", owner.folder, "ca.pem"));
});
