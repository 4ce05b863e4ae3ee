// The language server in a web worker: no disk, no git; files come from the client, grammars and rules by URL.

import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { makeEngine } from "../scan/engine.ts";
import type { Host } from "./host.ts";
import { FIRST_ANSWER_MS, startServer } from "./server.ts";
import { VERSION } from "./version.ts";

declare const self: DedicatedWorkerGlobalScope;

interface DedicatedWorkerGlobalScope extends EventTarget {
  postMessage(message: unknown): void;
}

/** `setTimeout(0)` waits 4 ms when nested; a message to oneself does not. */
function yieldByMessage(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(undefined);
    });
}

const host: Host = {
  kind: "browser",
  version: VERSION,
  engine({ assets }) {
    if (assets === undefined) throw new Error("initializationOptions.assets must say where the extension's dist/ is");
    const base = assets.endsWith("/") ? assets : `${assets}/`;
    return makeEngine(
      async (path) => {
        const response = await fetch(base + path);
        if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
        return new Uint8Array(await response.arrayBuffer());
      },
      [() => performance.now()],
    );
  },
  // In the same file, for a worker may not be able to load another; not run before it is asked for.
  securityPage: async (facts) => (await import("../report/page/page.ts")).securityPage(facts),
  now: () => performance.now(),
  warmUpMs: 1500,
  firstAnswerMs: FIRST_ANSWER_MS,
  today: () => {
    const now = new Date();
    const two = (value: number) => String(value).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  },
  memory: () => null,
  yield: yieldByMessage(),
  delay: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

const port = self as unknown as Worker;
startServer(createConnection(new BrowserMessageReader(port as never), new BrowserMessageWriter(port as never)), host);
