const fs = require("fs");
const path = require("path");
const unzipper = require("unzipper");
const JSZip = require("jszip");

fs.createReadStream("upload.zip")
  .pipe(unzipper.Parse())
  .on("entry", (entry) => {
    // ruleid: archive-slip
    entry.pipe(fs.createWriteStream(path.join("out", entry.path)));
    // ok: archive-slip
    entry.pipe(fs.createWriteStream(path.join("out", path.basename(entry.path))));
    const target = path.join("/srv/out", entry.path);
    if (!target.startsWith("/srv/out/")) return;
    // ok: archive-slip
    entry.pipe(fs.createWriteStream(target));
  });

const zip = new JSZip();
for (const name in zip.files) {
  // ruleid: archive-slip
  fs.writeFileSync("out/" + name, "");
  // ok: archive-slip
  if (!name.includes("..")) fs.writeFileSync("out/" + name, "");
}
