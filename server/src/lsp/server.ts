// The language server: joins a connection to the engine. Everything that depends on where it runs is in the `Host`.

import * as l10n from "@vscode/l10n";
import {
  type CancellationToken,
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { CONFIGURATION_NAMES, DEFAULT_CONFIGURATION } from "../config/configuration.ts";
import { IGNORE_NAMES } from "../config/ignore-files.ts";
import { REPOSITORY_SECRET_FILES } from "../config/rule-files.ts";
import {
  type InitializationOptions,
  Notifications,
  Requests,
  type RuleTrialParams,
  type RuleTrialResult,
  SERVER_NAME,
  ServerCommands,
} from "../protocol.ts";
import { LANGUAGES, languageOfPath } from "../syntax/language.ts";
import { type ActionTarget, CodeActions, FIX_ALL_KIND } from "./actions.ts";
import { Authoring } from "./authoring/authoring.ts";
import { RuleTrial } from "./authoring/rule-trial.ts";
import { Background } from "./background.ts";
import { clientFiles, filesByScheme } from "./client-files.ts";
import { type OpenDocument, OpenDocuments } from "./documents.ts";
import type { Host } from "./host.ts";
import { toHover } from "./hover.ts";
import { Notebooks } from "./notebooks.ts";
import { type JoinedNotebook, Places } from "./places.ts";
import { messageOf, type Project, type ProjectLog, type Scanned } from "./project.ts";
import { type Located, Projects } from "./projects.ts";
import { Reporting } from "./reporting.ts";
import { Services } from "./services.ts";
import { TimingLog } from "./timings.ts";
import { baseName } from "./uri.ts";
import { WarmUp } from "./warm-up.ts";
import { WorkspaceFiles } from "./workspace-files.ts";

/** Files that change what is found elsewhere. */
const CONFIGURING: readonly string[] = [...CONFIGURATION_NAMES, ...IGNORE_NAMES, ...REPOSITORY_SECRET_FILES];
/** A pause in typing. */
const SETTLE_MS = 300;
/** …so many times while the last key has no answer. */
const MOST_WAITS = 10;

/** What of the client's capabilities makes a difference. */
interface ClientCan {
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly folders: boolean;
}

export function startServer(connection: Connection, host: Host): void {
  connection.onInitialize((params) => {
    const server = new LanguageServer(connection, host, params);
    server.listen();
    return server.result;
  });
  connection.listen();
}

/** Following data through a file that was just opened may take a second. */
export const FIRST_ANSWER_MS = 40;

class LanguageServer {
  readonly result: InitializeResult;
  readonly #connection: Connection;
  readonly #host: Host;
  readonly #options: InitializationOptions;
  readonly #can: ClientCan;
  readonly #documents = new OpenDocuments();
  readonly #notebooks = new Notebooks(this.#documents);
  readonly #places: Places;
  readonly #background: Background;
  readonly #warmUp: WarmUp;
  readonly #timings: TimingLog;
  readonly #projects: Projects;
  readonly #reporting: Reporting;
  readonly #workspaceFiles: WorkspaceFiles;
  readonly #actions: CodeActions;
  readonly #services: Services;
  readonly #authoring: Authoring;
  readonly #ruleTrial: RuleTrial;
  readonly #log: ProjectLog;
  /** A client takes no request before it has said that it is initialized: VS Code's answers that there is no such method. */
  readonly #clientIsReady: Promise<void>;
  #clientBecameReady: () => void = () => {};
  #isTrusted: boolean;
  /** Section `bartizan` as the client last pushed it, for clients that cannot be asked. */
  #pushedSettings: unknown;

  constructor(connection: Connection, host: Host, params: InitializeParams) {
    this.#connection = connection;
    this.#host = host;
    this.#clientIsReady = new Promise((ready) => {
      this.#clientBecameReady = ready;
    });
    const options = readOptions(params.initializationOptions);
    this.#options = options;
    if (options.l10n) l10n.config({ contents: options.l10n as l10n.l10nJsonFormat });
    const { workspace, textDocument } = params.capabilities;
    this.#can = {
      configuration: workspace?.configuration === true,
      registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
      registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
      folders: workspace?.workspaceFolders === true,
    };
    this.#isTrusted = options.isTrusted ?? true;
    this.#log = {
      info: (message) => connection.console.info(message),
      warn: (message) => connection.console.warn(message),
      error: (message) => connection.console.error(message),
    };
    this.#timings = new TimingLog(() => host.now());
    this.#background = new Background(host, (key, error) => this.#log.error(`${key}: ${messageOf(error)}`));
    this.#warmUp = new WarmUp(host, this.#background);
    const engine = host.engine(options);
    this.#authoring = new Authoring(engine);
    this.#ruleTrial = new RuleTrial(engine, host, {
      today: host.today(),
      reportUnusedSuppressions: false,
      maximumParsedLength: DEFAULT_CONFIGURATION.maximumParsedLength,
    });
    const files = filesByScheme(host.files, options.features?.files ? clientFiles(connection) : undefined);
    this.#projects = new Projects({
      host,
      engine,
      files,
      log: this.#log,
      timings: this.#timings,
      settings: (folder) => this.#settings(folder),
      isTrusted: () => this.#isTrusted,
      created: (project) => this.#projectCreated(project),
      recallEnded: (project) => this.#readFolder(project, "all"),
      ...(host.kept && { digest: host.kept.digest }),
      restarted: (project) => {
        this.#giveOpenDocuments(project);
        this.#reporting.everythingChanged();
      },
    });
    this.#places = new Places(this.#documents, this.#notebooks, this.#projects);
    const pulls = textDocument?.diagnostic !== undefined;
    this.#reporting = new Reporting({
      connection,
      host,
      client: {
        pulls,
        refreshes: workspace?.diagnostics?.refreshSupport === true,
        wantsFindings: options.features?.findings === true,
      },
      documents: this.#documents,
      projects: this.#projects,
      places: this.#places,
      background: this.#background,
      authoring: this.#authoring,
      readAgain: (project, path) => this.#workspaceFiles.readAgain(project, path),
    });
    const shared = {
      host,
      files,
      projects: this.#projects,
      documents: this.#documents,
      background: this.#background,
      reporting: this.#reporting,
      log: this.#log,
    };
    this.#workspaceFiles = new WorkspaceFiles({ ...shared, changed: () => this.#services.statusChanged() });
    const edits = workspace?.workspaceEdit;
    this.#actions = new CodeActions(
      {
        documentChanges: edits?.documentChanges === true,
        snippets: edits?.snippetEditSupport === true,
        resolve: textDocument?.codeAction?.resolveSupport?.properties.includes("edit") === true,
        commands: options.features?.commands === true,
        previews:
          edits?.documentChanges === true &&
          edits.changeAnnotationSupport !== undefined &&
          edits.resourceOperations?.includes("create") === true,
      },
      host,
      { documents: this.#documents, files },
    );
    this.#services = new Services({
      ...shared,
      connection,
      workspaceFiles: this.#workspaceFiles,
      actions: this.#actions,
      places: this.#places,
      timings: this.#timings,
      wantsStatus: options.features?.status === true,
      isTrusted: () => this.#isTrusted,
      target: (uri, token) => this.#target(uri, token),
      reconfigured: () => this.#reconfigure(),
    });
    for (const { uri } of params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri }] : []))
      this.#projects.addFolder(uri);
    this.result = {
      serverInfo: { name: SERVER_NAME, version: host.version },
      capabilities: {
        positionEncoding: "utf-16",
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
        diagnosticProvider: pulls
          ? { identifier: SERVER_NAME, interFileDependencies: true, workspaceDiagnostics: true }
          : undefined,
        notebookDocumentSync: {
          notebookSelector: [{ notebook: "*", cells: cellLanguages().map((language) => ({ language })) }],
        },
        hoverProvider: true,
        completionProvider: {},
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND], resolveProvider: true },
        executeCommandProvider: { commands: Object.values(ServerCommands), workDoneProgress: true },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
    // The engine starts while the client still reads this answer.
    for (const folder of this.#projects.folders) void this.#projects.ready(folder);
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialized(() => this.#initialized());
    connection.onShutdown(() => {
      this.#background.stop();
      this.#reporting.endStreams();
      this.#projects.dispose();
    });

    connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) =>
      this.#opened(this.#documents.open(uri, languageId, version, text)),
    );
    connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
      this.#background.noteInput();
      if (!this.#documents.has(uri)) return;
      const edits = this.#documents.change(uri, version, contentChanges);
      const document = this.#documents.get(uri)!;
      const located = this.#projects.locate(uri);
      if (located) this.#timings.measure("edit", () => located.project.edit(located.path, edits, document.text));
      this.#reporting.documentChanged(uri);
      void this.#settleLater(uri, version);
    });
    connection.onDidCloseTextDocument(({ textDocument: { uri } }) => void this.#closed(uri));

    const { synchronization } = connection.notebooks;
    synchronization.onDidOpenNotebookDocument(({ notebookDocument, cellTextDocuments }) => {
      for (const cell of cellTextDocuments) this.#documents.open(cell.uri, cell.languageId, cell.version, cell.text);
      this.#notebooks.open(notebookDocument);
      this.#notebookChanged(notebookDocument.uri);
    });
    synchronization.onDidChangeNotebookDocument(({ notebookDocument: { uri }, change: { cells } }) => {
      this.#background.noteInput();
      if (cells?.structure) {
        const { array, didOpen, didClose } = cells.structure;
        for (const cell of didOpen ?? []) this.#documents.open(cell.uri, cell.languageId, cell.version, cell.text);
        const order = [...this.#notebooks.cells(uri)];
        order.splice(array.start, array.deleteCount, ...(array.cells ?? []).map(({ document }) => document));
        this.#notebooks.setCells(uri, order);
        for (const cell of didClose ?? []) this.#cellClosed(cell.uri);
      }
      for (const { document, changes } of cells?.textContent ?? [])
        if (this.#documents.has(document.uri)) this.#documents.change(document.uri, document.version, changes);
      this.#notebookChanged(uri);
    });
    synchronization.onDidCloseNotebookDocument(({ notebookDocument, cellTextDocuments }) => {
      for (const { uri } of cellTextDocuments) this.#cellClosed(uri);
      this.#notebooks.close(notebookDocument.uri);
      this.#places.rejoin(notebookDocument.uri);
    });

    connection.languages.diagnostics.on(async ({ textDocument: { uri }, previousResultId }, token) => {
      const start = this.#host.now();
      // A newer edit or a cancellation may be waiting behind this: what is answered is then of the newer text.
      await this.#host.yield();
      const located = await this.#placed(uri);
      if (!located) return { kind: "full", items: [] };
      const document = this.#documents.get(uri);
      if (document) await this.#authoring.check(document);
      const early = await this.#scannedSoon(located, token);
      const report = early
        ? this.#reporting.pullEarly(located, early)
        : this.#reporting.pull(located, previousResultId);
      this.#timings.add("diagnostics of a document", this.#host.now() - start);
      this.#background.noteAnswer();
      return report;
    });
    connection.languages.diagnostics.onWorkspace(({ previousResultIds }, token, _progress, partial) =>
      this.#reporting.workspace(previousResultIds, token, partial && ((report) => partial.report(report))),
    );
    connection.onHover(async ({ textDocument: { uri }, position }, token) => {
      const document = this.#documents.get(uri);
      const help = document?.language === "yaml" ? this.#authoring.hover(document, position) : undefined;
      if (help) return help;
      const target = await this.#target(uri, token);
      const hasCommands = this.#options.features?.commands === true;
      return target && toHover(target, target.offsetAt(position), hasCommands);
    });
    connection.onCompletion(({ textDocument: { uri }, position }) => {
      const document = this.#documents.get(uri);
      if (document?.language !== "yaml") return null;
      return this.#authoring.completion(document, position, this.#projects.locate(uri)?.project.config.rules);
    });
    connection.onRequest(Requests.tryRule, async (params: RuleTrialParams): Promise<RuleTrialResult | null> => {
      const [rule, sample] = [this.#documents.get(params.rule), this.#documents.get(params.sample)];
      return rule && sample ? this.#ruleTrial.run(rule, sample) : null;
    });
    connection.onCodeAction(async (params, token) => {
      const target = await this.#target(params.textDocument.uri, token);
      return target && this.#measured("code actions", () => this.#actions.list(target, params));
    });
    connection.onCodeActionResolve(async (action, token) => {
      const { uri } = (action.data ?? {}) as { uri?: string };
      const target = uri === undefined ? undefined : await this.#target(uri, token);
      return target ? this.#measured("a code action's edit", () => this.#actions.resolve(target, action)) : action;
    });

    connection.onDidChangeConfiguration(({ settings }) => {
      this.#pushedSettings = (settings as Record<string, unknown> | null | undefined)?.[SERVER_NAME];
      return this.#reconfigure();
    });
    connection.onDidChangeWatchedFiles(({ changes }) => this.#changedOnDisk(changes));
    connection.onNotification(Notifications.trust, ({ isTrusted }: { isTrusted: boolean }) => {
      if (this.#isTrusted === isTrusted) return undefined;
      this.#isTrusted = isTrusted;
      return this.#reconfigure();
    });
    this.#services.listen();
  }

  #initialized(): void {
    this.#clientBecameReady();
    const { client, workspace } = this.#connection;
    const failed = (error: unknown) => this.#log.warn(`The client did not take a registration: ${String(error)}`);
    if (this.#can.registersConfiguration)
      client.register(DidChangeConfigurationNotification.type, { section: SERVER_NAME }).catch(failed);
    if (this.#can.registersWatchers)
      client
        .register(DidChangeWatchedFilesNotification.type, {
          watchers: watchedGlobs().map((globPattern) => ({ globPattern })),
        })
        .catch(failed);
    if (this.#can.folders)
      workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) this.#folderRemoved(uri);
        for (const { uri } of added) {
          this.#projects.addFolder(uri);
          void this.#projects.ready(this.#projects.folders.at(-1)!);
        }
        for (const document of this.#documents.all()) this.#opened(document);
      });
    this.#services.statusChanged();
  }

  async #settings(folder: string | undefined): Promise<readonly unknown[]> {
    const sent = [this.#options.settings, this.#pushedSettings];
    if (!this.#can.configuration) return sent;
    await this.#clientIsReady;
    try {
      const scope = folder === undefined ? {} : { scopeUri: folder };
      return [...sent, await this.#connection.workspace.getConfiguration({ ...scope, section: SERVER_NAME })];
    } catch (error) {
      this.#log.warn(`The client did not tell its settings: ${messageOf(error)}`);
      return sent;
    }
  }

  #projectCreated(project: Project): void {
    this.#giveOpenDocuments(project);
    this.#reporting.projectCreated();
    this.#readFolder(project, "unknown");
    this.#services.statusChanged();
  }

  #readFolder(project: Project, which: "unknown" | "all"): void {
    this.#workspaceFiles.forget(project.root);
    this.#workspaceFiles.schedule(project, which, () => this.#services.indexed(project));
  }

  #giveOpenDocuments(project: Project): void {
    for (const { uri } of this.#documents.all()) if (this.#places.of(uri)?.project === project) this.#give(uri);
  }

  /** Gives the engine an open document, or the notebook that it is a cell of. */
  #give(uri: string): void {
    const document = this.#documents.get(uri);
    const located = this.#places.of(uri);
    if (!document || !located) return;
    const notebook = this.#notebooks.notebookOf(uri);
    if (notebook !== undefined) this.#places.rejoin(notebook);
    else {
      located.project.open(located.path, document.text, document.language);
      this.#warmUp.opened(located.project, located.path, document.language ?? languageOfPath(located.path));
    }
  }

  #opened(document: OpenDocument): void {
    const located = this.#projects.locate(document.uri);
    if (located) {
      void located.project.preparation(located.path, document.text, document.language);
      this.#give(document.uri);
    } else void this.#projects.located(document.uri);
    this.#reporting.documentChanged(document.uri);
  }

  #notebookChanged(notebook: string): void {
    const joined = this.#places.rejoin(notebook);
    if (joined) this.#reporting.ripple(joined.project);
    else void this.#projects.located(notebook);
    this.#reporting.recheckCells(notebook, this.#notebooks.cells(notebook));
    if (joined) void this.#settleNotebookLater(notebook, joined);
  }

  /** As `#settleLater`, of the texts that a notebook's cells are together. */
  async #settleNotebookLater(notebook: string, { project, paths }: JoinedNotebook): Promise<void> {
    const { change } = project;
    await this.#host.delay(SETTLE_MS);
    await this.#background.turn();
    if (project.change !== change) return; // whoever changed something has another pause to come
    const isOther = paths.filter((path) => project.settle(path)).length > 0;
    if (isOther) this.#reporting.recheckCells(notebook, this.#notebooks.cells(notebook));
  }

  /** When the user pauses, a file that was broken while it was edited is parsed from scratch. */
  async #settleLater(uri: string, version: number): Promise<void> {
    const isCurrent = () => this.#documents.get(uri)?.version === version;
    for (let waits = 0; waits < MOST_WAITS; waits++) {
      await this.#host.delay(SETTLE_MS);
      if (!isCurrent()) return;
      // Who has no answer to the last key does not pause, but wait.
      const typed = this.#projects.locate(uri);
      if (!typed || typed.project.isScanned(typed.path)) break;
    }
    // After a long scan, keys that were pressed meanwhile wait behind this timer: they are heard first.
    await this.#host.delay(SETTLE_MS / 10);
    await this.#background.turn();
    const located = this.#projects.locate(uri);
    if (located && isCurrent() && located.project.settle(located.path)) this.#reporting.finish(located);
  }

  #cellClosed(uri: string): void {
    const document = this.#documents.get(uri);
    if (!document) return;
    this.#documents.close(uri);
    this.#reporting.documentClosed(uri, document.key);
  }

  async #closed(uri: string): Promise<void> {
    const document = this.#documents.get(uri);
    if (!document) return;
    this.#documents.close(uri);
    this.#authoring.closed(document.key);
    const located = this.#projects.locate(uri);
    this.#reporting.documentClosed(uri, document.key);
    if (!located) return;
    const { project, path } = located;
    project.close(path);
    if (project.root === "") project.remove(path);
    else await this.#workspaceFiles.load(project, path); // as it is on disk: the editor's changes may have been thrown away
    this.#reporting.ripple(project);
  }

  #folderRemoved(uri: string): void {
    const project = this.#projects.removeFolder(uri);
    if (!project) return;
    this.#workspaceFiles.forget(project.root);
    this.#reporting.removeBelow(`${project.root}/`);
  }

  async #changedOnDisk(changes: readonly { readonly uri: string; readonly type: FileChangeType }[]): Promise<void> {
    const isConfiguration = ({ uri }: { uri: string }) => {
      const name = baseName(uri);
      return CONFIGURING.some((known) => known === name);
    };
    const isBaseline = ({ uri }: { uri: string }) => this.#projects.all().some(({ config }) => config.isBaseline(uri));
    if (changes.some((change) => isConfiguration(change) || isBaseline(change) || this.#isRuleFile(change.uri)))
      await this.#reconfigure();
    for (const { uri, type } of changes) {
      const kind =
        type === FileChangeType.Deleted ? "deleted" : type === FileChangeType.Created ? "created" : "changed";
      await this.#workspaceFiles.changedOnDisk(uri, kind);
    }
    this.#services.statusChanged();
  }

  #isRuleFile(uri: string): boolean {
    return this.#projects.locate(uri)?.project.config.namesRuleFile(uri) ?? false;
  }

  async #reconfigure(): Promise<void> {
    await this.#projects.reconfigure();
    // Configuration files on the way to open files are read again.
    for (const { uri } of this.#documents.all()) await this.#projects.located(uri);
    this.#reporting.everythingChanged();
    for (const project of this.#projects.all()) this.#readFolder(project, "unknown");
    this.#services.statusChanged();
  }

  /** A file's place in its project, once that is ready and has it. */
  async #placed(uri: string): Promise<Located | undefined> {
    let located = this.#places.of(uri);
    if (!located?.project.config.isVisited(located.path)) located = await this.#places.ready(uri);
    if (!located) return undefined;
    const { project, path } = located;
    const document = this.#documents.get(uri);
    if (document) {
      const preparation = project.preparation(path, document.text, document.language);
      if (preparation) await preparation;
      // Nothing is asked of a document that the engine does not have; after a failure it may not.
      if (!project.has(path)) this.#give(uri);
    } else if (!project.has(path)) await this.#workspaceFiles.load(project, path);
    return located;
  }

  async #scannedWhole({ project, path }: Located, token: CancellationToken): Promise<void> {
    const isCancelled = () => token.isCancellationRequested;
    if (isCancelled() || !(await project.scanned(path, { host: this.#host, isCancelled })))
      throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
  }

  /**
   * As `scannedWhole`, but there are two cases in which something is to be said before all is known, which it then gives: of a document
   * that was just opened, what it shows by itself; while other files are being read or scanned, what can be told without them.
   */
  async #scannedSoon(located: Located, token: CancellationToken): Promise<Scanned | undefined> {
    const host = this.#host;
    const { project, path, key } = located;
    const mayBeEarly = host.firstAnswerMs !== undefined && this.#reporting.mayBeEarly(key);
    const isFirst = !this.#reporting.isToldAll(key);
    if (project.isScanned(path) || !mayBeEarly || !(isFirst || project.isBehind(path))) {
      await this.#scannedWhole(located, token);
      return undefined;
    }
    const isUnwanted = () => token.isCancellationRequested;
    const glance = () => project.glance(path, { host, isCancelled: isUnwanted });
    let early = isFirst ? await this.#background.whileAwaited(glance()) : undefined;
    const end = isFirst ? host.now() + (host.firstAnswerMs ?? 0) : Number.POSITIVE_INFINITY;
    const isCancelled = () => isUnwanted() || host.now() > end;
    if (project.isBehind(path)) early = (await project.near(path, { host, isCancelled })) ?? early;
    else if (await project.scanned(path, { host, isCancelled })) return undefined;
    if (isUnwanted()) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
    this.#reporting.finish(located);
    return early;
  }

  /** Trying edits goes on in slices: what nobody waits for would put an end to it. */
  #measured<T>(what: string, work: () => Promise<T>): Promise<T> {
    return this.#background.whileAwaited(this.#timings.measure(what, work));
  }

  /** What is asked of a place has its answer where it stands: while other files are being read or worked out, with what is known of them. */
  async #scannedForAnswer(located: Located, token: CancellationToken): Promise<Scanned | undefined> {
    const { project, path } = located;
    if (!project.isScanned(path) && project.isBehind(path)) {
      const near = await project.near(path, { host: this.#host, isCancelled: () => token.isCancellationRequested });
      if (near) return near;
    }
    await this.#scannedWhole(located, token);
    return project.current(path);
  }

  async #target(uri: string, token: CancellationToken): Promise<ActionTarget | undefined> {
    const located = await this.#placed(uri);
    const scanned = located && (await this.#scannedForAnswer(located, token));
    if (!located || !scanned) return undefined;
    const document = this.#documents.get(uri);
    return {
      project: located.project,
      scanned,
      uri: document?.uri ?? uri,
      version: document?.version ?? null,
      language: document?.language,
      locate: this.#places.locate,
      offsetAt: (position) => this.#places.offsetAt(located, scanned.lines, position),
    };
  }
}

function readOptions(given: unknown): InitializationOptions {
  return typeof given === "object" && given !== null ? given : {};
}

/** Cells in prose are no program. */
function cellLanguages(): string[] {
  return LANGUAGES.filter(({ id }) => id !== "generic").flatMap(({ editorIds }) => editorIds);
}

/** Sources for flows through files that are not open, and what configures us. */
function watchedGlobs(): string[] {
  const extensions = LANGUAGES.flatMap(({ extensions: known }) => known.map((extension) => extension.slice(1)));
  return [
    `**/*.{${[...new Set([...extensions, "toml"])].join(",")}}`,
    `**/{${[...CONFIGURING, "Dockerfile", "Containerfile"].join(",")}}`,
  ];
}
