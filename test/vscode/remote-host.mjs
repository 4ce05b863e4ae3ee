// Starts the newest VS Code's server on loopback with a profile of its own in a temporary folder: its workbench is then opened
// in a browser, and extensions run in its extension host on Node, as they do over SSH, in containers and in Codespaces.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ensureVsCode } from "./setup.mjs";

/** Settings that keep VS Code itself from talking over what is shown. */
const quiet = {
  "telemetry.telemetryLevel": "off",
  "files.autoSave": "off", // the browser default saves after a second; a desktop does not
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "explorer.compactFolders": false,
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "update.mode": "none",
  "typescript.disableAutomaticTypeAcquisition": true,
};

/**
 * @param {{ vsix?: string, settings?: Record<string, unknown>, trust?: "all" | "ask", env?: Record<string, string> }} options
 *   `vsix`: a package to install first; `trust: "ask"` leaves workspace trust on, so that folders open restricted
 */
export async function startRemoteHost(options = {}) {
  const { node, server } = ensureVsCode();
  const profile = mkdtempSync(join(tmpdir(), "bartizan-remote-"));
  const folders = ["--server-data-dir", join(profile, "server"), "--user-data-dir", join(profile, "user")];
  const extensions = ["--extensions-dir", join(profile, "extensions")];
  mkdirSync(join(profile, "user/User"), { recursive: true });
  writeFileSync(join(profile, "user/User/settings.json"), JSON.stringify({ ...quiet, ...options.settings }));
  // Nothing of the tester's own VS Code may show: its home is the profile.
  const env = { ...process.env, ...options.env, HOME: profile, XDG_CONFIG_HOME: join(profile, "config") };
  for (const name of Object.keys(env)) if (/^(VSCODE|ELECTRON|NODE_TEST)/.test(name)) delete env[name];

  if (options.vsix) {
    const installed = spawnSync(
      node,
      ["out/server-main.js", "--install-extension", resolve(options.vsix), ...folders, ...extensions],
      { cwd: server, env, encoding: "utf8" },
    );
    if (installed.status !== 0) throw new Error(`the .vsix was not installed:\n${installed.stdout}${installed.stderr}`);
  }

  const args = ["out/server-main.js", "--host", "127.0.0.1", "--port", "0", "--without-connection-token"];
  args.push("--accept-server-license-terms", "--telemetry-level", "off", ...folders, ...extensions);
  if (options.trust !== "ask") args.push("--disable-workspace-trust");
  // Without it the page may not name an extension under development; with it no message ever pops up.
  if (!options.vsix) args.push("--enable-smoke-test-driver");
  const host = spawn(node, args, { cwd: server, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const port = await new Promise((started, failed) => {
    const read = (text) => {
      said += text;
      const agent = /agent listening on (\d+)/i.exec(said);
      if (agent) started(Number(agent[1]));
    };
    host.stdout.on("data", read);
    host.stderr.on("data", read);
    host.once("error", failed);
    host.once("exit", (code) => failed(new Error(`VS Code's server ended with ${code}:\n${said}`)));
  });
  host.removeAllListeners("exit");
  const stopWithUs = () => host.kill();
  process.once("exit", stopWithUs);

  const origin = `http://127.0.0.1:${port}`;
  const remoteUri = (path) => `vscode-remote://127.0.0.1:${port}${resolve(path)}`;
  return {
    profile,
    remoteUri,
    /** Where a browser finds a folder or a .code-workspace file; `payload`: what VS Code's own tools hand the page. */
    urlOf(path, payload = []) {
      const what = path.endsWith(".code-workspace") ? "workspace" : "folder";
      const query = new URLSearchParams({ [what]: resolve(path) });
      if (payload.length > 0) query.set("payload", JSON.stringify(payload));
      return `${origin}/?${query}`;
    },
    output: () => said,
    async close() {
      process.off("exit", stopWithUs);
      if (host.exitCode === null && host.kill()) await once(host, "exit");
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
