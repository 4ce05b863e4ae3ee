const { AsyncLocalStorage } = require("async_hooks");
const { exec, execFile, spawn } = require("child_process");
const { EventEmitter } = require("events");
const express = require("express");
const { promisify } = require("util");

const run = promisify(exec);
const app = express();
app.get("/thumbnail", (req, res) => {
  const name = req.query.name;
  // ruleid: command-injection
  exec("convert " + name + " out.png", () => res.end());
  // ruleid: command-injection
  exec(`convert ${name} out.png`);
  // ok: command-injection
  execFile("convert", [name, "out.png"], () => res.end());
  // ruleid: command-injection
  spawn("sh", ["-c", "convert " + name]);
  // ruleid: command-injection
  spawn("convert " + name, { shell: true });
  // ok: command-injection
  spawn("convert", [name]);
  // ruleid: command-injection
  run("convert " + name).then(() => res.end());
  // ok: command-injection
  exec("convert -size " + parseInt(req.query.size, 10));
});

class Jobs extends EventEmitter {
  add(name) {
    this.emit("added", name, "now");
  }
}

const jobs = new Jobs();
const bus = new EventEmitter();
const current = new AsyncLocalStorage();
jobs.on("added", (name, when) => {
  // ruleid: command-injection
  exec("convert " + name);
  // ok: command-injection
  exec("at " + when);
});
// ok: command-injection
bus.on("idle", (name) => exec("convert " + name));

app.use((req, res, next) => {
  app.locals.last = req.query.last;
  current.run({ id: req.headers["x-id"] }, () => next());
});
app.post("/jobs", (req, res) => {
  jobs.add(req.query.name);
  bus.emit("done", { name: req.query.name });
  bus.emit("idle", "nobody");
  // ruleid: command-injection
  exec("touch " + req.app.locals.last);
  const unit = req.query.unit;
  if (!["disk", "memory"].includes(unit)) process.exit(1);
  // ok: command-injection
  exec("check " + unit);
  logged();
  res.end();
});
bus.once("done", (job) => {
  // ruleid: command-injection
  exec("rm " + job.name);
});

function logged() {
  // ruleid: command-injection
  exec("logger " + current.getStore().id);
}

const execa = require("execa");
const busboy = require("busboy");
app.post("/spawned", async (req, res) => {
  // ruleid: command-injection
  await execa(req.body.program, ["--version"]);
  // ruleid: command-injection
  await execa("convert", [req.body.name], { shell: true });
  // ok: command-injection
  await execa("convert", [req.body.name]);
  // ruleid: command-injection
  require("cross-spawn").sync(req.body.program);
  const form = busboy({ headers: req.headers });
  // ruleid: command-injection
  form.on("file", (field, file, name) => exec("convert " + name));
  require("formidable")().parse(req, (error, fields) => {
    // ruleid: command-injection
    exec("convert " + fields.name);
  });
});
