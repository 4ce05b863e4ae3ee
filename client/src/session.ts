// One run of the extension: the client and its server, what they show, and what happens when the server ends.

import {
  commands,
  type Disposable,
  type ExtensionContext,
  env,
  type LogOutputChannel,
  l10n,
  Uri,
  window,
  workspace,
} from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  type FileFindings,
  type InitializationOptions,
  Notifications,
  type ServerStatus,
} from "../../server/src/protocol.ts";
import { type ActivationTime, logTime, startClock, withLoading } from "./activation.ts";
import type { ClientHooks, ClientModule } from "./client-options.ts";
import { registerCommands } from "./commands.ts";
import { answerFileRequests } from "./files.ts";
import { FindingsStore } from "./findings-store.ts";
import { FindingsView } from "./findings-view.ts";
import { Pages } from "./pages.ts";
import { PathWalk } from "./path-walk.ts";
import { Previews } from "./protection.ts";
import { RuleWorkshop } from "./rule-workshop.ts";
import { Scans } from "./scans.ts";
import { StatusItem } from "./status.ts";

/** What other extensions and tests may see. */
export interface BartizanApi {
  readonly findings: FindingsStore;
  readonly activation: ActivationTime;
}

/** Loads what takes long to be loaded. */
export type LoadClient = () => Promise<ClientModule>;

/** Waits between restarts, the last one for all that follow. */
const BACK_OFF_MS = [0, 1000, 5000, 30_000, 120_000];
/** A server that lived so long is a new start. */
const HEALTHY_MS = 180_000;
const STOP_TIMEOUT_MS = 2000;

let session: Session | undefined;

export function start(context: ExtensionContext, loadClient: LoadClient): BartizanApi {
  const clock = startClock();
  session = new Session(context, loadClient);
  const activation = withLoading(clock());
  logTime(session.log, "Activated", activation);
  return { findings: session.findings, activation };
}

export async function stop(): Promise<void> {
  await session?.end();
  session = undefined;
}

export class Session {
  readonly findings = new FindingsStore();
  readonly log: LogOutputChannel;
  readonly context: ExtensionContext;
  readonly path: PathWalk;
  readonly scans: Scans;
  readonly view: FindingsView;
  readonly previews = new Previews();
  readonly pages = new Pages();
  readonly workshop: RuleWorkshop;
  readonly #status: StatusItem;
  readonly #loadClient: LoadClient;
  #client: BaseLanguageClient | undefined;
  /** Until there is a client, which may not have come up yet. */
  #making: Promise<void> | undefined;
  #failures = 0;
  #started = 0;
  #ending = false;
  /** Ends a wait for the next restart. */
  #wake: (() => void) | undefined;

  constructor(context: ExtensionContext, loadClient: LoadClient) {
    this.context = context;
    this.#loadClient = loadClient;
    this.log = window.createOutputChannel("Bartizan", { log: true });
    this.#status = new StatusItem();
    this.path = new PathWalk(this);
    this.scans = new Scans(this);
    this.view = new FindingsView(this.findings, context);
    this.workshop = new RuleWorkshop(this);
    context.subscriptions.push(
      this.log,
      this.#status,
      this.findings,
      this.path,
      this.scans,
      this.view,
      this.previews,
      this.pages,
      this.workshop,
      ...registerCommands(this),
    );
    context.subscriptions.push(
      workspace.onDidGrantWorkspaceTrust(
        () => void this.#client?.sendNotification(Notifications.trust, { isTrusted: true }),
      ),
    );
    this.#making = this.#startClient();
  }

  /** The running client; waits while it starts. Rejects when the server does not come up. */
  async client(): Promise<BaseLanguageClient> {
    this.#making ??= this.#startClient();
    await this.#making;
    const client = this.#client;
    if (!client) throw new Error(l10n.t("The Bartizan server is not running."));
    await client.start();
    return client;
  }

  /** Follows work that the server was asked for. */
  async onProgress(token: string, told: (message: string) => void): Promise<Disposable> {
    const client = await this.client();
    return (await this.#loadClient()).onProgress(client, token, told);
  }

  async restart(): Promise<void> {
    this.#failures = 0;
    this.#wake?.();
    await this.#stopClient();
    await this.client();
  }

  async end(): Promise<void> {
    this.#ending = true;
    this.#wake?.();
    await this.#stopClient();
  }

  /** Makes a client, and has it start. */
  async #startClient(): Promise<void> {
    // The extension is there, and others have had their turn, before what takes long is loaded.
    await new Promise((resolve) => setTimeout(resolve));
    let module: ClientModule;
    try {
      const clock = startClock();
      module = await this.#loadClient();
      logTime(this.log, "Loaded the language client", clock());
    } catch (error) {
      this.#notStarted(error);
      return;
    }
    if (this.#ending) return;
    const client = module.makeClient(this.context, this.#hooks());
    this.#client = client;
    this.#started = Date.now();
    client.onNotification(Notifications.findings, (message: FileFindings) => this.findings.set(message));
    client.onNotification(Notifications.status, (status: ServerStatus) => {
      this.#status.show(status);
      void commands.executeCommand("setContext", "bartizan.isReady", status.state !== "starting");
    });
    answerFileRequests(client);
    client.start().catch((error: unknown) => this.#notStarted(error));
  }

  #notStarted(error: unknown): void {
    this.log.error(`The server did not start: ${String(error)}`);
    this.#status.failed();
  }

  async #stopClient(): Promise<void> {
    await this.#making;
    const client = this.#client;
    this.#client = undefined;
    this.#making = undefined;
    this.findings.clear();
    if (!client) return;
    try {
      await client.dispose(STOP_TIMEOUT_MS);
    } catch (error) {
      this.log.warn(`The server did not stop in order: ${String(error)}`);
    }
  }

  #hooks(): ClientHooks {
    return {
      log: this.log,
      schemes: schemes(),
      initializationOptions: (): InitializationOptions => ({
        assets: Uri.joinPath(this.context.extensionUri, "dist").toString(true),
        isTrusted: workspace.isTrusted,
        features: { files: true, commands: true, findings: true, status: true },
        l10n: env.language === "en" ? undefined : (l10n.bundle as InitializationOptions["l10n"]),
      }),
      starting: () => this.#status.starting(),
      running: () => {
        this.#started = Date.now();
      },
      closed: () => this.#closed(),
    };
  }

  /** The server ended by itself: start it again, each time a little later, and say so only in the status. */
  async #closed(): Promise<boolean> {
    this.findings.clear();
    if (this.#ending) return false;
    if (Date.now() - this.#started > HEALTHY_MS) this.#failures = 0;
    const wait = BACK_OFF_MS[Math.min(this.#failures++, BACK_OFF_MS.length - 1)]!;
    this.log.error(`The server ended unexpectedly; it starts again in ${wait / 1000} s.`);
    this.#status.restarting(wait);
    const client = this.#client;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
    // Whoever restarted by hand meanwhile has another client by now.
    return !this.#ending && this.#client === client;
  }
}

/** Files, new files, and wherever the workspace lies; not the editor's own (output, diffs, settings). */
function schemes(): Set<string> {
  const own = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  return new Set(["file", "untitled", "vscode-remote", "vscode-vfs", "vscode-notebook-cell", ...own]);
}
