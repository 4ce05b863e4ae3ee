// A language client for tests: speaks to a server over a pair of streams, remembers what it was told, and can wait for it.

import { PassThrough } from "node:stream";
import {
  CancellationTokenSource,
  StreamMessageReader as ClientReader,
  StreamMessageWriter as ClientWriter,
  createMessageConnection,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import type {
  CodeAction,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  InitializeResult,
  PublishDiagnosticsParams,
  Range,
  WorkspaceDiagnosticReport,
} from "vscode-languageserver";
import { createConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Host } from "../../server/src/lsp/host.ts";
import { startServer } from "../../server/src/lsp/server.ts";
import {
  type FileFindings,
  type InitializationOptions,
  Notifications,
  type Settings,
} from "../../server/src/protocol.ts";

export const ROOT = "file:///shop";
const PATIENCE_MS = 10_000;

export interface ClientOptions {
  readonly pulls?: boolean;
  readonly snippets?: boolean;
  readonly folders?: readonly string[];
  readonly initialization?: InitializationOptions;
  readonly settings?: Partial<Settings>;
}

/** A session with a client, which ends whatever comes of it. */
export async function withClient<T>(
  host: Host,
  options: ClientOptions,
  body: (client: TestClient) => Promise<T>,
): Promise<T> {
  const client = await TestClient.start(host, options);
  try {
    return await body(client);
  } finally {
    await client.stop();
  }
}

export class TestClient {
  readonly connection: MessageConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  readonly findings = new Map<string, FileFindings>();
  readonly log: string[] = [];
  /** All that the server has sent, as bytes. */
  received = "";
  refreshes = 0;
  settings: Partial<Settings>;
  result!: InitializeResult;
  readonly #documents = new Map<string, TextDocument>();
  #waiting: { look: () => unknown; found(value: unknown): void }[] = [];

  private constructor(host: Host, settings: Partial<Settings>) {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    startServer(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), host);
    toClient.on("data", (part: Buffer) => {
      this.received += part.toString("utf8");
    });
    this.connection = createMessageConnection(new ClientReader(toClient), new ClientWriter(toServer));
    this.settings = settings;
    this.connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    this.connection.onRequest("client/registerCapability", () => null);
    this.connection.onRequest("workspace/diagnostic/refresh", () => {
      this.refreshes++;
      this.#look();
      return null;
    });
    this.connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      this.#look();
    });
    this.connection.onNotification(Notifications.findings, (params: FileFindings) => {
      this.findings.set(params.uri, params);
      this.#look();
    });
    this.connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
      this.log.push(message);
      this.#look();
    });
    this.connection.listen();
  }

  static async start(host: Host, options: ClientOptions = {}): Promise<TestClient> {
    const client = new TestClient(host, options.settings ?? {});
    const folders = options.folders ?? [ROOT];
    client.result = await client.connection.sendRequest("initialize", {
      processId: null,
      rootUri: folders[0] ?? null,
      workspaceFolders: folders.map((uri) => ({ uri, name: uri.slice(uri.lastIndexOf("/") + 1) })),
      initializationOptions: options.initialization ?? {},
      capabilities: {
        workspace: {
          configuration: true,
          workspaceFolders: true,
          didChangeConfiguration: { dynamicRegistration: true },
          didChangeWatchedFiles: { dynamicRegistration: true },
          diagnostics: { refreshSupport: true },
          workspaceEdit: {
            documentChanges: true,
            snippetEditSupport: options.snippets ?? true,
            resourceOperations: ["create", "rename", "delete"],
            changeAnnotationSupport: { groupsOnLabel: true },
          },
        },
        textDocument: {
          ...((options.pulls ?? true) ? { diagnostic: { dynamicRegistration: true } } : {}),
          publishDiagnostics: { relatedInformation: true, versionSupport: true },
          codeAction: { resolveSupport: { properties: ["edit"] }, dataSupport: true },
        },
      },
    });
    await client.connection.sendNotification("initialized", {});
    return client;
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    this.connection.dispose();
  }

  async open(uri: string, text: string, languageId = "javascript"): Promise<void> {
    this.#documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  text(uri: string): string {
    return this.#documents.get(uri)?.getText() ?? "";
  }

  /** Replaces the first occurrence of a text, as an editor would send it. */
  async replace(uri: string, before: string, after: string): Promise<number> {
    const document = this.#documents.get(uri);
    const at = document?.getText().indexOf(before) ?? -1;
    if (!document || at < 0) throw new Error(`${uri} has no ${JSON.stringify(before)}`);
    const range = { start: document.positionAt(at), end: document.positionAt(at + before.length) };
    return this.change(uri, [{ range, text: after }]);
  }

  async change(uri: string, contentChanges: { range?: Range; text: string }[]): Promise<number> {
    const document = this.#documents.get(uri)!;
    const version = document.version + 1;
    this.#documents.set(uri, TextDocument.update(document, contentChanges as never, version));
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges,
    });
    return version;
  }

  /** Makes the edits of a code action, as an editor would. */
  async apply(action: CodeAction): Promise<void> {
    for (const change of action.edit?.documentChanges ?? []) {
      if (!("edits" in change)) throw new Error("no text edits");
      const document = this.#documents.get(change.textDocument.uri)!;
      if (change.textDocument.version !== document.version)
        throw new Error(`an edit of version ${change.textDocument.version}, the document is at ${document.version}`);
      const edits = change.edits.map((edit) => ({
        range: edit.range,
        newText:
          "snippet" in edit ? edit.snippet.value.replace(/\$\{1:(.*?)\}/, "$1").replace(/\\(.)/g, "$1") : edit.newText,
      }));
      await this.change(change.textDocument.uri, [{ text: TextDocument.applyEdits(document, edits) }]);
    }
  }

  pull(
    uri: string,
    previousResultId?: string,
    source = new CancellationTokenSource(),
  ): Promise<DocumentDiagnosticReport> {
    return this.connection.sendRequest(
      "textDocument/diagnostic",
      { textDocument: { uri }, identifier: "bartizan", previousResultId },
      source.token,
    );
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.pull(uri);
    if (report.kind !== "full") throw new Error("unchanged without a result id");
    return report.items;
  }

  /** Opens a workspace diagnostic request that stays open; what it says is in the map. */
  workspaceDiagnostics(source = new CancellationTokenSource()): Map<string, Diagnostic[]> {
    const said = new Map<string, Diagnostic[]>();
    const take = (report: WorkspaceDiagnosticReport) => {
      for (const item of report.items) if (item.kind === "full") said.set(item.uri, item.items);
      this.#look();
    };
    const token = `workspace-${Math.random()}`;
    this.connection.onNotification("$/progress", (params: { token: string; value: WorkspaceDiagnosticReport }) => {
      if (params.token === token) take(params.value);
    });
    void this.connection
      .sendRequest<WorkspaceDiagnosticReport>(
        "workspace/diagnostic",
        { identifier: "bartizan", previousResultIds: [], partialResultToken: token },
        source.token,
      )
      .then(take, () => undefined);
    return said;
  }

  hover(uri: string, line: number, character: number): Promise<Hover | null> {
    return this.connection.sendRequest("textDocument/hover", { textDocument: { uri }, position: { line, character } });
  }

  async actions(uri: string, range: Range, only?: string[]): Promise<CodeAction[]> {
    const diagnostics = (await this.diagnostics(uri)).filter(
      (each) => each.range.start.line <= range.end.line && range.start.line <= each.range.end.line,
    );
    return this.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri },
      range,
      context: { diagnostics, only },
    });
  }

  resolve(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest("codeAction/resolve", action);
  }

  /** Waits, over what the server says, until there is an answer. */
  async until<T>(what: string, look: () => T | undefined | false): Promise<T> {
    const now = look();
    if (now !== undefined && now !== false) return now;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not within ${PATIENCE_MS} ms: ${what}`)), PATIENCE_MS);
      this.#waiting.push({
        look,
        found: (value) => {
          clearTimeout(timer);
          resolve(value as T);
        },
      });
    });
  }

  #look(): void {
    this.#waiting = this.#waiting.filter(({ look, found }) => {
      const value = look();
      if (value === undefined || value === false) return true;
      found(value);
      return false;
    });
  }
}
