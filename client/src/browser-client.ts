// The language client in a browser: the server is a web worker.

import { type ExtensionContext, Uri } from "vscode";
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from "vscode-languageclient/browser";
import { type ClientHooks, type ClientModule, clientOptions, onProgress, watched } from "./client-options.ts";

export const clientModule: ClientModule = { makeClient, onProgress };

function makeClient(context: ExtensionContext, hooks: ClientHooks): LanguageClient {
  const script = Uri.joinPath(context.extensionUri, "dist", "browser", "server.js").toString(true);
  // A worker each time: after a crash the old one is of no use. The transports are made here because VS Code puts a function in
  // the place of `Worker`, of which no worker is an instance, and that is what the client would ask for.
  const startWorker = async (): Promise<MessageTransports> => {
    const worker = new Worker(script);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return watched(new LanguageClient("bartizan", "Bartizan", startWorker, clientOptions(hooks)), hooks);
}
