// How the language client behaves, on Node and in a browser alike. `vscode-languageclient` takes longer to be loaded than all the
// rest of the extension, so this and what imports it (`node-client.ts`, `browser-client.ts`) is loaded only once the extension is
// there.

import type { Disposable, ExtensionContext, LogOutputChannel } from "vscode";
import {
  type BaseLanguageClient,
  CloseAction,
  ErrorAction,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  WorkDoneProgress,
} from "vscode-languageclient";
import { Commands, type InitializationOptions } from "../../server/src/protocol.ts";

/** What a session decides for its client. */
export interface ClientHooks {
  readonly log: LogOutputChannel;
  /** Of the URIs of documents. */
  readonly schemes: Iterable<string>;
  initializationOptions(): InitializationOptions;
  starting(): void;
  running(): void;
  /** The server ended by itself. Says whether it is to be started again. */
  closed(): Promise<boolean>;
}

/** What is loaded late. */
export interface ClientModule {
  makeClient(context: ExtensionContext, hooks: ClientHooks): BaseLanguageClient;
  /** Follows work that the server was asked for. */
  onProgress(client: BaseLanguageClient, token: string, told: (message: string) => void): Disposable;
}

export function clientOptions({ log, schemes, initializationOptions, closed }: ClientHooks): LanguageClientOptions {
  return {
    documentSelector: [...schemes].map((scheme) => ({ scheme })),
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions,
    initializationFailedHandler: (error) => {
      log.error(`The server could not be initialized: ${String(error)}`);
      return false;
    },
    diagnosticPullOptions: { onChange: true, onTabs: false, onSave: false },
    markdown: {
      isTrusted: { enabledCommands: [Commands.showPath, Commands.fix, Commands.suppress] },
      supportHtml: false,
    },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: async () => ({
        action: (await closed()) ? CloseAction.Restart : CloseAction.DoNotRestart,
        handled: true,
      }),
    },
  };
}

/** The client never pops up by itself: what it has to say is in the log and the status. */
function beQuiet(client: BaseLanguageClient): void {
  for (const level of ["error", "warn", "info"] as const) {
    const say = client[level].bind(client);
    client[level] = (message: string, data?: unknown) => say(message, data, false);
  }
}

/** Tells the session how its client does, and nobody else. */
export function watched<Client extends BaseLanguageClient>(client: Client, { starting, running }: ClientHooks): Client {
  beQuiet(client);
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Starting) starting();
    if (newState === State.Running) running();
  });
  return client;
}

export function onProgress(client: BaseLanguageClient, token: string, told: (message: string) => void): Disposable {
  return client.onProgress(WorkDoneProgress.type, token, (value) => {
    if (value.kind !== "end" && value.message) told(value.message);
  });
}
