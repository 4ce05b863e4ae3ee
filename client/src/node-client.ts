// The language client on Node: the server is a process of its own. A bundle apart, for even skipping its code takes ten milliseconds.

import { join } from "node:path";
import type { ExtensionContext } from "vscode";
import { LanguageClient, type NodeModule, TransportKind } from "vscode-languageclient/node";
import { type ClientHooks, type ClientModule, clientOptions, onProgress, watched } from "./client-options.ts";
/** Most of what the server makes is garbage at once: with room for it, less of it is copied. */
import youngGeneration from "./server-options.json";

export const clientModule: ClientModule = { makeClient, onProgress };

function makeClient(context: ExtensionContext, hooks: ClientHooks): LanguageClient {
  const server: NodeModule = {
    module: join(context.extensionPath, "dist", "server.js"),
    transport: TransportKind.ipc,
    options: { execArgv: youngGeneration },
  };
  const debug: NodeModule = { ...server, options: { execArgv: [...youngGeneration, "--nolazy", "--inspect=6009"] } };
  return watched(new LanguageClient("bartizan", "Bartizan", { run: server, debug }, clientOptions(hooks)), hooks);
}
