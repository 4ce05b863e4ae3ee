// Tells the client what is found, by every way it knows: it asks for a document (pull), it keeps one request open for the
// rest of the workspace, or it is sent diagnostics (push). What it has is replaced only when something differs, and only by
// what was found in the very text it has: so nothing blinks and nothing is stale.

import type {
  CancellationToken,
  Connection,
  Diagnostic,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
} from "vscode-languageserver";
import { type FileFindings, Notifications } from "../protocol.ts";
import type { Authoring } from "./authoring/authoring.ts";
import { type Background, Priority } from "./background.ts";
import { findingsIn, toDiagnostics, toFindingItem } from "./diagnostic.ts";
import type { OpenDocuments } from "./documents.ts";
import type { Host } from "./host.ts";
import type { Places } from "./places.ts";
import type { Project, Scanned } from "./project.ts";
import type { Located, Projects } from "./projects.ts";
import { ruleProblems } from "./rule-problems.ts";

export interface ReportingClient {
  readonly pulls: boolean;
  readonly refreshes: boolean;
  readonly wantsFindings: boolean;
}

export interface ReportingContext {
  readonly connection: Connection;
  readonly client: ReportingClient;
  readonly documents: OpenDocuments;
  readonly projects: Projects;
  readonly places: Places;
  readonly background: Background;
  readonly host: Host;
  readonly authoring: Authoring;
  /** Reads a file of which memory holds neither the text nor what was found in it. */
  readAgain(project: Project, path: string): Promise<unknown>;
}

/** Lists need not follow every key. */
const FINDINGS_DELAY_MS = 80;
/** The client asks once more for a document that was closed; what is said here must come after that. */
const CLOSED_DELAY_MS = 400;

/** So long nothing may have changed before files that nobody looks at are looked at again. */
const LISTED_DELAY_MS = 1000;

interface Delivered {
  readonly json: string;
  readonly resultId: string;
  readonly items: Diagnostic[];
}

interface Stream {
  readonly sent: Map<string, string>;
  send(report: WorkspaceDiagnosticReport): void;
  end(report: WorkspaceDiagnosticReport): void;
  /** Without partial results, the first report ends the request. */
  readonly isOneShot: boolean;
}

export class Reporting {
  readonly #context: ReportingContext;
  /** What was last said of each file. */
  readonly #delivered = new Map<string, Delivered>();
  /** Open documents of which all that is found was said once. */
  readonly #toldAll = new Set<string>();
  readonly #finishing = new Set<string>();
  /** Closed files whose findings are shown, and what they are. */
  readonly #listed = new Map<string, Delivered>();
  readonly #streams = new Set<Stream>();
  readonly #pushing = new Set<string>();
  readonly #ruleProblems = new Map<string, Diagnostic[]>();
  readonly #findings = new Map<string, string>();
  readonly #changedFindings = new Set<string>();
  #results = 0;
  #notifying = false;

  constructor(context: ReportingContext) {
    this.#context = context;
  }

  /** Answers a client that asks. */
  pull(located: Located, previousResultId: string | undefined): DocumentDiagnosticReport {
    const delivered = this.#refreshDocument(located);
    if (delivered.resultId === previousResultId) return { kind: "unchanged", resultId: previousResultId };
    return { kind: "full", resultId: delivered.resultId, items: delivered.items };
  }

  /** Answers a client that asks, and asks again when it is told to, with what was found so far. */
  pullEarly(located: Located, scanned: Scanned | undefined): DocumentDiagnosticReport {
    const delivered = this.#renew(located, scanned);
    return { kind: "full", resultId: delivered.resultId, items: delivered.items };
  }

  /** Scans a document of which only part was told, or that may have other findings, and has the client ask again if there is something new. */
  finish(located: Located): void {
    const { key } = located;
    if (this.#finishing.has(key)) return;
    this.#finishing.add(key);
    void this.#scanned(located).then((isDone) => {
      this.#finishing.delete(key);
      if (isDone) this.recheck(located);
    });
  }

  /** Whether a client may be told something of a document before all of it is known: it will ask again. */
  mayBeEarly(key: string): boolean {
    const { client, documents } = this.#context;
    return client.refreshes && documents.has(key);
  }

  /** Whether all that was found in a document was said once. */
  isToldAll(key: string): boolean {
    return this.#toldAll.has(key);
  }

  /** A document was opened or edited: clients that do not ask are told. */
  documentChanged(uri: string): void {
    const { client, places } = this.#context;
    const located = places.of(uri);
    if (!client.pulls) this.#push(uri);
    if (located) this.ripple(located.project);
  }

  /** Open files, and closed ones that are shown, that another file's change may have touched. */
  ripple(project: Project): void {
    this.#context.background.schedule(`ripple ${project.root}`, Priority.OpenFiles, () => this.#ripple(project));
  }

  /** Cells of a notebook whose findings another cell's text may have changed. */
  recheckCells(notebook: string, cells: readonly string[]): void {
    const { client, background, places } = this.#context;
    if (!client.pulls) for (const cell of cells) this.#push(cell);
    else
      background.schedule(`cells of ${notebook}`, Priority.OpenFiles, () => {
        for (const cell of cells) {
          const located = places.of(cell);
          if (located) this.recheck(located);
        }
      });
  }

  /** A document's findings may differ although its text does not. */
  recheck(located: Located): void {
    const { documents, client } = this.#context;
    const before = this.#delivered.get(located.key);
    const document = documents.get(located.key);
    if (!before || !document || this.#refreshDocument(located) === before) return;
    if (client.pulls) this.#refreshClient();
    else this.#push(document.uri);
  }

  /** Rules, settings or folders changed: everything is looked at again. */
  everythingChanged(): void {
    const { documents, client } = this.#context;
    this.#showRuleProblems();
    if (client.pulls) this.#refreshClient();
    else for (const { uri } of documents.all()) this.#push(uri);
    for (const { key } of documents.all()) this.#noteFindings(key);
    for (const key of this.#listed.keys()) this.#relist(key);
  }

  /** Rule files and configurations show what is wrong with them, where it is. */
  #showRuleProblems(): void {
    const before = [...this.#ruleProblems.keys()];
    this.#ruleProblems.clear();
    for (const project of this.#context.projects.all())
      for (const [key, diagnostics] of ruleProblems(project.config.problems)) this.#ruleProblems.set(key, diagnostics);
    for (const key of new Set([...before, ...this.#ruleProblems.keys()]))
      if (!this.#context.documents.has(key)) this.#relist(key);
  }

  projectCreated(): void {
    this.#showRuleProblems();
  }

  /** All that is said of a file. */
  #itemsOf(key: string, project: Project, scanned: Scanned | undefined): Diagnostic[] {
    const found = scanned ? toDiagnostics(key, project, scanned, this.#context.places.locate) : [];
    // Of an open document its own text tells; of a closed one, what was loaded.
    const { authoring, documents } = this.#context;
    const live = documents.has(key) ? authoring.diagnostics(key) : undefined;
    return [...found, ...(live ?? this.#ruleProblems.get(key) ?? [])];
  }

  /** Shows the findings of a file that is not open. */
  list(located: Located, scanned: Scanned): void {
    const { key, project } = located;
    if (this.#context.documents.has(key)) {
      this.#noteFindings(key);
      return;
    }
    this.#deliverListed(key, this.#itemsOf(key, project, scanned));
    this.#noteFindings(key, project, scanned);
  }

  /** What is shown of a project's closed files is worked out again, when there is time. */
  relistAll(project: Project): void {
    for (const key of this.#listed.keys()) if (project.pathOf(key) !== undefined) this.#relist(key);
  }

  isListed(uri: string): boolean {
    return this.#listed.has(uri);
  }

  /** A closed file without findings that no other file refers to is not kept. */
  forgetClosed(project: Project, path: string): void {
    const key = project.keyOf(path);
    if (this.#context.documents.has(key)) return;
    if (this.#listed.get(key)?.items.length === 0) this.#listed.delete(key);
    project.remove(path);
  }

  /** A closed file changed on disk or in the engine. */
  closedFileChanged(key: string): void {
    if (this.#listed.has(key)) this.#relist(key);
  }

  /** The editor closed a document. If it is not otherwise shown, its findings go. */
  documentClosed(uri: string, key: string): void {
    const { client, connection, host, documents } = this.#context;
    this.#delivered.delete(key);
    this.#toldAll.delete(key);
    const say = () => {
      if (documents.has(key)) return;
      if (this.#listed.has(key)) this.#relist(key, true);
      else this.#clear(key, uri);
    };
    if (client.pulls) void host.delay(CLOSED_DELAY_MS).then(say);
    else {
      if (!this.#listed.has(key)) void connection.sendDiagnostics({ uri, diagnostics: [] });
      say();
    }
  }

  /** The file is gone. */
  remove(key: string): void {
    this.#listed.delete(key);
    this.#clear(key, key);
  }

  /** A folder was closed. */
  removeBelow(prefix: string): void {
    for (const key of [...this.#listed.keys()])
      if (key.startsWith(prefix) && !this.#context.documents.has(key)) this.remove(key);
  }

  /** Keeps the request open and answers with what changes, until the client ends it. */
  workspace(
    previous: readonly { readonly uri: string; readonly value: string }[],
    token: CancellationToken,
    send: ((report: WorkspaceDiagnosticReport) => void) | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    return new Promise((resolve) => {
      const sent = new Map(previous.map(({ uri, value }) => [uri, value]));
      const stream: Stream = {
        sent,
        isOneShot: send === undefined,
        send: send ?? (() => undefined),
        end: (report) => {
          this.#streams.delete(stream);
          resolve(report);
        },
      };
      this.#streams.add(stream);
      token.onCancellationRequested(() => stream.end({ items: [] }));
      const news = [...this.#listed].filter(([key, { resultId }]) => sent.get(key) !== resultId);
      this.#report(stream, news);
    });
  }

  /** Files that lists show findings of; undefined where the client keeps none. */
  toldFiles(): readonly string[] | undefined {
    return this.#context.client.wantsFindings ? [...this.#findings.keys()] : undefined;
  }

  endStreams(): void {
    for (const stream of [...this.#streams]) stream.end({ items: [] });
  }

  /** What a client that asks would be told now. */
  #refreshDocument(located: Located): Delivered {
    const { project, path, key } = located;
    const delivered = this.#renew(located, project.current(path));
    this.#toldAll.add(key);
    this.#noteFindings(key);
    return delivered;
  }

  #renew({ project, key }: Located, scanned: Scanned | undefined): Delivered {
    const delivered = this.#deliver(this.#delivered.get(key), this.#itemsOf(key, project, scanned));
    this.#delivered.set(key, delivered);
    return delivered;
  }

  /** The same findings keep their result id. */
  #deliver(before: Delivered | undefined, items: Diagnostic[]): Delivered {
    const json = JSON.stringify(items);
    return before?.json === json ? before : { json, items, resultId: `${++this.#results}` };
  }

  #push(uri: string): void {
    const { host, documents, places, connection } = this.#context;
    if (this.#pushing.has(uri)) return; // the one that waits will find the newest text
    this.#pushing.add(uri);
    void (async () => {
      await host.yield();
      const document = documents.get(uri);
      const located = document && (await places.ready(uri));
      if (located) {
        await this.#context.authoring.check(document);
        await located.project.preparation(located.path, document.text, document.language);
        await located.project.scanned(located.path, { host, isCancelled: () => !documents.has(uri) });
      }
      this.#pushing.delete(uri);
      const latest = documents.get(uri);
      if (!located || !latest) return;
      const { items } = this.#refreshDocument(located);
      await connection.sendDiagnostics({ uri: latest.uri, version: latest.version, diagnostics: items });
    })();
  }

  async #ripple(project: Project): Promise<void> {
    const { documents, client, background } = this.#context;
    let differs = false;
    for (const { key, uri } of documents.all()) {
      const before = this.#delivered.get(key);
      const located = this.#context.places.of(uri);
      if (!before || located?.project !== project) continue; // the client has not asked for it yet, or it lies elsewhere
      await background.turn();
      if (!(await this.#scanned(located)) || this.#refreshDocument(located) === before) continue;
      differs = true;
      if (!client.pulls) this.#push(uri);
    }
    if (differs && client.pulls) this.#refreshClient();
    if (this.#listed.size > 0) void this.#rippleListed(project);
  }

  /** Files that are not open but shown follow when the user makes a longer pause: there may be thousands. */
  async #rippleListed(project: Project): Promise<void> {
    const { change } = project;
    await this.#context.host.delay(LISTED_DELAY_MS);
    await project.absorbAll(this.#context);
    if (project.change !== change) return; // the next change will come here too
    for (const path of project.affected()) {
      const key = project.keyOf(path);
      if (this.#listed.has(key)) this.#relist(key);
    }
  }

  #refreshClient(): void {
    const { client, connection } = this.#context;
    if (!client.refreshes) return;
    connection.languages.diagnostics.refresh().catch((error: unknown) => {
      connection.console.warn(`The client did not refresh its diagnostics: ${String(error)}`);
    });
  }

  #relist(key: string, isAnew = false): void {
    const { background, host, projects } = this.#context;
    background.schedule(`list ${key}`, Priority.ListedFiles, async () => {
      const isGone = () => !(this.#listed.has(key) || this.#ruleProblems.has(key)) || this.#context.documents.has(key);
      const located = projects.locate(key);
      if (located && !isGone()) {
        const { project, path } = located;
        if (this.#listed.has(key)) await this.#context.readAgain(project, path);
        const pause = () => background.turn();
        await located.project.scanned(located.path, { host, isCancelled: isGone, pause });
      }
      if (isGone()) return;
      const scanned = located?.project.current(located.path);
      const problems = this.#ruleProblems.get(key) ?? [];
      if (!located || (!scanned && problems.length === 0)) {
        // Outside of all folders only what is wrong with a rule file is told.
        if (problems.length > 0) this.#deliverListed(key, problems, isAnew);
        else this.remove(key);
        return;
      }
      this.#deliverListed(key, this.#itemsOf(key, located.project, scanned), isAnew);
      if (scanned) this.#noteFindings(key, located.project, scanned);
    });
  }

  #deliverListed(key: string, items: Diagnostic[], isAnew = false): void {
    const before = this.#listed.get(key);
    const delivered = this.#deliver(isAnew ? undefined : before, items);
    this.#listed.set(key, delivered);
    if (delivered === before) return;
    if (!before && items.length === 0) return; // never shown, nothing to show
    this.#say(key, delivered);
  }

  #clear(key: string, uri: string): void {
    const had = this.#findings.get(key);
    if (had !== undefined && had !== "[]") this.#notify({ uri, version: null, findings: [] });
    this.#findings.delete(key);
    this.#changedFindings.delete(key);
    this.#delivered.delete(key);
    this.#say(key, this.#deliver(undefined, []));
  }

  #say(key: string, delivered: Delivered): void {
    if (this.#context.client.pulls) for (const stream of [...this.#streams]) this.#report(stream, [[key, delivered]]);
    else void this.#context.connection.sendDiagnostics({ uri: key, diagnostics: delivered.items });
  }

  #report(stream: Stream, news: readonly (readonly [string, Delivered])[]): void {
    if (news.length === 0) return;
    const report: WorkspaceDiagnosticReport = {
      items: news.map(([uri, { resultId, items }]) => {
        stream.sent.set(uri, resultId);
        return { kind: "full", uri, version: null, resultId, items };
      }),
    };
    if (stream.isOneShot) stream.end(report);
    else stream.send(report);
  }

  /** Lists are told of a file's findings soon, once for many changes. */
  #noteFindings(key: string, project?: Project, scanned?: Scanned): void {
    if (!this.#context.client.wantsFindings) return;
    if (project && scanned) {
      this.#tellFindings(key, project, scanned);
      return;
    }
    this.#changedFindings.add(key);
    if (this.#notifying) return;
    this.#notifying = true;
    void this.#context.host.delay(FINDINGS_DELAY_MS).then(() => {
      this.#notifying = false;
      const keys = [...this.#changedFindings];
      this.#changedFindings.clear();
      for (const changed of keys) void this.#tellLatestFindings(changed);
    });
  }

  async #tellLatestFindings(key: string): Promise<void> {
    const located = this.#context.places.of(key);
    if (!located || !(await this.#scanned(located))) return;
    const latest = located.project.current(located.path);
    if (latest) this.#tellFindings(key, located.project, latest);
  }

  /** Scans an open document without holding others up. False when it was closed meanwhile. */
  async #scanned({ project, path, key }: Located): Promise<boolean> {
    const { documents, host, background } = this.#context;
    const isCancelled = () => !documents.has(key);
    const pause = () => background.turn();
    return (await project.scanned(path, { host, isCancelled, pause })) && !isCancelled();
  }

  #tellFindings(key: string, project: Project, scanned: Scanned): void {
    const findings = findingsIn(key, project, scanned, this.#context.places.locate).map(({ finding, place }) =>
      toFindingItem(project, finding, place),
    );
    const json = JSON.stringify(findings);
    if ((this.#findings.get(key) ?? "[]") === json) return;
    this.#findings.set(key, json);
    const document = this.#context.documents.get(key);
    this.#notify({ uri: document?.uri ?? key, version: document?.version ?? null, findings });
  }

  #notify(message: FileFindings): void {
    if (this.#context.client.wantsFindings)
      void this.#context.connection.sendNotification(Notifications.findings, message);
  }
}
