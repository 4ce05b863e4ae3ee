// The extension where there is no Node: vscode.dev and the like. The server is a web worker.

// First: its clock has to begin before the rest is loaded.
import "./activation.ts";
import { type ExtensionContext, Uri } from "vscode";
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type LanguageClientOptions,
  type MessageTransports,
} from "vscode-languageclient/browser";
import { type BartizanApi, start, stop } from "./session.ts";

/** The client never pops up by itself: what it has to say is in the log and the status. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  override warn(message: string, data?: unknown): void {
    super.warn(message, data, false);
  }

  override info(message: string, data?: unknown): void {
    super.info(message, data, false);
  }
}

export function activate(context: ExtensionContext): BartizanApi {
  return start(context, (options: LanguageClientOptions) => {
    const script = Uri.joinPath(context.extensionUri, "dist", "browser", "server.js").toString(true);
    // A worker each time: after a crash the old one is of no use. The transports are made here because VS Code puts a function in
    // the place of `Worker`, of which no worker is an instance, and that is what the client would ask for.
    const startWorker = async (): Promise<MessageTransports> => {
      const worker = new Worker(script);
      return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
    };
    return new QuietClient("bartizan", "Bartizan", startWorker, options);
  });
}

export async function deactivate(): Promise<void> {
  await stop();
}
