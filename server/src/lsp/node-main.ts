// The language server as a process of its own: over Node's IPC when VS Code forks it, else over the transport that the
// command line names (`--stdio`, `--pipe=…`, `--socket=…`).

import { createConnection } from "vscode-languageserver/node";
import { nodeHost } from "./node-host.ts";
import { FIRST_ANSWER_MS, startServer } from "./server.ts";
import { VERSION } from "./version.ts";

const connection = createConnection();

// A mistake in one request is logged, and the others go on. What corrupts the process ends it, and the client restarts it.
process.on("unhandledRejection", (reason) => connection.console.error(`Unhandled: ${String(reason)}`));
process.on("uncaughtException", (error) => connection.console.error(`Uncaught: ${error.stack ?? error.message}`));

startServer(connection, { ...nodeHost(__dirname, VERSION), firstAnswerMs: FIRST_ANSWER_MS });
