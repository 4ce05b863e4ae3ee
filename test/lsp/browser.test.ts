// The server's bundle for browsers, in a thread that has nothing of Node's: it reads by asking the client, and finds what the
// command line finds, in every format of the sample shop.

import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type {
  FileFindings,
  FolderEntry,
  ReadFilesParams,
  ReadFoldersParams,
  ScanSummary,
  SecurityReport,
} from "../../server/src/protocol.ts";
import { findingsOf, placeOf, shipped } from "../cli/command-line.ts";

/** A web worker, as far as the bundle needs one. */
const SCOPE = `
const { parentPort, workerData } = require("node:worker_threads");
const { readFileSync } = require("node:fs");
const { runInThisContext } = require("node:vm");
const bundle = readFileSync(workerData, "utf8");
globalThis.self = globalThis;
globalThis.location = { href: "http://localhost/" };
globalThis.addEventListener = () => undefined;
globalThis.postMessage = (message) => parentPort.postMessage(message);
globalThis.fetch = async (url) => {
  const { buffer, byteOffset, byteLength } = readFileSync(new URL(url));
  return { ok: true, arrayBuffer: async () => buffer.slice(byteOffset, byteOffset + byteLength) };
};
parentPort.on("message", (data) => globalThis.onmessage({ data }));
for (const name of ["Buffer", "process", "require", "module", "global", "setImmediate"]) delete globalThis[name];
runInThisContext(bundle);
`;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: never;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

class BrowserClient {
  readonly findings = new Map<string, FileFindings>();
  readonly log: string[] = [];
  readonly #worker = new Worker(SCOPE, { eval: true, workerData: resolve("dist/browser/server.js") });
  readonly #answers = new Map<number, { done(result: unknown): void; failed(error: Error): void }>();
  #requests = 0;

  constructor() {
    this.#worker.on("message", (message: Message) => this.#received(message));
    this.#worker.on("error", (error) => {
      for (const { failed } of this.#answers.values()) failed(error);
    });
  }

  request<T>(method: string, params: unknown): Promise<T> {
    const id = ++this.#requests;
    const answered = new Promise((done, failed) => this.#answers.set(id, { done, failed }));
    this.#worker.postMessage({ jsonrpc: "2.0", id, method, params });
    return answered as Promise<T>;
  }

  notify(method: string, params: unknown): void {
    this.#worker.postMessage({ jsonrpc: "2.0", method, params });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #received({ id, method, params, result, error }: Message): void {
    if (method === "bartizan/findings") this.findings.set((params as unknown as FileFindings).uri, params!);
    if (method === "window/logMessage") this.log.push((params as unknown as { message: string }).message);
    if (id === undefined) return;
    if (method !== undefined) this.#worker.postMessage({ jsonrpc: "2.0", id, result: answer(method, params) });
    else if (error) this.#answers.get(id)?.failed(new Error(error.message));
    else this.#answers.get(id)?.done(result);
  }
}

function answer(method: string, params: unknown): unknown {
  switch (method) {
    case "bartizan/readFiles":
      return (params as ReadFilesParams).uris.map((uri) => {
        const path = fileURLToPath(uri);
        return existsSync(path) ? readFileSync(path, "utf8") : null;
      });
    case "bartizan/readFolders":
      return (params as ReadFoldersParams).uris.map((uri) => {
        const path = fileURLToPath(uri);
        if (!existsSync(path)) return null;
        return readdirSync(path, { withFileTypes: true }).map(
          (entry): FolderEntry => ({ name: entry.name, kind: entry.isDirectory() ? "folder" : "file" }),
        );
      });
    case "workspace/configuration":
      return (params as { items: unknown[] }).items.map(() => null);
    default:
      return null;
  }
}

test("the server in a browser finds what the command line finds, and writes the report", {
  timeout: 120_000,
}, async () => {
  const place = mkdtempSync(join(tmpdir(), "bartizan-browser-"));
  const shop = join(place, "shop");
  cpSync("samples/shop", shop, { recursive: true });
  const root = pathToFileURL(shop).href;
  const client = new BrowserClient();
  try {
    await client.request("initialize", {
      processId: null,
      rootUri: root,
      workspaceFolders: [{ uri: root, name: "shop" }],
      capabilities: { workspace: { configuration: true, workspaceFolders: true }, textDocument: { diagnostic: {} } },
      initializationOptions: { assets: pathToFileURL(resolve("dist")).href, features: { files: true, findings: true } },
    });
    client.notify("initialized", {});
    const scan = await client.request<ScanSummary>("bartizan/scan", { scope: { kind: "workspace" } });
    const found = [...client.findings.values()].flatMap(({ uri, findings }) =>
      findings.map(({ range: { start }, ruleId }) => {
        const path = decodeURIComponent(uri.slice(root.length + 1));
        return `${path}:${start.line + 1}:${start.character + 1} ${ruleId}`;
      }),
    );
    const inShell = findingsOf(shipped(shop, ["scan", "--no-cache", "--format", "json"])).map(placeOf);
    assert.deepEqual(found.sort(), [...inShell].sort());
    assert.deepEqual(
      client.log.filter((line) => line.includes("not defined")),
      [],
    );
    const report = await client.request<SecurityReport>("bartizan/securityReport", { scan });
    assert.equal(report.findings, inShell.length);
    assert.match(report.text, new RegExp(`id="open-findings">${inShell.length}<`));
  } finally {
    await client.end();
    rmSync(place, { recursive: true, force: true, maxRetries: 9 });
  }
});
