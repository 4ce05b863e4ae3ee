// The extension where there is no Node: vscode.dev and the like.

import type { ExtensionContext } from "vscode";
// Before the rest of ours: its clock begins when it is loaded.
import { bundleIsLoaded } from "./activation.ts";
import { type BartizanApi, start, stop } from "./session.ts";

export function activate(context: ExtensionContext): BartizanApi {
  return start(context, async () => (await import("./browser-client.ts")).clientModule);
}

export async function deactivate(): Promise<void> {
  await stop();
}

bundleIsLoaded();
