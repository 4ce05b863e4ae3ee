// Scans that the user asks for. Progress stands in the view and the status bar; results stream into the tree meanwhile; it
// ends with one line in the view.

import { CancellationTokenSource, commands, type Disposable, l10n, ProgressLocation, type Uri, window } from "vscode";
import { Requests, type ScanParams, type ScanSummary } from "../../server/src/protocol.ts";
import { changedFiles } from "./git.ts";
import type { Session } from "./session.ts";

export class Scans implements Disposable {
  readonly #session: Session;
  #running: CancellationTokenSource | undefined;
  #count = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  async workspace(): Promise<ScanSummary | undefined> {
    return this.#run({ kind: "workspace" });
  }

  async folder(uri: Uri): Promise<ScanSummary | undefined> {
    return this.#run({ kind: "folder", uri: uri.toString() });
  }

  async changed(): Promise<ScanSummary | undefined> {
    const uris = await changedFiles();
    return this.#run(uris ? { kind: "files", uris: uris.map(String) } : { kind: "changed" });
  }

  stop(): void {
    this.#running?.cancel();
  }

  dispose(): void {
    this.#running?.cancel();
    this.#running?.dispose();
  }

  async #run(scope: ScanParams["scope"]): Promise<ScanSummary | undefined> {
    this.stop(); // the scan that runs is of no more interest
    const source = new CancellationTokenSource();
    this.#running = source;
    const { view } = this.#session;
    const client = await this.#session.client();
    await commands.executeCommand("setContext", "bartizan.isScanning", true);
    const workDoneToken = `bartizan-scan-${++this.#count}`;
    try {
      const summary = await window.withProgress({ location: { viewId: "bartizan.findings" } }, () =>
        window.withProgress(
          { location: ProgressLocation.Window, title: l10n.t("Bartizan scans") },
          async (progress) => {
            const listener = await this.#session.onProgress(workDoneToken, (message) => {
              progress.report({ message });
              view.message = l10n.t("Scanning: {0}", message);
            });
            try {
              return await client.sendRequest<ScanSummary>(Requests.scan, { scope, workDoneToken }, source.token);
            } finally {
              listener.dispose();
            }
          },
        ),
      );
      // What is found changes as files and the baseline do; what a part of the workspace gave is what it gave then.
      view.message =
        scope.kind === "workspace"
          ? (open, accepted) => describe({ ...summary, findings: open }, accepted)
          : describe(summary, 0);
      await commands.executeCommand("setContext", "bartizan.isScanned", true);
      return summary;
    } catch (error) {
      view.message = l10n.t("The scan ended early: {0}", error instanceof Error ? error.message : String(error));
      this.#session.log.error(`The scan ended early: ${String(error)}`);
      return undefined;
    } finally {
      source.dispose();
      if (this.#running === source) {
        this.#running = undefined;
        await commands.executeCommand("setContext", "bartizan.isScanning", false);
      }
    }
  }
}

/** The sentence that a scan ends with. */
function describe({ files, findings, rules, seconds, skipped, isCancelled }: ScanSummary, accepted: number): string {
  const left = skipped.reduce((sum, { files: count }) => sum + count, 0);
  const found = findings === 1 ? l10n.t("1 finding") : l10n.t("{0} findings", findings);
  const where = files === 1 ? l10n.t("1 file") : l10n.t("{0} files", files);
  const parts = [l10n.t("{0} in {1}, {2} rules, {3} s", found, where, rules, seconds.toFixed(1))];
  if (accepted > 0) parts.push(l10n.t("{0} in the baseline", accepted));
  if (left > 0) parts.push(left === 1 ? l10n.t("1 file skipped") : l10n.t("{0} files skipped", left));
  if (isCancelled) parts.push(l10n.t("stopped"));
  return parts.join(" · ");
}
