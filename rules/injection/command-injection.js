const { exec, execFile, spawn } = require("child_process");
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
