// One run of the extension: the client and its server, what they show, and what happens when the server ends.

import { commands, type ExtensionContext, env, type LogOutputChannel, l10n, Uri, window, workspace } from "vscode";
import {
  type BaseLanguageClient,
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient";
import {
  Commands,
  type FileFindings,
  type InitializationOptions,
  Notifications,
  type ServerStatus,
} from "../../server/src/protocol.ts";
import { type ActivationTime, activationTime, logActivation } from "./activation.ts";
import { registerCommands } from "./commands.ts";
import { answerFileRequests } from "./files.ts";
import { FindingsStore } from "./findings-store.ts";
import { FindingsView } from "./findings-view.ts";
import { PathWalk } from "./path-walk.ts";
import { Previews } from "./protection.ts";
import { RuleWorkshop } from "./rule-workshop.ts";
import { Scans } from "./scans.ts";
import { StatusItem } from "./status.ts";
import { TimingsView } from "./timings.ts";

/** What other extensions and tests may see. */
export interface BartizanApi {
  readonly findings: FindingsStore;
  readonly activation: ActivationTime;
}

export type MakeClient = (options: LanguageClientOptions) => BaseLanguageClient;

/** Waits between restarts, the last one for all that follow. */
const BACK_OFF_MS = [0, 1000, 5000, 30_000, 120_000];
/** A server that lived so long is a new start. */
const HEALTHY_MS = 180_000;
const STOP_TIMEOUT_MS = 2000;

let session: Session | undefined;

export function start(context: ExtensionContext, makeClient: MakeClient): BartizanApi {
  session = new Session(context, makeClient);
  const activation = activationTime();
  logActivation(session.log, activation);
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
  readonly timings = new TimingsView(this);
  readonly workshop: RuleWorkshop;
  readonly #status: StatusItem;
  readonly #makeClient: MakeClient;
  #client: BaseLanguageClient | undefined;
  #failures = 0;
  #started = 0;
  #ending = false;
  /** Ends a wait for the next restart. */
  #wake: (() => void) | undefined;

  constructor(context: ExtensionContext, makeClient: MakeClient) {
    this.context = context;
    this.#makeClient = makeClient;
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
      this.timings,
      this.workshop,
      ...registerCommands(this),
    );
    context.subscriptions.push(
      workspace.onDidGrantWorkspaceTrust(
        () => void this.#client?.sendNotification(Notifications.trust, { isTrusted: true }),
      ),
    );
    void this.#startClient();
  }

  /** The running client; waits while it starts. Rejects when the server does not come up. */
  async client(): Promise<BaseLanguageClient> {
    if (!this.#client) await this.#startClient();
    const client = this.#client;
    if (!client) throw new Error(l10n.t("The Bartizan server is not running."));
    await client.start();
    return client;
  }

  async restart(): Promise<void> {
    this.#failures = 0;
    this.#wake?.();
    await this.#stopClient();
    await this.#startClient();
    await this.client();
  }

  async end(): Promise<void> {
    this.#ending = true;
    this.#wake?.();
    await this.#stopClient();
  }

  async #startClient(): Promise<void> {
    const client = this.#makeClient(this.#options());
    this.#client = client;
    this.#started = Date.now();
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) this.#status.starting();
      if (newState === State.Running) this.#started = Date.now();
    });
    client.onNotification(Notifications.findings, (message: FileFindings) => this.findings.set(message));
    client.onNotification(Notifications.status, (status: ServerStatus) => {
      this.#status.show(status);
      void commands.executeCommand("setContext", "bartizan.isReady", status.state !== "starting");
    });
    answerFileRequests(client);
    try {
      await client.start();
    } catch (error) {
      this.log.error(`The server did not start: ${String(error)}`);
      this.#status.failed();
    }
  }

  async #stopClient(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.findings.clear();
    if (!client) return;
    try {
      await client.dispose(STOP_TIMEOUT_MS);
    } catch (error) {
      this.log.warn(`The server did not stop in order: ${String(error)}`);
    }
  }

  #options(): LanguageClientOptions {
    const initializationOptions = (): InitializationOptions => ({
      assets: Uri.joinPath(this.context.extensionUri, "dist").toString(true),
      isTrusted: workspace.isTrusted,
      features: { files: true, commands: true, findings: true, status: true },
      l10n: env.language === "en" ? undefined : (l10n.bundle as InitializationOptions["l10n"]),
    });
    return {
      documentSelector: [...schemes()].map((scheme) => ({ scheme })),
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions,
      initializationFailedHandler: (error) => {
        this.log.error(`The server could not be initialized: ${String(error)}`);
        return false;
      },
      diagnosticPullOptions: { onChange: true, onTabs: false, onSave: false },
      markdown: {
        isTrusted: { enabledCommands: [Commands.showPath, Commands.fix, Commands.suppress] },
        supportHtml: false,
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.#closed(),
      },
    };
  }

  /** The server ended by itself: start it again, each time a little later, and say so only in the status. */
  async #closed(): Promise<CloseHandlerResult> {
    this.findings.clear();
    if (this.#ending) return { action: CloseAction.DoNotRestart, handled: true };
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
    const isStillOurs = !this.#ending && this.#client === client;
    return { action: isStillOurs ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
  }
}

/** Files, new files, and wherever the workspace lies; not the editor's own (output, diffs, settings). */
function schemes(): Set<string> {
  const own = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  return new Set(["file", "untitled", "vscode-remote", "vscode-vfs", "vscode-notebook-cell", ...own]);
}
