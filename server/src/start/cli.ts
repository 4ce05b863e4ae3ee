// The command line. The language server is a bundle of its own beside the commands', so that neither has to read the other.

import { join } from "node:path";
import { runCached } from "./run-cached.ts";

const TRANSPORT = /^--(?:stdio|node-ipc|pipe=.*|socket=.*)$/;
const [command, ...rest] = process.argv.slice(2);
/** Whatever is said otherwise, the command line itself answers. */
const isServer = command === "lsp" && rest.every((each) => TRANSPORT.test(each));

if (isServer && rest.length === 0) process.argv.push("--stdio");
if (isServer) runCached(join(__dirname, "server-main.js"));
else runCached(join(__dirname, "cli-main.js"));
