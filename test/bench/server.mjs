// A language server to be measured: started over its pipe in a folder, initialized as an editor does it, and ended in order.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = createRequire(import.meta.url)(
  "vscode-jsonrpc/node",
);

export const LANGUAGE_IDS = { ".js": "javascript", ".ts": "typescript", ".py": "python", ".java": "java" };

/** The arguments of a benchmark, and behind `--` the command that starts the server: by default ours. */
export function commandLine() {
  const split = process.argv.indexOf("--");
  const own = process.argv.slice(2, split < 0 ? undefined : split);
  const command =
    split < 0 ? [process.execPath, resolve("dist/cli.js"), "lsp", "--stdio"] : process.argv.slice(split + 1);
  return { own, command };
}

/**
 * `initialized` comes once the server has answered; `listen` may add to the connection before it is used. `hasChannel`: messages can be
 * sent to the process as well.
 */
export async function startServer(
  command,
  folder,
  { environment = {}, listen = () => undefined, hasChannel = false } = {},
) {
  const process_ = spawn(command[0], command.slice(1), {
    stdio: ["pipe", "pipe", "ignore", ...(hasChannel ? ["ipc"] : [])],
    env: { ...process.env, ...environment },
  });
  const ended = new Promise((done) => process_.on("exit", done));
  const connection = createMessageConnection(
    new StreamMessageReader(process_.stdout),
    new StreamMessageWriter(process_.stdin),
  );
  connection.onRequest((method, params) =>
    method === "workspace/configuration" ? params.items.map(() => null) : null,
  );
  listen(connection);
  connection.listen();
  const root = pathToFileURL(folder).href;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: "measured" }],
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
      textDocument: { diagnostic: { dynamicRegistration: true } },
    },
  });
  const initializedAt = performance.now();
  await connection.sendNotification("initialized", {});
  return {
    connection,
    process: process_,
    pid: process_.pid,
    initializedAt,
    open: (uri, languageId, text) =>
      connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } }),
    pull: (uri) => connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } }),
    async stop() {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      await ended;
    },
  };
}

/** Milliseconds of processor time of a process, all its threads. Linux only. */
export function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Milliseconds that a process's first thread was on a processor. Linux only. */
export function mainThreadTime(pid) {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
}
