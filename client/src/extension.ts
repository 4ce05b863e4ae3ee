// The extension where it runs on Node: on the desktop, over SSH, in containers. The server is a process of its own.

// First: its clock has to begin before the rest is loaded.
import "./activation.ts";
import { join } from "node:path";
import type { ExtensionContext } from "vscode";
import { LanguageClient, type LanguageClientOptions, type NodeModule, TransportKind } from "vscode-languageclient/node";
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
    const server: NodeModule = {
      module: join(context.extensionPath, "dist", "server.js"),
      transport: TransportKind.ipc,
    };
    const debug: NodeModule = { ...server, options: { execArgv: ["--nolazy", "--inspect=6009"] } };
    return new QuietClient("bartizan", "Bartizan", { run: server, debug }, options);
  });
}

export async function deactivate(): Promise<void> {
  await stop();
}
