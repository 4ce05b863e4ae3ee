// One line that always says what the server is doing. Nothing pops up.

import { type Disposable, type LanguageStatusItem, LanguageStatusSeverity, l10n, languages, workspace } from "vscode";
import { Commands, type ServerStatus } from "../../server/src/protocol.ts";

export class StatusItem implements Disposable {
  readonly #item: LanguageStatusItem;

  constructor() {
    this.#item = languages.createLanguageStatusItem("bartizan.status", [{ scheme: "*" }, { pattern: "**" }]);
    this.#item.name = "Bartizan";
    this.#item.command = { command: Commands.showLog, title: l10n.t("Show log") };
    this.starting();
  }

  starting(): void {
    this.#say(l10n.t("Starting"), LanguageStatusSeverity.Information, true);
  }

  restarting(milliseconds: number): void {
    const seconds = Math.ceil(milliseconds / 1000);
    this.#say(l10n.t("The server ended; it starts again in {0} s", seconds), LanguageStatusSeverity.Warning, false);
  }

  failed(): void {
    this.#say(l10n.t("The server did not start"), LanguageStatusSeverity.Error, false);
    this.#item.command = { command: Commands.restartServer, title: l10n.t("Restart") };
  }

  show({ state, message }: ServerStatus): void {
    this.#item.command = { command: Commands.showLog, title: l10n.t("Show log") };
    const isBusy = state === "starting" || state === "indexing" || state === "scanning";
    const severity = state === "problem" ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
    this.#say(message, severity, isBusy);
  }

  dispose(): void {
    this.#item.dispose();
  }

  #say(message: string, severity: LanguageStatusSeverity, isBusy: boolean): void {
    this.#item.text = "$(shield) Bartizan";
    this.#item.detail = workspace.isTrusted ? message : l10n.t("{0} · Restricted Mode: built-in rules only", message);
    this.#item.severity = severity;
    this.#item.busy = isBusy;
  }
}
