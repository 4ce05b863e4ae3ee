// The security report: a scan of the workspace, and what it found as a page of its own in the file that the user names.

import { env, l10n, UIKind, Uri, ViewColumn, window, workspace } from "vscode";
import { Requests, type SecurityReport, type SecurityReportParams } from "../../server/src/protocol.ts";
import type { Session } from "./session.ts";

const FILE_NAME = "security-report.html";

export async function securityReport(session: Session): Promise<void> {
  const scan = await session.scans.workspace();
  if (!scan || scan.isCancelled) return;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const file = await window.showSaveDialog({
    ...(folder && { defaultUri: Uri.joinPath(folder, FILE_NAME) }),
    filters: { HTML: ["html"] },
    title: l10n.t("Write the security report"),
  });
  if (!file) return;
  const client = await session.client();
  const params: SecurityReportParams = { scan };
  // As late as that, so that it counts what the lists show when it is there.
  const { text, findings } = await client.sendRequest<SecurityReport>(Requests.securityReport, params);
  await workspace.fs.writeFile(file, new TextEncoder().encode(text));
  const open = l10n.t("Open");
  const path = workspace.asRelativePath(file);
  const said =
    findings === 1
      ? l10n.t("The security report is in {0}: 1 finding.", path)
      : l10n.t("The security report is in {0}: {1} findings.", path, findings);
  if ((await window.showInformationMessage(said, open)) === open) await show(file, text);
}

/** A browser prints; where it cannot reach the file, an editor shows the page. */
async function show(file: Uri, text: string): Promise<void> {
  const isReached = file.scheme === "file" && env.remoteName === undefined && env.uiKind === UIKind.Desktop;
  if (isReached) {
    await env.openExternal(file);
    return;
  }
  const panel = window.createWebviewPanel("bartizan.report", l10n.t("Security Report"), ViewColumn.Active, {
    enableScripts: false,
    enableFindWidget: true,
    localResourceRoots: [],
  });
  panel.webview.html = text;
}
