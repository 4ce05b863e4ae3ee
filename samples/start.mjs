// npm start [-- PATH] [--web] [--port N]: builds Bartizan and opens a folder with it, the sample shop unless another is named.
// In the VS Code on this machine when there is one (in a window of its own, nothing is installed into it), else in VS Code for
// the web, served on loopback. Only Node's own modules are imported before everything is installed.
import { spawnSync } from "node:child_process";
import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ensureInstalled, root, runNode } from "../test/install.mjs";

const shop = join(root, "samples/shop");
const oldest = [1, 91];

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { web: { type: "boolean" }, port: { type: "string", default: "8130" } },
  });
  if (positionals.length > 1) throw new Error("one folder at a time: npm start -- PATH");
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${values.port} is not a port`);
  // npm runs this in the repository; the path is meant from where it was typed.
  const folder = positionals[0] === undefined ? shop : resolve(process.env.INIT_CWD ?? ".", positionals[0]);
  if (!existsSync(folder)) throw new Error(`${folder} is not there`);
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is a file: name its folder`);
  return { folder: realpathSync(folder), web: values.web === true, port };
}

/** Why the `code` on the path can't be used, or undefined when it can. */
function whyNotCode() {
  // Inside a terminal of a remote VS Code, `code` speaks to that window, which can't load an extension under development.
  if (process.env.VSCODE_IPC_HOOK_CLI) return "this terminal belongs to a remote VS Code";
  const { status, stdout, error } = code(["--version"]);
  if (error !== undefined || status === 127) return "no `code` command was found";
  const version = /^(\d+)\.(\d+)\.\d+/.exec(stdout ?? "");
  if (status !== 0 || version === null) return "the `code` command on this machine does not start";
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    return `VS Code ${version[0]} is older than ${oldest.join(".")}`;
  return undefined;
}

function code(args) {
  const onWindows = process.platform === "win32";
  const quoted = onWindows ? args.map((each) => `"${each}"`) : args;
  return spawnSync("code", quoted, { encoding: "utf8", shell: onWindows, timeout: 30_000 });
}

function whereToLook(folder) {
  if (folder !== realpathSync(shop))
    return ["Open a JavaScript, TypeScript or Python file: flaws are underlined as you type."];
  return [
    "web/routes/search.js    planted flaws are underlined, their safe twins are not",
    "web/routes/store.js     1,000 lines without a flaw: in any handler, type",
    `                        db.query("select * from products where id = '" + req.query.id + "'")`,
    "reports/app.py          the same in Python",
    "on an underline         point at it to read why, press Ctrl+. to fix it",
    "Ctrl+Shift+P            Bartizan: Scan Workspace fills the Findings view",
  ];
}

async function start() {
  const { folder, web, port } = readArguments();
  ensureInstalled();
  if (!runNode(["client/package.mjs"])) throw new Error("the build failed: its reason stands above");
  const { unpackVsix, vsixPath } = await import("../test/vscode/vsix.mjs");
  const extension = unpackVsix(vsixPath(), join(root, "dist/unpacked"));
  const shown = folder.startsWith(root) ? relative(root, folder) || "." : folder;

  const reason = web ? undefined : whyNotCode();
  if (!web && reason === undefined) {
    const opened = code(["--new-window", `--extensionDevelopmentPath=${extension}`, folder]);
    if (opened.status !== 0) throw new Error(`code ended with ${opened.status}:\n${opened.stderr}`);
    console.log(`\nVS Code opens ${shown} with Bartizan in it.\n`);
    for (const line of whereToLook(folder)) console.log(`  ${line}`);
    return;
  }

  const { serveWebWorkbench } = await import("../test/vscode/web-host.mjs");
  const open = folder === realpathSync(shop) ? "web/routes/search.js" : undefined;
  const host = await serveWebWorkbench({ extension, folders: [folder], port, open });
  if (reason !== undefined)
    console.log(`\n${reason[0].toUpperCase()}${reason.slice(1)}, so here is VS Code for the web.`);
  console.log(`\n${basename(folder)} is at  ${host.url}\n`);
  for (const line of whereToLook(folder)) console.log(`  ${line}`);
  console.log("\nWhat you change stays in the page; nothing is written to disk. Ctrl+C ends it.");
  const stop = () => host.close().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

try {
  await start();
} catch (error) {
  console.error(`npm start: ${error.message}`);
  process.exitCode = 1;
}
