const fs = require("fs");
const errorhandler = require("errorhandler");
const serveIndex = require("serve-index");

module.exports = function (app) {
  // ruleid: debug-mode
  app.use(errorhandler());
  // ruleid: directory-listing
  app.use("/ftp", serveIndex("ftp", { icons: true }));
  // ok: directory-listing, debug-mode
  app.use("/public", require("express").static("public"));
  // ruleid: world-writable-file
  fs.chmodSync("out.log", 0o666);
  // ok: world-writable-file
  fs.chmodSync("out.log", 0o640);
};

function modes(path, mode) {
  // ok: world-writable-file
  fs.chmodSync(path, 256);
  // ruleid: world-writable-file
  fs.chmodSync(path, 511);
  // ruleid: world-writable-file
  fs.chmodSync(path, "0666");
  // ruleid: world-writable-file
  fs.chmod(path, fs.constants.S_IRUSR | fs.constants.S_IWOTH, done);
  // ok: world-writable-file
  fs.chmod(path, fs.constants.S_IRUSR, done);
  // ok: world-writable-file
  fs.fchmodSync(path, mode);
}
