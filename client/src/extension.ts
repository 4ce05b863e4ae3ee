// The extension where it runs on Node: on the desktop, over SSH, in containers.

import { join } from "node:path";
import type { ExtensionContext } from "vscode";
// Before the rest of ours: its clock begins when it is loaded.
import { bundleIsLoaded } from "./activation.ts";
import type { ClientModule } from "./client-options.ts";
import { type BartizanApi, start, stop } from "./session.ts";

export function activate(context: ExtensionContext): BartizanApi {
  return start(context, async () => {
    const { clientModule } = require(join(__dirname, "client.js")) as { clientModule: ClientModule };
    return clientModule;
  });
}

export async function deactivate(): Promise<void> {
  await stop();
}

bundleIsLoaded();
